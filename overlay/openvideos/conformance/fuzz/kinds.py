"""The kinds of what fuzzing can find, each of which is a requirement."""

from __future__ import annotations

import attrs

from openvideos.conformance.requirement import Level

__all__ = ["KINDS", "Kind"]


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of finding: the requirement that is not met, and what there has to be for it to be judged at all."""

    id: str
    level: Level
    says: str
    source: str
    judges: str


KINDS: dict[str, Kind] = {
    "error": Kind(
        id="VID-FUZZ-001",
        level="MUST",
        says="No request, however odd, makes the server go wrong: none is answered with a status of 500 and above.",
        source="/components/responses/InternalServerError",
        judges="answer",
    ),
    "answer": Kind(
        id="VID-FUZZ-002",
        level="MUST",
        says="Whatever is asked for, an answer that succeeds is one that the contract has for it.",
        source="/paths",
        judges="answer that succeeded",
    ),
    "accepted": Kind(
        id="VID-FUZZ-003",
        level="MUST",
        says="A request that the contract doesn't allow is refused, wherever in it the fault is.",
        source="/components/responses/BadRequest",
        judges="answer to a request that the contract doesn't allow",
    ),
    "refused": Kind(
        id="VID-FUZZ-004",
        level="MUST",
        says="A request that the contract allows is accepted, where nothing but the contract could be against it.",
        source="/paths",
        judges="answer to a request that there is no reason to refuse",
    ),
    "deleted": Kind(
        id="VID-FUZZ-005",
        level="MUST",
        says="A job that was deleted is not seen again, whatever is asked for.",
        source="/paths/~1videos~1{video_id}/delete",
        judges="look at a job that was deleted, or at the list since then",
    ),
    "back": Kind(
        id="VID-FUZZ-006",
        level="MUST",
        says="Between two looks at a job, alone or in the list, its status and its progress do not go back.",
        source="/components/schemas/Video/x-rules/5",
        judges="second look at a job",
    ),
    "kept": Kind(
        id="VID-FUZZ-007",
        level="MUST",
        says="A job is there until it is deleted, with the prompt, the size, length and model it was made with.",
        source="/paths/~1videos~1{video_id}/get",
        judges="look at a job that was made",
    ),
    "key": Kind(
        id="VID-FUZZ-008",
        level="SHOULD",
        says="No answer has the key in it.",
        source="RFC 9110 section 17.9",
        judges="answer to a request with a key",
    ),
    "envelope": Kind(
        id="VID-FUZZ-009",
        level="SHOULD",
        says="Whatever is refused, the refusal is JSON with the error that clients look for.",
        source="/components/schemas/ErrorResponse",
        judges="refusal",
    ),
    "unanswered": Kind(
        id="VID-FUZZ-010",
        level="SHOULD",
        says="Each request is answered, and each answer comes to an end.",
        source="RFC 9110 section 3.4",
        judges="request",
    ),
}
"""Each kind by its name."""
