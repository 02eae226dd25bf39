"""Requests that a server has to take, and requests that it has to refuse."""

from openvideos.conformance.jobs import PROMPT
from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server

_BODY = "/components/schemas/VideoCreateBody"


@requirement(
    "VID-REQUEST-001", "MUST", "A create request with a prompt alone is accepted.", source="/paths/~1videos/post",
    jobs=("default",),
)  # fmt: skip
def _prompt_alone(server: Server) -> None:
    server.jobs.made("default").accepted.expect(200)


@requirement(
    "VID-REQUEST-002",
    "MUST",
    "A create request without a prompt is refused.",
    source=f"{_BODY}/required",
    fault="create-without-prompt",
)
def _no_prompt(server: Server) -> None:
    server.create(server.usual()).expect_refusal()


@requirement(
    "VID-REQUEST-003",
    "MUST",
    "A create request with an empty prompt is refused.",
    source="/components/schemas/VideoPrompt/minLength",
    fault="create-with-empty-prompt",
)
def _empty_prompt(server: Server) -> None:
    server.create({**server.usual(), "prompt": ""}).expect_refusal()


@requirement(
    "VID-REQUEST-004",
    "MUST",
    "A create request with a size that the contract doesn't list is refused.",
    source="/components/schemas/VideoSize/enum",
    fault="create-with-any-size",
)
def _unlisted_size(server: Server) -> None:
    server.create({**server.usual(), "prompt": PROMPT, "size": "721x1281"}).expect_refusal()
