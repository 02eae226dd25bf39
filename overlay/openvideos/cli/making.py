"""Commands that make something: `create`, `remix`, `edit`, `extend`, and `create-character`."""

from typing import Any

import click

from openvideos.errors import APIConnectionError, OpenVideosError

from .connection import Connection, connect
from .help import Command
from .operations import OperationCommand, arguments
from .output import write_json
from .refused import Refused
from .saving import STDOUT, check_destination, output_option
from .wait import finish, resumable

__all__ = ["create_character_command", "create_command", "edit_command", "extend_command", "remix_command"]


def create_command() -> Command:
    """`create`: start a job from a prompt and, if asked to, see it through."""
    return _job_command("create")


def remix_command() -> Command:
    """`remix`: the same, from a completed video."""
    return _job_command("remix")


def edit_command() -> Command:
    """`edit`: the same, from a video by id or a file."""
    return _job_command("edit")


def extend_command() -> Command:
    """`extend`: the same, from a video by id or a file."""
    return _job_command("extend")


def create_character_command() -> Command:
    """`create-character`: keep a video under a name."""

    def run(ctx: click.Context) -> int:
        values = arguments(ctx)
        with connect(ctx, unsent=ctx.params["dry_run"]) as connection:
            if ctx.params["dry_run"]:
                return _show_request(connection, "create_character", values)
            connection.show("create_character", _made(connection, "create_character", values))
        return 0

    return OperationCommand("create_character", run, ("Instead", [_dry_run_option()]))


def _job_command(operation: str) -> Command:
    wait = click.Option(["--wait"], is_flag=True, help="Wait until the job has ended.")
    output = output_option("With --wait: where to write the video to; - is stdout, which then has nothing else.")
    more = [("Afterwards", [wait, output]), ("Instead", [_dry_run_option()])]
    return OperationCommand(operation, lambda ctx: _make(ctx, operation), *more)


def _dry_run_option() -> click.Option:
    return click.Option(
        ["--dry-run"],
        is_flag=True,
        help="Send nothing; show the request as it would be sent, and how it departs from the contract (exit code 1).",
    )


def _make(ctx: click.Context, operation: str) -> int:
    values, wait, output = arguments(ctx), ctx.params["wait"], ctx.params["output"]
    if output is not None and not wait:
        raise Refused("--output: found it without --wait; allowed: both, as a new job has no video yet")
    check_destination(output)
    with connect(ctx, unsent=ctx.params["dry_run"]) as connection:
        if ctx.params["dry_run"]:
            return _show_request(connection, operation, values)
        video = _made(connection, operation, values)
        named = isinstance(video.id, str) and video.id != ""
        with resumable(connection, video.id, output):
            if wait and named:
                return finish(connection, video.id, output)
            if not (wait and output == STDOUT):
                connection.show(operation, video)
    if wait:
        raise OpenVideosError(f"{operation}: the answer has no id that is text, so that there is nothing to wait for")
    return 0


def _made(connection: Connection, operation: str, values: dict[str, Any]) -> Any:
    """What a request makes."""
    try:
        return getattr(connection.client.videos, operation)(**values)
    except KeyboardInterrupt as interrupt:
        interrupt.add_note("interrupted while the server was asked to make it: the request may have been accepted")
        raise
    except APIConnectionError as error:
        if not type(error.__cause__).__name__.startswith("Connect"):  # it was reached
            error.add_note("no answer came: the request may have been accepted; openvideos list shows what there is")
        raise


def _show_request(connection: Connection, operation: str, values: dict[str, Any]) -> int:
    from openvideos.client.dry_run import describe

    described = describe(connection.client, operation, values)
    names = ("code", "location", "pointer", "found", "allowed", "message")
    violations = [{name: getattr(each, name) for name in names} for each in described.violations]
    write_json({**described.shown, "violations": violations}, connection.settings.format)
    return 1 if violations else 0
