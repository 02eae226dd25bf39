"""What a server assumes for what isn't sent, as the contract's defaults have it."""

from openvideos.conformance.checks.variety import accepted, is_model
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract.found import show

_BODY = "/components/schemas/VideoCreateBody/properties"
_FORM = "/components/schemas/VideoCreateForm/properties"


@requirement(
    "VID-DEFAULT-001",
    "MUST",
    "A job that was asked for without a size has the default size.",
    source=f"{_BODY}/size/default",
    jobs=("default",),
    fault="default-size-landscape",
)
def _size(server: Server) -> None:
    _has_default(server, "default", "size")


@requirement(
    "VID-DEFAULT-002",
    "MUST",
    "A job that was asked for without a length has the default length.",
    source=f"{_BODY}/seconds/default",
    jobs=("default",),
    fault="default-seconds-eight",
)
def _seconds(server: Server) -> None:
    _has_default(server, "default", "seconds")


@requirement(
    "VID-DEFAULT-003",
    "MUST",
    "A job that was asked for without a model runs on the default model, where the server has that one.",
    source=f"{_BODY}/model/default",
    jobs=("default",),
    fault="default-model-pro",
)
def _model(server: Server) -> None:
    if server.settings.model is not None:
        raise Skipped("each request of this run names a model")
    job, default = server.jobs.made("default"), str(server.contract.defaults("create")["model"])
    shown = job.accepted.member("model")
    if is_model(shown, default):
        return
    answer = server.create({**server.usual(), "prompt": PROMPT, "model": default})
    if answer.status != 200 or not is_model(answer.member("model"), default):
        raise Skipped(f"the server has models of its own: {show(shown)}")
    raise Failed(f"model: {show(default)}, or a dated snapshot of it", show(shown), job.accepted, answer)


@requirement(
    "VID-DEFAULT-004",
    "MUST",
    "A job that was asked for by a form without a size has the default size.",
    source=f"{_FORM}/size/default",
    jobs=("spare",),
    fault="default-size-of-forms",
)
def _form_size(server: Server) -> None:
    _has_default(server, "spare", "size")


@requirement(
    "VID-DEFAULT-005",
    "MUST",
    "A job that was asked for by a form without a length has the default length.",
    source=f"{_FORM}/seconds/default",
    jobs=("spare",),
    fault="default-seconds-of-forms",
)
def _form_seconds(server: Server) -> None:
    _has_default(server, "spare", "seconds")


@requirement(
    "VID-DEFAULT-006",
    "MUST",
    "A job that was asked for by a form without a model runs on the model that one asked for by JSON runs on.",
    source=f"{_FORM}/model/default",
    jobs=("default", "spare"),
    fault="default-model-of-forms",
)
def _form_model(server: Server) -> None:
    by_json = server.jobs.made("default").accepted.member("model")
    server.jobs.made("spare").accepted.expect_member("model", by_json)


@requirement(
    "VID-DEFAULT-007",
    "MUST",
    "A job that was asked for with a length but no size has the default size.",
    source=f"{_BODY}/size/default",
    jobs=("referenced",),
    fault="default-size-by-length",
)
def _size_alone(server: Server) -> None:
    seconds = server.chosen()["seconds"]
    answer = accepted(server, "referenced", lambda: server.create({"prompt": PROMPT, "seconds": seconds}))
    answer.expect_member("size", server.contract.defaults("create")["size"])


@requirement(
    "VID-DEFAULT-008",
    "MUST",
    "A job that was asked for with a size but no length has the default length.",
    source=f"{_FORM}/seconds/default",
    jobs=("partial",),
    fault="default-seconds-by-size",
)
def _seconds_alone(server: Server) -> None:
    size = server.chosen()["size"]
    answer = accepted(server, "partial", lambda: server.create({"prompt": PROMPT, "size": size}))
    answer.expect_member("seconds", server.contract.defaults("create")["seconds"])


@requirement(
    "VID-DEFAULT-009",
    "MUST",
    "A job that was asked for by create is no remix: its remixed_from_video_id is null.",
    source="/components/schemas/Video/properties/remixed_from_video_id",
    jobs=("default", "spare", "referenced"),
    fault="created-job-is-a-remix",
)
def _no_remix(server: Server) -> None:
    for name in ("default", "spare", "referenced"):
        server.jobs.made(name).accepted.expect_member("remixed_from_video_id", None)


@requirement(
    "VID-DEFAULT-010",
    "MUST",
    "Content that is asked for without a variant is the video.",
    source="/paths/~1videos~1{video_id}~1content/get/parameters/1/schema/default",
    needs=("download_content",),
    jobs=("default",),
    fault="default-variant-thumbnail",
)
def _variant(server: Server) -> None:
    answer = server.media("default")
    if answer.media_type != "video/mp4" or answer.body[4:8] != b"ftyp":
        raise Failed("an MP4, labelled video/mp4", f"{len(answer.body)} bytes of {show(answer.media_type)}", answer)


def _has_default(server: Server, name: str, member: str) -> None:
    default = server.contract.defaults("create")[member]
    accepted(server, name, lambda: server.create({"prompt": PROMPT}, form=name == "spare")).expect_member(
        member, default
    )
