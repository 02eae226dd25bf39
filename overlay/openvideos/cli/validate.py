"""`validate`: what was recorded of somebody's traffic, or one JSON body, against the contract."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import click

from openvideos.contract.document import Document
from openvideos.escape import escape

from .help import Command
from .output import Format, write_json, write_line
from .refused import Refused
from .settings import refuse_connection

if TYPE_CHECKING:
    from openvideos.contract import Contract, Violation
    from openvideos.contract.replay import Entry

__all__ = ["validate_command"]

STDIN = "-"


@attrs.define
class _Counts:
    """What a run has come across so far."""

    violations: int = 0
    checked: int = 0
    passed_over: int = 0

    def add(self, entry: "Entry") -> None:
        """Count an entry."""
        self.checked += entry.judged
        self.passed_over += not entry.judged
        self.violations += len(entry.violations)

    def __str__(self) -> str:
        over = f"; {self.passed_over} of others passed over" if self.passed_over else ""
        return f"{self.violations} violation{'s' * (self.violations != 1)} in {self.checked} checked{over}"


def validate_command() -> Command:
    """`validate`: a line for each violation, and exit code 1 if there is any."""
    document = Document.load()
    schemas = document.data["components"]["schemas"]
    body = [
        click.Option(["--schema"], type=click.Choice(list(schemas)), help="The files are JSON of this schema."),
        click.Option(
            ["--operation"],
            type=click.Choice(list(document.operations)),
            help="The files are bodies of this operation.",
        ),
        click.Option(
            ["--status"],
            type=click.IntRange(100, 599),
            metavar="STATUS",
            help="With --operation: of its answer with this status; left out, of its request.",
        ),
    ]
    recording = [
        click.Option(
            ["--base-url"],
            metavar="URL",
            help="Of a recording, only what went to this server, below this prefix. Left out, every URL that ends as "
            "an operation's does.",
        )
    ]
    output = [
        click.Option(
            ["--format"],
            type=click.Choice(get_args(Format)),
            help="A line for people (pretty), or a JSON object for each violation. Left out, pretty.",
        )
    ]
    return Command(
        "validate",
        sections=[
            ("Files", [click.Argument(["files"], nargs=-1, required=True, metavar="FILE...")]),
            ("Of a JSON body (left out: told by its member object)", body),
            ("Of a recording", recording),
            ("Output", output),
        ],
        callback=click.pass_context(_validate),
        help="Check recorded traffic against the contract: a HAR (of a browser, a proxy, a test), JSON Lines of "
        "exchanges, or the JSON of one body. - is stdin. Exit code 1 if there is any violation.",
        short_help="Check recorded traffic, or a JSON body, against the contract.",
    )


def _validate(ctx: click.Context, files: tuple[str, ...], **options: Any) -> int:
    from openvideos.contract import Contract

    refuse_connection(ctx)
    if options["schema"] and options["operation"]:
        raise Refused("--schema and --operation: found both; allowed: one of them")
    if options["status"] is not None and not options["operation"]:
        raise Refused("--status: found it without --operation; allowed: both")
    counts, form = _Counts(), options["format"]
    for file in files:
        try:
            for entry in _entries(Contract.load(), _read(file), **options):
                counts.add(entry)
                for violation in entry.violations:
                    _show(file, entry.place, violation, form)
        except ValueError as error:  # a RecordingError, or what doesn't tell what it is
            raise Refused(f"{file}: {error}") from None
    ctx.obj.line(str(counts))
    if not counts.checked:
        raise Refused("found no exchange with an operation of the contract; allowed: at least one")
    return 1 if counts.violations else 0


def _entries(
    contract: "Contract",
    data: bytes,
    *,
    schema: str | None,
    operation: str | None,
    status: int | None,
    base_url: str | None,
    **_: Any,
) -> "Iterator[Entry]":
    from openvideos.contract.replay import Entry, replay

    if schema is not None:
        violations = contract.check_schema(schema, data)
    elif operation is None:
        yield from replay(contract, data, base_url)
        return
    elif status is None and not contract.operations[operation].bodies:
        raise Refused(f"--operation {operation}: found no --status; allowed: one, as its request has no body")
    elif status is None:
        violations = contract.check_request(operation, content_type="application/json", body=data)
    else:
        violations = contract.check_response(operation, status=status, body=data)
    yield Entry(place="", judged=True, violations=tuple(violations))


def _read(file: str) -> bytes:
    if file == STDIN:
        if sys.stdin is None:
            raise Refused("-: found no stdin; allowed: one that is open, or a file")
        return sys.stdin.buffer.read()
    return Path(file).read_bytes()


def _show(file: str, place: str, violation: "Violation", form: str | None) -> None:
    if form == "json":
        write_json({"file": file, "entry": place, **violation.to_dict()}, "json")
        return
    side = "request" if violation.status is None else str(violation.status)
    where = ": ".join(filter(None, (file, place, f"{violation.operation} {side}" if violation.operation else "")))
    line = f", line {violation.line} of the contract" if violation.line else ""
    write_line(escape(f"{where}: {violation.message} [{violation.code}{line}]"))
