"""A change: one thing that moved between a base and a revised contract, and what it means to a client."""

from typing import Any, Final, Literal

import attrs

__all__ = ["DIRECTIONS", "LEVELS", "NOTHING", "SURFACES", "Change", "Direction", "Level", "Place", "Places", "Surface"]

Level = Literal["info", "compatible", "breaking"]
Surface = Literal["wire", "sdk"]
Direction = Literal["request", "response", ""]

Places = tuple[str | None, str | None]
"""The pointers of what moved, in the base and in the revised document; None where it isn't there."""

LEVELS: Final[tuple[Level, ...]] = ("info", "compatible", "breaking")
"""What a change means, the least first."""
SURFACES: Final[tuple[Surface, ...]] = ("wire", "sdk")
DIRECTIONS: Final[tuple[Direction, ...]] = ("request", "response", "")


class _Nothing:
    """What stands for no value, as null is one."""

    def __repr__(self) -> str:
        return "NOTHING"

    def __bool__(self) -> bool:
        return False


NOTHING: Final[Any] = _Nothing()


@attrs.frozen(kw_only=True)
class Place:
    """Where something is said: the name of a source (a file, `REV:path`, a module), a line from 1, a JSON pointer."""

    name: str
    pointer: str = ""
    line: int | None = None

    def __str__(self) -> str:
        return self.name if self.line is None else f"{self.name}:{self.line}"


@attrs.frozen(kw_only=True)
class Change:
    """One difference.

    operation is method and path (`POST /videos`), or empty where it is about the whole document; direction is empty
    where it is about neither side. pointer is where the change stands in the revised document, or in the base where the
    revised one no longer has the place. base and revised are what stands there: JSON values, NOTHING for none. witness
    is a value that one side takes and the other doesn't, NOTHING where there is none to show; of is what it is a value
    of, for a person: a member in quotes, another part in words, empty for a whole body or answer, None where the value
    says nothing that the message doesn't. certain is false where a verdict is the careful one because nothing could be
    proved. source is where to look. also are the other operations that it is in, by way of a component that they share.
    """

    level: Level
    rule: str
    message: str
    operation: str = ""
    direction: Direction = ""
    pointer: str = ""
    base: Any = NOTHING
    revised: Any = NOTHING
    witness: Any = NOTHING
    of: str | None = ""
    certain: bool = True
    surface: Surface = "wire"
    source: Place | None = None
    also: tuple[str, ...] = ()

    def at_least(self, level: Level) -> bool:
        """Whether it is of a level, or of a graver one."""
        return LEVELS.index(self.level) >= LEVELS.index(level)
