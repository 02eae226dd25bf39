"""`Idempotency-Key`: what is asked for is made once, however often the request arrives."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from openvideos.emulator import Emulator

Bytes = Callable[..., bytes]


def keyed(http: httpx.Client, key: str, path: str = "/videos", **body: Any) -> httpx.Response:
    return http.post(path, headers={"Idempotency-Key": key}, **body)


@pytest.fixture
def key() -> str:
    return secrets.token_hex()


def test_the_same_key_and_body_is_the_same_job(http: httpx.Client, key: str) -> None:
    first = keyed(http, key, json={"prompt": "x", "size": "1280x720"})
    again = keyed(http, key, json={"size": "1280x720", "prompt": "x"})
    as_form = keyed(http, key, files={"prompt": (None, "x"), "size": (None, "1280x720")})
    assert [each.status_code for each in (first, again, as_form)] == [200, 200, 200]
    assert len({each.json()["id"] for each in (first, again, as_form)}) == 1


def test_what_is_answered_again_is_the_job_as_it_stands_now(http: httpx.Client, key: str) -> None:
    name = keyed(http, key, json={"prompt": "x"}).json()["id"]
    while http.get(f"/videos/{name}").json()["status"] != "completed":
        pass
    assert keyed(http, key, json={"prompt": "x"}).json()["status"] == "completed"


def test_another_key_or_none_is_another_job(http: httpx.Client, key: str) -> None:
    body = {"prompt": "x"}
    answers = [keyed(http, key, json=body), keyed(http, f"{key}2", json=body), http.post("/videos", json=body)]
    assert len({each.json()["id"] for each in answers}) == 3


def test_another_body_with_the_same_key_is_a_conflict(
    http: httpx.Client, key: str, completed: Callable[..., str]
) -> None:
    assert keyed(http, key, json={"prompt": "x"}).status_code == 200
    source = completed()
    for path, body in (("/videos", {"prompt": "y"}), (f"/videos/{source}/remix", {"prompt": "x"})):
        answer = keyed(http, key, path, json=body)
        assert (answer.status_code, answer.json()["error"]["param"]) == (409, "Idempotency-Key")


def test_of_a_file_its_bytes_count_and_not_its_name(http: httpx.Client, key: str, png: Bytes) -> None:
    def with_file(name: str, data: bytes) -> httpx.Response:
        return keyed(http, key, files={"prompt": (None, "x"), "input_reference": (name, data, "image/png")})

    first = with_file("a.png", png("teal"))
    assert with_file("b.png", png("teal")).json()["id"] == first.json()["id"]
    assert with_file("a.png", png("red")).status_code == 409


def test_a_refused_request_uses_no_key_up(http: httpx.Client, key: str) -> None:
    assert keyed(http, key, json={"prompt": ""}).status_code == 400
    assert keyed(http, key, json={"prompt": "x"}).status_code == 200


def test_a_deleted_job_is_not_made_again(http: httpx.Client, key: str) -> None:
    name = keyed(http, key, json={"prompt": "[[fail]]"}).json()["id"]
    while (deleted := http.delete(f"/videos/{name}")).status_code != 200:
        assert deleted.status_code == 409, deleted.text
    answer = keyed(http, key, json={"prompt": "[[fail]]"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (409, "Idempotency-Key")


def test_requests_that_arrive_together_make_one_job(http: httpx.Client, key: str, png: Bytes) -> None:
    files = {"prompt": (None, "x"), "input_reference": ("a.png", png(size=(2000, 2000)), "image/png")}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: keyed(http, key, files=files), range(8)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.json()["id"] for each in answers}) == 1


def test_a_key_is_known_after_a_restart(tmp_path: Path, key: str) -> None:
    names = set()
    for _ in range(2):
        with Emulator(data_dir=tmp_path) as emulator, httpx.Client(base_url=emulator.base_url) as http:
            names.add(keyed(http, key, json={"prompt": "x"}).json()["id"])
    assert len(names) == 1


def test_a_character_is_made_once_too(http: httpx.Client, key: str, mp4: Bytes) -> None:
    files = {"name": (None, "Miro"), "video": ("m.mp4", mp4(), "video/mp4")}
    answers = [keyed(http, key, "/videos/characters", files=files) for _ in range(2)]
    assert [each.status_code for each in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
