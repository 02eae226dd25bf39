"""Requests that a server has to take, and requests that it has to refuse."""

from typing import Any

from openvideos.conformance.checks.variety import WHOLE, accepted, asked, data_url, longest, png
from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import Level, requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Skipped, Unanswered

_BODY = "/components/schemas/VideoCreateBody"
_REFERENCE = "/components/schemas/ImageReference"
_IMAGE = "https://images.example/boat.png"
_BOTH = {"image_url": _IMAGE, "file_id": "file-8c21"}


@requirement(
    "VID-REQUEST-001",
    "MUST",
    "A create request with a prompt alone is accepted.",
    source="/paths/~1videos/post",
    jobs=("default",),
    fault="create-needs-a-size",
)
def _prompt_alone(server: Server) -> None:
    accepted(server, "default", lambda: server.create({"prompt": PROMPT}))


@requirement(
    "VID-REQUEST-002",
    "MUST",
    "A create request without a prompt is refused.",
    source=f"{_BODY}/required",
    fault="create-without-prompt",
)
def _no_prompt(server: Server) -> None:
    server.create(server.usual()).expect_refusal()
    server.create({**server.usual(), "text": PROMPT}).expect_refusal()


def _refuses(id: str, says: str, *, fault: str, level: Level = "MUST", **members: tuple[Any, ...]) -> None:  # noqa: A002
    """Register a requirement on a member of create: requests with one of these values are refused."""
    ((member, values),) = members.items()

    @requirement(id, level, says, source=f"{_BODY}/properties/{member}", fault=fault)
    def check(server: Server) -> None:
        for value in values:
            server.create({"prompt": PROMPT, **server.usual(), member: value}).expect_refusal()


_refuses(
    "VID-REQUEST-003",
    "A create request with an empty prompt is refused.",
    fault="create-with-empty-prompt",
    prompt=("",),
)
_refuses(
    "VID-REQUEST-004",
    "A create request with a size that the contract doesn't list is refused.",
    fault="create-with-any-size",
    size=("721x1281", "1x1", "720", "large", ""),
)
_refuses(
    "VID-REQUEST-005",
    "A create request whose prompt is no text is refused.",
    fault="create-with-number-prompt",
    prompt=(5, True, ["A boat"], {"text": "A boat"}),
)
_refuses(
    "VID-REQUEST-006",
    "A create request whose prompt is null is refused.",
    fault="create-with-null-prompt",
    prompt=(None,),
)
_refuses(
    "VID-REQUEST-007",
    "A create request whose prompt has a character more than the contract allows is refused.",
    fault="create-with-too-long-prompt",
    prompt=(longest(1),),
)
_refuses(
    "VID-REQUEST-008",
    "A create request with a length that the contract doesn't list is refused.",
    fault="create-with-any-seconds",
    seconds=("5", "0", "-4", "1000000", "four", ""),
)
_refuses(
    "VID-REQUEST-009",
    "A create request whose length is no text is refused.",
    fault="create-with-number-seconds",
    seconds=(4, 4.5, True, ["4"], {"value": "4"}),
)
_refuses(
    "VID-REQUEST-010",
    "A create request whose size is no text is refused.",
    fault="create-with-size-pair",
    size=(720, [720, 1280], ["720x1280"], {"width": 720, "height": 1280}),
)
_refuses(
    "VID-REQUEST-011",
    "A create request with a usual size of videos that isn't one of the contract's is refused.",
    fault="create-with-full-hd",
    size=("1920x1080", "1080x1920", "640x480", "1024x1024"),
)
_refuses(
    "VID-REQUEST-012",
    "A create request with a length that only an extension can have is refused.",
    fault="create-with-extension-seconds",
    seconds=("16", "20"),
)
_refuses(
    "VID-REQUEST-013",
    "A size that is not written as the contract lists it is refused.",
    fault="create-with-size-in-capitals",
    level="SHOULD",
    size=("720X1280", " 720x1280", "720*1280", "0720x1280"),
)
_refuses(
    "VID-REQUEST-014",
    "A length that is not written as the contract lists it is refused.",
    fault="create-with-seconds-as-number",
    level="SHOULD",
    seconds=("04", "4.0", "4s", " 4"),
)
_refuses(
    "VID-REQUEST-015",
    "A create request whose model is no text is refused.",
    fault="create-with-number-model",
    model=(5, True, ["sora-2"], {"name": "sora-2"}),
)
_refuses(
    "VID-REQUEST-016",
    "A reference with both an image_url and a file_id is refused.",
    fault="reference-with-both",
    input_reference=(_BOTH,),
)
_refuses(
    "VID-REQUEST-017",
    "A reference with neither an image_url nor a file_id is refused.",
    fault="reference-with-neither",
    input_reference=({}, {"url": _IMAGE}),
)
_refuses(
    "VID-REQUEST-018",
    "A reference that is a number or a list, or has such members, is refused.",
    fault="reference-with-number",
    input_reference=(5, True, [_IMAGE], {"file_id": 5}, {"image_url": 5}, {"image_url": [_IMAGE]}),
)
_refuses(
    "VID-REQUEST-019",
    "An image_url that is neither a full URL nor a data URL in base64 is refused.",
    fault="reference-with-any-url",
    level="SHOULD",
    input_reference=tuple({"image_url": each} for each in ("not a url", "boat.png", "data:image/png,boat")),
)


@requirement(
    "VID-REQUEST-020",
    "SHOULD",
    "An image_url that is longer than the contract allows is refused.",
    source=f"{_REFERENCE}/properties/image_url/maxLength",
    fault="reference-of-any-length",
)
def _long_url(server: Server) -> None:
    schema = server.contract.document["components"]["schemas"]["ImageReference"]["properties"]["image_url"]
    reference = {"image_url": f"{_IMAGE}?{'x' * int(schema['maxLength'])}"}
    try:
        server.create({**server.usual(), "prompt": PROMPT, "input_reference": reference}).expect_refusal()
    except Unanswered:  # a connection may be closed on a body that is too large
        raise Skipped("it ends the connection on so large a body") from None


@requirement(
    "VID-REQUEST-021",
    "SHOULD",
    "Null in the place of optional members is refused, or taken as though they weren't there.",
    source=f"{_BODY}/properties",
    fault="create-with-null-fails",
)
def _optional_null(server: Server) -> None:
    optional = ("size", "seconds", "model", "input_reference")
    answer = server.create({"prompt": PROMPT, **dict.fromkeys(optional)})
    if answer.status != 200:
        answer.expect_refusal()
        return
    for name in ("size", "seconds"):
        answer.expect_member(name, server.contract.defaults("create")[name])


@requirement(
    "VID-REQUEST-022",
    "MUST",
    "A create request whose body is JSON but no object is refused.",
    source=f"{_BODY}/type",
    fault="create-with-list",
)
def _no_object(server: Server) -> None:
    for body in (f'[{{"prompt": "{PROMPT}"}}]', "[]", f'"{PROMPT}"', "5", "true", "null"):
        _post_json(server, body)


@requirement(
    "VID-REQUEST-023",
    "MUST",
    "A create request without a body is refused.",
    source="/paths/~1videos/post/requestBody/required",
    fault="create-without-body",
)
def _no_body(server: Server) -> None:
    _post_json(server, "")
    server.send("POST", "/videos").expect_refusal()


@requirement(
    "VID-REQUEST-024",
    "MUST",
    "A prompt of as many characters as the contract allows is accepted, however many bytes they take.",
    source="/components/schemas/VideoPrompt/maxLength",
    jobs=("longest",),
    fault="prompt-limit-in-bytes",
)
def _longest_prompt(server: Server) -> None:
    accepted(server, "longest", lambda: server.create({**server.usual(), "prompt": longest()}))


@requirement(
    "VID-REQUEST-025",
    "MUST",
    "A prompt of one character is accepted.",
    source="/components/schemas/VideoPrompt/minLength",
    jobs=("spare",),
    fault="short-prompt-refused",
)
def _one_character(server: Server) -> None:
    accepted(server, "spare", lambda: server.create({**server.usual(), "prompt": "x"}))


@requirement(
    "VID-REQUEST-026",
    "MUST",
    "Each size and each length that the contract lists is accepted.",
    source=f"{_BODY}/properties",
    jobs=("default", "chosen", "longest", "partial"),
    fault="largest-size-refused",
)
def _each_listed(server: Server) -> None:
    defaults = server.contract.defaults("create")
    # with what a job was refused is seen when its parts are asked for one by one
    taken = [{**defaults, **asked(server, job.accepted)} for job in server.jobs.known() if job.name in WHOLE]
    for member, listed in (("size", "VideoSize"), ("seconds", "VideoSeconds")):
        for value in server.contract.enum(listed):
            if value not in [each[member] for each in taken]:
                server.create({**server.usual(), "prompt": PROMPT, member: value}).expect(200)


@requirement(
    "VID-REQUEST-027",
    "MUST",
    "A create request as a form with an image of the asked size in a file is accepted, and its other fields count.",
    source="/components/schemas/VideoCreateForm/properties/input_reference",
    jobs=("partial",),
    fault="form-image-refused",
)
def _image_file(server: Server) -> None:
    answer = server.jobs.asked("partial")
    if answer.status != 200:  # it may have been the size of that one
        size = server.chosen()["size"]
        files = {"input_reference": ("boat.png", png(size), "image/png")}
        answer = server.create({**server.usual(), "prompt": PROMPT, "size": size}, files=files).expect(200)
    for member in ("prompt", "size"):
        answer.expect_member(member, asked(server, answer)[member])


@requirement(
    "VID-REQUEST-028",
    "MUST",
    "A create request as JSON with an image of the asked size in a data URL is accepted.",
    source=f"{_REFERENCE}/properties/image_url",
    jobs=("referenced",),
    fault="data-url-refused",
)
def _image_url(server: Server) -> None:
    body = {"prompt": PROMPT, "size": _size(server), "input_reference": {"image_url": data_url(_size(server))}}
    accepted(server, "referenced", lambda: server.create({**server.usual(), **body}))


def _size(server: Server) -> str:
    return server.usual().get("size") or str(server.contract.defaults("create")["size"])


def _post_json(server: Server, body: str) -> None:
    server.send("POST", "/videos", content=body.encode(), headers={"Content-Type": "application/json"}).expect_refusal()
