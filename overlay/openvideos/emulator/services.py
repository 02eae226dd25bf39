"""What the operations work with."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import attrs

from openvideos.contract import Contract

from .bodies import Bodies
from .fault import Fault, Place
from .idempotency import Keys
from .limits import Limits
from .media import Media
from .pool import RenderPool
from .store import Store

__all__ = ["Services"]


@attrs.frozen(kw_only=True)
class Services:
    """What one server works with; `clock` gives unix seconds, and jobs are `time_scale` times faster than usual.

    `readers` reads uploaded videos, apart from `media`, whose clips may keep its processes busy. `seen` is what faults
    count.
    """

    contract: Contract
    store: Store
    media: Media
    readers: RenderPool
    keys: Keys
    bodies: Bodies
    limits: Limits
    decoding: asyncio.Semaphore
    time_scale: float = 1.0
    clock: Callable[[], float] = time.time
    faults: tuple[Fault, ...] = ()
    seen: Counter[object] = attrs.field(factory=Counter)

    def faults_at(self, place: Place, operation: str) -> Iterator[Callable[..., Any]]:
        """What acts in a place on an operation, in the order in which the faults were named."""
        for fault in self.faults:
            if fault.place == place and (not fault.operations or operation in fault.operations):
                yield fault.act
