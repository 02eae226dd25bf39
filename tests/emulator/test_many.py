"""Many at once."""

from concurrent.futures import ThreadPoolExecutor

import httpx

from openvideos.emulator import Emulator


def test_two_hundred_creates_at_once_are_taken_and_all_finish() -> None:
    limits = httpx.Limits(max_connections=200)
    with (
        Emulator(time_scale=1000) as emulator,
        httpx.Client(base_url=emulator.base_url, limits=limits, timeout=60) as http,
        ThreadPoolExecutor(200) as pool,
    ):
        answers = list(pool.map(lambda number: http.post("/videos", json={"prompt": f"{number}"}), range(200)))
        assert {answer.status_code for answer in answers} == {200}
        waiting = {answer.json()["id"] for answer in answers}
        assert len(waiting) == 200
        while waiting:
            page = http.get("/videos", params={"limit": 100}).json()
            more = http.get("/videos", params={"limit": 100, "after": page["last_id"]}).json()
            waiting -= {video["id"] for video in page["data"] + more["data"] if video["status"] == "completed"}
