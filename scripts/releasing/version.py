"""Semantic versions, and the least one that a change asks for."""

import re
from typing import Literal, NamedTuple

__all__ = ["Level", "Version", "least"]

Level = Literal["", "info", "compatible", "breaking"]
"""What changed since a release, by what it means to whoever uses it; empty for nothing."""

_FORM = re.compile(r"(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})", re.ASCII)


class Version(NamedTuple):
    """Three numbers, which compare as such."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str, where: str) -> "Version":
        """A version from its text; ValueError, in which `where` is the place, for any other form."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{where}: found {text!r}; allowed: a version of three numbers, as in 0.2.0")
        return cls(*map(int, match.groups()))

    def __str__(self) -> str:
        return ".".join(map(str, self))


def least(released: Version, level: Level) -> Version:
    """The lowest version that may follow: in 0.x a breaking change takes the minor number, any other the last one."""
    major, minor, patch = released
    if not level:
        return released
    if level == "breaking":
        return Version(major + 1, 0, 0) if major else Version(0, minor + 1, 0)
    if level == "compatible" and major:
        return Version(major, minor + 1, 0)
    return Version(major, minor, patch + 1)
