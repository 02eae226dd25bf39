"""`openvideos serve`: the emulator, until somebody stops it."""

from typing import Any

import click

from openvideos.extras import missing, wanting

from .help import Command
from .output import write_line
from .refused import Refused
from .settings import refuse_connection

__all__ = ["serve_command"]


def serve_command() -> Command:
    """The command."""
    options: list[click.Parameter] = [
        click.Option(["--host"], default="127.0.0.1", metavar="HOST", show_default=True, help="Where to listen."),
        click.Option(
            ["--port"],
            type=click.IntRange(0, 65535),
            default=8000,
            metavar="PORT",
            show_default=True,
            help="Where to listen; 0 takes a free one, and the line on stdout says which.",
        ),
        click.Option(
            ["--data-dir"],
            metavar="DIR",
            help="Where jobs and clips are kept. Left out, they are gone when it stops.",
        ),
        click.Option(
            ["--time-scale"],
            type=click.FloatRange(min=0, min_open=True),
            default=1.0,
            metavar="X",
            show_default=True,
            help="How many times faster than usual jobs are.",
        ),
        click.Option(
            ["--api-key"],
            metavar="KEY",
            help="The only key that is taken. Left out, any key is, and none.",
        ),
        click.Option(
            ["--fault", "faults"],
            multiple=True,
            metavar="NAME",
            help="Something that it is to do wrong, of those that --list-faults shows; can be given several times.",
        ),
        click.Option(["--list-faults"], is_flag=True, help="Show the faults, each with what it does, and end."),
    ]
    return Command(
        "serve",
        sections=[("Options", options)],
        callback=click.pass_context(_serve),
        help="Run an emulator: a server of the /videos API on this machine, which needs no GPU and renders real MP4s. "
        "It prints its base URL when it listens.",
        short_help="Run an emulator: a server of the /videos API on this machine.",
    )


def _serve(ctx: click.Context, list_faults: bool, **options: Any) -> None:
    refuse_connection(ctx)
    # first, because a part of it is imported no sooner than a clip is rendered
    if (absent := missing("emulator")) is not None:
        raise Refused(wanting("the emulator", absent))
    try:
        from openvideos.emulator import EmulatorError, known_faults, serve
    except ModuleNotFoundError as error:
        raise Refused(wanting("the emulator", str(error.name).partition(".")[0])) from None
    if list_faults:
        for name, fault in known_faults().items():
            write_line(f"{name:26}  {fault.summary}")
        return
    try:
        serve(**options, ready=lambda url: write_line(f"openvideos emulator: {url}"))
    except EmulatorError as error:
        raise Refused(str(error)) from None
