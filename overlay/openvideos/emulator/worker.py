"""A process that renders, and reads uploads: a task a line on standard input, an answer a line on standard output.

Run as `python -m openvideos.emulator.worker`. It ends with its parent, however that ends: standard input closes then.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import attrs

from .clip import Clip
from .errors import UnreadableVideoError, has_no_room

__all__ = ["main"]

_MEMORY = 1024**3  # the largest picture that is taken needs 0.6 GiB, most of it for a decoder's sixteen references


def main() -> None:
    """Render until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)  # answers come before pictures
    answers = _take_stdout()
    tasks: queue.SimpleQueue[str] = queue.SimpleQueue()
    # a thread of its own reads, so that the parent's end is noticed while a render is under way
    threading.Thread(target=_listen, args=(tasks,), daemon=True).start()
    while True:
        answers.write(json.dumps(_answer(tasks.get())) + "\n")
        answers.flush()


def _take_stdout() -> TextIO:
    """Keep the pipe for answers alone: whatever a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _listen(tasks: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        tasks.put(line)
    os._exit(0)


def _answer(line: str) -> dict[str, Any]:
    """Do a task: its result, or `refused` with what is wrong with an upload, `full` for no room, or `error`."""
    try:
        task = json.loads(line)
        return {"result": _TASKS[task.pop("task")](**task)}
    except UnreadableVideoError as error:
        return {"refused": str(error)}
    except Exception as error:  # noqa: BLE001 - the edge of the process: the parent is told, and the next task comes
        return {"full": True} if has_no_room(error) else {"error": type(error).__name__}


def _render(clip: dict[str, Any], variant: str, target: str) -> dict[str, Any]:
    from .render import render

    render(Clip(**clip), variant, Path(target))
    return {}


def _read_video(upload: str, target: str, sizes: list[str]) -> dict[str, Any]:
    from .uploaded_video import read_video

    _bound_memory()
    return attrs.asdict(read_video(Path(upload), Path(target), sizes))


def _bound_memory() -> None:
    """Let what a stranger's file asks for end in an error here, and not in the machine's memory."""
    try:
        import resource
    except ImportError:  # a system that has no such limit
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most), most))


_TASKS: dict[str, Callable[..., dict[str, Any]]] = {"render": _render, "read_video": _read_video}


if __name__ == "__main__":
    main()
