"""A process that renders: a task a line on standard input, an answer a line on standard output.

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
from pathlib import Path
from typing import TextIO

from .clip import Clip

__all__ = ["main"]


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


def _answer(line: str) -> dict[str, str | None]:
    try:
        from .render import render

        task = json.loads(line)
        render(Clip(**task["clip"]), task["variant"], Path(task["target"]))
    except Exception as error:  # noqa: BLE001 - the edge of the process: the parent is told, and the next task comes
        return {"error": type(error).__name__}
    return {"error": None}


if __name__ == "__main__":
    main()
