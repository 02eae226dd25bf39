"""JSON and forms, which mean the same."""

import json
from urllib.parse import urlencode

from openvideos.conformance.answer import Answer
from openvideos.conformance.checks.variety import accepted, asked, derived, form_text, longest, looks
from openvideos.conformance.jobs import DOOMED, PROMPT, UNICODE
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed
from openvideos.contract.found import show

_FORM = "/components/schemas/VideoCreateForm"
_POST = "/paths/~1videos/post/requestBody/content"


@requirement(
    "VID-TYPE-001",
    "MUST",
    "A create request as a form is accepted.",
    source=f"{_POST}/multipart~1form-data",
    jobs=("spare",),
    fault="create-form-refused",
)
def _form(server: Server) -> None:
    accepted(server, "spare", lambda: server.create({**server.usual(), "prompt": PROMPT}, form=True))


@requirement(
    "VID-TYPE-002",
    "MUST",
    "A prompt in a form is UTF-8, and comes back as it was sent.",
    source=f"{_FORM}/properties/prompt",
    jobs=("chosen",),
    fault="form-read-as-latin-1",
)
def _form_prompt(server: Server) -> None:
    body = {**server.usual(), "prompt": UNICODE}
    accepted(server, "chosen", lambda: server.create(body, form=True)).expect_member("prompt", UNICODE)


@requirement(
    "VID-TYPE-003",
    "MUST",
    "The size and the length in a form are those of the job.",
    source=f"{_FORM}/properties",
    jobs=("chosen",),
    fault="form-size-ignored",
)
def _form_members(server: Server) -> None:
    chosen = server.chosen()
    answer = accepted(server, "chosen", lambda: server.create({**chosen, "prompt": PROMPT}, form=True))
    for member, value in chosen.items():
        answer.expect_member(member, value)


@requirement(
    "VID-TYPE-004",
    "MUST",
    "A job that was asked for by a form has the members that one asked for by JSON has, of the same types.",
    source="/components/schemas/Video/required",
    jobs=("default", "spare"),
    fault="form-job-with-number-seconds",
)
def _same_shape(server: Server) -> None:
    by_json, by_form = (server.jobs.made(name).accepted for name in ("default", "spare"))
    for member in server.contract.document["components"]["schemas"]["Video"]["required"]:
        # what changes with time may be null in one of them
        kinds = [type(each.member(member)) for each in (by_json, by_form) if each.member(member) is not None]
        if len(set(kinds)) > 1:
            raise Failed(
                f"{member}: of the type that {show(by_json.member(member))} has", show(by_form.member(member)), by_form
            )


def _form_refused(id: str, says: str, *, source: str, fault: str, bodies: tuple[dict[str, str], ...]) -> None:  # noqa: A002
    """Register a requirement: these forms are refused by create."""

    @requirement(id, "MUST", says, source=source, fault=fault)
    def check(server: Server) -> None:
        for body in bodies:
            server.create({**server.usual(), **body}, form=True).expect_refusal()


_form_refused(
    "VID-TYPE-005",
    "A form without a prompt is refused.",
    source=f"{_FORM}/required",
    fault="form-without-prompt",
    bodies=({"text": PROMPT},),
)
_form_refused(
    "VID-TYPE-006",
    "A form with an empty prompt, or one that is longer than the contract allows, is refused.",
    source="/components/schemas/VideoPrompt",
    fault="form-with-empty-prompt",
    bodies=({"prompt": ""}, {"prompt": longest(1)}),
)
_form_refused(
    "VID-TYPE-007",
    "A form with a size that the contract doesn't list is refused.",
    source=f"{_FORM}/properties/size",
    fault="form-with-any-size",
    bodies=tuple({"prompt": PROMPT, "size": each} for each in ("721x1281", "1920x1080")),
)
_form_refused(
    "VID-TYPE-008",
    "A form with a length that the contract doesn't list is refused.",
    source=f"{_FORM}/properties/seconds",
    fault="form-with-any-seconds",
    bodies=tuple({"prompt": PROMPT, "seconds": each} for each in ("5", "16", "0")),
)


@requirement(
    "VID-TYPE-009",
    "SHOULD",
    "A create request whose body is labelled as something else than JSON or a form is refused.",
    source="RFC 9110, section 15.5.16",
    fault="text-plain-taken",
)
def _other_type(server: Server) -> None:
    body = json.dumps({**server.usual(), "prompt": PROMPT})
    for kind in ("text/plain", "application/xml", "application/octet-stream"):
        _post(server, "/videos", body, kind).expect_refusal()


@requirement(
    "VID-TYPE-010",
    "SHOULD",
    "A create request whose body is urlencoded is refused.",
    source="RFC 9110, section 15.5.16",
    fault="urlencoded-taken",
)
def _urlencoded(server: Server) -> None:
    body = urlencode({**server.usual(), "prompt": PROMPT})
    _post(server, "/videos", body, "application/x-www-form-urlencoded").expect_refusal()


@requirement(
    "VID-TYPE-011",
    "SHOULD",
    "A body is read as what it is labelled as: a form labelled as JSON, and JSON labelled as a form, are refused.",
    source="RFC 9110, section 8.3",
    fault="label-ignored",
)
def _wrong_label(server: Server) -> None:
    body = {**server.usual(), "prompt": PROMPT}
    _post(server, "/videos", form_text(body, "part"), "application/json").expect_refusal()
    _post(server, "/videos", json.dumps(body), "multipart/form-data; boundary=part").expect_refusal()


@requirement(
    "VID-TYPE-012",
    "SHOULD",
    "JSON counts whatever the case of its label, with a charset, and with its characters escaped.",
    source="RFC 9110, section 8.3.1",
    jobs=(DOOMED,),
    fault="json-charset-refused",
)
def _charset(server: Server) -> None:
    server.jobs.asked(DOOMED).expect(200).expect_member("prompt", UNICODE)


@requirement(
    "VID-TYPE-013",
    "SHOULD",
    "A form counts whose boundary is in quotes, and whose parts have media types of text.",
    source="RFC 7578, section 4.1",
    jobs=("failing",),
    fault="boundary-in-quotes-refused",
)
def _boundary(server: Server) -> None:
    answer = server.jobs.asked("failing").expect(200)
    answer.expect_member("prompt", asked(server, answer)["prompt"])


@requirement(
    "VID-TYPE-014",
    "MUST",
    "The answer that accepts a job is labelled as JSON.",
    source="/components/responses/VideoAccepted/content",
    jobs=("default", "spare"),
    fault="accepted-as-text",
)
def _json_accepted(server: Server) -> None:
    for name in ("default", "spare"):
        _expect_json(server.jobs.made(name).accepted)


@requirement(
    "VID-TYPE-015",
    "MUST",
    "A look at a job is labelled as JSON.",
    source="/components/responses/VideoFound/content",
    needs=("retrieve",),
    jobs=("default",),
    fault="looks-as-html",
)
def _json_looked_at(server: Server) -> None:
    for look in looks(server, server.job("default")):
        _expect_json(look)


@requirement(
    "VID-TYPE-016",
    "MUST",
    "A page of jobs is labelled as JSON.",
    source="/paths/~1videos/get/responses/200/content",
    needs=("list",),
    fault="pages-as-bytes",
)
def _json_listed(server: Server) -> None:
    _expect_json(server.page(limit=1).expect(200))


@requirement(
    "VID-TYPE-017",
    "MUST",
    "A remix request as a form without a prompt is refused.",
    source="/components/schemas/VideoRemixForm/required",
    needs=("remix",),
    jobs=("default",),
    fault="remix-form-without-prompt",
)
def _remix_form_without_prompt(server: Server) -> None:
    path = f"/videos/{server.completed('default').id}/remix"
    server.make(path, {"text": PROMPT}, form=True).expect_refusal()
    server.make(path, {"prompt": ""}, form=True).expect_refusal()


@requirement(
    "VID-TYPE-018",
    "MUST",
    "An edit or an extension request as a form that lacks what is required is refused.",
    source="/components/schemas/VideoExtendForm/required",
    needs=("download_content",),
    jobs=("default",),
    fault="edit-form-without-prompt",
)
def _derived_form(server: Server) -> None:
    files = {"video": ("boat.mp4", server.media("default").body, "video/mp4")}
    for path, body in derived(server, "edit", "extend"):
        members = {name: str(body[name]) for name in body.keys() - {"video"}}
        server.make(path, members, form=True).expect_refusal()
        for lacking in members:
            rest = {name: members[name] for name in members if name != lacking}
            server.make(path, rest, files=files).expect_refusal()


@requirement(
    "VID-TYPE-019",
    "SHOULD",
    "A remix, edit or extension request whose body is labelled as something else than JSON or a form is refused.",
    source="RFC 9110, section 15.5.16",
    jobs=("default",),
    fault="remix-text-plain-taken",
)
def _derived_type(server: Server) -> None:
    for path, body in derived(server, "remix", "edit", "extend"):
        _post(server, path, json.dumps(body), "text/plain").expect_refusal()


def _post(server: Server, path: str, body: str, kind: str) -> Answer:
    return server.send("POST", path, content=body.encode(), headers={"Content-Type": kind})


def _expect_json(answer: Answer) -> None:
    if answer.media_type != "application/json":
        raise Failed("a body labelled application/json", show(answer.header("content-type")), answer)
