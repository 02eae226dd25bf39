"""`create`, `retrieve` and `download-content`: each asks, calls one method, and shows what came."""

import click

from .connection import connect
from .help import Command
from .operations import OperationCommand, arguments
from .output import stdout_is_terminal
from .refused import Refused
from .saving import STDOUT, check_destination, download, output_option
from .wait import finish, resumable

__all__ = ["create_command", "download_command", "retrieve_command"]


def create_command() -> Command:
    """`create`: start a job, and, if asked to, see it through."""
    wait = click.Option(["--wait"], is_flag=True, help="Wait until the job has ended.")
    output = output_option("With --wait: where to write the video to; - is stdout, which then has nothing else.")
    return OperationCommand("create", _create, ("Afterwards", [wait, output]))


def retrieve_command() -> Command:
    """`retrieve`: look at a job."""
    return OperationCommand("retrieve", _retrieve)


def download_command() -> Command:
    """`download-content`: a job's media, to a file or to stdout."""
    output = output_option("Where to write it to; - is stdout. Left out, stdout, unless that is a terminal.")
    return OperationCommand("download_content", _download, ("File", [output]))


def _create(ctx: click.Context) -> int:
    values, wait, output = arguments(ctx), ctx.params["wait"], ctx.params["output"]
    if output is not None and not wait:
        raise Refused("--output: found it without --wait; allowed: both, as a new job has no video yet")
    check_destination(output)
    with connect(ctx) as connection:
        try:
            video = connection.client.videos.create(**values)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note("interrupted while the job was being created: the server may have accepted it")
            raise
        with resumable(connection, video.id, output):
            if wait:
                return finish(connection, video.id, output)
            connection.show("create", video)
    return 0


def _retrieve(ctx: click.Context) -> None:
    values = arguments(ctx)
    with connect(ctx) as connection:
        connection.show("retrieve", connection.client.videos.retrieve(**values))


def _download(ctx: click.Context) -> None:
    values, output = arguments(ctx), ctx.params["output"]
    if output is None:
        if stdout_is_terminal():
            raise Refused("--output: missing; a video is nothing for a terminal: -o FILE, or -o - for stdout")
        output = STDOUT
    check_destination(output)
    with connect(ctx) as connection:
        download(connection, output, values)
