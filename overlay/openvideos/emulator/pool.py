"""Worker processes for rendering: few, started when needed, gone with the server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import attrs

from .clip import Clip, ReadVideo
from .errors import RenderError, StoreError, UnreadableVideoError, overloaded

__all__ = ["RenderPool"]

_CLOSING = "the emulator is closing"


class WorkerLostError(RenderError):
    """A worker process ended, or was ended, in the midst of a task."""


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

        Raises RenderError if that fails, StoreError if there is no room, ApiError (503) if too many wait already.
        """
        await self._do({"task": "render", "clip": attrs.asdict(clip), "variant": variant, "target": str(target)})

    async def read_video(self, upload: Path, target: Path, sizes: Sequence[str]) -> ReadVideo:
        """Write an uploaded video to a file in the emulator's form, in one of these sizes.

        Raises UnreadableVideoError for one that can't be read, or not within the pool's timeout and the worker's
        memory; StoreError if there is no room, ApiError (503) if too many wait already.
        """
        try:
            task = {"task": "read_video", "upload": str(upload), "target": str(target), "sizes": list(sizes)}
            return ReadVideo(**await self._do(task))
        except WorkerLostError as error:
            if self._closed:
                raise
            message = "found a video that takes too much time or memory to be read; allowed: a simpler one"
            raise UnreadableVideoError(message) from error

    async def _do(self, task: dict[str, Any]) -> dict[str, Any]:
        if self._closed:
            raise RenderError(_CLOSING)
        if self._taken >= self._places:
            raise overloaded("Too many clips wait to be rendered")
        self._taken += 1
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._run, json.dumps(task))
        finally:
            self._taken -= 1
        if answer.get("refused") is not None:
            raise UnreadableVideoError(answer["refused"])
        if answer.get("full"):
            message = "the data directory has no room for what is rendered"
            raise StoreError(message, full=True)
        if answer.get("error") is not None:
            raise RenderError(answer["error"])
        return dict(answer["result"])

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

    def _run(self, line: str) -> dict[str, Any]:
        try:
            worker = self._worker()
        except OSError as problem:
            message = "no worker process can be started"
            raise RenderError(message) from problem
        try:
            answer = worker.ask(line, timeout=self._timeout)
        except (OSError, ValueError) as problem:
            with self._lock:
                self._all.discard(worker)
            worker.stop()
            message = "a worker process ended while it rendered"
            raise WorkerLostError(message) from problem
        with self._lock:
            self._idle.append(worker)
        return answer

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

    def ask(self, line: str, *, timeout: float) -> dict[str, Any]:
        """Send a task and return the answer; OSError or ValueError if the worker is gone."""
        assert self.process.stdin is not None  # noqa: S101 - both are pipes
        assert self.process.stdout is not None  # noqa: S101
        guard = threading.Timer(timeout, self.process.kill)
        guard.daemon = True
        guard.start()
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            return dict(json.loads(self.process.stdout.readline()))
        finally:
            guard.cancel()

    def stop(self) -> None:
        """End the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was not written yet has no reader any more
                    pipe.close()
