"""The parent's side: starts the child process, hears what it says, and ends it when its time is up or ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from openvideos.contract.found import hide

from .task import Task

__all__ = ["Heard", "run"]

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
        deadline = time.monotonic() + task.seconds + GRACE
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
        ended = False
        try:
            ended = _talk(child, task, deadline, heard, lines)
        finally:
            broke_off = time.monotonic() < deadline
            _close(child.stdin)
            if not ended:
                for line in _until(time.monotonic() + _LAST_WORDS, lines):
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


def _talk(child: subprocess.Popen[str], task: Task, deadline: float, heard: Heard, lines: SimpleQueue[str]) -> bool:
    """Hear the child out, until it ends or its time is up; says whether it came to its end."""
    stdin, stdout = child.stdin, child.stdout
    if stdin is None or stdout is None:  # they are pipes
        return False
    Thread(target=_listen, args=(stdout, lines), daemon=True).start()
    try:
        stdin.write(task.dump() + "\n")
        stdin.flush()
    except BrokenPipeError:
        return False
    for line in _until(deadline, lines):
        told = json.loads(line)
        if told["about"] == "end":
            return True
        heard(told)
    return False


def _listen(pipe: IO[str], lines: SimpleQueue[str]) -> None:
    try:
        for line in pipe:
            lines.put(line)
    except ValueError:  # closed meanwhile
        pass
    lines.put("")


def _until(deadline: float, lines: SimpleQueue[str]) -> Iterator[str]:
    while True:
        try:
            line = lines.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            return
        if not line:
            return
        yield line


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
