"""How many videos a run may make, and has made: every accepted request counts, whoever sent it and whatever it said."""

from __future__ import annotations

from threading import Lock

from .verdict import Skipped

__all__ = ["MOST_FUZZED", "Budget", "OverBudget"]

MOST_FUZZED = 300
"""How many videos random requests may make, on a server on this machine that is quick; none elsewhere."""


class OverBudget(Skipped):
    """There are no more videos to be made."""

    def __init__(self) -> None:
        super().__init__("budget")


class Budget:
    """Counts the videos of a run."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.made = 0
        self._lock = Lock()

    @property
    def left(self) -> int:
        """How many more may be made."""
        return max(0, self.most - self.made)

    def check(self, videos: int = 1) -> None:
        """Raise OverBudget where so many may not be made any more."""
        if videos > self.left:
            raise OverBudget

    def count(self) -> None:
        """One was made."""
        with self._lock:
            self.made += 1
