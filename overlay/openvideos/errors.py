"""What the client raises.

    OpenVideosError
    |- ConfigurationError            no base URL, no key, or one that can't be used
    |- RequestValidationError        (ValueError) a request that the contract forbids; nothing was sent
    |- InputFileError                (OSError) a file to upload that can't be read; nothing was sent
    |- DownloadError                 (OSError) a download that did not become a file
    `- APIError                      something was sent
       |- APIConnectionError         no answer
       |  `- APITimeoutError         no answer in time
       |- APIResponseValidationError an answer from which the operation's object can't be made
       `- APIStatusError             an answer with an error status
          |- BadRequestError 400           |- ConflictError 409
          |- AuthenticationError 401       |- UnprocessableEntityError 422
          |- PermissionDeniedError 403     |- RateLimitError 429
          |- NotFoundError 404             `- InternalServerError 500 and above

`ContractWarning` is given for an answer that departs from the contract. Every message is one line without control
characters. `exit_code` is what the command line ends with: 1 where a server said no, 2 where there is no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openvideos.contract.reporting import ContractWarning

if TYPE_CHECKING:
    import httpx

    from .contract import Violation

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseValidationError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "ContractWarning",
    "DownloadError",
    "InputFileError",
    "InternalServerError",
    "NotFoundError",
    "OpenVideosError",
    "PermissionDeniedError",
    "RateLimitError",
    "RequestValidationError",
    "UnprocessableEntityError",
    "status_error",
]


class OpenVideosError(Exception):
    """The base of all errors of this package.

    `hint` says what can be done, where that is not in the message; `video_id` names the job that was already made when
    `create_and_poll` ended with this error.
    """

    exit_code: int = 2
    hint: str = ""
    video_id: str | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        # the constructors' keywords are not in args, so that the default would not rebuild them
        return _rebuild, (type(self), self.args, self.__dict__)


def _rebuild(kind: type[OpenVideosError], args: tuple[Any, ...], state: dict[str, Any]) -> OpenVideosError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class ConfigurationError(OpenVideosError):
    """A setting that is missing or can't be used: base URL, key, header, proxy, certificates."""


class RequestValidationError(OpenVideosError, ValueError):
    """A request that the contract forbids, or that can't be written; it was not sent.

    `message` is what is wrong; `str()` adds the hint. `violations` are the contract's, empty where it was not asked.
    """

    def __init__(self, message: str, *, hint: str = "", violations: Sequence[Violation] = ()) -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.message = message
        self.hint = hint
        self.violations = tuple(violations)


class InputFileError(OpenVideosError, OSError):
    """A file to upload that does not exist or can't be read."""


class DownloadError(OpenVideosError, OSError):
    """A download that did not become a file; the message names the file, and what was there before is untouched."""


class APIError(OpenVideosError):
    """Something went wrong after a request was sent.

    `body` is what the server said: what is under `error`, else the decoded JSON, else the text; None without an answer.
    `request` is the request without the headers that carry keys.
    """

    message: str
    request: httpx.Request
    body: object | None
    code: str | None
    param: str | None
    type: str | None

    def __init__(self, message: str, request: httpx.Request, *, body: object | None) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body
        said = body if isinstance(body, dict) else {}
        self.code = None if said.get("code") is None else str(said["code"])
        self.param = said.get("param")
        self.type = said.get("type")


class APIConnectionError(APIError):
    """No answer came; `hint` names the server and the reason."""

    def __init__(self, *, message: str = "Connection error.", request: httpx.Request, hint: str = "") -> None:
        super().__init__(message, request, body=None)
        self.hint = hint
        if hint:
            self.add_note(hint)


class APITimeoutError(APIConnectionError):
    """No answer came in time."""

    def __init__(self, request: httpx.Request, *, hint: str = "") -> None:
        super().__init__(message="Request timed out.", request=request, hint=hint)


class APIResponseValidationError(APIError):
    """An answer that the operation's object can't be made of; if asked for, one that departs from the contract."""

    response: httpx.Response
    status_code: int

    def __init__(
        self,
        response: httpx.Response,
        body: object | None,
        *,
        message: str | None = None,
        violations: Sequence[Violation] = (),
    ) -> None:
        super().__init__(message or "The answer is not what the contract says.", response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.violations = tuple(violations)
        if self.violations:
            self.exit_code = 1  # there is an answer, and it is not what was asked for


class APIStatusError(APIError):
    """The server answered with an error status; `server_message` is what it said, "" if nothing.

    `violations` says where that answer departs from the contract.
    """

    exit_code = 1
    violations: tuple[Violation, ...] = ()
    response: httpx.Response
    status_code: int
    request_id: str | None

    def __init__(
        self, message: str, *, response: httpx.Response, body: object | None, server_message: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = response.headers.get("x-request-id")
        self.server_message = server_message
        self.hint = hint


class BadRequestError(APIStatusError):
    """400: the server refuses the request as it is."""


class AuthenticationError(APIStatusError):
    """401: no key, or not the right one."""


class PermissionDeniedError(APIStatusError):
    """403: the key may not do this."""


class NotFoundError(APIStatusError):
    """404: no such job, or its media are not there yet."""


class ConflictError(APIStatusError):
    """409: the job is in a state that does not allow this."""


class UnprocessableEntityError(APIStatusError):
    """422: the server understands the request and refuses a value."""


class RateLimitError(APIStatusError):
    """429: too many requests."""


class InternalServerError(APIStatusError):
    """500 and above: the server failed."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error(status: int) -> type[APIStatusError]:
    """The class for a status; APIStatusError itself for one that has no class of its own."""
    return InternalServerError if status >= 500 else _BY_STATUS.get(status, APIStatusError)
