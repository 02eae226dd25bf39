"""All requirements as text: what `openvideos conform --list` shows, and docs/requirements.md."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from .requirement import LEVELS, Requirement
from .requirements import GROUPS, requirements
from .sources import link

__all__ = ["listing", "requirements_page"]

_CONTRACT = "../openapi/videos.yaml"
_WIDTH = 120
# code, which is kept, or what opens anything else
_MARKUP = re.compile(r"(`[^`]*`)|[|<*\[\\`]")


def listing(listed: Sequence[Requirement] | None = None) -> str:
    """The requirements, all if none are given, for a terminal: a block for each group, a line or two for each."""
    return "\n".join(_lines(requirements() if listed is None else listed))


def requirements_page(listed: Sequence[Requirement] | None = None) -> str:
    """The page of all requirements, in Markdown: a table for each group."""
    chosen = requirements() if listed is None else listed
    lines = [
        "# Requirements",
        "",
        f"What `openvideos conform` judges a server by: {_counted(chosen)}. Written by scripts/docs from",
        "`overlay/openvideos/conformance/requirements/`.",
        "",
        "MUST is what the contract or the page that it comes from says, SHOULD what RFCs say or users of the API rely",
        "on, MAY what a server is free to do. *Fault* is the fault of the emulator that the requirement is there to",
        "find: `openvideos serve --fault NAME`.",
    ]
    for group, of in groupby(chosen, key=lambda each: each.group):
        lines += ["", f"## {GROUPS[group]}", "", "| id | level | what a server has to do | source | fault |"]
        lines += ["|---|---|---|---|---|", *map(_row, of)]
    return "\n".join([*lines, ""])


def _lines(listed: Sequence[Requirement]) -> Iterator[str]:
    margin = max((len(each.id) for each in listed), default=0) + len("  SHOULD  ")
    for group, of in groupby(listed, key=lambda each: each.group):
        yield from (GROUPS[group], "")
        for each in of:
            start = f"{each.id:<{margin - 8}}{each.level:<8}"
            yield from textwrap.wrap(each.says, _WIDTH, initial_indent=start, subsequent_indent=" " * margin)
        yield ""
    yield _counted(listed)


def _counted(listed: Sequence[Requirement]) -> str:
    counts = Counter(each.level for each in listed)
    by_level = ", ".join(f"{counts[level]} {level}" for level in LEVELS if counts[level])
    return f"{len(listed)} requirements ({by_level})" if by_level else "no requirements"


def _row(each: Requirement) -> str:
    address = link(each.source, _CONTRACT)
    shown = f"`{each.source}`" if each.source.startswith("/") else _cell(each.source)
    source = f"[{shown}]({address})" if address else shown
    fault = f"`{each.fault}`" if each.fault else ""
    return f"| {each.id} | {each.level} | {_cell(each.says)} | {source} | {fault} |"


def _cell(text: str) -> str:
    """Text in a cell of a table, with nothing in it but code that Markdown takes for its own."""
    return _MARKUP.sub(lambda found: found[1].replace("|", "\\|") if found[1] else f"\\{found[0]}", text)
