"""Deletions."""

from openvideos.conformance.checks.alive import expect_no_error
from openvideos.conformance.checks.doomed import deleted, deletion, expect_gone
from openvideos.conformance.checks.walk import read
from openvideos.conformance.jobs import PROMPT, SPECS, Job
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server, segment
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_DELETE = "/paths/~1videos~1{video_id}/delete"
_ANSWER = "/components/schemas/VideoDeleted/properties"
_NEEDS = ("retrieve", "delete")
_DOOMED = ("doomed",)
_UNKNOWN = "video_00000000000000000000000000000000"


@requirement(
    "VID-DELETE-001", "MUST", "Content of a deleted job is refused, whatever the variant, though it was sent before.",
    source=f"{_DELETE}/description", needs=(*_NEEDS, "download_content"), jobs=_DOOMED, fault="gone-media-are-sent",
)  # fmt: skip
def _no_content(server: Server) -> None:
    job = server.completed("doomed")
    for variant in (None, "thumbnail"):
        server.content(job.id, variant)  # which a server might keep
    deleted(server)
    for variant in (None, *server.contract.enum("VideoVariant")):
        answer = server.content(job.id, variant).expect_refusal()
        if answer.media_type.startswith(("video/", "image/")):
            raise Failed("a refusal that isn't labelled as media", show(answer.header("content-type")), answer)


@requirement(
    "VID-DELETE-002", "MUST", "A job that has ended can be deleted, which is answered with 200.",
    source=f"{_DELETE}/responses/200", needs=_NEEDS, jobs=_DOOMED, fault="deletion-refused",
)  # fmt: skip
def _deleted(server: Server) -> None:
    _, answer = deletion(server)
    answer.expect(200)


@requirement(
    "VID-DELETE-003", "MUST", "A deletion is answered with the id of the job that is gone.",
    source=f"{_ANSWER}/id", needs=_NEEDS, jobs=_DOOMED, fault="deletion-of-another-id",
)  # fmt: skip
def _its_id(server: Server) -> None:
    job, answer = deletion(server)
    answer.expect(200).expect_member("id", job.id)


@requirement(
    "VID-DELETE-004", "MUST", "A deletion says that the job is gone: deleted is true.",
    source=f"{_ANSWER}/deleted", needs=_NEEDS, jobs=_DOOMED, fault="deletion-says-false",
)  # fmt: skip
def _says_so(server: Server) -> None:
    _, answer = deletion(server)
    answer.expect(200).expect_member("deleted", True)


@requirement(
    "VID-DELETE-005", "MUST", "What a deletion is answered with is a deletion by the contract, and no job.",
    source="/components/schemas/VideoDeleted", needs=_NEEDS, jobs=_DOOMED, fault="deletion-shows-the-job",
)  # fmt: skip
def _shape(server: Server) -> None:
    _, answer = deletion(server)
    answer.expect(200).expect_conforming()
    answer.expect_member("object", "video.deleted")


@requirement(
    "VID-DELETE-006", "MUST", "Looking at a deleted job is refused, each time.",
    source=f"{_DELETE}/description", needs=_NEEDS, jobs=_DOOMED, fault="deletion-pretended",
)  # fmt: skip
def _gone(server: Server) -> None:
    job = deleted(server)
    for _ in range(3):
        expect_gone(server, job)


@requirement(
    "VID-DELETE-007", "SHOULD", "Looking at a deleted job is answered with 404, or 410.",
    source="RFC 9110, section 15.5.5", needs=_NEEDS, jobs=_DOOMED, fault="gone-job-is-400",
)  # fmt: skip
def _not_found(server: Server) -> None:
    server.retrieve(deleted(server).id).expect(404, 410)


@requirement(
    "VID-DELETE-008", "MUST", "A deleted job is in the list no more, in no order and on no page.",
    source=f"{_DELETE}/description", needs=(*_NEEDS, "list"), jobs=_DOOMED, fault="gone-job-is-listed",
)  # fmt: skip
def _not_listed(server: Server) -> None:
    job = deleted(server)
    for query in ({"order": "desc", "limit": 100}, {"order": "asc", "limit": 100}, {}, {"limit": 1}):
        page = read(server, **query)
        if job.id in page.ids:
            raise Failed(f"a list without {show(job.id)}, which was deleted", show(page.ids), page.answer)


@requirement(
    "VID-DELETE-009", "MUST", "A deletion deletes that job alone: the others are there, in the list too.",
    source=f"{_DELETE}/parameters/0", needs=_NEEDS, jobs=("default", "spare", "doomed"),
    fault="deletion-takes-the-job-before",
)  # fmt: skip
def _others_stay(server: Server) -> None:
    names = {each.id: each.name for each in server.jobs.known() if each.id in server.made}
    deleted(server)
    others = [each.id for each in server.jobs.known() if each.name != "doomed" and each.id in names]
    for each in others:
        server.retrieve(each).expect(200).expect_member("id", each)
    if server.serves("list"):
        page = read(server, order="desc", limit=100)
        for each in others:
            if not page.more and each not in page.ids:
                raise Failed(f"the job {show(each)} in the list", show(page.ids), page.answer)


@requirement(
    "VID-DELETE-010", "SHOULD", "Media of other jobs stay when a job is deleted.",
    source=f"{_DELETE}/parameters/0", needs=(*_NEEDS, "download_content"), jobs=("default", "doomed"),
    fault="deletion-takes-all-media",
)  # fmt: skip
def _other_media_stay(server: Server) -> None:
    before = server.media("default", "thumbnail")
    deleted(server)
    after = server.content(server.completed("default").id, "thumbnail").expect(200)
    if before.media_type == after.media_type and not after.body:
        raise Failed(f"{len(before.body)} bytes of {show(before.media_type)}", "none", after)


@requirement(
    "VID-DELETE-011", "MUST", "A remix of a deleted job is refused.",
    source=f"{_DELETE}/description", needs=(*_NEEDS, "remix"), jobs=_DOOMED, fault="gone-job-is-remixed",
)  # fmt: skip
def _no_remix(server: Server) -> None:
    path = f"/videos/{segment(deleted(server).id)}/remix"
    server.make(path, {"prompt": PROMPT}).expect_refusal()


@requirement(
    "VID-DELETE-012", "MUST", "An edit of a deleted job is refused, and so is an extension.",
    source=f"{_DELETE}/description", needs=_NEEDS, jobs=_DOOMED, fault="gone-job-is-edited",
)  # fmt: skip
def _no_edit(server: Server) -> None:
    members = {"prompt": PROMPT, "video": {"id": deleted(server).id}}
    served = [each for each in ("edit", "extend") if server.serves(each)]
    if not served:
        raise Skipped("the server has no edit and no extend")
    if "edit" in served:
        server.make("/videos/edits", members).expect_refusal()
    if "extend" in served:
        server.make("/videos/extensions", {**members, "seconds": "4"}).expect_refusal()


@requirement(
    "VID-DELETE-013", "SHOULD", "Deleting a job that was deleted is refused with 404, or 410.",
    source="RFC 9110, section 15.5.5", needs=_NEEDS, jobs=_DOOMED, fault="deletion-twice",
)  # fmt: skip
def _not_twice(server: Server) -> None:
    server.delete(deleted(server).id).expect(404, 410)


@requirement(
    "VID-DELETE-014", "SHOULD", "Deleting a job that never was is refused with 404.",
    source="RFC 9110, section 15.5.5", needs=_NEEDS, fault="deletion-of-nothing",
)  # fmt: skip
def _unknown(server: Server) -> None:
    server.delete(_UNKNOWN).expect(404, 410)


def _failing(server: Server) -> Job:
    return server.own(SPECS["failing"].members)


def _source(server: Server) -> Job:
    return server.own({"prompt": PROMPT})


@requirement(
    "VID-DELETE-015", "MUST", "A failed job can be deleted, and is gone.",
    source=f"{_DELETE}/description", needs=_NEEDS, jobs=("failing",), videos=1, fault="failed-jobs-stay",
    begin=_failing,
)  # fmt: skip
def _failed_job(server: Server) -> None:
    if server.job("failing").last.get("status") != "failed":
        raise Skipped("no failed job can be had: the prompt that asks for one was taken for any other")
    job = server.wait(server.begun(_failing))
    if job.last.get("status") != "failed":
        raise Skipped("its job did not fail")
    server.delete(job.id).expect(200).expect_member("id", job.id)
    expect_gone(server, job)


@requirement(
    "VID-DELETE-016", "MUST", "A job that runs is deleted and gone, or the deletion is refused and the job stays.",
    source=f"{_DELETE}/responses/409", needs=_NEEDS, videos=1, fault="deletion-refused-and-done",
)  # fmt: skip
def _running(server: Server) -> None:
    video = str(server.create({**server.usual(), "prompt": PROMPT}).expect(200).member("id"))
    answer = server.delete(video)
    look = server.retrieve(video)
    if 200 <= answer.status < 300:
        if not 400 <= look.status < 500:
            raise Failed("a job that is gone, as it was deleted", f"{look.status} {look.excerpt()}", answer, look)
    elif answer.expect_refusal().status not in {404, 410} and look.status != 200:
        raise Failed("the job, as its deletion was refused", f"{look.status} {look.excerpt()}", answer, look)


@requirement(
    "VID-DELETE-017", "SHOULD", "A remix stays whole when its source is deleted.",
    source=f"{_DELETE}/parameters/0", needs=(*_NEEDS, "remix"), videos=2, fault="deletion-takes-remixes",
    begin=_source,
)  # fmt: skip
def _remix_stays(server: Server) -> None:
    source = server.wait(server.begun(_source))
    if source.last.get("status") != "completed":
        raise Skipped("its job did not complete")
    answer = server.make(f"/videos/{segment(source.id)}/remix", {"prompt": SPECS["remix"].members["prompt"]})
    remix = str(answer.expect(200).member("id"))
    if not 200 <= server.delete(source.id).status < 300:
        raise Skipped("its job could not be deleted while there is a remix of it")
    server.retrieve(remix).expect(200).expect_member("id", remix)


@requirement(
    "VID-DELETE-018", "SHOULD", "Behind a deleted job a page is a page, or refused; the server has no error.",
    source="/paths/~1videos/get/parameters/0", needs=(*_NEEDS, "list"), jobs=_DOOMED, fault="after-deleted-is-500",
)  # fmt: skip
def _after_deleted(server: Server) -> None:
    expect_no_error(server.page(after=deleted(server).id, limit=2))
