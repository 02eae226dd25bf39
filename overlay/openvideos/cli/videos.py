"""Commands on what there is: each asks, calls one method, and shows what came."""

from itertools import islice

import click

from .connection import connect
from .help import Command
from .operations import OperationCommand, arguments
from .output import stdout_is_terminal
from .refused import Refused
from .saving import STDOUT, check_destination, download, output_option

__all__ = ["delete_command", "download_command", "get_character_command", "list_command", "retrieve_command"]


def retrieve_command() -> Command:
    """`retrieve`: look at a job."""
    return OperationCommand("retrieve", lambda ctx: _show(ctx, "retrieve"))


def list_command() -> Command:
    """`list`: all jobs, page after page, each as soon as it is known."""
    most = click.Option(["--max-items"], type=click.IntRange(min=1), metavar="N", help="Stop after so many jobs.")
    return OperationCommand(
        "list",
        _list,
        ("How many", [most]),
        text=(
            "List video jobs.",
            "Shows each job as JSON of its own, on a line of its own unless --format says pretty, page after page.",
        ),
    )


def delete_command() -> Command:
    """`delete`: remove a job and its media."""
    return OperationCommand("delete", lambda ctx: _show(ctx, "delete"))


def get_character_command() -> Command:
    """`get-character`: look at a character."""
    return OperationCommand("get_character", lambda ctx: _show(ctx, "get_character"))


def download_command() -> Command:
    """`download-content`: a job's media, to a file or to stdout."""
    output = output_option("Where to write it to; - is stdout. Left out, stdout, unless that is a terminal.")
    return OperationCommand("download_content", _download, ("File", [output]))


def _show(ctx: click.Context, operation: str) -> None:
    values = arguments(ctx)
    with connect(ctx) as connection:
        connection.show(operation, getattr(connection.client.videos, operation)(**values))


def _list(ctx: click.Context) -> None:
    values = arguments(ctx)
    with connect(ctx) as connection:
        for video in islice(connection.client.videos.list(**values), ctx.params["max_items"]):
            connection.show("retrieve", video)


def _download(ctx: click.Context) -> None:
    values, output = arguments(ctx), ctx.params["output"]
    if output is None:
        if stdout_is_terminal():
            raise Refused("--output: missing; a video is nothing for a terminal: -o FILE, or -o - for stdout")
        output = STDOUT
    check_destination(output)
    with connect(ctx) as connection:
        download(connection, output, values)
