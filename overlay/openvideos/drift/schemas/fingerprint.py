"""Whether two schemas are written alike, $refs followed: a quick way to see that there is nothing to compare."""

import hashlib
from typing import Any

from openvideos.drift.documents.references import referred

from .parts import Key
from .shapes import Shapes

__all__ = ["Fingerprints"]

_MOST = 50_000


class Fingerprints:
    """The fingerprints of a document's schemas: equal where they are written alike, in whatever order of keys."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._known: dict[str, str] = {}
        self._count = 0

    def of(self, key: Key) -> str:
        """The fingerprint of a key."""
        return "+".join(self._pointer(pointer, {})[0] for pointer in key)

    def _pointer(self, pointer: str, outer: dict[str, int]) -> tuple[str, int]:
        """The fingerprint of what stands at a pointer, and how far out it refers: its own depth, or less."""
        depth = len(outer)
        if pointer in self._known:
            return self._known[pointer], depth
        if pointer in outer:
            return f"^{depth - outer[pointer]}", outer[pointer]
        self._count += 1
        if self._count > _MOST:
            return f"{id(self)} {self._count}", depth  # like no other
        try:
            node = self._shapes.node(pointer)
        except KeyError:  # data that looks like a $ref
            return pointer, depth
        found, out = self._node(node, {**outer, pointer: depth})
        if out >= depth:
            self._known[pointer] = found
        return found, out

    def _node(self, node: Any, outer: dict[str, int]) -> tuple[str, int]:
        nearest = len(outer)
        if isinstance(node, dict):
            target = referred(node)
            words = []
            for name in sorted(node):
                if name == "$ref" and target is not None:
                    continue
                text, out = self._node(node[name], outer)
                words.append(f"{name!r}:{text}")
                nearest = min(nearest, out)
            if target is not None:
                text, out = self._pointer(target, outer)
                nearest = min(nearest, out)
                if not words:  # a $ref alone is what it refers to
                    return text, nearest
                words.append(f"->{text}")
            return hashlib.blake2b(",".join(words).encode(), digest_size=16).hexdigest(), nearest
        if isinstance(node, list):
            found = [self._node(each, outer) for each in node]
            return "[" + ",".join(text for text, _ in found) + "]", min([nearest, *(out for _, out in found)])
        return f"{type(node).__name__} {node!r}", nearest
