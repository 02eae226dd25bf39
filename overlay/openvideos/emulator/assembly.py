"""What one process serves: a server under /v1 and, when it is asked for, one for each fault beside it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path

import attrs
from starlette.types import ASGIApp

from openvideos.contract import Contract

from .app import PREFIX, beside_faults, create_app
from .bodies import Bodies
from .errors import ApiError, EmulatorError, StoreError, has_no_room
from .fault import Fault
from .faults import known_faults, named
from .idempotency import Keys
from .limits import Limits
from .media import Media
from .pool import RenderPool
from .services import Services
from .store import Store

__all__ = ["Assembly", "Settings"]

_READING_SECONDS = 60.0
_WAITING_READS = 32


@attrs.frozen(kw_only=True)
class Settings:
    """What all servers of a process have in common; `clock` gives unix seconds, `origin` is scheme, host and port."""

    origin: str
    time_scale: float
    api_key: str | None = attrs.field(repr=False)
    limits: Limits
    clock: Callable[[], float]


class Assembly:
    """The servers of a process, `app`, on a data directory; the processes that render and read are common to them.

    The server under /v1 has `faults`; the one under /faults/NAME/v1 has that fault alone, and data in faults/NAME.
    Raises EmulatorError if the directory cannot be used.
    """

    def __init__(self, directory: Path, settings: Settings, faults: tuple[Fault, ...] = ()) -> None:
        self._directory = directory
        self._settings = settings
        self._faulty: dict[str, ASGIApp] = {}
        with contextlib.ExitStack() as opened:
            self.pool = RenderPool()
            self._readers = RenderPool(workers=2, waiting=_WAITING_READS, timeout=_READING_SECONDS)
            self._bodies = Bodies(settings.limits)
            self._decoding = asyncio.Semaphore(settings.limits.image_decoders)
            opened.callback(self.stop_workers)
            self._stores = opened.enter_context(contextlib.ExitStack())
            self.app = beside_faults(self._serve(directory, PREFIX, faults), self._with_fault)
            self._opened = opened.pop_all()

    def stop_workers(self) -> None:
        """End what renders and reads; whoever waits for it is told."""
        self.pool.close()
        self._readers.close()

    def close(self) -> None:
        """Close all that was opened."""
        self._opened.close()

    def _serve(self, directory: Path, prefix: str, faults: tuple[Fault, ...]) -> ASGIApp:
        kind = Store
        for fault in faults:
            kind = fault.act(kind) if fault.place == "store" else kind
        store = self._stores.enter_context(contextlib.closing(kind(directory)))
        services = Services(
            contract=Contract.load(),
            store=store,
            media=Media(store, self.pool),
            readers=self._readers,
            keys=Keys(),
            bodies=self._bodies,
            limits=self._settings.limits,
            decoding=self._decoding,
            time_scale=self._settings.time_scale,
            clock=_Forward(self._settings.clock, store.newest()),
            faults=faults,
        )
        app = create_app(services, origin=self._settings.origin, prefix=prefix, api_key=self._settings.api_key)
        for fault in faults:
            app = fault.act(app, self._settings.api_key) if fault.place == "app" else app
        return app

    def _with_fault(self, name: str) -> ASGIApp:
        """The server with one fault, made when it is first asked.

        Raises ApiError if there is no such fault, StoreError if its directory cannot be used.
        """
        if name not in known_faults():
            message = "No fault has this name; openvideos serve --list-faults shows those that there are."
            raise ApiError(404, message, code="unknown_fault")
        if name not in self._faulty:
            directory = self._directory / "faults" / name
            try:
                self._faulty[name] = self._serve(directory, f"/faults/{name}{PREFIX}", named([name]))
            except EmulatorError as error:
                raise StoreError(
                    str(error), full=error.__cause__ is not None and has_no_room(error.__cause__)
                ) from error
        return self._faulty[name]


class _Forward:
    """A clock that never goes back, not even behind the newest job: what has happened stays so."""

    def __init__(self, clock: Callable[[], float], latest: float) -> None:
        self._clock = clock
        self._latest = latest

    def __call__(self) -> float:
        self._latest = max(self._latest, self._clock())
        return self._latest
