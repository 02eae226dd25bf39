"""What is left behind, and what isn't."""

import json
import secrets
from typing import Any

from openvideos.conformance.checks.aftermath import LASTING, deleted, expect_as_ended, expect_unchanged
from openvideos.conformance.checks.pages import newest, where_listed, with_prompt
from openvideos.conformance.checks.variety import derived
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_UNKNOWN = "video_openvideos_conform_no_such_job"
_ENDED = "/components/schemas/VideoStatus"


@requirement(
    "VID-EFFECT-001",
    "MUST",
    "A create request that is refused leaves no job in the list.",
    source="/paths/~1videos/post/responses/400",
    needs=("list",),
    jobs=("default",),
    fault="refused-create-is-kept",
)
def _refused(server: Server) -> None:
    prompt = _unique()
    wrongs: tuple[dict[str, Any], ...] = ({"size": "721x1281"}, {"seconds": "5"}, {"model": 5}, {"input_reference": {}})
    for wrong in wrongs:
        server.create({**server.usual(), "prompt": prompt, **wrong}).expect_refusal()
    _expect_none(server, prompt)


@requirement(
    "VID-EFFECT-002",
    "MUST",
    "A create request as a form that is refused leaves no job in the list.",
    source="/paths/~1videos/post/responses/400",
    needs=("list",),
    jobs=("default",),
    fault="refused-form-is-kept",
)
def _refused_form(server: Server) -> None:
    prompt = _unique()
    for wrong in ({"size": "721x1281"}, {"seconds": "5"}):
        server.create({**server.usual(), "prompt": prompt, **wrong}, form=True).expect_refusal()
    _expect_none(server, prompt)


@requirement(
    "VID-EFFECT-003",
    "MUST",
    "A create request that is refused for its media type leaves no job in the list.",
    source="/paths/~1videos/post/responses/415",
    needs=("list",),
    jobs=("default",),
    fault="refused-media-type-is-kept",
)
def _refused_type(server: Server) -> None:
    prompt = _unique()
    body = json.dumps({**server.usual(), "prompt": prompt}).encode()
    answer = server.send("POST", "/videos", content=body, headers={"Content-Type": "text/plain"})
    if answer.status < 300:
        raise Skipped(f"the server takes JSON that is labelled as text: {answer.status}")
    _expect_none(server, prompt)


@requirement(
    "VID-EFFECT-004",
    "MUST",
    "A create request that is refused for its key leaves no job in the list.",
    source="/components/responses/Unauthorized",
    needs=("list",),
    jobs=("default",),
)
def _refused_key(server: Server) -> None:
    if server.settings.api_key is None:
        raise Skipped("no key was given")
    prompt, key = _unique(), ("Authorization", f"Bearer {secrets.token_hex(16)}")
    answer = server.create({**server.usual(), "prompt": prompt}, key=key)
    if answer.status < 300:
        raise Skipped(f"the server takes any key: {answer.status}")
    _expect_none(server, prompt)


@requirement(
    "VID-EFFECT-005",
    "MUST",
    "A remix, edit or extension request that is refused leaves no job in the list.",
    source="/components/responses/BadRequest",
    needs=("list",),
    jobs=("default",),
    fault="refused-remix-is-kept",
)
def _refused_derived(server: Server) -> None:
    prompt = _unique()
    for path, body in derived(server, "remix", "edit", "extend"):
        source = server.jobs.made("default").id
        wrong = {**body, "prompt": prompt, **({"video": {"id": _UNKNOWN}} if "video" in body else {})}
        server.make(path.replace(segment(source), _UNKNOWN), wrong).expect_refusal()
        if "seconds" in body:
            server.make(path, {**body, "prompt": prompt, "seconds": "5"}).expect_refusal()
    _expect_none(server, prompt)


@requirement(
    "VID-EFFECT-006",
    "MUST",
    "Looking at a job that has completed changes nothing of it.",
    source=_ENDED,
    needs=("retrieve",),
    jobs=("default",),
    fault="completed-at-moves",
)
def _look(server: Server) -> None:
    expect_as_ended(server, "default")
    expect_as_ended(server, "default")


@requirement(
    "VID-EFFECT-007",
    "MUST",
    "Asking for a job's content, of whatever variant, changes nothing of the job.",
    source=_ENDED,
    needs=("retrieve", "download_content"),
    jobs=("default",),
    fault="content-starts-the-job-again",
)
def _content(server: Server) -> None:
    for variant in (None, "thumbnail"):
        server.content(server.completed("default").id, variant)
        expect_as_ended(server, "default")


@requirement(
    "VID-EFFECT-008",
    "MUST",
    "Content can be downloaded again.",
    source="/paths/~1videos~1{video_id}~1content/get",
    needs=("download_content",),
    jobs=("default",),
    fault="content-once",
)
def _content_again(server: Server) -> None:
    first = server.media("default")
    again = server.content(server.completed("default").id).expect(200)
    if again.media_type != first.media_type or not again.body:
        raise Failed(
            f"bytes of {show(first.media_type)}", f"{len(again.body)} of {show(again.media_type)}", first, again
        )


@requirement(
    "VID-EFFECT-009",
    "MUST",
    "Asking for the list changes no job in it.",
    source=_ENDED,
    needs=("retrieve", "list"),
    jobs=("default",),
    fault="list-touches-jobs",
)
def _list(server: Server) -> None:
    server.completed("default")
    newest(server)
    expect_as_ended(server, "default")


@requirement(
    "VID-EFFECT-010",
    "MUST",
    "A job that others are made from stays as it was.",
    source="/paths/~1videos~1{video_id}~1remix/post",
    needs=("retrieve", "remix"),
    jobs=("default", "remix"),
    fault="remix-changes-its-source",
)
def _source(server: Server) -> None:
    server.jobs.made("remix")
    expect_as_ended(server, "default")


@requirement(
    "VID-EFFECT-011",
    "MUST",
    "An Idempotency-Key that was used before brings the job of the same request, a new job or a refusal, nothing else.",
    source="/components/parameters/IdempotencyKey",
    videos=2,
    fault="idempotency-key-alone-counts",
)
def _same_key(server: Server) -> None:
    key = {"Idempotency-Key": _unique()}
    for prompt in (PROMPT, PROMPT, _unique()):
        answer = server.create({**server.usual(), "prompt": prompt}, headers=key)
        if answer.status == 200:
            answer.expect_member("prompt", prompt)
        else:
            answer.expect_refusal()


@requirement(
    "VID-EFFECT-012",
    "MUST",
    "A deletion that is refused deletes nothing.",
    source="/paths/~1videos~1{video_id}/delete/responses/404",
    needs=("retrieve", "delete"),
    jobs=("default", "spare"),
    fault="refused-deletion-deletes",
)
def _refused_deletion(server: Server) -> None:
    server.delete(_UNKNOWN)
    for name in ("default", "spare"):
        server.retrieve(server.jobs.made(name).id).expect(200)


@requirement(
    "VID-EFFECT-013",
    "MUST",
    "A job that was deleted can't be looked at.",
    source="/paths/~1videos~1{video_id}/delete",
    needs=("retrieve", "delete"),
    jobs=("default", "doomed"),
    fault="deleted-job-is-shown",
)
def _gone(server: Server) -> None:
    server.retrieve(deleted(server)).expect_refusal()


@requirement(
    "VID-EFFECT-014",
    "MUST",
    "The content of a job that was deleted can't be downloaded, though it could before.",
    source="/paths/~1videos~1{video_id}/delete",
    needs=("retrieve", "delete", "download_content"),
    jobs=("default", "doomed"),
    fault="deleted-job-has-content",
)
def _gone_content(server: Server) -> None:
    for variant in (None, "thumbnail"):
        server.content(deleted(server), variant).expect_refusal()


@requirement(
    "VID-EFFECT-015",
    "MUST",
    "Nothing can be made from a job that was deleted: no remix, edit or extension.",
    source="/paths/~1videos~1{video_id}/delete",
    needs=("retrieve", "delete"),
    jobs=("default", "doomed"),
    fault="deleted-job-is-remixed",
)
def _gone_source(server: Server) -> None:
    gone, source = deleted(server), server.completed("default").id
    for path, body in derived(server, "remix", "edit", "extend"):
        of_gone = {**body, "video": {"id": gone}} if "video" in body else body
        server.make(path.replace(segment(source), segment(gone)), of_gone).expect_refusal()


@requirement(
    "VID-EFFECT-016",
    "MUST",
    "A job that was deleted is not in the list.",
    source="/paths/~1videos~1{video_id}/delete",
    needs=("retrieve", "delete", "list"),
    jobs=("default", "doomed"),
    fault="deleted-job-is-listed",
)
def _gone_entry(server: Server) -> None:
    if (page := where_listed(server, deleted(server))) is not None:
        raise Failed(f"no job {show(deleted(server))} in the list", "one", page)


@requirement(
    "VID-EFFECT-017",
    "MUST",
    "Deleting a job deletes no other, and changes none.",
    source="/paths/~1videos~1{video_id}/delete",
    needs=("retrieve", "delete"),
    jobs=("default", "chosen", "doomed"),
    fault="deletion-deletes-all",
)
def _others(server: Server) -> None:
    deleted(server)
    for job in server.jobs.known():
        if job.id in server.made:  # what was made and not deleted on purpose
            expect_unchanged(job.accepted, server.retrieve(job.id).expect(200), LASTING)
    expect_as_ended(server, "default")


def _unique() -> str:
    return f"{PROMPT} {secrets.token_hex(8)}"


def _expect_none(server: Server, prompt: str) -> None:
    found, page = with_prompt(server, prompt)
    if found:
        raise Failed("no job of the request that was refused", f"the job {show(found[0].get('id'))} in the list", page)
