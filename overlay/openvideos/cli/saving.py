"""Media to a file or to stdout."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

import click

from openvideos.client.download import download_to
from openvideos.escape import escape

from .connection import Connection
from .output import Stdout, stdout_is_terminal
from .progress import Bar
from .refused import Refused

__all__ = ["STDOUT", "check_destination", "download", "output_option"]

STDOUT = "-"
_MEGABYTE = 1_000_000


def output_option(text: str) -> click.Option:
    """The option that says where media go."""
    return click.Option(["-o", "--output"], metavar="FILE", help=text)


def check_destination(output: str | None) -> None:
    """Raise Refused for a place that nothing can be written to: before anything is asked of a server."""
    if output is None or output == STDOUT:
        return
    if problem := _problem(output):
        shown = escape(output, 200)
        raise Refused(f"--output: found '{shown}' ({problem}); allowed: a file that can be written")


def _problem(output: str) -> str | None:
    if not output or "\0" in output:
        return "no name of a file"
    if output.endswith(os.sep):
        return "a directory"
    path = Path(os.path.realpath(output))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    except OSError as error:
        return (error.strerror or str(error)).lower()
    if stat.S_ISDIR(mode):
        return "a directory"
    if not stat.S_ISREG(mode):  # a device or a pipe is written as it is
        return None if os.access(path, os.W_OK) else "not writable"
    if not path.parent.is_dir():
        return "no such directory"
    # a new file takes the place of an old one, so that it is the directory's leave that counts
    return None if os.access(path.parent, os.W_OK | os.X_OK) else "a directory that can't be written"


def download(connection: Connection, output: str, values: Mapping[str, Any]) -> None:
    """Write a job's media to a file or to stdout, by the operation's arguments."""
    bar = Bar(connection.stderr)

    def progress(size: int, total: int | None) -> None:
        bar.show("downloading", size / total if total else None, f"{size / _MEGABYTE:.1f} MB")

    rest = dict(values)
    video_id = rest.pop("video_id")
    try:
        if output == STDOUT:
            # bytes and a bar on one terminal would be neither
            shown = None if stdout_is_terminal() else progress
            download_to(connection.client, video_id, cast("IO[bytes]", Stdout()), **rest, progress=shown)
        else:
            download_to(connection.client, video_id, output, **rest, progress=progress)
    finally:
        bar.end()
    if output != STDOUT:
        connection.stderr.line(f"Wrote output to: {output}")
