"""How many videos a run may make, and has made: every accepted request counts, whoever sent it and whatever it said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from .verdict import Skipped

__all__ = ["FEWEST_FUZZED", "MOST_FUZZED", "Budget", "OverBudget", "reserve"]

MOST_FUZZED = 300
"""How many videos random requests may make, on a server on this machine that is quick; none elsewhere."""
FEWEST_FUZZED = 2
"""Where fewer are left, none are made by them: one would tell how quick the server is, and leave none. What is wrongly
taken can still be told of."""


class OverBudget(Skipped):
    """There are no more videos to be made."""

    def __init__(self) -> None:
        super().__init__("budget")


def reserve(most: int) -> int:
    """How many of so many videos no requirement is promised: requests that are wrong need room to be wrongly taken."""
    return max(1, most // 8)


class Budget:
    """Counts the videos of a run, from whichever thread they are asked for."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.made = 0
        self._asked = 0
        self._lock = Lock()

    @property
    def left(self) -> int:
        """How many more may be made, if each that is being asked for now is."""
        return max(0, self.most - self.made - self._asked)

    def check(self, videos: int = 1) -> None:
        """Raise OverBudget where so many may not be made any more."""
        if videos > self.left:
            raise OverBudget

    @contextmanager
    def one(self) -> Iterator[None]:
        """Keep one back while a request that could make it is answered. Raises OverBudget where there is none left."""
        with self._lock:
            self.check()
            self._asked += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked -= 1

    def count(self) -> None:
        """One was made."""
        with self._lock:
            self.made += 1
