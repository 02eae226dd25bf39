"""Keys."""

from openvideos.conformance.checks.keyed import OTHER, REFUSALS, bearer, key_of, locked, making, reading, unlocked
from openvideos.conformance.checks.pages import newest
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.conformance.wire import Key
from openvideos.contract.found import show

_SECURITY = "/security"
_UNAUTHORIZED = "/components/responses/Unauthorized/description"
_NEEDS = ("retrieve",)
_DEFAULT = ("default",)
_NONE: tuple[Key, ...] = ("none",)
_BAD: tuple[Key, ...] = ("none", bearer(OTHER))
_NOTHING = "openvideos-conform-no-such-thing"


@requirement(
    "VID-AUTH-001", "SHOULD", "A server that is used with a key refuses requests without one.",
    source=_SECURITY, needs=_NEEDS, jobs=_DEFAULT, fault="keys-not-asked-for",
)  # fmt: skip
def _asks_for_keys(server: Server) -> None:
    key_of(server)
    for answer in unlocked(server):
        answer.expect_refusal()


@requirement(
    "VID-AUTH-002", "MUST", "Looks, pages and downloads are refused without a key, and with an unknown one.",
    source=_SECURITY, needs=_NEEDS, jobs=_DEFAULT, fault="content-without-a-key",
)  # fmt: skip
def _reading(server: Server) -> None:
    locked(server)
    for answer in reading(server, _BAD):
        answer.expect_refusal()


@requirement(
    "VID-AUTH-003", "MUST", "Requests that make videos are refused without a key, and with an unknown one.",
    source=_SECURITY, needs=_NEEDS, jobs=_DEFAULT, fault="create-without-a-key",
)  # fmt: skip
def _making(server: Server) -> None:
    locked(server)
    for answer in making(server, _BAD):
        answer.expect_refusal()


@requirement(
    "VID-AUTH-004", "MUST", "A deletion is refused without a key, and with an unknown one, and the job stays.",
    source=_SECURITY, needs=("retrieve", "delete"), jobs=("default", "spare"), fault="delete-without-a-key",
)  # fmt: skip
def _deleting(server: Server) -> None:
    locked(server)
    job = server.job("spare")
    for key in _BAD:
        server.delete(job.id, key=key).expect_refusal()
    server.retrieve(job.id).expect(200)


@requirement(
    "VID-AUTH-005", "SHOULD", "Characters are made and shown to those alone who bear a key.",
    source=_SECURITY, needs=("retrieve", "create_character"), jobs=_DEFAULT, fault="characters-without-a-key",
)  # fmt: skip
def _characters(server: Server) -> None:
    locked(server)
    for key in _BAD:
        upload = {"video": ("a.mp4", b"", "video/mp4")}
        server.make("/videos/characters", {}, files=upload, key=key).expect(*REFUSALS)
        server.send("GET", f"/videos/characters/{_NOTHING}", key=key).expect(*REFUSALS)


@requirement(
    "VID-AUTH-006", "MUST", "A key that is nearly the right one is refused.",
    source=_UNAUTHORIZED, needs=_NEEDS, jobs=_DEFAULT, fault="key-by-its-beginning",
)  # fmt: skip
def _nearly(server: Server) -> None:
    key, job = locked(server), server.jobs.made("default")
    nearly = (OTHER, f"{key}x", key[:-1], key[1:], f"x{key}", f"{key[:-1]}~", key.swapcase())
    for each in nearly:
        if each not in {key, ""}:
            server.retrieve(job.id, key=bearer(each)).expect_refusal()


@requirement(
    "VID-AUTH-007", "MUST", "An Authorization that has no key in it is refused, however it is written.",
    source=_UNAUTHORIZED, needs=_NEEDS, jobs=_DEFAULT, fault="empty-key-is-taken",
)  # fmt: skip
def _no_key_in_it(server: Server) -> None:
    locked(server)
    job = server.jobs.made("default")
    for each in ("", "Bearer", "bearer", "Bearer null", "Bearer a b", "x", OTHER, f"Bearer {'x' * 4000}"):
        server.retrieve(job.id, key=("Authorization", each)).expect_refusal()


@requirement(
    "VID-AUTH-008", "SHOULD", "The key is refused where another scheme than Bearer is named.",
    source="RFC 6750, section 2.1", needs=_NEEDS, jobs=_DEFAULT, fault="scheme-not-looked-at",
)  # fmt: skip
def _other_scheme(server: Server) -> None:
    key, job = locked(server), server.jobs.made("default")
    for scheme in ("Basic", "Digest"):
        server.retrieve(job.id, key=bearer(key, scheme)).expect_refusal()


@requirement(
    "VID-AUTH-009", "SHOULD", "A request without a key, or with an unknown one, is answered with 401.",
    source="RFC 9110, section 15.5.2", needs=_NEEDS, jobs=_DEFAULT, fault="no-key-is-403",
)  # fmt: skip
def _unauthorized(server: Server) -> None:
    locked(server)
    for answer in reading(server, _BAD):
        answer.expect(401)


@requirement(
    "VID-AUTH-010", "SHOULD", "A refusal with 401 names in WWW-Authenticate how to ask instead.",
    source="RFC 9110, section 11.6.1", needs=_NEEDS, jobs=_DEFAULT, fault="no-challenge",
)  # fmt: skip
def _challenge(server: Server) -> None:
    locked(server)
    answers = [each for each in reading(server, _BAD) if each.status == 401]
    if not answers:
        raise Skipped("nothing was answered with 401")
    for answer in answers:
        if not (answer.header("www-authenticate") or "").strip():
            raise Failed("WWW-Authenticate: Bearer", show(answer.header("www-authenticate")), answer)


@requirement(
    "VID-AUTH-011", "SHOULD", "The scheme of a key may be written in any case.",
    source="RFC 9110, section 11.1", needs=_NEEDS, jobs=_DEFAULT, fault="scheme-as-it-is-written",
)  # fmt: skip
def _any_case(server: Server) -> None:
    key, job = locked(server), server.jobs.made("default")
    for scheme in ("bearer", "BEARER"):
        server.retrieve(job.id, key=bearer(key, scheme)).expect(200)


@requirement(
    "VID-AUTH-012", "SHOULD", "No answer repeats the key of its request, whether it is right or not.",
    source="RFC 9110, section 11.6.2", needs=_NEEDS, jobs=_DEFAULT, fault="key-in-the-message",
)  # fmt: skip
def _not_repeated(server: Server) -> None:
    key = key_of(server)
    job = server.jobs.made("default")
    for sent in (bearer(OTHER), ("Authorization", OTHER), bearer(OTHER, "Basic"), bearer(key, "Basic"), "sent"):
        server.retrieve(job.id, key=sent)
        server.create({}, key=sent)
        server.retrieve(_NOTHING, key=sent)
        server.send("GET", f"/{_NOTHING}", key=sent)
    for answer in server.answers:
        said = [answer.body, *(value.encode() for _, value in answer.headers)]
        if answer.has_key or any(OTHER.encode() in each for each in said):
            raise Failed("an answer without the key", "the key", answer)


@requirement(
    "VID-AUTH-013", "MUST", "A job that is asked for without a key, or with an unknown one, is not made.",
    source=_SECURITY, needs=("retrieve", "list"), jobs=_DEFAULT, fault="refused-create-is-carried-out",
)  # fmt: skip
def _nothing_made(server: Server) -> None:
    locked(server)
    before = {each.get("id") for each in newest(server)[0]}
    prompt = f"{PROMPT} that nobody may ask for"
    for key in _BAD:
        server.create({**server.usual(), "prompt": prompt}, key=key).expect_refusal()
    entries, page = newest(server)
    for each in entries:
        if each.get("prompt") == prompt and each.get("id") not in before:
            server.made[str(each.get("id"))] = None
            raise Failed("no job of a refused request", show(each), page)


@requirement(
    "VID-AUTH-014", "MUST", "The key goes on being taken after others were refused.",
    source=_SECURITY, needs=_NEEDS, jobs=_DEFAULT, fault="refused-key-locks-out",
)  # fmt: skip
def _still_taken(server: Server) -> None:
    locked(server)
    job = server.jobs.made("default")
    for key in (*_BAD, bearer(OTHER)):
        server.retrieve(job.id, key=key).expect_refusal()
    server.retrieve(job.id).expect(200)
