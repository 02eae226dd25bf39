"""Pages of jobs."""

from typing import Any

from openvideos.conformance.checks.alive import expect_no_error
from openvideos.conformance.checks.handful import HANDFUL, ORDERS, apart, handful, in_order, oldest, pages, windowed
from openvideos.conformance.checks.walk import LARGEST, expect_end, expect_more, read, walk, window
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import Level, requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed
from openvideos.contract.found import show

_LIST = "/paths/~1videos/get"
_LIMIT = f"{_LIST}/parameters/1/schema"
_PAGE = "/components/schemas/VideoList/properties"
_RULES = "/components/schemas/VideoList/x-rules"
_NEEDS = ("list",)
_UNKNOWN = "video_00000000000000000000000000000000"


def _ordered(id: str, order: str, says: str, *, fault: str) -> None:  # noqa: A002
    """Register a requirement on an order: on whole pages, and on those behind a job."""

    @requirement(
        id, "MUST", says, source=f"{_RULES}/4", needs=("list", "retrieve"), jobs=(*HANDFUL, "later"), fault=fault
    )
    def check(server: Server) -> None:
        others, later = apart(server)
        found = window(server, [*others, later])
        within = (None, found.ids[len(found.ids) // 2])
        asked = [read(server, order=order, limit=limit, after=after) for limit in (LARGEST, 2) for after in within]
        for page in asked:
            times = [each.get("created_at") for each in page.entries]
            if not in_order(times, falling=order == "desc"):
                raise Failed(f"created_at in the order {order}", show(times), page.answer)
        ids = asked[0].ids
        known = [each for each in ids if each in (*others, later)]
        if later in ids and known[0 if order == "desc" else -1] != later:
            raise Failed(f"{show(later)}, which was made last, in its place", show(known), asked[0].answer)


_ordered("VID-PAGE-001", "asc", "With order=asc the oldest job is first.", fault="order-always-descending")
_ordered("VID-PAGE-002", "desc", "With order=desc the newest job is first.", fault="order-always-ascending")


@requirement(
    "VID-PAGE-003", "MUST", "A page has no more jobs than its limit, wherever it begins.",
    source=f"{_RULES}/3", needs=_NEEDS, jobs=HANDFUL, fault="limit-one-more",
)  # fmt: skip
def _at_most(server: Server) -> None:
    _, found = windowed(server)
    for page in pages(server, found):
        if len(page.ids) > page.query["limit"]:
            raise Failed(f"at most {page.query['limit']} jobs", str(len(page.ids)), page.answer)


@requirement(
    "VID-PAGE-004", "SHOULD", "A page has as many jobs as its limit, where there are so many.",
    source=_LIMIT, needs=_NEEDS, jobs=HANDFUL, fault="limit-one-less",
)  # fmt: skip
def _filled(server: Server) -> None:
    _, found = windowed(server)
    for page in pages(server, found):
        if page.more and len(page.ids) < page.query["limit"]:
            raise Failed(f"{page.query['limit']} jobs, as there are more", str(len(page.ids)), page.answer)
    for order in ORDERS:
        page = read(server, limit=100, order=order)
        if len(page.ids) < min(100, len(found.ids)):
            raise Failed(f"{min(100, len(found.ids))} jobs, as there are so many", str(len(page.ids)), page.answer)


@requirement(
    "VID-PAGE-005", "MUST", "A limit from 1 to 100 is taken, and so is none.",
    source=_LIMIT, needs=_NEEDS, jobs=HANDFUL, fault="limit-100-refused",
)  # fmt: skip
def _limits_taken(server: Server) -> None:
    for limit in (1, 50, 99, 100, None):
        read(server, limit=limit)


def _refuses(id: str, says: str, *, fault: str, level: Level = "MUST", **values: tuple[Any, ...]) -> None:  # noqa: A002
    """Register a requirement: these values of a parameter are refused, whatever else is asked for."""
    ((name, refused),) = values.items()
    place = {"limit": _LIMIT, "order": "/components/schemas/VideoOrder/enum"}[name]

    @requirement(id, level, says, source=place, needs=_NEEDS, fault=fault)
    def check(server: Server) -> None:
        for value in refused:
            server.page(**{name: value}).expect_refusal()
        other = {"order": "asc"} if name == "limit" else {"limit": 2}
        server.page(**{name: refused[0], **other}).expect_refusal()


_refuses("VID-PAGE-006", "A limit above 100 is refused.", fault="limit-clamped", limit=(101, 1000, 2**31, 10**20))
_refuses("VID-PAGE-007", "A limit below 0 is refused.", fault="limit-negative", limit=(-1, -100))
_refuses(
    "VID-PAGE-008",
    "A limit that is no integer is refused.",
    fault="limit-of-any-text",
    limit=("ten", "1.5", "2x", "true"),
)
_refuses(
    "VID-PAGE-009", "An order that the contract doesn't list is refused.",
    fault="order-of-any-text", order=("newest", "random", "descending", "created_at", "-1"),
)  # fmt: skip
_refuses(
    "VID-PAGE-010", "An order that is not written as the contract lists it is refused.",
    fault="order-in-capitals", level="SHOULD", order=("DESC", "Asc"),
)  # fmt: skip


@requirement(
    "VID-PAGE-011", "MUST", "With limit=0 there are no jobs on a page, if it isn't refused.",
    source=f"{_RULES}/3", needs=_NEEDS, jobs=HANDFUL, fault="limit-zero-is-none",
)  # fmt: skip
def _no_jobs(server: Server) -> None:
    handful(server)
    answer = server.page(limit=0)
    if answer.status != 200:
        answer.expect_refusal()
    elif (data := answer.member("data")) != []:
        raise Failed("data: []", f"{len(data)} jobs" if isinstance(data, list) else show(data), answer)


@requirement(
    "VID-PAGE-012", "MUST", "has_more is true where there are jobs behind a page.",
    source=f"{_PAGE}/has_more", needs=_NEEDS, jobs=HANDFUL, fault="has-more-never",
)  # fmt: skip
def _more_behind(server: Server) -> None:
    _, found = windowed(server)
    count = len(found.ids)
    for order in ORDERS:
        for limit in {1, 2, min(count - 1, 100)}:
            expect_more(server, read(server, order=order, limit=limit), more=True)
    # behind the third newest are two newer ones, and behind the newest are at least two older ones
    expect_more(server, read(server, order="asc", limit=1, after=found.ids[2]), more=True)
    expect_more(server, read(server, order="desc", limit=1, after=found.ids[0]), more=True)


@requirement(
    "VID-PAGE-013", "MUST", "has_more is false where a page ends with the last job.",
    source=f"{_PAGE}/has_more", needs=_NEEDS, jobs=HANDFUL, fault="has-more-on-full-pages",
)  # fmt: skip
def _none_behind(server: Server) -> None:
    _, found = windowed(server)
    for order, last in (("asc", list(found.ids[:3])), ("desc", oldest(server))):
        left = max(1, len(last) - 1)  # so many are behind
        for limit in (left, left + 1, LARGEST):
            expect_more(server, read(server, order=order, limit=limit, after=last[-1]), more=False)
    if found.whole and len(found.ids) < LARGEST:
        for order in ORDERS:
            for limit in (len(found.ids), 100):
                expect_more(server, read(server, order=order, limit=limit), more=False)


@requirement(
    "VID-PAGE-014", "MUST", "first_id and last_id are the ids of a page's first and last job.",
    source=f"{_RULES}/0", needs=_NEEDS, jobs=HANDFUL, fault="page-ends-swapped",
)  # fmt: skip
def _ends(server: Server) -> None:
    _, found = windowed(server)
    for page in pages(server, found):
        for member, place in (("first_id", 0), ("last_id", -1)):
            if page.ids:
                page.answer.expect_member(member, page.ids[place])


@requirement(
    "VID-PAGE-015", "MUST", "Behind the last job is an empty page: no ends, and has_more is false.",
    source=f"{_RULES}/2", needs=_NEEDS, jobs=HANDFUL, fault="empty-page-begins-again",
)  # fmt: skip
def _behind_the_last(server: Server) -> None:
    _, found = windowed(server)
    expect_end(server, order="asc", last=found.ids[0])
    expect_end(server, order="desc", last=oldest(server)[0])


def _behind(id: str, order: str, says: str, *, fault: str) -> None:  # noqa: A002
    """Register a requirement on pages that begin behind a job: each job once, the first one and the last too."""

    @requirement(id, "MUST", says, source=f"{_RULES}/5", needs=_NEEDS, jobs=HANDFUL, fault=fault)
    def check(server: Server) -> None:
        mine, found = windowed(server)
        start = found.older if order == "asc" else None
        ids = [each for each in walk(server, mine, order=order, limit=LARGEST, after=start) if each in mine]
        for place in sorted({0, 1, len(ids) // 2, len(ids) - 2, len(ids) - 1}):
            behind = ids[place + 1 :]
            for limit in (1, LARGEST):
                page = read(server, order=order, limit=limit, after=ids[place])
                shown = [each for each in page.ids if each in mine]
                # other people's jobs may stand between, or may have been added since
                ends = not page.more and len(shown) < len(behind)
                if shown != behind[: len(shown)] or (behind and not page.ids) or ends:
                    expected = f"what is behind {show(ids[place])}: {show(behind)}"
                    raise Failed(expected, show(page.ids), page.answer)


_behind(
    "VID-PAGE-016", "desc", "With order=desc a page begins with the next older job behind the one that is named.",
    fault="after-skips-one",
)  # fmt: skip
_behind(
    "VID-PAGE-017", "asc", "With order=asc a page begins with the next newer job behind the one that is named.",
    fault="after-always-to-the-older",
)  # fmt: skip


def _walks(id: str, order: str | None, says: str, *, fault: str) -> None:  # noqa: A002
    """Register a requirement: page after page of 1, 2, 3 and so on, each job comes once."""

    @requirement(id, "MUST", says, source=f"{_LIST}/description", needs=_NEEDS, jobs=HANDFUL, fault=fault)
    def check(server: Server) -> None:
        mine, found = windowed(server)
        start = found.older if order == "asc" else None
        limits = (1, 2, 3, max(1, len(mine) - 1))
        walks = [walk(server, mine, order=order, limit=limit, after=start) for limit in limits]
        first, *others = ([each for each in ids if each in mine] for ids in walks)
        for each in others:
            if each != first:
                raise Failed(f"the same order with each limit: {show(first)}", show(each), found.answer)


_walks(
    "VID-PAGE-018", "desc", "Page after page, newest first, each job comes exactly once.",
    fault="second-page-repeats-one",
)  # fmt: skip
_walks(
    "VID-PAGE-019", "asc", "Page after page, oldest first, each job comes exactly once.",
    fault="ascending-page-leaves-one-out",
)  # fmt: skip
_walks(
    "VID-PAGE-020", None, "Page after page without an order, each job comes exactly once.",
    fault="later-pages-in-another-order",
)  # fmt: skip


@requirement(
    "VID-PAGE-021", "MUST", "While jobs are added, page after page, each job that was there comes exactly once.",
    source=f"{_LIST}/parameters/0/description", needs=_NEEDS, jobs=HANDFUL, videos=4, fault="pages-by-number",
)  # fmt: skip
def _added_meanwhile(server: Server) -> None:
    mine, found = windowed(server)
    left = [f"{PROMPT}, number {number}" for number in range(4)]

    def add() -> None:
        if left:
            server.create({**server.usual(), "prompt": left.pop()}).expect(200)

    walk(server, mine, order="desc", limit=2, between=add)
    walk(server, mine, order="asc", limit=1, after=found.older, between=add)


@requirement(
    "VID-PAGE-022", "MUST", "The list has every job, however it was asked for and whatever became of it.",
    source=f"{_PAGE}/data", needs=("list", "retrieve"), jobs=HANDFUL, fault="list-without-failed-jobs",
)  # fmt: skip
def _every_job(server: Server) -> None:
    ids = handful(server)
    for each in [each.name for each in server.jobs.known() if each.id in ids]:
        server.job(each)
    made = [each.id for each in server.jobs.known() if each.id in server.made]
    for order in ORDERS:
        found = window(server, made)
        walk(server, made, order=order, limit=LARGEST, after=found.older if order == "asc" else None)


@requirement(
    "VID-PAGE-023", "MUST", "A job is in the list as soon as it was accepted.",
    source=f"{_PAGE}/data", needs=_NEEDS, videos=1, fault="list-one-look-behind",
)  # fmt: skip
def _new_job(server: Server) -> None:
    read(server, order="desc", limit=LARGEST)  # which a server might keep
    answer = server.create({**server.usual(), "prompt": PROMPT}).expect(200)
    window(server, [str(answer.member("id"))])


@requirement(
    "VID-PAGE-024", "MUST", "The list shows of a job what a look at it shows.",
    source=f"{_PAGE}/data/items", needs=("list", "retrieve"), jobs=HANDFUL, fault="list-shows-no-completion",
)  # fmt: skip
def _as_looked_at(server: Server) -> None:
    ids = handful(server)
    jobs = [server.job(each.name) for each in server.jobs.known() if each.id in ids]
    page = read(server, order="desc", limit=LARGEST)
    entries = {each["id"]: each for each in page.entries}
    for job in (each for each in jobs if each.ended and each.id in entries):
        look = server.retrieve(job.id).expect(200)
        for name in server.contract.document["components"]["schemas"]["Video"]["properties"]:
            value, found = look.object().get(name), entries[job.id].get(name)
            if found != value:
                raise Failed(f"{name}: {show(value)}, as a look shows it", show(found), page.answer, look)


@requirement(
    "VID-PAGE-025", "SHOULD", "A page behind a job that isn't there is refused or is a page; the server has no error.",
    source=f"{_LIST}/parameters/0", needs=_NEEDS, fault="after-unknown-is-500",
)  # fmt: skip
def _after_nothing(server: Server) -> None:
    for after in (_UNKNOWN, "x", "0"):
        expect_no_error(server.page(after=after))
