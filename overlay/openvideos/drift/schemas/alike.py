"""What two documents say in the same words: nothing has to be compared there."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from openvideos.contract.pointer import join

from .fingerprint import Fingerprints
from .parts import Key

__all__ = ["Alike"]

_REF = re.compile(r'"\$ref": ("(?:[^"\\]|\\.)*")')


class Alike:
    """Tells what is written alike in two documents, all that is referred to included."""

    def __init__(self, base: Mapping[str, Any], revised: Mapping[str, Any], *prints: Fingerprints) -> None:
        self._prints = prints
        old, new = (dict(_units(data)) for data in (base, revised))
        moved = {unit for unit in {*old, *new} if old.get(unit) != new.get(unit)}
        users = defaultdict(list)
        for unit, text in old.items() if moved else ():
            for target in _REF.findall(text):
                users[_unit(unquote(json.loads(target).removeprefix("#")))].append(unit)
        ahead = list(moved)
        while ahead:
            for user in users[ahead.pop()]:
                if user not in moved:
                    moved.add(user)
                    ahead.append(user)
        self._same = old.keys() - moved

    def at(self, pointer: str) -> bool:
        """Whether what stands at a pointer is the same in both."""
        return not pointer or _unit(pointer) in self._same

    def keys(self, base: Key, revised: Key) -> bool:
        """Whether two schemas are written alike, wherever they are."""
        if base == revised and all(map(self.at, base)):
            return True
        return self._prints[0].of(base) == self._prints[1].of(revised)


def _units(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The components, operations and parameters of paths, by pointer, as text."""
    for owner in ("paths", "components"):
        for name, held in data.get(owner, {}).items():
            for part, node in held.items() if isinstance(held, dict) else ():
                yield join("", owner, name, part), json.dumps(node)


def _unit(pointer: str) -> str:
    return "/".join(pointer.split("/")[:4])
