"""What a data directory holds when its emulator was killed, at whatever moment, and is started again."""

import contextlib
import io
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

Start = Callable[..., tuple[subprocess.Popen[str], str]]


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def completed(http: httpx.Client, name: str) -> None:
    while (video := http.get(f"/videos/{name}").json())["status"] != "completed":
        assert video["status"] in ("queued", "in_progress"), video


def frames(data: bytes) -> int:
    with av.open(io.BytesIO(data), "r") as container:
        return len(list(container.decode(video=0)))


def test_a_job_goes_on_after_a_kill(tmp_path: Path, start: Start) -> None:
    process, base_url = start(str(tmp_path / "data"))
    name = httpx.post(f"{base_url}/videos", json={"prompt": "x"}).json()["id"]
    kill(process)
    _, base_url = start(str(tmp_path / "data"))
    with httpx.Client(base_url=base_url, timeout=60) as http:
        completed(http, name)
        assert frames(http.get(f"/videos/{name}/content").content) == 48


def test_a_kill_while_a_clip_is_rendered_leaves_no_broken_file(tmp_path: Path, start: Start) -> None:
    data = tmp_path / "data"
    process, base_url = start(str(data))
    with httpx.Client(base_url=base_url, timeout=60) as http:
        name = http.post("/videos", json={"prompt": "x", "seconds": "12"}).json()["id"]
        completed(http, name)

        def read() -> None:
            with pytest.raises(httpx.TransportError):
                httpx.get(f"{base_url}/videos/{name}/content", timeout=60)

        reader = threading.Thread(target=read)
        reader.start()
        while not any(path.stat().st_size for path in (data / "unfinished").iterdir()):
            assert reader.is_alive()
        kill(process)
        reader.join()
    _, base_url = start(str(data))
    assert list((data / "unfinished").iterdir()) == []
    answer = httpx.get(f"{base_url}/videos/{name}/content", timeout=60)
    assert frames(answer.content) == 144


@pytest.mark.parametrize("moment", [0, 2])
def test_a_kill_amid_uploads_leaves_no_job_without_its_file_and_no_file_without_its_job(
    tmp_path: Path, start: Start, png: Callable[..., bytes], moment: int
) -> None:
    data = tmp_path / "data"
    process, base_url = start(str(data))
    made: list[str] = []
    enough = threading.Event()

    def upload(_: int) -> None:
        files: Any = {"prompt": (None, "x"), "input_reference": ("a.png", png(), "image/png")}
        with contextlib.suppress(httpx.TransportError):
            made.append(httpx.post(f"{base_url}/videos", files=files).json()["id"])
        if len(made) > 5 * moment:
            enough.set()

    with ThreadPoolExecutor(4) as pool:
        uploads = pool.map(upload, range(40))
        enough.wait(60)
        kill(process)
        list(uploads)
    _, base_url = start(str(data))
    with httpx.Client(base_url=base_url, timeout=60) as http:
        known = {video["id"] for video in http.get("/videos", params={"limit": 100}).json()["data"]}
        assert set(made) <= known
        assert {path.stem for path in (data / "uploads").iterdir()} == known
        completed(http, made[-1])
        assert http.get(f"/videos/{made[-1]}/content?variant=thumbnail").status_code == 200
