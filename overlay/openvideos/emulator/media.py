"""The content of jobs: rendered when it is first read, once, and kept."""

from __future__ import annotations

import asyncio
import functools
from pathlib import Path

from .clip import Clip
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
        path = self._store.files.media(job.id, variant)
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
        clip = await self._clip(job)
        with self._store.files.unfinished() as unfinished:
            await self._pool.render(clip, variant, unfinished)
            self._store.files.place(unfinished, path)
        if self._store.source(job.id) is None:  # deleted meanwhile
            self._store.files.drop(job.id)

    async def _clip(self, job: Job) -> Clip:
        """What a renderer has to know of a job: its files too, of which its source's video may have to be rendered."""
        files, source = self._store.files, job.source
        footage = None
        if source is not None:
            made_from = None if source.id is None else self._store.source(source.id)
            footage = files.video(job.id) if made_from is None else await self.file(made_from, "video")
        width, _, height = job.size.partition("x")
        return Clip(
            id=job.id,
            prompt=job.prompt,
            model=job.model,
            width=int(width),
            height=int(height),
            seconds=int(job.seconds),
            reference=str(files.image(job.id)) if job.reference else None,
            reference_label=job.reference_label,
            kind=job.kind,
            source=None if footage is None else str(footage),
            source_id=job.source_id,
            source_seconds=0 if source is None else source.seconds,
            characters=tuple((name, str(files.video(owner))) for name, owner in job.characters),
        )
