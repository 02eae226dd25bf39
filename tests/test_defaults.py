"""Defaults of a create request: the caller's own, and what a server assumes."""

from typing import Any

import pytest

from openvideos import AsyncOpenVideos, OpenVideos, RequestValidationError, VideoSize, contract_defaults

NEAR = "http://127.0.0.1:1/v1"


def test_what_a_server_assumes_is_said_by_the_contract() -> None:
    assert contract_defaults("create") == {"model": "sora-2", "seconds": "4", "size": "720x1280"}
    assert contract_defaults("remix") == {}


def test_an_unknown_operation_is_named() -> None:
    with pytest.raises(ValueError, match="operation: found 'crate'; allowed: create"):
        contract_defaults("crate")


@pytest.mark.parametrize("kind", [OpenVideos, AsyncOpenVideos])
def test_defaults_are_converted_as_a_calls_keywords_are(kind: Any) -> None:
    client = kind(base_url=NEAR, defaults={"model": "mine", "seconds": 8, "size": (1280, 720)})
    assert client.defaults == {"model": "mine", "seconds": "8", "size": "1280x720"}
    assert client.with_options(defaults={"size": VideoSize.PORTRAIT}).defaults == {"size": "720x1280"}
    assert client.with_options(timeout=1).defaults == client.defaults
    assert client.with_options(defaults={}).defaults == {}


@pytest.mark.parametrize(
    ("defaults", "line"),
    [
        ({"size": "13x37"}, "defaults: size: found '13x37'; allowed: 720x1280, "),
        ({"seconds": 5}, "defaults: seconds: found '5'; allowed: 4, 8, 12"),
        ({"sise": "1280x720"}, "defaults: found 'sise'; allowed: prompt, input_reference, model, seconds, size"),
        ({"input_reference": "ref.png"}, "input_reference: found 'ref.png'"),
        (["size"], "defaults: found a list; allowed: a dict"),
    ],
)
def test_bad_defaults_are_refused_at_construction(defaults: Any, line: str) -> None:
    with pytest.raises(RequestValidationError) as caught:
        OpenVideos(base_url=NEAR, defaults=defaults)
    assert str(caught.value).startswith(line)
    with pytest.raises(RequestValidationError):
        OpenVideos(base_url=NEAR).with_options(defaults=defaults)


def test_without_checks_a_servers_own_sizes_and_members_are_taken() -> None:
    client = OpenVideos(base_url=NEAR, defaults={"size": (832, 480), "fps": 24}, check_requests=False)
    assert client.defaults == {"size": "832x480", "fps": 24}
