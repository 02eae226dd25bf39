"""Requests that nobody would send."""

import gzip
import json
from collections.abc import Mapping, Sequence
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.alive import answered, expect_alive, expect_no_error
from openvideos.conformance.checks.odd import FORMS, HEADERS, IDS, JSON, MALFORMED, PATHS, QUERIES
from openvideos.conformance.checks.variety import form_text
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped, Unanswered
from openvideos.contract.found import show

_BODY = "/paths/~1videos/post/requestBody/content/application~1json"
_FORM = "/paths/~1videos/post/requestBody/content/multipart~1form-data"
_FOUND = "/components/responses/NotFound/description"
_ERROR = "/components/responses/InternalServerError/description"
_DEFAULT = ("default",)
_LARGE = 8 * 1024 * 1024
_BOUNDARY = "openvideos-conform-boundary"


@requirement(
    "VID-ROBUST-001", "MUST", "A create request whose body is said to be JSON and isn't is refused.",
    source=_BODY, jobs=_DEFAULT, fault="cut-json-is-mended",
)  # fmt: skip
def _malformed(server: Server) -> None:
    for text in MALFORMED:
        _post(server, text.encode()).expect_refusal()
    expect_alive(server)


@requirement(
    "VID-ROBUST-002", "MUST", "JSON that its readers differ on is refused where no prompt is in it.",
    source=_BODY, jobs=_DEFAULT, fault="deep-json-is-500",
)  # fmt: skip
def _odd_json(server: Server) -> None:
    for body in JSON:
        _post(server, body).expect_refusal()
    expect_alive(server)


@requirement(
    "VID-ROBUST-003", "SHOULD", "A prompt with bytes that are no UTF-8 is refused or taken.",
    source="RFC 8259, section 8.1", jobs=_DEFAULT, fault="bytes-that-are-no-text-are-500",
)  # fmt: skip
def _no_utf_8(server: Server) -> None:
    for odd in (b"\xff\xfe", b"\xc3\x28"):
        expect_no_error(_post(server, b'{"prompt": "A boat ' + odd + b'"}'))
    expect_alive(server)


@requirement(
    "VID-ROBUST-004", "SHOULD", "A prompt with half of a character in it (a lone surrogate) is refused or taken.",
    source="RFC 8259, section 8.2", jobs=_DEFAULT, fault="lone-surrogate-is-500",
)  # fmt: skip
def _half_a_character(server: Server) -> None:
    for odd in ("\\ud83d", "\\udef6 x"):
        expect_no_error(_post(server, f'{{"prompt": "A boat {odd}"}}'.encode()))
    expect_alive(server)


@requirement(
    "VID-ROBUST-005", "SHOULD", "A prompt with a null character in it is refused or taken.",
    source="RFC 8259, section 7", jobs=_DEFAULT, videos=1, fault="null-character-is-500",
)  # fmt: skip
def _null_character(server: Server) -> None:
    expect_no_error(_post(server, json.dumps({**server.usual(), "prompt": "A boat \0 and another"}).encode()))
    expect_alive(server)


@requirement(
    "VID-ROBUST-006", "MUST", "A create request whose body is said to be a form and isn't is refused.",
    source=_FORM, jobs=_DEFAULT, fault="broken-form-is-500",
)  # fmt: skip
def _broken_forms(server: Server) -> None:
    for kind, body in FORMS:
        answered(server, "POST", "/videos", content=body, headers={"Content-Type": kind}).expect_refusal()
    expect_alive(server)


@requirement(
    "VID-ROBUST-007", "SHOULD", "A form that is cut off is refused, wherever it is cut.",
    source="RFC 2046, section 5.1.1", jobs=_DEFAULT, fault="cut-form-is-taken",
)  # fmt: skip
def _cut_form(server: Server) -> None:
    whole = form_text({"prompt": PROMPT}, _BOUNDARY)
    kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
    for end in (whole.index(PROMPT) + len(PROMPT) // 2, whole.index(PROMPT) + len(PROMPT)):
        answered(server, "POST", "/videos", content=whole[:end].encode(), headers=kind).expect_refusal()
    expect_alive(server)


@requirement(
    "VID-ROBUST-008", "MUST", "A body that is said to be packed is refused where no prompt is in it, packed or not.",
    source=_BODY, jobs=_DEFAULT, fault="packed-body-is-500",
)  # fmt: skip
def _packed(server: Server) -> None:
    for coding in ("gzip", "deflate", "br", "openvideos"):
        for body in (b"{}", gzip.compress(b"{}"), b"\x1f\x8b\x08"):
            _post(server, body, {"Content-Encoding": coding}).expect_refusal()
    expect_alive(server)


@requirement(
    "VID-ROBUST-009", "MUST", "Many megabytes without a prompt are refused, or their connection is closed.",
    source=_BODY, jobs=_DEFAULT, fault="large-body-is-500",
)  # fmt: skip
def _large(server: Server) -> None:
    body = b'{"note": "' + b"x" * _LARGE + b'"}'
    try:
        server.send("POST", "/videos", content=body, headers={"Content-Type": "application/json"}).expect_refusal()
    except Unanswered:
        expect_alive(server)
        raise Skipped("it ends the connection on so large a body") from None
    expect_alive(server)


@requirement(
    "VID-ROBUST-010", "MUST", "Looking at an id that the server didn't give is refused, whatever is in the id.",
    source=_FOUND, needs=("retrieve",), jobs=_DEFAULT, fault="odd-id-is-500",
)  # fmt: skip
def _odd_ids(server: Server) -> None:
    _expect_refused(server, "GET", "", (*map(segment, IDS), *PATHS))


@requirement(
    "VID-ROBUST-011", "MUST", "Content under an id that the server didn't give is refused, whatever is in the id.",
    source=_FOUND, needs=("retrieve", "download_content"), jobs=_DEFAULT, fault="odd-id-is-a-path",
)  # fmt: skip
def _odd_ids_of_content(server: Server) -> None:
    _expect_refused(server, "GET", "/content", (*map(segment, IDS), *PATHS))


@requirement(
    "VID-ROBUST-012", "SHOULD", "Deleting under an id that the server didn't give is refused, whatever is in the id.",
    source=_FOUND, needs=("retrieve", "delete"), jobs=("default", "spare"),
    fault="odd-id-is-a-pattern",
)  # fmt: skip
def _odd_ids_of_deletions(server: Server) -> None:
    job = server.jobs.made("spare")
    longer = (f"{job.id}%", f"{job.id[:-1]}_", f"{job.id}\0")
    _expect_refused(server, "DELETE", "", tuple(map(segment, (*IDS, *longer))))
    server.retrieve(job.id).expect(200)


@requirement(
    "VID-ROBUST-013", "MUST", "A remix of an id that the server didn't give is refused, whatever is in the id.",
    source=_FOUND, needs=("retrieve", "remix"), jobs=_DEFAULT, fault="odd-id-is-remixed",
)  # fmt: skip
def _odd_ids_of_remixes(server: Server) -> None:
    _expect_refused(server, "POST", "/remix", tuple(map(segment, IDS)), json={"prompt": PROMPT})


@requirement(
    "VID-ROBUST-014", "SHOULD", "An id with anything added to it, or a part of it, is another one.",
    source="RFC 3986, section 6.2", needs=("retrieve",), jobs=_DEFAULT, fault="id-cut-at-a-null",
)  # fmt: skip
def _nearly_ids(server: Server) -> None:
    right = server.jobs.made("default").id
    nearly = {f"{right}x", f"x{right}", right[: len(right) // 2], f"{right}\0", f"{right}\0x", f"{right}%"}
    known = {each.id for each in server.jobs.known()}
    _expect_refused(server, "GET", "", tuple(map(segment, sorted(nearly - known - {""}))))


@requirement(
    "VID-ROBUST-015", "SHOULD", "The list answers or refuses any query, without an error of the server.",
    source=_ERROR, needs=("retrieve", "list"), jobs=_DEFAULT, fault="odd-query-is-500",
)  # fmt: skip
def _odd_queries(server: Server) -> None:
    for query in QUERIES:
        expect_no_error(answered(server, "GET", f"/videos?{query}"))
    expect_alive(server)


@requirement(
    "VID-ROBUST-016", "MUST", "A variant that isn't one is refused, whatever is in it.",
    source="/components/schemas/VideoVariant/enum", needs=("retrieve", "download_content"), jobs=_DEFAULT,
    fault="variant-is-a-path",
)  # fmt: skip
def _odd_variants(server: Server) -> None:
    job = server.completed("default")
    for each in ("../../etc/passwd", "video%00", "video.mp4", "%2E", "x" * 2000, "%FF", "video%2F..%2Fvideo", "*"):
        answered(server, "GET", f"/videos/{segment(job.id)}/content?variant={each}").expect_refusal()
    expect_alive(server)


@requirement(
    "VID-ROBUST-017", "SHOULD", "Headers that mean nothing here are ignored or refused: the server has no error.",
    source=_ERROR, needs=("retrieve",), jobs=_DEFAULT, fault="odd-header-is-500",
)  # fmt: skip
def _odd_headers(server: Server) -> None:
    job = server.jobs.made("default")
    for name, value in HEADERS:
        expect_no_error(answered(server, "GET", f"/videos/{segment(job.id)}", headers={name: value}))
        expect_no_error(answered(server, "POST", "/videos", content=b"{}", headers={name: value}))
    expect_alive(server)


@requirement(
    "VID-ROBUST-018", "SHOULD", "A body that comes with a look or a deletion is ignored or refused.",
    source="RFC 9110, section 9.3.1", needs=("retrieve",), jobs=_DEFAULT, fault="body-of-a-look-is-500",
)  # fmt: skip
def _body_of_a_look(server: Server) -> None:
    job = server.jobs.made("default")
    for body in (b'{"id": 5}', b"\0\xff", b"["):
        how: dict[str, Any] = {"content": body, "headers": {"Content-Type": "application/json"}}
        expect_no_error(answered(server, "GET", f"/videos/{segment(job.id)}", **how))
        expect_no_error(answered(server, "DELETE", f"/videos/{segment(IDS[0])}", **how))
    expect_alive(server)


@requirement(
    "VID-ROBUST-019", "MUST", "Jobs are as they were when much that is wrong was refused.",
    source=_ERROR, needs=("retrieve",), jobs=_DEFAULT, fault="dies-of-malformed-json",
)  # fmt: skip
def _as_before(server: Server) -> None:
    job = server.job("default")
    before = server.retrieve(job.id).expect(200).object()
    for body in (*(text.encode() for text in MALFORMED), *JSON):
        _post(server, body)
    for each in IDS:
        answered(server, "GET", f"/videos/{segment(each)}")
    after = server.retrieve(job.id).expect(200)
    if job.ended and after.object() != before:
        raise Failed(f"the job as it was: {show(before)}", show(after.object()), after)


def _post(server: Server, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
    how = {"Content-Type": "application/json", **(headers or {})}
    return answered(server, "POST", "/videos", content=body, headers=how)


def _expect_refused(server: Server, method: str, below: str, ids: Sequence[str], **body: Any) -> None:
    for each in ids:
        answered(server, method, f"/videos/{each}{below}", **body).expect_refusal()
    expect_alive(server)
