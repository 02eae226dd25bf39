"""When a request is sent again."""

from email.utils import formatdate
from typing import Any

import pytest

from openvideos.client.retries import check_max_retries, wait

NOW = 1_790_000_000.0


def waited(**changed: Any) -> float | None:
    asked: dict[str, Any] = {
        "method": "GET",
        "status": 503,
        "headers": {},
        "retries": 0,
        "max_retries": 2,
        "random": lambda: 0.0,
        "now": lambda: NOW,
    }
    return wait(**{**asked, **changed})


@pytest.mark.parametrize("status", [None, 408, 409, 429, 500, 502, 503, 504, 599])
def test_a_read_is_sent_again_after_what_may_pass(status: int | None) -> None:
    assert waited(status=status) == 0.5
    assert waited(status=status, method="DELETE") == 0.5


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 405, 413, 415, 422])
def test_it_is_not_sent_again_after_anything_else(status: int) -> None:
    assert waited(status=status) is None


@pytest.mark.parametrize("status", [None, 408, 409, 429, 500, 503])
@pytest.mark.parametrize("headers", [{}, {"x-should-retry": "true"}, {"retry-after": "1"}])
def test_a_post_is_never_sent_again(status: int | None, headers: dict[str, str]) -> None:
    assert waited(status=status, headers=headers, method="POST") is None


@pytest.mark.parametrize(
    ("status", "advice", "again"),
    [(404, "true", True), (503, "false", False), (503, "maybe", True), (200, "true", False)],
)
def test_the_server_may_overrule_the_status(status: int, advice: str, again: bool) -> None:
    assert (waited(status=status, headers={"x-should-retry": advice}) is not None) is again


@pytest.mark.parametrize(
    ("retries", "delay"), [(0, 0.5), (1, 1.0), (2, 2.0), (3, 4.0), (4, 8.0), (5, 8.0), (5000, 8.0)]
)
def test_delays_double_up_to_eight_seconds(retries: int, delay: float) -> None:
    assert waited(retries=retries, max_retries=10_000) == delay
    assert waited(retries=retries, max_retries=10_000, random=lambda: 1.0) == delay * 0.75


def test_it_ends_when_all_retries_are_used() -> None:
    assert waited(retries=2) is None
    assert waited(retries=0, max_retries=0) is None


@pytest.mark.parametrize(
    ("headers", "delay"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after": "120"}, 120.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "7"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "7"}, 7.0),
        ({"retry-after": formatdate(NOW + 30, usegmt=True)}, 30.0),
        ({"retry-after": formatdate(NOW - 30, usegmt=True)}, 0.5),
        ({"retry-after": "0"}, 0.5),
        ({"retry-after": "-5"}, 0.5),
        ({"retry-after": "nan"}, 0.5),
        ({"retry-after": "inf"}, 0.5),
        ({"retry-after": "soon"}, 0.5),
        ({"retry-after": ""}, 0.5),
        ({"retry-after": "121"}, None),
        ({"retry-after": "1" + "0" * 400}, None),
        ({"retry-after": formatdate(NOW + 3600, usegmt=True)}, None),
    ],
)
def test_a_server_may_say_how_long_to_wait(headers: dict[str, str], delay: float | None) -> None:
    assert waited(headers=headers) == delay


@pytest.mark.parametrize(("value", "error"), [(None, TypeError), (2.0, TypeError), (True, TypeError), (-1, ValueError)])
def test_a_number_of_retries_is_a_whole_number(value: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="max_retries: found "):
        check_max_retries(value)
