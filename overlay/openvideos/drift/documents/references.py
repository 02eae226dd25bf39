"""What $refs of a document lead to."""

from typing import Any
from urllib.parse import unquote

from openvideos.contract.pointer import split

__all__ = ["at", "referred", "resolved"]

_MOST = 50


def at(data: Any, pointer: str) -> Any:
    """What stands at a pointer; KeyError if there is nothing."""
    if pointer and not pointer.startswith("/"):
        raise KeyError(pointer)
    node = data
    for step in split(pointer):
        if isinstance(node, dict) and step in node:
            node = node[step]
        elif isinstance(node, list) and step.isascii() and step.isdecimal() and int(step) < len(node):
            node = node[int(step)]
        else:
            raise KeyError(pointer)
    return node


def referred(node: Any) -> str | None:
    """The pointer that an object's $ref names, decoded; None if it has none."""
    ref = node.get("$ref") if isinstance(node, dict) else None
    return unquote(ref[1:]) if isinstance(ref, str) else None


def resolved(data: Any, pointer: str) -> tuple[str, Any]:
    """Follow $refs from a pointer to where there is none: that pointer, and what stands there."""
    node = at(data, pointer)
    for _ in range(_MOST):
        inner = referred(node)
        if inner is None:
            break
        pointer, node = inner, at(data, inner)
    return pointer, node
