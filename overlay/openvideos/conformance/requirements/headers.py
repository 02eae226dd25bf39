"""Headers of answers. Most are free to be there or not; where one is there, it has to be what it is elsewhere."""

import re
from contextlib import suppress

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.looks import looks, seen
from openvideos.conformance.checks.refusals import refusals, unknown_id
from openvideos.conformance.checks.shapes import JOBS, successes
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_HEADERS = "/components/headers"
_ID = "x-request-id"
_POLL = "openai-poll-after-ms"
_ONCE = ("content-type", "content-length", "content-range", "date", "etag", "location", _POLL, "retry-after", _ID)
_DATE = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60) GMT"
)
_ENTITY_TAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_AGE = re.compile(r'(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*"?(\d+)', re.IGNORECASE)
_LONGEST_AGE = 60
_SMALL = 4 * 1024 * 1024
_INJECTED = "X-Openvideos-Injected"
_HIDDEN = "***"


@requirement(
    "VID-HEADER-001", "MUST", "What is carried out with a JSON object says so: Content-Type is application/json.",
    source="/components/responses/VideoFound/content", jobs=("default",), fault="jobs-labelled-text",
)  # fmt: skip
def _json(server: Server) -> None:
    _ask(server)
    for answer in successes(server, *JOBS, "list", "delete", "create_character", "get_character"):
        if answer.media_type != "application/json":
            raise Failed("Content-Type: application/json", show(answer.header("content-type")), answer)


@requirement(
    "VID-HEADER-002", "SHOULD", "JSON is in UTF-8, and no Content-Type says that it isn't.", jobs=("default",),
    source="RFC 8259, section 8.1", fault="json-called-latin-1",
)  # fmt: skip
def _charset(server: Server) -> None:
    for answer in _ask(server):
        kind = answer.header("content-type") or ""
        named = re.search(r'charset\s*=\s*"?([^\s";]+)', kind, re.IGNORECASE)
        if "json" in answer.media_type and named is not None and named[1].lower() not in {"utf-8", "utf8"}:
            raise Failed("charset=utf-8, or none", show(kind), answer)


@requirement(
    "VID-HEADER-003", "SHOULD", "Content-Length, where it is, is how many bytes the body has.",
    source="RFC 9110, section 8.6", jobs=("default",), fault="content-length-too-long",
)  # fmt: skip
def _length(server: Server) -> None:
    answers = [*_ask(server), *_refused(server, "create"), *_refused(server, "retrieve")]
    if server.serves("list"):
        answers.append(server.page(limit=2))  # where bytes are missing there is no answer, which is told of here
    for answer in answers:
        length = answer.header("content-length")
        if length is None or answer.method == "HEAD" or answer.status in {204, 304} or _is_packed(answer):
            continue
        if length != str(len(answer.body)):
            raise Failed(f"Content-Length: {len(answer.body)}", show(length), answer)


@requirement(
    "VID-HEADER-004", "SHOULD", "What can be said once is said once: Content-Type, Content-Length, x-request-id, ...",
    source="RFC 9110, section 5.3", jobs=("default",), fault="content-type-twice",
)  # fmt: skip
def _once(server: Server) -> None:
    for answer in _ask(server):
        names = [name.lower() for name, _ in answer.headers]
        for name in _ONCE:
            if names.count(name) > 1:
                raise Failed(f"one {name}", f"{names.count(name)}: {show(answer.header(name))}", answer)


@requirement(
    "VID-HEADER-005", "SHOULD", "Date, where it is, is the time of the answer in the form that HTTP has for it.",
    source="RFC 9110, section 6.6.1", jobs=("default",), fault="date-in-iso-8601",
)  # fmt: skip
def _date(server: Server) -> None:
    for answer in _ask(server):
        date = answer.header("date")
        if date is not None and not _DATE.fullmatch(date):
            raise Failed("Date, as in Tue, 01 Sep 2026 08:00:00 GMT", show(date), answer)


@requirement(
    "VID-HEADER-006", "SHOULD", "x-request-id, where it is, is another for each answer, of visible characters.",
    source=f"{_HEADERS}/RequestId", jobs=("default",), fault="request-id-is-constant",
)  # fmt: skip
def _request_id(server: Server) -> None:
    with suppress(Skipped):
        server.retrieve(server.jobs.made("default").id)
        server.retrieve(server.jobs.made("default").id)
    known: dict[str, Answer] = {}
    for answer in _ask(server):
        found = answer.header(_ID)
        given = {name.lower() for name, _ in answer.request_headers}
        # what a client names, or asks for again, may have the name that it had
        if found is None or given & {_ID, "idempotency-key"}:
            continue
        if not found.isascii() or not found.isprintable() or not found.strip():
            raise Failed(f"{_ID} of visible ASCII characters", show(found), answer)
        if found in known:
            raise Failed(f"{_ID}: another for each answer", f"{show(found)} again", known[found], answer)
        known[found] = answer


@requirement(
    "VID-HEADER-007", "MAY", "A refusal has an x-request-id if other answers have one.",
    source=f"{_HEADERS}/RequestId", jobs=("default",), fault="request-id-not-of-errors",
)  # fmt: skip
def _request_id_of_errors(server: Server) -> None:
    _ask(server)
    if successes(server, "create")[0].header(_ID) is None:
        raise Skipped(f"a job is accepted without {_ID}")
    for answer in [*_refused(server, "create"), *_refused(server, "retrieve")]:
        if answer.header(_ID) is None:
            raise Failed(_ID, "none", answer)


@requirement(
    "VID-HEADER-008", "SHOULD", "openai-poll-after-ms, where it is, is a whole number of milliseconds.",
    source=f"{_HEADERS}/PollAfter", jobs=("default",), fault="poll-after-in-seconds",
)  # fmt: skip
def _poll_after(server: Server) -> None:
    for answer in _ask(server):
        hint = answer.header(_POLL)
        if hint is not None and not re.fullmatch(r"[0-9]+", hint):
            raise Failed(f"{_POLL}: an integer, at least 0", show(hint), answer)


@requirement(
    "VID-HEADER-009", "SHOULD", "Retry-After, where it is, is whole seconds or a date of HTTP.",
    source="RFC 9110, section 10.2.3", jobs=("default",), fault="retry-after-in-words",
)  # fmt: skip
def _retry_after(server: Server) -> None:
    _refused(server, "create")
    for answer in _ask(server):
        after = answer.header("retry-after")
        if after is not None and not re.fullmatch(r"[0-9]+", after) and not _DATE.fullmatch(after):
            raise Failed("Retry-After: seconds, or a date of HTTP", show(after), answer)


@requirement(
    "VID-HEADER-010", "SHOULD", "ETag, where it is, is an entity tag, and the same as long as the media are.",
    source="RFC 9110, section 8.8.3", needs=("download_content",), jobs=("default",), fault="etag-unquoted",
)  # fmt: skip
def _etag(server: Server) -> None:
    job = server.completed("default")
    video = server.content(job.id) if len(server.media("default").body) <= _SMALL else server.media("default")
    thumbnail = server.content(job.id, "thumbnail")
    for first, again in ((server.media("default"), video), (thumbnail, server.content(job.id, "thumbnail"))):
        before, tag = first.header("etag"), again.header("etag")
        if again.status != 200 or tag is None:
            continue
        if not _ENTITY_TAG.fullmatch(tag):
            raise Failed('ETag, as in "9b2c"', show(tag), again)
        if tag != before and first.body == again.body:
            raise Failed(f"ETag: {show(before)}, of the same bytes", show(tag), first, again)


@requirement(
    "VID-HEADER-011", "SHOULD", "Accept-Ranges, where it is, is bytes or none.", source="RFC 9110, section 14.3",
    needs=("download_content",), jobs=("default",), fault="accept-ranges-yes",
)  # fmt: skip
def _accept_ranges(server: Server) -> None:
    server.content(server.completed("default").id, "thumbnail")
    for answer in _ask(server):
        ranges = answer.header("accept-ranges")
        if ranges is not None and ranges.strip().lower() not in {"bytes", "none"}:
            raise Failed("Accept-Ranges: bytes or none", show(ranges), answer)


@requirement(
    "VID-HEADER-012", "SHOULD", "Text of a request doesn't become a header of its answer.",
    source="https://cwe.mitre.org/data/definitions/113.html", jobs=("default",), fault="header-from-the-path",
)  # fmt: skip
def _injected(server: Server) -> None:
    text = f"x\r\n{_INJECTED}: yes\r\n"
    at = f"/videos/{segment(unknown_id(server) + text)}"
    asked = [server.send("GET", at), server.send("GET", f"{at}/content"), server.page(after=text)]
    with suppress(Skipped):
        asked.append(server.content(server.jobs.made("default").id, f"video{text}"))
    asked.append(server.create({"prompt": text, "size": f"720x1280{text}"}))
    for answer in asked:
        if answer.header(_INJECTED) is not None:
            raise Failed("no header out of the request's text", f"{_INJECTED}: yes", answer)


@requirement(
    "VID-HEADER-013", "SHOULD", "No header of an answer has the key in it.",
    source="https://cwe.mitre.org/data/definitions/200.html", jobs=("default",), fault="key-in-a-header",
)  # fmt: skip
def _no_key(server: Server) -> None:
    if not server.settings.api_key:
        raise Skipped("no key was given")
    for answer in [*_ask(server), *_refused(server, "create")]:
        for name, value in answer.headers:
            if answer.has_key and _HIDDEN in value:
                raise Failed("no key", f"{name}: {show(value)}", answer)


@requirement(
    "VID-HEADER-014", "SHOULD", "Pages, and jobs that run, are not said to stay as they are for more than a minute.",
    source="RFC 9111, section 5.2.2", jobs=("default",), fault="cached-for-an-hour",
)  # fmt: skip
def _fresh(server: Server) -> None:
    _ask(server)
    running = [look.answer for each in looks(server).values() for look in each if look.runs]
    of = [*(each for each in server.answers if each.operation == "list"), *running]
    if not of:
        raise Skipped("there is no page, and no job was seen before it had ended")
    for answer in of:
        said = answer.header("cache-control") or ""
        ages = [int(each[:9]) for each in _AGE.findall(said)]
        if answer.method == "GET" and (max(ages, default=0) > _LONGEST_AGE or "immutable" in said.lower()):
            raise Failed(f"Cache-Control without a max-age of more than {_LONGEST_AGE}", show(said), answer)


@requirement(
    "VID-HEADER-015", "SHOULD", "Who asks for bodies as they are gets them so, without a Content-Encoding.",
    source="RFC 9110, section 12.5.3", jobs=("default",), fault="packed-unasked",
)  # fmt: skip
def _identity(server: Server) -> None:
    for answer in _ask(server):
        given = [value for name, value in answer.request_headers if name.lower() == "accept-encoding"]
        if given == ["identity"] and _is_packed(answer):
            raise Failed("no Content-Encoding", show(answer.header("content-encoding")), answer)


def _is_packed(answer: Answer) -> bool:
    return (answer.header("content-encoding") or "identity").lower() != "identity"


def _refused(server: Server, operation: str) -> list[Answer]:
    try:
        return refusals(server, operation)
    except Skipped:
        return []


def _ask(server: Server) -> list[Answer]:
    """All answers so far, with those in which a job is accepted, looked at, and shown in a page."""
    with suppress(Skipped):
        seen(server, "default")
    if not server.answers:
        raise Skipped("nothing was answered")
    return list(server.answers)
