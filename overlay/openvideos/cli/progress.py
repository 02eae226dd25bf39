"""A progress bar on one line of a terminal."""

import math
import shutil
import time
from collections.abc import Callable

from openvideos.escape import escape

from .output import Stderr

__all__ = ["Bar"]

_CELLS = 30
_WORD = 40


class Bar:
    """Shows a word, how much is done and how long it took; nothing where stderr is no terminal."""

    def __init__(self, stderr: Stderr, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._stderr = stderr
        self._clock = clock
        self._start = clock()
        self._width = 0

    def show(self, word: str, done: float | None, note: str = "") -> None:
        """Draw it anew; done is a share of 1, or None where nobody knows."""
        if not self._stderr.is_terminal:
            return
        parts = [f"{escape(word, _WORD):<12}", note, f"{self._clock() - self._start:.0f} s"]
        if done is not None and not math.isnan(done):
            share = min(max(done, 0.0), 1.0)
            full = int(share * _CELLS)
            parts.insert(1, f"[{'#' * full}{'-' * (_CELLS - full)}] {share:4.0%}")
        # a line that is wrapped could not be drawn over
        text = " ".join(filter(None, parts))[: shutil.get_terminal_size().columns - 1]
        self._stderr.raw(f"\r{text.ljust(self._width)}")
        self._width = len(text)

    def end(self) -> None:
        """Leave the line, so that others can follow."""
        if self._width:
            self._stderr.raw("\n")
            self._width = 0
