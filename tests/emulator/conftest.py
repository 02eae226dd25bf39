"""What the emulator's tests share: one emulator, a client of it, and pictures to send."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from PIL import Image

from openvideos.emulator import Emulator

Create = Callable[..., str]


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
