"""The official SDK's clients and ours behind one fixture, an emulator with a key, and media to send and to look at."""

import asyncio
import inspect
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import av
import httpx
import openai
import pytest
from PIL import Image

import openvideos
from openvideos.contract import AsyncContractTransport, ContractTransport
from openvideos.emulator import Emulator

KEY = "the-key-of-this-emulator"

# each method of the official SDK says that its vendor's service ends; whoever asks other servers is not concerned.
# Ours may not warn: for it a warning is an error, here as everywhere
OFFICIAL = pytest.mark.filterwarnings("ignore:The Sora API is scheduled:DeprecationWarning")
CLIENTS = {
    "openai.OpenAI": (openai, "OpenAI"),
    "openai.AsyncOpenAI": (openai, "AsyncOpenAI"),
    "openvideos.OpenVideos": (openvideos, "OpenVideos"),
    "openvideos.AsyncOpenVideos": (openvideos, "AsyncOpenVideos"),
}


@attrs.frozen(kw_only=True)
class Side:
    """A client and the package that it is from; what is called on it has been waited for when it returns."""

    package: ModuleType
    client: Any
    runner: asyncio.Runner

    def __getattr__(self, method: str) -> Callable[..., Any]:
        """A method of client.videos."""
        call = getattr(self.client.videos, method)
        return lambda *arguments, **keywords: self.wait(call(*arguments, **keywords))

    def wait(self, value: Any) -> Any:
        async def waiting() -> Any:
            return await value

        return self.runner.run(waiting()) if inspect.isawaitable(value) else value

    def items(self, pages: Any) -> list[Any]:
        """Everything that for, or async for, finds in it."""

        async def gathered() -> list[Any]:
            return [item async for item in pages]

        return self.runner.run(gathered()) if hasattr(pages, "__aiter__") else list(pages)

    def listed(self, **keywords: Any) -> list[Any]:
        """All items of all pages."""
        return self.items(self.client.videos.list(**keywords))

    def finished(self, video: Any) -> Any:
        """The job when it has ended."""
        return self.poll(video.id, poll_interval_ms=5)

    def with_options(self, **options: Any) -> "Side":
        return attrs.evolve(self, client=self.client.with_options(**options))

    def unchecked(self) -> "Side":
        """The same, where the client sends what the contract forbids; the official one always does."""
        return self if self.package is openai else self.with_options(check_requests=False)


@pytest.fixture(scope="session")
def key() -> str:
    """The key that the emulator takes."""
    return KEY


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    with Emulator(time_scale=1000, api_key=KEY) as emulator:
        yield emulator.base_url


@pytest.fixture(scope="session")
def slow_url() -> Iterator[str]:
    """Where a job stays as it was accepted for longer than any test takes."""
    with Emulator(time_scale=0.001, api_key=KEY) as emulator:
        yield emulator.base_url


def connected(request: pytest.FixtureRequest, base_url: str) -> Iterator[Side]:
    package, name = CLIENTS[request.param]
    transport: Any = AsyncContractTransport() if name.startswith("Async") else ContractTransport()
    http = (httpx.AsyncClient if name.startswith("Async") else httpx.Client)(transport=transport, timeout=60)
    with asyncio.Runner() as runner:
        client = getattr(package, name)(base_url=base_url, api_key=KEY, http_client=http)
        made = Side(package=package, client=client, runner=runner)
        yield made
        made.wait(client.close())
    # some requests are wrong on purpose; no answer is
    assert [str(each) for each in transport.violations if each.status is not None] == []


def those_of(*packages: ModuleType) -> list[Any]:
    """The clients of these packages, as parameters."""
    return [
        pytest.param(name, marks=OFFICIAL if package is openai else ())
        for name, (package, _) in CLIENTS.items()
        if package in packages
    ]


side = pytest.fixture(connected, scope="module", name="side", params=those_of(openai, openvideos))
official = pytest.fixture(connected, scope="module", name="official", params=those_of(openai))
ours = pytest.fixture(connected, scope="module", name="ours", params=those_of(openvideos))


@pytest.fixture(scope="session")
def png() -> bytes:
    """A picture, all of it red."""
    file = io.BytesIO()
    Image.new("RGB", (96, 128), "#d01010").save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="session")
def mp4() -> bytes:
    """A clip: 720x1280, two seconds, green; what an edit takes and an extension continues."""
    path = Path(tempfile.mkstemp(suffix=".mp4")[1])  # a file, as what puts the index in front opens it once more
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=8, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 720, 1280, "yuv420p"
        frame: av.VideoFrame = av.VideoFrame.from_image(Image.new("RGB", (720, 1280), "#10a010"))  # type: ignore[no-untyped-call]
        for _ in range(16):
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    data = path.read_bytes()
    path.unlink()
    return data


@attrs.frozen(kw_only=True)
class Clip:
    """What is in an MP4: its codec, size and seconds, and the average colour of its first picture and of its last."""

    codec: str
    size: str
    seconds: float
    first: tuple[int, ...]
    last: tuple[int, ...]


def colour(frame: av.VideoFrame) -> tuple[int, ...]:
    pixel = frame.to_image().resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))  # type: ignore[no-untyped-call]
    assert isinstance(pixel, tuple)
    return tuple(round(value) for value in pixel)


@pytest.fixture(scope="session")
def decoded() -> Callable[[bytes], Clip]:
    """Decodes every frame of an MP4."""

    def decode(data: bytes) -> Clip:
        with av.open(io.BytesIO(data), "r") as file:
            stream = file.streams.video[0]
            ends: list[av.VideoFrame] = []
            for frame in file.decode(stream):
                ends[1:] = [frame]
            assert file.duration is not None
            codec = stream.codec_context
            return Clip(
                codec=codec.name,
                size=f"{codec.width}x{codec.height}",
                seconds=file.duration / 1_000_000,
                first=colour(ends[0]),
                last=colour(ends[-1]),
            )

    return decode
