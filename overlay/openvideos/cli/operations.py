"""An operation of the contract as a command: a flag for each of its members, and what was given as keywords."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import click

from openvideos.contract.document import Document
from openvideos.escape import escape

from .flags import Flag, flags
from .help import Command, Section
from .refused import Refused
from .settings import connection_options, talk_options
from .values import forms, reference

__all__ = ["OperationCommand", "arguments"]

_SHOWN = 80
_TYPES: dict[str, click.ParamType[Any]] = {"integer": click.INT, "number": click.FLOAT}
_METAVARS = {"array": "JSON"}


class OperationCommand(Command):
    """A command with the flags of an operation, options of its own (more), and those that every command has.

    run gets the context, whose arguments() are the operation's, and answers with the exit code. name and text (summary,
    description) are the contract's unless given, and so is the document.
    """

    def __init__(
        self,
        operation: str,
        run: Callable[[click.Context], int | None],
        *more: Section,
        name: str | None = None,
        text: tuple[str, str] | None = None,
        document: Document | None = None,
    ) -> None:
        document = document or Document.load()
        self.flags = flags(document, operation)
        own: list[click.Parameter] = []
        rest: list[Section] = [*more, ("Server", connection_options()), ("Output", talk_options())]
        taken = {option for _, params in rest for param in params for option in param.opts}
        for index, flag in enumerate(self.flags):
            if flag.location == "path":
                own.append(_argument(index, flag))
            own.append(_option(index, flag, taken))
        node = document.at(document.operation(operation).pointer)
        summary, description = text or (node.get("summary", ""), node.get("description", ""))
        super().__init__(
            name or operation.replace("_", "-"),
            sections=[("Request", own), *rest],
            callback=lambda **_: run(click.get_current_context()),
            help=f"{summary}\n\n{description}",
            short_help=summary,
        )

    def arguments(self, ctx: click.Context) -> dict[str, Any]:
        """What was given for the operation, by the contract's names. Raises Refused."""
        values: dict[str, Any] = {}
        for index, flag in enumerate(self.flags):
            given = [ctx.params.get(name) for name in (_positional(index), _keyword(index))]
            given = [value for value in given if value is not None]
            if len(given) > 1:
                raise Refused(f"{flag.option}: found it twice; allowed: once, by itself or with the flag")
            if given:
                values[flag.name] = _value(flag, given[0])
            elif flag.required:
                raise Refused(f"{flag.option}: missing; required: {_sentence(flag.description)}")
        return values


def arguments(ctx: click.Context) -> dict[str, Any]:
    """What was given for the operation of the command that runs. Raises Refused."""
    assert isinstance(ctx.command, OperationCommand)  # noqa: S101 - it is what gave the context
    return ctx.command.arguments(ctx)


def _argument(index: int, flag: Flag) -> click.Argument:
    return click.Argument([_positional(index)], required=False, metavar=f"[{flag.name.upper()}]")


def _option(index: int, flag: Flag, taken: Iterable[str]) -> click.Option:
    option = flag.option if flag.option not in taken else f"--body-{flag.option[2:]}"
    if flag.kind == "boolean":
        return click.Option([f"{option}/--no-{option[2:]}", _keyword(index)], default=None, help=_text(flag))
    return click.Option(
        [option, _keyword(index)], type=_TYPES.get(flag.kind, click.STRING), metavar=_metavar(flag), help=_text(flag)
    )


def _keyword(index: int) -> str:
    return f"flag_{index}"


def _positional(index: int) -> str:
    return f"argument_{index}"


def _metavar(flag: Flag) -> str:
    if flag.kind == "reference":
        return "|".join(flag.forms)
    if flag.closed:
        return f"[{'|'.join(flag.choices)}]"
    return _METAVARS.get(flag.kind, flag.kind.upper())


def _text(flag: Flag) -> str:
    """The help of a flag: what it is for, what is allowed, what a server assumes."""
    notes = [forms(flag), flag.limits]
    if flag.choices and not flag.closed:  # those of a closed list stand in its place
        notes.append(f"known: {', '.join(flag.choices)}")
    if flag.default is not None:
        default = flag.default if isinstance(flag.default, str) else json.dumps(flag.default)
        notes.append(f"a server's default: {default}")
    if flag.required:
        notes.append("required, here or as the argument" if flag.location == "path" else "required")
    noted = "; ".join(filter(None, notes))
    return f"{flag.description} ({noted})" if noted else flag.description


def _sentence(text: str) -> str:
    return re.sub(r"\.$", "", text[:1].lower() + text[1:])


def _value(flag: Flag, given: Any) -> Any:
    if flag.location == "path" and given in {"", ".", ".."}:
        raise Refused(f"{flag.option}: found {given!r}; allowed: an id")
    if flag.kind == "reference":
        return reference(flag, given)
    if flag.kind != "array":
        return given
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        raise Refused(f"{flag.option}: found '{escape(given, _SHOWN)}'; allowed: a JSON array") from None
