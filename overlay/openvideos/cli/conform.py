"""`conform`: a server, judged by numbered requirements."""

import re
from typing import TYPE_CHECKING, Any

import click

from openvideos.client.options import header_problem
from openvideos.contract.keys import is_secret
from openvideos.escape import escape
from openvideos.extras import missing, wanting

from .help import Command
from .output import Stderr, write_line
from .progress import Bar
from .refused import Refused
from .settings import refuse_connection

if TYPE_CHECKING:
    from openvideos.conformance.runner import Plan
    from openvideos.conformance.session import Session
    from openvideos.conformance.settings import Settings
    from openvideos.conformance.verdict import Result

__all__ = ["conform_command"]

_SIZE = re.compile(r"[1-9][0-9]{0,5}x[1-9][0-9]{0,5}")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def conform_command() -> Command:
    """The command."""
    server = [
        click.Argument(["url"], required=False, metavar="URL"),
        click.Option(["--api-key"], metavar="KEY", help="The key to send. None is taken from the environment."),
        click.Option(["--no-api-key"], is_flag=True, help="Send no key, which is what happens without --api-key too."),
        click.Option(
            ["--header", "headers"], multiple=True, metavar="'NAME: VALUE'", help="A header to send; several times."
        ),
    ]
    videos = [
        click.Option(["--model"], metavar="NAME", help="The model of what is made. Left out, none is sent."),
        click.Option(["--size"], metavar="WIDTHxHEIGHT", help="The size of what is made, if no requirement's own."),
        click.Option(["--seconds"], metavar="N", help="The length of what is made, if no requirement's own."),
        click.Option(
            ["--max-videos"],
            type=click.IntRange(min=1),
            metavar="N",
            help="How many videos may be made, those that should have been refused among them. Left out, 20; on this "
            "machine, as many as it takes.",
        ),
        click.Option(
            ["--job-timeout"],
            type=click.FloatRange(min=0, min_open=True, max=86_400),
            default=600.0,
            show_default=True,
            metavar="SECONDS",
            help="How long a job may take.",
        ),
    ]
    judged = [
        click.Option(
            ["--level"],
            type=click.Choice(["must", "should", "may"]),
            default="must",
            show_default=True,
            help="What counts for the exit code: MUST alone, SHOULD too, or all.",
        ),
        click.Option(["--only"], multiple=True, metavar="ID", help="Judge this requirement, or those that begin so."),
        click.Option(["--skip"], multiple=True, metavar="ID", help="Leave this one out, or those that begin so."),
        click.Option(
            ["--fuzz-seconds"],
            type=click.FloatRange(min=0, max=86_400),
            default=20.0,
            show_default=True,
            metavar="SECONDS",
            help="How long to throw random requests at it; 0 for not at all.",
        ),
        click.Option(
            ["--seed"],
            type=click.IntRange(min=0),
            default=1,
            show_default=True,
            metavar="N",
            help="Of random requests.",
        ),
    ]
    output = [
        click.Option(
            ["--report", "reports"],
            multiple=True,
            metavar="FILE",
            help="Write a report there, by its suffix: .json, .xml (JUnit), .html; several times.",
        ),
        click.Option(["--verbose"], is_flag=True, help="Show the exchanges of each requirement, whole."),
        click.Option(["--dry-run"], is_flag=True, help="Show what would be judged and made, and ask nobody."),
        click.Option(["--list", "list_only"], is_flag=True, help="Show the requirements, and end."),
    ]
    return Command(
        "conform",
        sections=[("Server", server), ("Videos", videos), ("Requirements", judged), ("Output", output)],
        callback=click.pass_context(_conform),
        help="Judge a server by the requirements of the contract. URL is where it is, with or without /v1. What is "
        "made is deleted at the end. Exit code 1 if a requirement is not met, 2 if there is nothing to judge.",
        short_help="Judge a server by the requirements of the contract.",
    )


def _conform(ctx: click.Context, **options: Any) -> int:
    refuse_connection(ctx)
    if options["list_only"]:
        from openvideos.conformance.listing import listing

        for line in listing().splitlines():
            write_line(line)
        return 0
    if (absent := missing("conformance")) is not None:
        raise Refused(wanting("conform", absent))
    from openvideos.conformance.report import check_path
    from openvideos.conformance.session import planned

    settings = _settings(options)
    stderr: Stderr = ctx.obj
    stderr.hide(settings.api_key)
    for name, value in settings.headers:
        stderr.hide(value if is_secret(name) else None)
    for path in options["reports"]:
        try:
            check_path(path)
        except ValueError as error:
            raise Refused(f"--report: {error}") from None
    plan = planned(settings)
    if not plan.requirements:
        raise Refused("--only and --skip: they leave no requirement; `openvideos conform --list` shows all")
    if options["dry_run"]:
        for each in plan.requirements:
            write_line(f"{each.id}  {each.level:<6}  {each.says}{' (skipped: budget)' if each.id in plan.over else ''}")
        write_line(_announced(plan, settings))
        return 0
    return _judge(settings, stderr, options)


def _judge(settings: "Settings", stderr: Stderr, options: dict[str, Any]) -> int:
    from openvideos.conformance.discover import NoAPIError
    from openvideos.conformance.report import facts_of, terminal, write
    from openvideos.conformance.session import open_session

    try:
        with open_session(settings) as session:
            stderr.line(_announced(session.plan, session.settings))
            watcher = _Watcher(session, stderr)
            try:
                finished = session.run(watcher.hear)
            finally:
                watcher.bar.end()
    except NoAPIError as error:
        raise Refused(str(error)) from None
    facts = facts_of(finished)
    for path in options["reports"]:
        write(path, finished.run, facts)
        stderr.line(f"Wrote report to: {path}")
    for line in terminal(finished.run, facts, verbose=options["verbose"]).splitlines():
        write_line(line)
    if finished.run.ended is not None:
        raise finished.run.ended
    outcomes = {each.outcome for each in finished.run.results}
    if finished.run.failures(settings.level):
        return 1
    return 2 if "error" in outcomes or not outcomes & {"passed", "failed"} else 0


class _Watcher:
    """Draws how far a run is, with an estimate of the time that is left once a video has been made."""

    def __init__(self, session: "Session", stderr: Stderr) -> None:
        from openvideos.conformance.estimate import Estimate

        self.bar = Bar(stderr)
        self._estimate = Estimate(session)
        self._most = len(session.plan.requirements)
        self._heard = 0

    def hear(self, result: "Result") -> None:
        """One more was judged."""
        from openvideos.conformance.estimate import in_words

        self._heard += 1
        left = self._estimate.hear(result)
        note = result.requirement.id + (f", {in_words(left)}" if left is not None else "")
        self.bar.show("judging", self._heard / self._most, note)


def _announced(plan: "Plan", settings: "Settings") -> str:
    judged = f"{len(plan.requirements)} requirement{'s' * (len(plan.requirements) != 1)}"
    videos = f"{plan.videos} video{'s' * (plan.videos != 1)}"
    if plan.wanted > settings.max_videos:
        # of what looks at several shared jobs nobody knows yet whether one will do
        more = " or more" if plan.dropped else ""
        over = f"; skipped for that: {len(plan.over)}{more}" if plan.over else ""
        videos = f"{min(plan.videos, settings.max_videos)} of {plan.wanted} videos"
        return f"{judged}; {videos} will be made, as {settings.max_videos} may be (--max-videos){over}"
    fuzzed = f", up to {plan.fuzzed} more by random requests" if plan.fuzzed else ""
    return f"{judged}; {videos} will be made{fuzzed}, and {settings.max_videos} may be"


def _settings(options: dict[str, Any]) -> "Settings":
    from openvideos.conformance.settings import of_url

    if options["url"] is None:
        if not options["dry_run"]:
            raise Refused("URL: missing; it has to name a server, such as http://127.0.0.1:8000/v1")
        options["url"] = "http://127.0.0.1:8000/v1"
    if options["api_key"] is not None and options["no_api_key"]:
        raise Refused("--api-key and --no-api-key: found both; allowed: one of them")
    if options["api_key"] is not None and (problem := header_problem(options["api_key"])):
        raise Refused(f"--api-key: {problem}")
    if options["size"] is not None and _SIZE.fullmatch(options["size"]) is None:
        raise Refused(f"--size: found '{escape(options['size'], 40)}'; allowed: WIDTHxHEIGHT in pixels")
    if options["seconds"] is not None and not (options["seconds"].isdecimal() and len(options["seconds"]) < 6):
        raise Refused(f"--seconds: found '{escape(options['seconds'], 40)}'; allowed: a whole number of seconds")
    for name in ("only", "skip"):
        for each in options[name]:
            _check_id(f"--{name}", each)
    chosen = ("api_key", "model", "size", "seconds", "only", "skip", "job_timeout", "fuzz_seconds", "seed")
    return of_url(
        options["url"],
        max_videos=options["max_videos"],
        headers=tuple(_header(each) for each in options["headers"]),
        level=options["level"].upper(),
        **{name: options[name] for name in chosen},
    )


def _check_id(flag: str, given: str) -> None:
    from openvideos.conformance.requirements import requirements

    if not given or not any(each.id.startswith(given) for each in requirements()):
        raise Refused(
            f"{flag}: found '{escape(given, 40)}'; allowed: the id of a requirement, or how some begin (`openvideos "
            "conform --list` shows them)"
        )


def _header(given: str) -> tuple[str, str]:
    name, colon, value = given.partition(":")
    value = value.strip(" \t")
    if not colon or _TOKEN.fullmatch(name) is None:
        raise Refused("--header: found one without a name and a colon (it is not shown); allowed: 'Name: value'")
    if problem := header_problem(value):
        raise Refused(f"--header: {name}: {problem}")
    return name, value
