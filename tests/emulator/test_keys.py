"""Who is let in."""

from pathlib import Path

import httpx
import pytest

from openvideos.contract import Contract
from openvideos.emulator import Emulator

KEY = "sk-this-is-the-key-4711"


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer anything"}, {"Authorization": "nonsense"}], ids=str)
def test_without_a_key_everybody_is_let_in(http: httpx.Client, headers: dict[str, str]) -> None:
    assert http.post("/videos", json={"prompt": "x"}, headers=headers).status_code == 200


def test_with_a_key_only_those_who_bear_it_are() -> None:
    with Emulator(api_key=KEY) as emulator, httpx.Client(base_url=emulator.base_url) as http:
        for given in (f"Bearer {KEY}", f"bearer  {KEY}"):
            assert http.post("/videos", json={"prompt": "x"}, headers={"Authorization": given}).status_code == 200
        for given in ("", "Bearer", "Bearer x", f"Bearer {KEY}x", f"Bearer {KEY[:-1]}", f"Basic {KEY}", KEY):
            answer = http.post("/videos", json={"prompt": "x"}, headers={"Authorization": given} if given else {})
            assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.json()["error"]["type"] == "authentication_error"
            assert "4711" not in answer.text + str(answer.headers)
            found = Contract.load().check_response("create", status=401, headers=answer.headers, body=answer.content)
            assert found == []
        assert http.get("/openapi.json").status_code == 200
        assert http.get("/videos/video_0").status_code == 401
        assert http.get("/elsewhere").status_code == 401


def test_a_key_that_is_not_text_is_refused_like_any_other() -> None:
    with Emulator(api_key=KEY) as emulator:
        answer = httpx.get(f"{emulator.base_url}/videos/x", headers={b"Authorization": b"Bearer \xff\xfe"})
        assert answer.status_code == 401


def test_a_key_does_not_reach_the_data_directory(tmp_path: Path) -> None:
    with Emulator(api_key=KEY, data_dir=tmp_path, time_scale=1000) as emulator:
        headers = {"Authorization": f"Bearer {KEY}"}
        name = httpx.post(f"{emulator.base_url}/videos", json={"prompt": "needle"}, headers=headers).json()["id"]
        while httpx.get(f"{emulator.base_url}/videos/{name}", headers=headers).json()["status"] != "completed":
            pass
        httpx.get(f"{emulator.base_url}/videos/{name}/content?variant=thumbnail", headers=headers)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"needle" in kept
    assert KEY.encode() not in kept
