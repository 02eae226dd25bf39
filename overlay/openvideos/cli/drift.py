"""`drift`: what moved between contracts, and whether a client breaks."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import click

from openvideos.drift.change import SURFACES
from openvideos.drift.findings import FAIL_ON
from openvideos.drift.report import FORMATS, SUFFIXES

from .help import Command, Group, Section
from .output import write_line
from .refused import Refused
from .settings import refuse_connection

if TYPE_CHECKING:
    from openvideos.drift.findings import Findings

__all__ = ["drift_command"]

_SDKS = ("openai",)
_DAYS = 90


def drift_command() -> Group:
    """The commands, one for each thing to compare with."""
    return Group(
        "drift",
        makers={"spec": _spec, "sdk": _sdk, "docs": _docs, "upstream": _upstream, "all": _all},
        sections=[("Options", [])],
        help="What moved between two contracts, by meaning, and whether a client breaks: a request that it may send is "
        "refused now, or an answer is outside of what it was promised. Exit code 1 if one does, 2 for what can't be "
        "compared.",
        short_help="What moved between contracts, and whether a client breaks.",
    )


def _spec() -> Command:
    return _command(
        "spec",
        [_source("base", "BASE"), _source("revised", "REVISED")],
        [_assert_format()],
        help="Compare two OpenAPI documents, 3.0 or 3.1, YAML or JSON. Each is a file, - for stdin, an https:// URL "
        "(http:// on loopback), or REV:path of a git repository, such as main:openapi/videos.yaml.",
        short_help="Compare two OpenAPI documents.",
    )


def _sdk() -> Command:
    return _command(
        "sdk",
        [click.Argument(["name"], type=click.Choice(_SDKS))],
        [_contract()],
        help="Compare the contract with the types of an SDK that is installed here; nothing of it is called.",
        short_help="Compare the contract with an installed SDK's types.",
    )


def _docs() -> Command:
    return _command(
        "docs",
        [_source("file", "FILE")],
        [_contract()],
        help="Compare the contract with the text of a documentation page, copied as text.",
        short_help="Compare the contract with a documentation page.",
    )


def _upstream() -> Command:
    return _command(
        "upstream",
        [_source("source", "FILE|URL")],
        [_contract(), _assert_format()],
        help="Compare the contract with a vendor's whole OpenAPI document; only /videos and what it uses is looked at.",
        short_help="Compare the contract with a vendor's document.",
    )


def _all() -> Command:
    settings = [
        click.Option(
            ["--config"],
            metavar="FILE",
            help="The pyproject.toml. Left out, the nearest one, from here upwards, that has the table.",
        ),
        click.Option(
            ["--suggest"],
            is_flag=True,
            help="Write to stdout, in place of the report, the lines of TOML that accept what fails. They lack the "
            "reason, which is yours to give.",
        ),
    ]
    return _command(
        "all",
        [],
        settings,
        help="Compare with everything that [tool.openvideos.drift] in pyproject.toml names, without the drifts that it "
        "accepts. One that it accepts and that is gone, or expired, is told and fails.",
        short_help="Compare with everything that pyproject.toml names.",
    )


def _command(name: str, arguments: list[click.Argument], own: list[click.Option], **more: Any) -> Command:
    sections: list[Section] = [("Compared", [*arguments, *own]), ("Judged", _judged()), ("Output", _output())]
    return Command(name, sections=sections, callback=click.pass_context(partial(_run, name)), **more)


def _source(name: str, metavar: str) -> click.Argument:
    return click.Argument([name], metavar=metavar)


def _contract() -> click.Option:
    return click.Option(
        ["--contract"], default="", metavar="FILE", help="The contract. Left out, the one that comes with openvideos."
    )


def _assert_format() -> click.Option:
    return click.Option(
        ["--assert-format"],
        is_flag=True,
        help="Take a format (date-time, uri) for what has to hold. Left out, it is a note, but for binary.",
    )


def _judged() -> list[click.Option]:
    return [
        click.Option(
            ["--fail-on"],
            type=click.Choice(FAIL_ON),
            help="The level from which on a change is exit code 1. Left out, breaking.",
        ),
        click.Option(
            ["--surface", "surfaces"],
            type=click.Choice(SURFACES),
            multiple=True,
            help="What counts: what is sent (wire), or the names that generated code shows too (sdk). Left out, wire.",
        ),
    ]


def _output() -> list[click.Option]:
    return [
        click.Option(
            ["--format", "form"],
            type=click.Choice(list(FORMATS)),
            default="terminal",
            show_default=True,
            help="markdown is for a comment on a pull request, github for annotations in a workflow of GitHub.",
        ),
        click.Option(
            ["--report", "reports"],
            multiple=True,
            metavar="FILE",
            help=f"Write a report there too, by its suffix: {', '.join(SUFFIXES)}; several times.",
        ),
        click.Option(["--verbose"], is_flag=True, help="Show what is only counted otherwise: info, and names."),
    ]


def _run(command: str, ctx: click.Context, **options: Any) -> int:
    refuse_connection(ctx)
    from openvideos.drift.report import check_path, text, write
    from openvideos.drift.settings import SettingsError

    for path in options["reports"]:
        try:
            check_path(path)
        except ValueError as error:
            raise Refused(f"--report: {error}") from None
    today, verbose = date.today(), options["verbose"]
    try:
        findings = _findings(command, options, today)
    except SettingsError as error:
        for line in error.lines:
            ctx.obj.line(f"openvideos: {line}")
        return 2
    for path in options["reports"]:
        write(path, findings, verbose=verbose)
        ctx.obj.line(f"Wrote report to: {path}")
    shown = _suggested(findings, today) if options.get("suggest") else text(findings, options["form"], verbose=verbose)
    for line in shown.split("\n")[:-1]:
        write_line(line)
    return findings.exit_code


def _findings(command: str, options: dict[str, Any], today: date) -> "Findings":
    """What a command finds. Raises SettingsError, Refused."""
    from openvideos.drift import comparing
    from openvideos.drift.documents.reading import DocumentError
    from openvideos.drift.findings import Findings
    from openvideos.drift.settings import find, load

    surface = ("sdk" if "sdk" in options["surfaces"] else "wire") if options["surfaces"] else None
    judged: dict[str, Any] = {
        key: value for key, value in (("fail_on", options["fail_on"]), ("surface", surface)) if value
    }
    if command == "all":
        settings = load(Path(options["config"]) if options["config"] else find(Path.cwd()))
        return comparing.compare_all(attrs.evolve(settings, **judged), today)
    form: dict[str, Any] = {"assert_format": options.get("assert_format")}
    contract: dict[str, Any] = {"contract": options.get("contract")}
    ways = {
        "spec": lambda: comparing.spec(options["base"], options["revised"], **form),
        "sdk": lambda: comparing.sdk(options["name"], **contract),
        "docs": lambda: comparing.docs(options["file"], **contract),
        "upstream": lambda: comparing.upstream(options["source"], **contract, **form),
    }
    try:
        return Findings(comparisons=(ways[command](),), **judged)
    except DocumentError as error:
        raise Refused(str(error)) from None


def _suggested(findings: "Findings", today: date) -> str:
    """The lines that accept what fails."""
    from openvideos.drift.accepted import suggestion

    until = today + timedelta(days=_DAYS)
    lines = [
        f"{suggestion(change, comparison.name, until)}\n\n"
        for comparison in findings.comparisons
        for change in findings.counted(comparison)
        if findings.fails(change)
    ]
    return "".join(lines)
