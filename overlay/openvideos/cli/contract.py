"""`contract`: the contract itself, for the tools of other languages."""

from importlib import resources

import click

from .help import Command
from .output import Stdout
from .settings import refuse_connection

__all__ = ["contract_command"]

_FILES = {"yaml": "videos.yaml", "json": "videos.json"}


def contract_command() -> Command:
    """`contract`: the document on stdout, in either of its forms."""
    form = click.Option(
        ["--format"],
        type=click.Choice(list(_FILES)),
        default="yaml",
        show_default=True,
        help="yaml is the file as it is written, with its order and comments; json says the same.",
    )
    return Command(
        "contract",
        sections=[("Options", [form])],
        callback=click.pass_context(_contract),
        help="Write the contract, an OpenAPI 3.1 document, to stdout: for code generators, mock servers and validators "
        "of any language.",
        short_help="Write the contract, an OpenAPI 3.1 document, to stdout.",
    )


def _contract(ctx: click.Context, format: str) -> None:  # noqa: A002 - the option's name
    refuse_connection(ctx)
    file = resources.files("openvideos_api") / "contract" / _FILES[format]
    Stdout().write(file.read_bytes())
