"""The content of jobs: rendered when it is first read, once, and kept."""

from __future__ import annotations

import asyncio
import functools
import os
from pathlib import Path

from . import jobs
from .errors import RenderError, StoreError
from .jobs import Job
from .pool import RenderPool
from .store import Store

__all__ = ["Media"]


class Media:
    """Files of a job's variants; those that do not exist yet are rendered by a pool."""

    def __init__(self, store: Store, pool: RenderPool) -> None:
        self._store = store
        self._pool = pool
        self._under_way: dict[Path, asyncio.Task[None]] = {}

    async def file(self, job: Job, variant: str) -> Path:
        """The file of a variant, rendered if there is none; readers who come meanwhile wait for the same render.

        Raises RenderError, StoreError, or ApiError (503) if too many clips wait.
        """
        path = self._store.media(job, variant)
        if not path.exists():
            task = self._under_way.get(path)
            if task is None:
                task = self._under_way[path] = asyncio.create_task(self._render(job, variant, path))
                task.add_done_callback(functools.partial(self._done, path))
            # a reader who goes away does not end it for the others, nor for later
            await asyncio.shield(task)
        return path

    def _done(self, path: Path, task: asyncio.Task[None]) -> None:
        del self._under_way[path]
        if not task.cancelled():
            task.exception()  # those who wait for it are told; perhaps nobody does any more

    async def _render(self, job: Job, variant: str, path: Path) -> None:
        reference = str(self._store.reference(job)) if job.reference else None
        unfinished = self._store.unfinished()
        try:
            await self._pool.render(jobs.clip(job, reference), variant, unfinished)
            os.replace(unfinished, path)
        except RenderError:
            unfinished.unlink(missing_ok=True)
            raise
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            message = "the rendered clip cannot be kept"
            raise StoreError(message) from error
