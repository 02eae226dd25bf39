"""What the emulator's tests share: one emulator, a client of it, and pictures to send."""

import functools
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from PIL import Image

from openvideos.emulator import Emulator

PROGRAM = """
import sys
from openvideos.emulator import serve
serve(port=0, data_dir=sys.argv[1] or None, time_scale=1000, api_key=sys.argv[2] or None,
      ready=lambda url: print(url, flush=True))
"""
Create = Callable[..., str]
Start = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    with Emulator(time_scale=1000) as emulator:
        yield emulator.base_url


@pytest.fixture(scope="session")
def http(base_url: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base_url, timeout=60) as client:
        yield client


@pytest.fixture
def completed(http: httpx.Client) -> Create:
    """Creates a job and looks at it until it has completed; returns its id."""

    def create(**body: Any) -> str:
        answer = http.post("/videos", json={"prompt": "a paper boat", **body})
        assert answer.status_code == 200, answer.text
        video = answer.json()
        while video["status"] in ("queued", "in_progress"):
            video = http.get(f"/videos/{video['id']}").json()
        assert video["status"] == "completed"
        return str(video["id"])

    return create


def picture(colour: str = "teal", size: tuple[int, int] = (64, 48), kind: str = "PNG", mode: str = "RGB") -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, kind)
    return file.getvalue()


@pytest.fixture(scope="session")
def png() -> Callable[..., bytes]:
    """Makes the bytes of a picture of one colour."""
    return picture


@functools.cache
def film(colour: str = "teal", size: tuple[int, int] = (320, 240), seconds: float = 2, rate: int = 24) -> bytes:
    # a file, as what puts the index in front opens it once more
    file = Path(tempfile.mkstemp(suffix=".mp4")[1])
    with av.open(str(file), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=rate, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for _ in range(round(seconds * rate)):
            frame: av.VideoFrame = av.VideoFrame.from_image(Image.new("RGB", size, colour))  # type: ignore[no-untyped-call]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    data = file.read_bytes()
    file.unlink()
    return data


@pytest.fixture(scope="session")
def mp4() -> Callable[..., bytes]:
    """Makes the bytes of a video of one colour."""
    return film


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `serve` in a process of its own; returns it and its base URL."""
    started: list[subprocess.Popen[str]] = []
    (tmp_path / "temporary").mkdir()

    def run(data_dir: str = "", api_key: str = "") -> tuple[subprocess.Popen[str], str]:
        with (tmp_path / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, data_dir, api_key],
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "TMPDIR": str(tmp_path / "temporary")},
            )
        started.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().strip()

    yield run
    for process in started:
        process.kill()
        process.communicate()
