"""A handful of jobs that pages are judged by: shared ones, among whatever else the list has."""

from __future__ import annotations

import time
from collections.abc import Iterable

from openvideos.conformance.jobs import SPECS, Spec
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped

from .walk import Page, Window, read, window

__all__ = ["HANDFUL", "ORDERS", "apart", "handful", "in_order", "oldest", "pages", "windowed"]

HANDFUL = ("default", "chosen", "failing", "partial", "spare", "longest")
"""The shared jobs that are looked for."""
ORDERS = ("asc", "desc")
_FEWEST = 3
_LIMITS = (1, 2, 3, 100)
_A_SECOND = 1.05

# from a source, so that it isn't made before it is asked for: others are older then
SPECS["later"] = Spec(members={"prompt": "A paper boat that comes later"}, source="default")


def handful(server: Server) -> list[str]:
    """Ids of jobs that there are. Raises Skipped where there are too few."""
    server.jobs.start(HANDFUL)
    made = [each.id for each in server.jobs.known() if each.name in HANDFUL and each.id in server.made]
    if len(made) < _FEWEST:
        raise Skipped(f"only {len(made)} of the jobs that it looks at could be made")
    return made


def windowed(server: Server) -> tuple[list[str], Window]:
    """Each job of this run that is listed down to the oldest of the handful, newest first, and all that are listed."""
    found = window(server, handful(server))
    return [each for each in found.ids if each in server.made], found


def apart(server: Server) -> tuple[list[str], str]:
    """The handful, and one that was made in a later second than all of them. Raises Skipped where there is none."""
    others = handful(server)
    times = [each.first.get("created_at") for each in server.jobs.known() if each.id in others]
    if all(each.name != "later" for each in server.jobs.known()):
        now = server.job("default").last.get("completed_at")
        if not all(in_order([each, now], strictly=True) for each in times):
            time.sleep(_A_SECOND)  # so quick a server may have made all within one second of created_at
    later = server.jobs.made("later")
    if not all(in_order([each, later.first.get("created_at")], strictly=True) for each in times):
        raise Skipped("its jobs were all made within a second, or don't say when")
    return others, later.id


def in_order(times: Iterable[object], *, strictly: bool = False, falling: bool = False) -> bool:
    """Whether times rise, or fall; what is no number is left out, or strictly, isn't in order."""
    found = list(times)
    numbers = [each for each in found if isinstance(each, int | float) and not isinstance(each, bool)]
    if strictly:
        return len(numbers) == len(found) and numbers == sorted(set(numbers), reverse=falling)
    return numbers == sorted(numbers, reverse=falling)


def pages(server: Server, found: Window) -> list[Page]:
    """Pages of several limits in both orders and in none, from the beginning and from within."""
    within = found.ids[len(found.ids) // 2]
    return [
        read(server, limit=limit, order=order, after=after)
        for limit in _LIMITS
        for order in (*ORDERS, None)
        for after in (None, within)
    ]


def oldest(server: Server) -> list[str]:
    """The ids of the three oldest jobs that are listed. Raises Failed where none are."""
    page = read(server, order="asc", limit=3)
    if not page.ids:
        raise Failed("jobs on the page", "none", page.answer)
    return page.ids
