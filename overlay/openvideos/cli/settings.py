"""The options that every command has, before or behind its name, and the client that is made from them."""

import math
from typing import Any, get_args

import attrs
import click

from openvideos.contract.reporting import Mode

from .output import Format
from .refused import Refused

__all__ = ["Settings", "connection_options", "given", "refuse_connection", "talk_options"]


@attrs.frozen(kw_only=True)
class Settings:
    """How to reach a server, and how to show what it says."""

    api_key: str | None = attrs.field(default=None, repr=False)
    no_api_key: bool = False
    base_url: str | None = attrs.field(default=None, repr=False)
    organization: str | None = None
    project: str | None = None
    timeout: float | None = None
    max_retries: int | None = None
    no_check_requests: bool = False
    on_violation: Mode | None = None
    format: Format | None = None
    debug: bool = False

    @classmethod
    def of(cls, ctx: click.Context) -> "Settings":
        """What was given to a command or to a group before it; the innermost counts."""
        names = [field.name for field in attrs.fields(cls)]
        settings = cls(**{name: value for name in names if (value := given(ctx, name)) is not None})
        if settings.api_key is not None and settings.no_api_key:
            raise Refused("--api-key and --no-api-key: found both; allowed: one of them")
        return settings


def refuse_connection(ctx: click.Context) -> None:
    """Raise Refused if a command that asks no server was given options of a client before its name."""
    if ctx.parent is not None and Settings.of(ctx.parent) not in {Settings(), Settings(debug=True)}:
        raise Refused("found options of a client before its name; allowed: its own, behind it")


def given(ctx: click.Context, name: str) -> Any:
    """The value of a common option, of the innermost command or group that it was given to; None if of none."""
    found: click.Context | None = ctx
    while found is not None:
        value = found.params.get(name)
        if value is not None and value is not False:  # 0 is a value
            return value
        found = found.parent
    return None


def _number(ctx: click.Context, option: click.Parameter, value: float | None) -> float | None:  # noqa: ARG001
    if value is not None and math.isnan(value):
        raise click.BadParameter("nan is not a number of seconds.")
    return value


def _named(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:  # noqa: ARG001
    if value is not None and not value.strip():
        raise click.BadParameter("found an empty one; allowed: a URL, or no such option.")
    return value


def connection_options() -> list[click.Option]:
    """Which server, and how to speak to it."""
    return [
        click.Option(
            ["--base-url"],
            callback=_named,
            metavar="URL",
            help="Where the server is, with its prefix: http://127.0.0.1:8000/v1. Left out, OPENVIDEOS_BASE_URL, else "
            "OPENAI_BASE_URL.",
        ),
        click.Option(
            ["--api-key"],
            metavar="KEY",
            help="The key to send. Left out, OPENVIDEOS_API_KEY or OPENAI_API_KEY, each with the base URL of its own "
            "pair only.",
        ),
        click.Option(["--no-api-key"], is_flag=True, help="Send no key."),
        click.Option(["--organization"], metavar="ID", help="The organization that the request is charged to."),
        click.Option(["--project"], metavar="ID", help="The project that the request belongs to."),
        click.Option(
            ["--timeout"],
            # a day: sockets take no endless number, and a range lets what is no number through
            type=click.FloatRange(min=0, min_open=True, max=86_400),
            callback=_number,
            metavar="SECONDS",
            help="How long to wait for the server, at each step of a request.",
        ),
        click.Option(
            ["--max-retries"],
            type=click.IntRange(min=0),
            metavar="N",
            help="How often a request that only reads is sent again.",
        ),
        click.Option(
            ["--no-check-requests"],
            is_flag=True,
            help="Send what the contract forbids too: for a server that takes other sizes, lengths or members.",
        ),
    ]


def talk_options() -> list[click.Option]:
    """What is said, and how."""
    return [
        click.Option(
            ["--format"],
            type=click.Choice(get_args(Format)),
            help="How JSON is written: for people, or on one line. Left out, pretty on a terminal, else json.",
        ),
        click.Option(
            ["--on-violation"],
            type=click.Choice(get_args(Mode)),
            help="What to do where an answer departs from the contract: say so on stderr (warn, the default), take it "
            "for a failure (raise), or nothing (ignore).",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            help="Show each request and answer on stderr, without keys, and where an unexpected error came from.",
        ),
    ]
