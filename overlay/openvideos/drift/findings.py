"""What comparisons come to: their changes, what of them is accepted, and whether that fails."""

from typing import TYPE_CHECKING, Final, Literal

import attrs

from .change import LEVELS, Change, Surface

if TYPE_CHECKING:
    from .accepted import Accepted

__all__ = ["FAIL_ON", "Comparison", "FailOn", "Findings", "Tolerated"]

FailOn = Literal["breaking", "compatible", "info", "never"]
FAIL_ON: Final[tuple[FailOn, ...]] = (*reversed(LEVELS), "never")
"""The level from which on a change fails, the gravest first."""


@attrs.frozen(kw_only=True)
class Tolerated:
    """A change, and what accepts it, or did until it expired."""

    change: Change
    by: "Accepted"


@attrs.frozen(kw_only=True)
class Comparison:
    """A base and a revised contract, by their names, and what moved between them.

    name is what the settings call it, empty where it comes from none. problem is one line: why nothing was compared;
    notes are lines: what of the revised one was compared, where that isn't all that it could be.
    accepted are changes that are not among changes; expired are, as nothing accepts them any more; gone is what accepts
    a change that there isn't.
    """

    name: str = ""
    base: str
    revised: str
    changes: tuple[Change, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    accepted: tuple[Tolerated, ...] = ()
    expired: tuple[Tolerated, ...] = ()
    gone: "tuple[Accepted, ...]" = ()


@attrs.frozen(kw_only=True)
class Findings:
    """Comparisons, the level from which on a change fails, and whether the names that generated code shows count."""

    comparisons: tuple[Comparison, ...]
    fail_on: FailOn = "breaking"
    surface: Surface = "wire"

    def counted(self, comparison: Comparison) -> tuple[Change, ...]:
        """The changes of a comparison that are on a surface that counts, the gravest first, unproven ones behind."""
        found = [each for each in comparison.changes if self._counts(each)]
        return tuple(sorted(found, key=lambda each: (-LEVELS.index(each.level), not each.certain)))

    def uncounted(self, comparison: Comparison) -> tuple[Change, ...]:
        """The others: those of names that only generated code shows."""
        return tuple(each for each in comparison.changes if not self._counts(each))

    def _counts(self, change: Change) -> bool:
        return self.surface == "sdk" or change.surface == "wire"

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those of all comparisons that are on a surface that counts."""
        return tuple(change for each in self.comparisons for change in self.counted(each))

    def fails(self, change: Change) -> bool:
        """Whether a change is one that fails."""
        return self.fail_on != "never" and change.at_least(self.fail_on)

    @property
    def exit_code(self) -> int:
        """2 where something could not be compared, 1 where a change fails or nothing is left of an accepted one."""
        if any(each.problem for each in self.comparisons):
            return 2
        if any(map(self.fails, self.changes)):
            return 1
        return int(self.fail_on != "never" and any(each.gone for each in self.comparisons))
