# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""What the functions of api/ raise."""


class UnexpectedAnswer(Exception):
    """An answer that the contract does not have; `status_code` and `content` are as they came."""

    reason = "an answer that the contract does not have"

    def __init__(self, status_code: int, content: bytes) -> None:
        self.status_code = status_code
        self.content = content
        super().__init__(f"{self.reason}: status {status_code}, body {content[:80]!r}")


class UnexpectedStatus(UnexpectedAnswer):
    """A status that the contract does not have, where Client.raise_on_unexpected_status is True."""

    reason = "a status that the contract does not have"


class UnreadableBody(UnexpectedAnswer):
    """A 2xx answer whose body is not a JSON object."""

    reason = "no JSON object where the contract has one"


__all__ = ["UnexpectedAnswer", "UnexpectedStatus", "UnreadableBody"]
