"""The generated package without the overlay: against the emulator, sync and async, and what it imports."""

import ast
import asyncio
import io
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from openvideos.emulator import Emulator
from openvideos_api import AuthenticatedClient
from openvideos_api.api.videos import create, download_content, retrieve
from openvideos_api.errors import UnexpectedStatus, UnreadableBody
from openvideos_api.models import ErrorResponse, Video, VideoCreateBody, VideoCreateForm
from openvideos_api.types import File


def client_of(base_url: str, *, strict: bool = False) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=base_url, token="any", raise_on_unexpected_status=strict)


def test_a_prompt_becomes_a_video(emulator: Emulator) -> None:
    with client_of(emulator.base_url) as client:
        video = create.sync(client=client, body=VideoCreateForm(prompt="a paper boat", size="1280x720"))
        assert isinstance(video, Video)
        while video.status in ("queued", "in_progress"):
            looked = retrieve.sync(video.id, client=client)
            assert isinstance(looked, Video)
            video = looked
        assert (video.status, video.size, video.prompt) == ("completed", "1280x720", "a paper boat")
        content = download_content.sync(video.id, client=client, variant="thumbnail")
    assert isinstance(content, bytes)
    assert (content[:4], content[8:12]) == (b"RIFF", b"WEBP")


def test_a_prompt_becomes_a_video_asynchronously(emulator: Emulator) -> None:
    async def run() -> Video:
        async with client_of(emulator.base_url) as client:
            video = await create.asyncio(client=client, body=VideoCreateBody(prompt="a paper boat"))
            assert isinstance(video, Video)
            looked = await retrieve.asyncio(video.id, client=client)
            assert isinstance(looked, Video)
            return looked

    assert asyncio.run(run()).prompt == "a paper boat"


def test_a_file_travels_in_a_form(emulator: Emulator) -> None:
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (720, 1280), "red").save(picture, "PNG")
    form = VideoCreateForm(
        prompt="x", input_reference=File(payload=picture.getvalue(), file_name="a.png", mime_type="image/png")
    )
    with client_of(emulator.base_url) as client:
        assert isinstance(create.sync(client=client, body=form), Video)


def test_a_refusal_is_an_error_response(emulator: Emulator) -> None:
    with client_of(emulator.base_url) as client:
        answered = create.sync_detailed(client=client, body=VideoCreateBody(prompt=""))
    assert answered.status_code == 400
    assert isinstance(answered.parsed, ErrorResponse)
    assert answered.parsed.error.param == "prompt"


@pytest.mark.parametrize("answer", [b"<html>", b"[1]", b"null", b"", b"\xff", b"[" * 100_000])
def test_a_2xx_without_an_object_is_an_error_of_its_own(answer: bytes) -> None:
    with client_of("http://server.test") as client:
        client.set_httpx_client(
            httpx.Client(
                base_url="http://server.test",
                transport=httpx.MockTransport(lambda _: httpx.Response(200, content=answer)),
            )
        )
        with pytest.raises(UnreadableBody) as caught:
            retrieve.sync("video_1", client=client)
    assert caught.value.content == answer
    assert len(str(caught.value)) < 300


def test_an_undocumented_status_is_an_error_if_asked_for() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(418, content=b"\x1b[31mteapot"))
    for strict in (True, False):
        with client_of("http://server.test", strict=strict) as client:
            client.set_httpx_client(httpx.Client(base_url="http://server.test", transport=transport))
            if strict:
                with pytest.raises(UnexpectedStatus) as caught:
                    retrieve.sync("video_1", client=client)
                assert "\x1b" not in str(caught.value)
            else:
                assert retrieve.sync("video_1", client=client) is None


def test_it_imports_nothing_of_the_overlay(root: Path) -> None:
    for path in (root / "generated").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not [name for name in names if name.split(".")[0] == "openvideos"], path


def test_importing_it_loads_no_http_client(root: Path) -> None:
    code = "import sys, openvideos_api, openvideos_api.types, openvideos_api.models; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(root / 'generated')!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {"httpx", "attrs", "attr", "openvideos_api.client"} & set(done.stdout.split())
