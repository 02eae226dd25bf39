"""Methods and paths that there aren't."""

from urllib.parse import urljoin, urlsplit

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.pages import newest
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_METHODS = "RFC 9110, section 9.1"
_ALLOW = "RFC 9110, section 15.5.6"
_NOTHING = "openvideos-conform-no-such-thing"
_NEEDS = ("retrieve",)
_SPARE = ("spare",)


@requirement(
    "VID-METHOD-001", "SHOULD", "A path that isn't the contract's, nor the server's own, is answered with 404.",
    source="RFC 9110, section 15.5.5", fault="unknown-paths-are-pages",
)  # fmt: skip
def _no_path(server: Server) -> None:
    for method in ("GET", "POST"):
        server.send(method, f"/{_NOTHING}").expect(404)


@requirement(
    "VID-METHOD-002", "SHOULD", "A path below a job that the contract doesn't have is answered with 404.",
    source="RFC 9110, section 15.5.5", needs=_NEEDS, jobs=_SPARE, fault="paths-below-jobs-are-jobs",
)  # fmt: skip
def _below_a_job(server: Server) -> None:
    job = _job(server)
    for path in (f"{job}/{_NOTHING}", f"{job}/content/{_NOTHING}"):
        server.send("GET", path).expect(404)


@requirement(
    "VID-METHOD-003", "SHOULD", "PUT and PATCH for all videos are refused.",
    source=_METHODS, fault="put-makes-a-job",
)  # fmt: skip
def _put_videos(server: Server) -> None:
    for method in ("PUT", "PATCH"):
        _expect_refused(server, server.send(method, "/videos", json={**server.usual(), "prompt": PROMPT}))


@requirement(
    "VID-METHOD-004", "SHOULD", "A job isn't changed by PUT, PATCH or POST, which are refused.",
    source=_METHODS, needs=_NEEDS, jobs=_SPARE, fault="post-to-a-job-shows-it",
)  # fmt: skip
def _change_a_job(server: Server) -> None:
    job = server.job("spare")  # which has ended: it could be deleted too
    for method in ("PUT", "PATCH", "POST"):
        _expect_refused(server, server.send(method, _job(server), json={"prompt": PROMPT}))
    server.retrieve(job.id).expect(200).expect_member("prompt", job.last.get("prompt"))


@requirement(
    "VID-METHOD-005", "SHOULD", "A job's content isn't changed or deleted: POST, PUT and DELETE for it are refused.",
    source=_METHODS, needs=_NEEDS, jobs=_SPARE, fault="delete-of-content-is-taken",
)  # fmt: skip
def _change_content(server: Server) -> None:
    job = _job(server)
    for method in ("POST", "PUT", "DELETE"):
        _expect_refused(server, server.send(method, f"{job}/content"))
    server.send("GET", job).expect(200)


@requirement(
    "VID-METHOD-006", "SHOULD", "Operations that make something are no pages to look at: GET for them is refused.",
    source="RFC 9110, section 9.3.1", needs=_NEEDS, jobs=_SPARE, fault="get-makes-a-remix",
)  # fmt: skip
def _get(server: Server) -> None:
    for path in (f"{_job(server)}/remix", "/videos/edits", "/videos/extensions"):
        _expect_refused(server, server.send("GET", path, query={"prompt": PROMPT}))


@requirement(
    "VID-METHOD-007", "MUST", "A refused request by a method that the contract doesn't have makes no job.",
    source="/paths/~1videos", needs=("list",), fault="refused-put-makes-a-job",
)  # fmt: skip
def _nothing_made(server: Server) -> None:
    prompt = f"{PROMPT} that cannot be put"
    for method in ("PUT", "PATCH"):
        answer = server.send(method, "/videos", json={**server.usual(), "prompt": prompt})
        if not 400 <= answer.status < 600:
            raise Skipped(f"{method} is not refused: {answer.status}")
    entries, page = newest(server)
    for each in entries:
        if each.get("prompt") == prompt:
            server.made[str(each.get("id"))] = None
            raise Failed("no job of a refused request", show(each), page)


@requirement(
    "VID-METHOD-008", "SHOULD", "A refusal with 405 names in Allow the methods that there are.",
    source=_ALLOW, needs=_NEEDS, jobs=_SPARE, fault="no-allow",
)  # fmt: skip
def _allow(server: Server) -> None:
    for answer in _not_allowed(server):
        if answer.header("allow") is None:
            raise Failed("Allow", "none", answer)


@requirement(
    "VID-METHOD-009", "MAY", "Allow names each method that the contract has for a path, and not the refused one.",
    source=_ALLOW, needs=_NEEDS, jobs=_SPARE, fault="allow-of-one-method",
)  # fmt: skip
def _all_allowed(server: Server) -> None:
    for answer in _not_allowed(server):
        listed = {each.strip().upper() for each in (answer.header("allow") or "").split(",")}
        path = urlsplit(answer.url).path
        wanted = {"POST", "GET"} if path.endswith("/videos") else {"GET"}
        wanted = wanted if server.serves("list") else wanted - {"GET"}
        if answer.method in listed or not wanted <= listed:
            raise Failed(f"Allow: {', '.join(sorted(wanted))}", show(answer.header("allow")), answer)


@requirement(
    "VID-METHOD-010", "SHOULD", "TRACE is refused: it would repeat a request with its key.",
    source="RFC 9110, section 9.3.8", needs=_NEEDS, jobs=_SPARE, fault="trace-is-answered",
)  # fmt: skip
def _trace(server: Server) -> None:
    for path in ("/videos", _job(server)):
        _expect_refused(server, server.send("TRACE", path))


@requirement(
    "VID-METHOD-011", "SHOULD", "A method that nobody knows is refused, without an error of the server.",
    source="RFC 9110, section 15.6.2", needs=_NEEDS, jobs=_SPARE, fault="unknown-method-is-get",
)  # fmt: skip
def _unknown_method(server: Server) -> None:
    for path in ("/videos", _job(server)):
        _expect_refused(server, server.send("BREW", path))


@requirement(
    "VID-METHOD-012", "SHOULD", "HEAD and OPTIONS are answered or refused, without an error of the server.",
    source="RFC 9110, section 9.3.7", needs=_NEEDS, jobs=_SPARE, fault="head-fails",
)  # fmt: skip
def _head_and_options(server: Server) -> None:
    job = _job(server)
    for method in ("HEAD", "OPTIONS"):
        for path in ("/videos", job, f"/{_NOTHING}"):
            answer = server.send(method, path)
            if answer.status >= 500 and answer.status != 501:
                raise Failed("an answer, or a refusal (4XX or 501)", f"{answer.status} {answer.excerpt()}", answer)


@requirement(
    "VID-METHOD-013", "SHOULD", "HEAD for a job is answered as GET is, without the body, where the server takes it.",
    source="RFC 9110, section 9.3.2", needs=_NEEDS, jobs=_SPARE, fault="head-finds-nothing",
)  # fmt: skip
def _head(server: Server) -> None:
    answer = server.send("HEAD", _job(server))
    if answer.status >= 400 and answer.status == server.send("HEAD", "/videos").status:
        raise Skipped(f"the server doesn't take HEAD: {answer.status}")
    found = answer.expect(200).media_type
    if found not in {"", "application/json"}:
        raise Failed("the media type of a job", show(answer.header("content-type")), answer)


@requirement(
    "VID-METHOD-014", "SHOULD", "A slash behind a path is taken or refused, or leads to a path of the same server.",
    source="RFC 9110, section 15.4", needs=_NEEDS, jobs=_SPARE, fault="slash-leads-elsewhere",
)  # fmt: skip
def _slash(server: Server) -> None:
    for path in ("/videos/", f"{_job(server)}/"):
        answer = server.send("GET", path)
        if answer.status >= 500:
            raise Failed("an answer, a refusal or a redirect", f"{answer.status} {answer.excerpt()}", answer)
        if 300 <= answer.status < 400:
            leads = urlsplit(urljoin(answer.url, answer.header("location") or ""))
            if leads.hostname != urlsplit(answer.url).hostname:
                raise Failed("a path of the same server", show(answer.header("location")), answer)


def _job(server: Server) -> str:
    return f"/videos/{segment(server.jobs.made('spare').id)}"


def _expect_refused(server: Server, answer: Answer) -> None:
    """Raise Failed where a method isn't refused: 4XX, or 501 for one that isn't implemented."""
    if answer.method in {"PUT", "PATCH"} and answer.status == 200 and isinstance(answer.json(), dict):
        server.made[str(answer.object().get("id"))] = None  # so that it is deleted
    if answer.status != 501:
        answer.expect_refusal()


def _not_allowed(server: Server) -> list[Answer]:
    """Refusals with 405. Raises Skipped where there are none."""
    answers = [server.send("PUT", "/videos", json={}), server.send("PATCH", f"{_job(server)}/content", json={})]
    found = [each for each in answers if each.status == 405]
    if not found:
        raise Skipped("nothing was answered with 405")
    return found
