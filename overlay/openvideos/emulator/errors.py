"""What goes wrong: at start-up (EmulatorError), in a request (ApiError), in storage (StoreError), in a render."""

from __future__ import annotations

import errno
import secrets
import sqlite3
from collections.abc import Mapping

__all__ = [
    "ApiError",
    "EmulatorError",
    "RenderError",
    "StoreError",
    "UnreadableVideoError",
    "has_no_room",
    "new_request_id",
    "overloaded",
]

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class EmulatorError(Exception):
    """The emulator cannot start; its message is one line for whoever started it."""


class StoreError(Exception):
    """The data directory cannot be read or written; `full` says that it has no room."""

    def __init__(self, message: str, *, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


class RenderError(Exception):
    """A clip could not be rendered."""


class UnreadableVideoError(ValueError):
    """Bytes that are no video that is taken here; the message says what was found and what is allowed."""


class ApiError(Exception):
    """A request that is answered with the error envelope."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str,
        param: str | None = None,
        kind: str = "invalid_request_error",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param
        self.kind = kind
        self.headers = dict(headers or {})

    @property
    def body(self) -> dict[str, dict[str, str | None]]:
        """The envelope, as JSON data."""
        return {"error": {"message": self.message, "type": self.kind, "param": self.param, "code": self.code}}


def has_no_room(error: BaseException | None) -> bool:
    """Whether an error of the system or of a database says that nothing more can be written."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return isinstance(error, OSError) and error.errno in _NO_ROOM


def new_request_id() -> str:
    """Draw an id for an exchange, for x-request-id."""
    return f"req_{secrets.token_hex(8)}"


def overloaded(reason: str) -> ApiError:
    """A refusal for now: 503 with Retry-After."""
    message = f"{reason}; ask again in 5 seconds."
    return ApiError(503, message, code="overloaded", kind="server_error", headers={"Retry-After": "5"})
