"""`validate`: what was recorded of somebody's traffic, or one JSON body, against the contract."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import attrs
import click

from openvideos.client.options import shown_url
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
    broken: int = 0
    unread: int = 0

    def add(self, entry: "Entry") -> None:
        """Count an entry."""
        self.checked += entry.judged
        self.broken += entry.broken is not None
        self.passed_over += not entry.judged and entry.broken is None
        self.violations += len(entry.violations)

    @property
    def entries(self) -> int:
        """How many there were."""
        return self.checked + self.passed_over + self.broken

    def __str__(self) -> str:
        counted = {
            f"{self.passed_over} of others passed over": self.passed_over,
            f"{self.broken} broken": self.broken,
            f"{self.unread} file{'s' * (self.unread != 1)} not read": self.unread,
        }
        found = f"{self.violations} violation{'s' * (self.violations != 1)} in {self.checked} checked"
        return "; ".join([found, *(words for words, count in counted.items() if count)])


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
        "exchanges, or the JSON of one body. - is stdin. Exit code 1 if there is any violation, 2 if "
        "anything can't be read.",
        short_help="Check recorded traffic, or a JSON body, against the contract.",
    )


def _validate(ctx: click.Context, files: tuple[str, ...], **options: Any) -> int:
    from openvideos.contract import Contract
    from openvideos.contract.recording import RecordingError

    refuse_connection(ctx)
    contract = Contract.load()
    _refuse(contract, **options)
    counts, form = _Counts(), options["format"]
    for file in files:
        try:
            for entry in _entries(contract, _read(file), **options):
                counts.add(entry)
                if entry.broken is not None:
                    _tell(ctx, file, entry.place, entry.broken)
                for violation in entry.violations:
                    _show(file, entry.place, violation, form)
        except (RecordingError, OSError) as error:
            counts.unread += 1
            system = isinstance(error, OSError) and error.strerror
            _tell(ctx, file, "", system.lower() if system else str(error))
    if counts.entries:
        ctx.obj.line(str(counts))
    if counts.broken or counts.unread:
        return 2
    if not counts.checked:
        raise Refused("found no exchange with an operation of the contract; allowed: at least one")
    return 1 if counts.violations else 0


def _refuse(
    contract: "Contract",
    *,
    schema: str | None,
    operation: str | None,
    status: int | None,
    base_url: str | None,
    **_: Any,
) -> None:
    """Raise Refused for options that say nothing together, before any file is read."""
    from openvideos.contract.exchange import origin_of

    if schema and operation:
        raise Refused("--schema and --operation: found both; allowed: one of them")
    if status is not None and not operation:
        raise Refused("--status: found it without --operation; allowed: both")
    if operation and status is None and not contract.operations[operation].bodies:
        raise Refused(f"--operation {operation}: found no --status; allowed: one, as its request has no body")
    if base_url is None:
        return
    if schema or operation:
        other = "--schema" if schema else "--operation"
        raise Refused(f"--base-url and {other}: found both; allowed: one of them, as only a recording has URLs")
    if origin_of(base_url).partition("://")[0] not in {"http", "https"}:
        found = shown_url(base_url)
        raise Refused(
            f"--base-url: found '{found}'; allowed: an http:// or https:// URL such as http://127.0.0.1:8000/v1"
        )


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
    elif status is None:
        violations = contract.check_request(operation, content_type="application/json", body=data)
    else:
        violations = contract.check_response(operation, status=status, body=data)
    yield Entry(place="", judged=True, violations=tuple(violations))


def _read(file: str) -> bytes:
    if file == STDIN:
        if sys.stdin is None:
            from openvideos.contract.recording import RecordingError

            raise RecordingError("found no stdin; allowed: one that is open, or a file")
        return sys.stdin.buffer.read()
    return Path(file).read_bytes()


def _tell(ctx: click.Context, file: str, place: str, reason: str) -> None:
    """Say what can't be read: talk, whatever the format of what is found."""
    ctx.obj.line(": ".join(filter(None, ("openvideos", file, place, reason))))


def _show(file: str, place: str, violation: "Violation", form: str | None) -> None:
    if form == "json":
        write_json({"file": file, "entry": place, **violation.to_dict()}, "json")
        return
    side = "request" if violation.status is None else str(violation.status)
    where = ": ".join(filter(None, (file, place, f"{violation.operation} {side}" if violation.operation else "")))
    line = f", line {violation.line} of the contract" if violation.line else ""
    write_line(escape(f"{where}: {violation.message} [{violation.code}{line}]"))
