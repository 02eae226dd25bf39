"""Worker processes for rendering: few, started when needed, gone with the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import attrs

from .clip import Clip
from .errors import RenderError, overloaded

__all__ = ["RenderPool"]

_CLOSING = "the emulator is closing"


class RenderPool:
    """At most `workers` processes that render at the same time, and at most `waiting` clips behind them.

    A worker that takes longer than `timeout` seconds for a clip, or dies of it, is replaced.
    """

    def __init__(self, *, workers: int = 2, waiting: int = 256, timeout: float = 120.0) -> None:
        self._timeout = timeout
        self._places = workers + waiting
        self._taken = 0
        self._lock = threading.Lock()
        self._closed = False
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        # a thread for each process: it writes the task and waits for the answer
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="openvideos-render")

    async def render(self, clip: Clip, variant: str, target: Path) -> None:
        """Render a variant of a clip to a file.

        Raises RenderError if that fails, ApiError (503) if too many clips wait already.
        """
        if self._closed:
            raise RenderError(_CLOSING)
        if self._taken >= self._places:
            raise overloaded("Too many clips wait to be rendered")
        self._taken += 1
        try:
            await asyncio.get_running_loop().run_in_executor(self._threads, self._run, clip, variant, target)
        finally:
            self._taken -= 1

    def close(self) -> None:
        """End the workers, at once; renders under way raise RenderError."""
        with self._lock:
            self._closed = True
            workers, self._all = self._all, set()
        for worker in workers:
            worker.stop()
        self._threads.shutdown()  # those who still wait for a process find that there is none to come

    @property
    def process_ids(self) -> list[int]:
        """The workers' process ids."""
        with self._lock:
            return sorted(worker.process.pid for worker in self._all)

    def _run(self, clip: Clip, variant: str, target: Path) -> None:
        worker = self._worker()
        line = json.dumps({"clip": attrs.asdict(clip), "variant": variant, "target": str(target)})
        try:
            error = worker.ask(line, timeout=self._timeout)
        except (OSError, ValueError) as problem:
            with self._lock:
                self._all.discard(worker)
            worker.stop()
            message = "a worker process ended while it rendered"
            raise RenderError(message) from problem
        with self._lock:
            self._idle.append(worker)
        if error is not None:
            raise RenderError(error)

    def _worker(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RenderError(_CLOSING)
            if self._idle:
                return self._idle.pop()
            worker = _Worker()
            self._all.add(worker)
            return worker


class _Worker:
    def __init__(self) -> None:
        # modules are found where this process finds them
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "openvideos.emulator.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            encoding="utf-8",
        )

    def ask(self, line: str, *, timeout: float) -> str | None:
        """Send a task and return the error it ended in, if any; OSError or ValueError if the worker is gone."""
        assert self.process.stdin is not None  # noqa: S101 - both are pipes
        assert self.process.stdout is not None  # noqa: S101
        guard = threading.Timer(timeout, self.process.kill)
        guard.daemon = True
        guard.start()
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            error = json.loads(self.process.stdout.readline())["error"]
        finally:
            guard.cancel()
        return None if error is None else str(error)

    def stop(self) -> None:
        """End the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not written yet has no reader any more
                    pipe.close()
