"""Deleting a job."""

from collections.abc import Callable

import httpx
import pytest

from openvideos.contract import Contract
from openvideos.emulator import Emulator


def test_a_deleted_job_is_gone_everywhere(http: httpx.Client, completed: Callable[..., str]) -> None:
    name = completed()
    assert http.get(f"/videos/{name}/content", params={"variant": "thumbnail"}).status_code == 200
    answer = http.delete(f"/videos/{name}")
    assert answer.json() == {"id": name, "object": "video.deleted", "deleted": True}
    assert Contract.load().check_response("delete", status=200, headers=answer.headers, body=answer.json()) == []
    for method, path in (("GET", ""), ("GET", "/content"), ("DELETE", ""), ("GET", "/content?variant=thumbnail")):
        assert http.request(method, f"/videos/{name}{path}").status_code == 404
    assert http.post(f"/videos/{name}/remix", json={"prompt": "x"}).status_code == 404
    assert http.post("/videos/edits", json={"prompt": "x", "video": {"id": name}}).status_code == 404
    assert name not in http.get("/videos", params={"limit": 100}).text


def test_a_failed_job_can_be_deleted(http: httpx.Client) -> None:
    name = http.post("/videos", json={"prompt": "[[fail]]"}).json()["id"]
    while http.get(f"/videos/{name}").json()["status"] != "failed":
        pass
    assert http.delete(f"/videos/{name}").status_code == 200


@pytest.mark.parametrize("after", [0.0, 3.0], ids=["queued", "in progress"])
def test_a_job_that_has_not_ended_is_a_conflict_and_stays(after: float) -> None:
    now = 1e9
    with Emulator(clock=lambda: now) as emulator:
        name = httpx.post(f"{emulator.base_url}/videos", json={"prompt": "x"}).json()["id"]
        now += after
        url = f"{emulator.base_url}/videos/{name}"
        answer = httpx.delete(url)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "video_not_ended")
        assert httpx.get(url).status_code == 200
