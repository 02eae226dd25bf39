"""The process edge: runs a command, and makes one line and an exit code of whatever it ends in."""

import errno
import re
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from openvideos.client.options import shown_url
from openvideos.contract.reporting import told
from openvideos.errors import (
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    ConfigurationError,
    ContractWarning,
    InputFileError,
    OpenVideosError,
    RequestValidationError,
)

from .app import application
from .output import OutputFailed, Stderr, failed

__all__ = ["run"]

NAME = "openvideos"
_INTERRUPTED = 130
_TERMINATED = 143


class Terminated(KeyboardInterrupt):
    """SIGTERM came: as Ctrl-C, so that a job's id is told and no half file is left."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    # asked before anything is parsed, so that a failure of that is shown too
    stderr = Stderr(sys.stderr, debug="--debug" in arguments)
    try:
        with _signals(), _warnings(stderr), application().make_context(NAME, list(arguments), obj=stderr) as ctx:
            code = ctx.command.invoke(ctx)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:  # --help, --version
        return stop.exit_code
    except KeyboardInterrupt as error:
        _notes(error, stderr)
        return _TERMINATED if isinstance(error, Terminated) else _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - this is the process edge
        code = _report(error, stderr)
        _notes(error, stderr)
        return code


@contextmanager
def _signals() -> Iterator[None]:
    """Let SIGTERM end a command as Ctrl-C does; `serve` has a way of its own."""

    def stop(number: int, frame: object) -> None:  # noqa: ARG001
        raise Terminated

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _warnings(stderr: Stderr) -> Iterator[None]:
    """Show in what a server's answers depart from the contract as lines of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", ContractWarning)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
            if issubclass(category, ContractWarning):
                stderr.line(f"{NAME}: warning: {message}")
            else:
                others(message, category, *place, **more)

        warnings.showwarning = show
        yield


def _report(error: Exception, stderr: Stderr) -> int:
    if isinstance(error, OSError) and error.errno in {errno.EPIPE, errno.ENOSPC} and error.filename is None:
        error = failed(error)  # click's own writing, of help pages
    if isinstance(error, OutputFailed):
        if not error.quiet:
            stderr.line(f"{NAME}: {error}")
        return 2
    if isinstance(error, click.exceptions.NoArgsIsHelpError) and error.ctx is not None:
        stderr.raw(f"{error.ctx.get_help()}\n")
        return error.exit_code
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx is not None else NAME
        stderr.line(f"{path}: {_one_line(error.format_message())}; see '{path} --help'")
        return error.exit_code
    if isinstance(error, click.ClickException):
        stderr.line(f"{NAME}: {error.format_message()}")
        return error.exit_code
    if isinstance(error, OpenVideosError):
        for line in _lines(error):
            stderr.line(line)
        return error.exit_code
    if isinstance(error, OSError) and error.strerror:
        stderr.line(f"{NAME}: {error.filename or 'input or output'}: {error.strerror.lower()}")
        return 2
    hint = "" if stderr.debug else "; --debug shows where"
    stderr.line(f"{NAME}: internal error: {type(error).__name__}: {error}{hint}")
    if stderr.debug:
        for line in "".join(traceback.format_exception(error)).splitlines():
            stderr.line(line)
    return 2


def _lines(error: OpenVideosError) -> Iterator[str]:
    """What is said of a failure: a line, or one for each thing that is wrong with a request."""
    if isinstance(error, RequestValidationError):
        hint = f"; {error.hint}" if error.hint else ""
        for message in [violation.message for violation in error.violations] or [error.message]:
            yield f"{NAME}: {_by_flag(message)}{hint}".replace("check_requests=False", "--no-check-requests")
        return
    if isinstance(error, ConfigurationError | InputFileError):
        yield f"{NAME}: {_by_flag(str(error))}"
        return
    if isinstance(error, APIResponseValidationError) and error.violations:
        yield from (f"{NAME}: {told(each)}" for each in error.violations)
        return
    hint = f"; {error.hint}" if error.hint else ""
    if isinstance(error, APIStatusError):
        request, response = error.response.request, error.response
        said = f": {error.server_message.rstrip('.') if hint else error.server_message}" if error.server_message else ""
        status = f"{error.status_code} {response.reason_phrase}".strip()
        yield f'{request.method} "{shown_url(str(request.url))}": {status}{said}{hint}'
    elif isinstance(error, APIConnectionError):
        yield f"{NAME}: {error.hint or error}"
    else:
        yield f"{NAME}: {error}{hint if error.hint not in str(error) else ''}"


def _by_flag(message: str) -> str:
    """A message about a keyword (`input_reference.file_id: found ...`) as one about its flag."""
    name = re.match(r"[a-z][a-z_]*(?=[.:])", message)
    return f"--{name[0].replace('_', '-')}{message[name.end() :]}" if name else message


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")


def _notes(error: BaseException, stderr: Stderr) -> None:
    for note in getattr(error, "__notes__", ()):
        if note != getattr(error, "hint", None):
            stderr.line(note)
