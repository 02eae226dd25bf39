"""`wait`: look at a job until it has ended, and fetch its video."""

import shlex
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from openvideos.client.options import shown_url
from openvideos.client.polling import pauses
from openvideos.enums import VideoStatus
from openvideos.errors import APIStatusError

from .connection import Connection, connect
from .help import Command
from .operations import OperationCommand, arguments
from .progress import Bar
from .saving import STDOUT, check_destination, download, output_option

if TYPE_CHECKING:
    from openvideos.models import Video

__all__ = ["finish", "resumable", "until_ended", "wait_command"]


def wait_command() -> Command:
    """`wait`: takes what `retrieve` takes, as that is what it calls again and again."""
    output = output_option("Where to write the video to; - is stdout, which then has nothing else.")
    return OperationCommand(
        "retrieve",
        _wait,
        ("Afterwards", [output]),
        name="wait",
        text=("Wait for a video job.", "Looks at a job until it has ended, wherever it was created, and shows it."),
    )


def _wait(ctx: click.Context) -> int:
    values, output = arguments(ctx), ctx.params["output"]
    check_destination(output)
    with connect(ctx) as connection:
        video_id = values["video_id"]
        with resumable(connection, video_id, output, said_no=False):
            return finish(connection, video_id, output)


def finish(connection: Connection, video_id: str, output: str | None) -> int:
    """See a job through: wait, show it, fetch its video; answers with the exit code."""
    video = until_ended(connection, video_id)
    if output != STDOUT:
        connection.show("retrieve", video)
    if video.status == VideoStatus.COMPLETED:
        if output is not None:
            download(connection, output, {"video_id": video_id})
        return 0
    if video.status == VideoStatus.FAILED:
        connection.stderr.line(f"openvideos: {video_id} failed: {_reason(video.to_dict().get('error'))}")
    else:
        known = ", ".join(VideoStatus)
        connection.stderr.line(f"openvideos: {video_id}: found the status {video.status!r}; known: {known}")
    return 1


def until_ended(connection: Connection, video_id: str, *, sleep: Callable[[float], None] = time.sleep) -> "Video":
    """Look at a job until its status is none that goes over, and show how far it is."""
    steps = pauses(None)
    pause = next(steps)
    bar = Bar(connection.stderr)
    try:
        while True:
            sleep(pause)
            video: Video = connection.client.videos.retrieve(video_id)
            bar.show(str(video.status), _share(video.progress))
            try:
                pause = steps.send((video.status, connection.traffic.headers))
            except StopIteration:
                return video
    finally:
        bar.end()


def _share(progress: object) -> float | None:
    known = isinstance(progress, int | float) and not isinstance(progress, bool)
    return progress / 100 if known else None  # type: ignore[operator]  # mypy does not follow `known`


def _reason(error: object) -> str:
    if isinstance(error, Mapping):
        return ": ".join(str(error[name]) for name in ("code", "message") if error.get(name)) or "no reason given"
    return str(error) if error else "no reason given"


@contextmanager
def resumable(connection: Connection, video_id: object, output: str | None, *, said_no: bool = True) -> Iterator[None]:
    """Let whatever ends the waiting say which job there is, and which command picks it up.

    Not so where the server said no to an id that somebody typed (said_no=False).
    """
    try:
        yield
    except BaseException as error:
        if isinstance(video_id, str) and video_id and (said_no or not isinstance(error, APIStatusError)):
            error.add_note(f"to pick job {video_id} up again: {_command(connection, video_id, output)}")
        raise


def _command(connection: Connection, video_id: str, output: str | None) -> str:
    settings = connection.settings
    words: list[Any] = ["openvideos", "wait", *(["--video-id"] if video_id.startswith("-") else []), video_id]
    words += ["-o", output] if output is not None else []
    # where they were typed, not where the environment still has them; a key is never repeated
    words += ["--base-url", shown_url(settings.base_url)] if settings.base_url else []
    words += ["--no-api-key"] if settings.no_api_key else []
    for name in ("organization", "project"):
        value = getattr(settings, name)
        words += [f"--{name}", value] if value is not None else []
    return shlex.join(words)
