"""Something that a server did wrong, and the line in which the child process tells of it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import attrs

from openvideos.conformance.answer import Answer

__all__ = ["LONGEST_BODY", "Finding"]

LONGEST_BODY = 256 * 1024
"""Of an answer, as far as it is told; the rest is cut off."""


@attrs.frozen(kw_only=True)
class Finding:
    """A finding of a kind. What has the same `sign` is the same fault; `answer` is None where none came."""

    kind: str
    sign: str
    expected: str
    found: str
    answer: Answer | None = None

    @property
    def size(self) -> int:
        """How much there is to read in the request: of two of the same sign, the smaller one is told."""
        if self.answer is None:
            return len(self.found)
        headers = sum(len(name) + len(value) for name, value in self.answer.request_headers)
        return len(self.answer.url) + headers + len(self.answer.request_body)

    def to_json(self) -> dict[str, Any]:
        """As JSON has it."""
        answer = self.answer
        return {
            "kind": self.kind,
            "sign": self.sign,
            "expected": self.expected,
            "found": self.found,
            "answer": None
            if answer is None
            else {
                "method": answer.method,
                "url": answer.url,
                "request_headers": [list(each) for each in answer.request_headers],
                "request_body": _text(answer.request_body),
                "operation": answer.operation,
                "status": answer.status,
                "headers": [list(each) for each in answer.headers],
                "body": _text(answer.body[:LONGEST_BODY]),
                "seconds": answer.seconds,
                "has_key": answer.has_key,
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """What `to_json` made of one."""
        answer = data["answer"]
        if answer is not None:
            answer = Answer(
                **{
                    **answer,
                    "request_headers": [tuple(each) for each in answer["request_headers"]],
                    "request_body": base64.b64decode(answer["request_body"]),
                    "headers": [tuple(each) for each in answer["headers"]],
                    "body": base64.b64decode(answer["body"]),
                }
            )
        return cls(**{**data, "answer": answer})


def _text(body: bytes) -> str:
    return base64.b64encode(body).decode()
