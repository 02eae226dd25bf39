"""Which commands there are."""

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module

import click

from openvideos._version import __version__

from .help import Group
from .settings import connection_options, talk_options

__all__ = ["application"]

# a command's name, and where it is made: nothing is imported for those that nobody asks for
_VIDEOS = {
    "create": ("making", "create_command"),
    "retrieve": ("videos", "retrieve_command"),
    "wait": ("wait", "wait_command"),
    "list": ("videos", "list_command"),
    "download-content": ("videos", "download_command"),
    "remix": ("making", "remix_command"),
    "edit": ("making", "edit_command"),
    "extend": ("making", "extend_command"),
    "delete": ("videos", "delete_command"),
    "create-character": ("making", "create_character_command"),
    "get-character": ("videos", "get_character_command"),
}
_REST = {
    "serve": ("serve", "serve_command"),
    "conform": ("conform", "conform_command"),
    "validate": ("validate", "validate_command"),
    "drift": ("drift", "drift_command"),
    "contract": ("contract", "contract_command"),
}


def application() -> Group:
    """The command `openvideos`."""
    return Group(
        "openvideos",
        makers={**_makers(_VIDEOS), "videos": _videos, **_makers(_REST)},
        sections=_sections(_version_option()),
        help="Videos from prompts, on any server of the /videos API.",
    )


def _videos() -> Group:
    return Group(
        "videos",
        makers=_makers(_VIDEOS),
        sections=_sections(),
        help="The same commands: openvideos videos create is openvideos create.",
    )


def _sections(*more: click.Option) -> list[tuple[str, list[click.Parameter]]]:
    return [
        ("Server (before or behind the command's name)", [*connection_options()]),
        ("Output (before or behind the command's name)", [*talk_options(), *more]),
    ]


def _makers(table: Mapping[str, tuple[str, str]]) -> dict[str, Callable[[], click.Command]]:
    return {name: partial(_make, module, function) for name, (module, function) in table.items()}


def _make(module: str, function: str) -> click.Command:
    command: click.Command = getattr(import_module(f".{module}", __package__), function)()
    return command


def _version_option() -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            from .output import write_line

            write_line(f"openvideos {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=show, help="Show the version."
    )
