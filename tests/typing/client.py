"""Users' code, for type checkers alone: what is accepted, what a call gives, and what is refused."""

from pathlib import Path
from typing import assert_type

import httpx

import openvideos
from openvideos import AsyncOpenVideos, BinaryContent, NotFoundError, OpenVideos, Video, VideoSize, omit
from openvideos.pagination import AsyncConversationCursorPage, SyncConversationCursorPage
from openvideos.types import VideoDeleteResponse


def use(client: OpenVideos) -> None:
    video = client.videos.create(prompt="x")
    assert_type(video, Video)
    assert_type(video.id, str)
    assert_type(video.progress, int)
    assert_type(video.dimensions, tuple[int, int] | None)
    client.videos.create(
        prompt="x",
        model="a model of the server's own",
        seconds=8,
        size=(1280, 720),
        input_reference=Path("ref.png"),
        extra_body={"fps": 24},
        extra_headers={"Authorization": omit},
        timeout=httpx.Timeout(5),
    )
    client.videos.create(prompt="x", seconds="8", size=VideoSize.LANDSCAPE, input_reference={"file_id": "file-1"})
    client.videos.create(prompt="x", size="1280x720", input_reference=("ref.png", b"...", "image/png"), timeout=None)
    assert_type(client.videos.create_and_poll(prompt="x", poll_interval_ms=0), Video)
    assert_type(client.videos.poll("video_1", poll_interval_ms=500), Video)
    assert_type(client.videos.download_content("video_1", variant="thumbnail"), BinaryContent)
    assert_type(client.videos.delete("video_1"), VideoDeleteResponse)
    assert_type([each.id for each in client.videos.list(limit=5, order="asc")], list[str])
    for each in client.videos.list():
        assert_type(each, Video)
    page: SyncConversationCursorPage[Video] = client.videos.list()
    assert_type(page.get_next_page().data, list[Video])
    assert_type([len(one.data) for one in page.iter_pages()], list[int])
    info = page.next_page_info()
    assert_type(info.params["after"] if info else None, str | None)
    assert_type(client.with_options(max_retries=0, defaults={"size": "1280x720"}), OpenVideos)

    client.videos.create()  # type: ignore[call-arg]
    client.videos.create("x")  # type: ignore[call-arg]
    client.videos.create(prompt="x", size="13x37")  # type: ignore[arg-type]
    client.videos.create(prompt="x", seconds=4.5)  # type: ignore[arg-type]
    client.videos.create(prompt="x", sise="1280x720")  # type: ignore[call-arg]
    len(page)  # type: ignore[arg-type]
    page[0]  # type: ignore[index]
    OpenVideos("key")  # type: ignore[call-arg]
    OpenVideos(http_client=httpx.AsyncClient())  # type: ignore[arg-type]


async def use_async(client: AsyncOpenVideos) -> None:
    assert_type(await client.videos.create(prompt="x", seconds=8), Video)
    assert_type(await client.videos.create_and_poll(prompt="x"), Video)
    assert_type(await client.videos.poll("video_1"), Video)
    page: AsyncConversationCursorPage[Video] = await client.videos.list()
    assert_type(page.data, list[Video])
    assert_type((await page.get_next_page()).data, list[Video])
    assert_type([len(one.data) async for one in page.iter_pages()], list[int])
    assert_type([each async for each in page], list[Video])
    async for each in client.videos.list(limit=5):
        assert_type(each, Video)
    iter(client.videos.list())  # type: ignore[call-overload]
    async with client as opened:
        assert_type(opened, AsyncOpenVideos)


def catch(client: OpenVideos) -> str | None:
    try:
        client.videos.retrieve("video_1")
    except NotFoundError as error:
        return error.code
    except openvideos.OpenAIError as error:
        return error.video_id
    return None
