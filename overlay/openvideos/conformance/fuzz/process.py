"""The parent's side: starts the child process, hears what it says, and ends it when its time is up or ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from openvideos.contract.found import hide

from .task import Task

__all__ = ["Heard", "run"]

_START = 60.0
"""Seconds that a child may take to begin."""
GRACE = 1.0
"""Seconds beyond its time that a child gets to tell what it knows."""
_LAST_WORDS = 3.0
"""Seconds that it gets to tell what its last request has made."""
_LAST_LINES = 4000

Heard = Callable[[Mapping[str, Any]], None]


def run(task: Task, heard: Heard) -> None:
    """Fuzz a server; `heard` is called with each thing that the child says.

    Whatever ends this, the child has ended. Raises RuntimeError where the child broke off by itself.
    """
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        # not in our group: Ctrl-C is the parent's to hear
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", f"{__package__}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=_environment(),
            start_new_session=True,
        )
        lines: SimpleQueue[str] = SimpleQueue()
        ended, broke_off = False, False
        try:
            ended, broke_off = _talk(child, task, heard, lines)
        finally:
            _close(child.stdin)
            if not ended:
                deadline = time.monotonic() + _LAST_WORDS
                while line := _next(deadline, lines):
                    heard(json.loads(line))
            child.kill()
            code = child.wait()
            _close(child.stdout)
        if not ended and broke_off:
            raise RuntimeError(f"fuzzing ended with {code}: {_tail(errors, task)}")


def _close(pipe: IO[str] | None) -> None:
    if pipe is not None:
        with suppress(BrokenPipeError):  # what it was told was not read
            pipe.close()


def _talk(child: subprocess.Popen[str], task: Task, heard: Heard, lines: SimpleQueue[str]) -> tuple[bool, bool]:
    """Hear the child out until its time is up; says whether it came to its end, and whether it broke off before."""
    stdin, stdout = child.stdin, child.stdout
    if stdin is None or stdout is None:  # they are pipes
        return False, True
    Thread(target=_listen, args=(stdout, lines), daemon=True).start()
    try:
        stdin.write(task.dump() + "\n")
        stdin.flush()
    except BrokenPipeError:
        return False, True
    deadline = time.monotonic() + _START
    while line := _next(deadline, lines):
        told = json.loads(line)
        if told["about"] == "end":
            return True, False
        if told["about"] == "start":
            deadline = time.monotonic() + task.seconds + GRACE
        heard(told)
    return False, time.monotonic() < deadline


def _listen(pipe: IO[str], lines: SimpleQueue[str]) -> None:
    try:
        for line in pipe:
            lines.put(line)
    except ValueError:  # closed meanwhile
        pass
    lines.put("")


def _next(deadline: float, lines: SimpleQueue[str]) -> str:
    """The next line; "" where there is none any more, or not in time."""
    try:
        return lines.get(timeout=max(0.0, deadline - time.monotonic()))
    except Empty:
        return ""


def _environment() -> dict[str, str]:
    # nothing that would have schemathesis load or keep something; and what comes of hashing is the same each time
    found = {name: value for name, value in os.environ.items() if not name.startswith("SCHEMATHESIS")}
    path = [str(Path(each).resolve()) for each in sys.path if each]
    return {**found, "PYTHONPATH": os.pathsep.join(path), "PYTHONHASHSEED": "0", "PYTHONIOENCODING": "utf-8"}


def _tail(errors: IO[str], task: Task) -> str:
    errors.seek(0)
    keys = [task.api_key] if task.api_key else []
    said = str(hide(errors.read()[-_LAST_LINES:], [*keys, *(value for _, value in task.headers)])).strip()
    return said.splitlines()[-1] if said else "without a word"
