"""Looking at jobs over the network, at times that the test decides."""

import httpx
import pytest

from openvideos.contract import Contract
from openvideos.emulator import Emulator

NOW = 1_790_000_000.0


def test_a_job_is_queued_then_in_progress_then_completed() -> None:
    now = NOW
    seen = []
    with Emulator(clock=lambda: now) as emulator, httpx.Client(base_url=emulator.base_url) as http:
        answer = http.post("/videos", json={"prompt": "x"})
        seen.append((answer.json()["status"], answer.headers.get("openai-poll-after-ms")))
        for now in (NOW + 0.5, NOW + 4, NOW + 6.5, NOW + 7):  # noqa: B007 - the clock reads it
            again = http.get(f"/videos/{answer.json()['id']}")
            assert (
                Contract.load().check_response("retrieve", status=200, headers=again.headers, body=again.content) == []
            )
            seen.append((again.json()["status"], again.headers.get("openai-poll-after-ms")))
    assert seen == [
        ("queued", "1000"),
        ("queued", "1000"),
        ("in_progress", "1000"),
        ("in_progress", "500"),
        ("completed", None),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "video_0",
        "..",
        "%2e%2e",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "%ff%fe",
        "%F0%9F%9A%A4",
        "edits",
        "a" * 9000,
        "%20",
        "*",
        "'--",
    ],
)
def test_an_id_that_nobody_has_is_not_found(base_url: str, name: str) -> None:
    # a raw path: clients tidy up what they are given
    url = httpx.URL(base_url)
    for tail in ("", "/content"):
        raw = url.copy_with(raw_path=f"/v1/videos/{name}{tail}".encode())
        answer = httpx.get(raw)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/", 404, None),
        ("GET", "/videos/", 404, None),
        ("GET", "//videos", 404, None),
        ("PUT", "/videos", 405, "GET, HEAD, POST"),
        ("PATCH", "/videos/video_0", 405, "DELETE, GET, HEAD"),
        ("POST", "/videos/video_0", 405, "DELETE, GET, HEAD"),
        ("BREW", "/videos/video_0/content", 405, "GET, HEAD"),
        ("GET", "/videos/video_0/remix", 405, "POST"),
        ("PUT", "/videos/edits", 405, "POST"),
        ("OPTIONS", "/videos", 405, "GET, HEAD, POST"),
    ],
)
def test_what_is_not_served_is_refused_with_the_envelope(
    http: httpx.Client, method: str, path: str, status: int, allow: str | None
) -> None:
    answer = http.request(method, path)
    assert (answer.status_code, answer.headers.get("allow")) == (status, allow)
    assert Contract.load().check_schema("ErrorResponse", answer.json()) == []


def test_head_is_get_without_the_body(http: httpx.Client) -> None:
    path = f"/videos/{http.post('/videos', json={'prompt': 'x'}).json()['id']}"
    head = http.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == "application/json"


def test_each_answer_has_a_request_id_of_its_own(http: httpx.Client) -> None:
    answers = [http.get("/videos/video_0"), http.get("/nothing"), http.post("/videos", json={"prompt": "x"})]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == 3
    assert all(each.startswith("req_") for each in ids)
