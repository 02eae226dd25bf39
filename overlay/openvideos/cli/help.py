"""Commands whose help pages have sections, and whose flags, ids and names are never broken at a hyphen."""

import difflib
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

__all__ = ["Command", "Group", "Section"]

WIDTH = 100
_TERM = 26
_SETTINGS = {"max_content_width": WIDTH, "help_option_names": ["-h", "--help"]}

Section = tuple[str, Sequence[click.Parameter]]


class Command(click.Command):
    """A command whose parameters come in named sections."""

    def __init__(self, name: str, *, sections: Iterable[Section], **more: Any) -> None:
        self.sections = tuple(sections)
        params = [param for _, some in self.sections for param in some]
        super().__init__(name, params=params, context_settings=dict(_SETTINGS), **more)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each section, and --help last."""
        _write_sections(self.sections, self.get_help_option(ctx), ctx, formatter)


class Group(click.Group):
    """A group that makes a command when it is asked for it; a name that is nearly one is met with that one."""

    def __init__(
        self,
        name: str,
        *,
        makers: Mapping[str, Callable[[], click.Command]],
        sections: Iterable[Section],
        **more: Any,
    ) -> None:
        self.makers = makers
        self.sections = tuple(sections)
        params = [param for _, some in self.sections for param in some]
        super().__init__(name, params=params, context_settings=dict(_SETTINGS), **more)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of the commands, in the order of a job's life."""
        return list(self.makers)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Make a command."""
        return self.makers[cmd_name]() if cmd_name in self.makers else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one may have been meant."""
        name = args[0]
        if name not in self.makers and not name.startswith("-"):
            near = difflib.get_close_matches(name, self.makers)
            meant = f". Did you mean {' or '.join(map(repr, near))}?" if near else ""
            raise click.UsageError(f"No such command '{name}'{meant}", ctx)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands, then each section of options."""
        self.format_commands(ctx, formatter)
        _write_sections(self.sections, self.get_help_option(ctx), ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write a line for each command."""
        commands = [(name, make().get_short_help_str(limit=WIDTH)) for name, make in self.makers.items()]
        with formatter.section("Commands"):
            _write_rows(commands, formatter)


def _write_sections(
    sections: Iterable[Section],
    help_option: click.Option | None,
    ctx: click.Context,
    formatter: click.HelpFormatter,
) -> None:
    named = [(title, list(params)) for title, params in sections]
    if help_option is not None and named:
        named[-1][1].append(help_option)
    for title, params in named:
        records = [param.get_help_record(ctx) for param in params if isinstance(param, click.Option)]
        rows = [record for record in records if record is not None]
        if rows:
            with formatter.section(title):
                _write_rows(rows, formatter)


def _write_rows(rows: Iterable[tuple[str, str]], formatter: click.HelpFormatter) -> None:
    indent = " " * formatter.current_indent
    behind = " " * (formatter.current_indent + _TERM + 2)
    for term, text in rows:
        fits = len(term) <= _TERM
        lines = textwrap.wrap(
            text,
            width=max(formatter.width, len(behind) + 20),
            initial_indent=f"{indent}{term}".ljust(len(behind)) if fits else behind,
            subsequent_indent=behind,
            break_on_hyphens=False,
            break_long_words=False,
        )
        if not fits:
            lines.insert(0, f"{indent}{term}")
        formatter.write("".join(f"{line}\n" for line in lines))
