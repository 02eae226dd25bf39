"""Whether a version agrees with what changed since the last release: of the contract, and of both packages."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from .version import Level, Version, least

if TYPE_CHECKING:
    from openvideos.drift.change import Change
    from openvideos.drift.documents.document import Source

__all__ = [
    "API",
    "CONTRACT",
    "RELEASED_CONTRACT",
    "VERSION_FILE",
    "Held",
    "hold_api",
    "hold_contract",
    "package_version",
]

CONTRACT = Path("openapi/videos.yaml")
RELEASED_CONTRACT = Path("openapi/released/videos.yaml")
API = Path("openapi/released/api.json")
VERSION_FILE = Path("overlay/openvideos/_version.py")

_GRAVE: tuple[Level, ...] = ("breaking", "compatible")
_WORDS: dict[Level, str] = {"": "nothing", "info": "nothing that counts", "compatible": "additions"}


@attrs.frozen(kw_only=True)
class Held:
    """What changed since a release, and whether the version of the tree may follow it.

    lines has a line for each breaking change: where, what. where is the place of the version.
    """

    name: str
    where: str
    released: Version
    current: Version
    level: Level
    lines: tuple[str, ...] = ()

    @property
    def least(self) -> Version:
        """The lowest version that the tree may have."""
        return least(self.released, self.level)

    @property
    def ok(self) -> bool:
        """Whether it has at least that."""
        return self.current >= self.least

    @property
    def summary(self) -> str:
        """All of it in a line."""
        count = len(self.lines)
        found = f"{count} breaking change{'s'[: count != 1]}" if self.level == "breaking" else _WORDS[self.level]
        told = f"{self.name}: {found} since {self.released}"
        if self.ok:
            return f"{told}; {self.where} has {self.current}"
        restore = ", or restore it" if self.level == "breaking" else ""
        return f"{told}; {self.where}: found {self.current}; allowed: {self.least} or higher{restore}"


def package_version(root: Path) -> tuple[Version, str]:
    """The version of both packages, and where it stands."""
    text = (root / VERSION_FILE).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if match := re.fullmatch(r'__version__ = "(.*)"', line):
            where = f"{VERSION_FILE}:{number}"
            return Version.parse(match[1], where), where
    raise ValueError(f"{VERSION_FILE}: found no __version__")


def hold_api(root: Path) -> Held:
    """The packages' version against the names, signatures and fields that were lost since the last release.

    Raises ValueError, OSError, PackagesError.
    """
    from .breakage import breakages
    from .record import from_text, read_api

    current, where = package_version(root)
    old = from_text((root / API).read_text(encoding="utf-8"), str(API))
    new = read_api(root, str(current))
    lost = breakages(old, new)
    changed = (old.modules, old.reached) != (new.modules, new.reached)
    return Held(
        name="api",
        where=where,
        released=Version.parse(old.version, f"{API}: version"),
        current=current,
        level="breaking" if lost else "compatible" if changed else "",
        lines=tuple(map(str, lost)),
    )


def hold_contract(root: Path) -> Held:
    """The contract's own version against drift's verdict on what changed since the last release.

    Raises ValueError and OSError.
    """
    from openvideos.drift.compare import compare
    from openvideos.drift.documents.document import read

    base, revised = read(str(root / RELEASED_CONTRACT)), read(str(root / CONTRACT))
    line = revised.line("/info/version")
    where = f"{CONTRACT}:{line} info.version" if line else f"{CONTRACT}: info.version"
    changes = [change for change in compare(base, revised) if change.surface == "wire"]
    breaking = [change for change in changes if change.level == "breaking"]
    return Held(
        name="contract",
        where=where,
        released=Version.parse(_version(base.data), f"{RELEASED_CONTRACT}: info.version"),
        current=Version.parse(_version(revised.data), where),
        level=_level(changes, same=_without_version(base.data) == _without_version(revised.data)),
        lines=tuple(_told(change, revised) for change in breaking),
    )


def _level(changes: "Sequence[Change]", *, same: bool) -> Level:
    """The gravest level; a new version alone is no change, and words alone are one."""
    for level in _GRAVE:
        if any(change.level == level for change in changes):
            return level
    return "" if same else "info"


def _told(change: "Change", revised: "Source") -> str:
    line = revised.line(change.pointer)
    place = f"{CONTRACT}:{line}" if line else str(CONTRACT)
    sure = "" if change.certain else " (not proved)"
    return f"{place}: {': '.join(filter(None, [change.operation, change.message]))} ({change.rule}){sure}"


def _version(data: dict[str, Any]) -> str:
    return str(data.get("info", {}).get("version", ""))


def _without_version(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"info": {name: value for name, value in data["info"].items() if name != "version"}}
