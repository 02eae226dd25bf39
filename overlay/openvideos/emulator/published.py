"""The contract as this server has it: cut down to the operations that it serves."""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import Any

__all__ = ["published"]


def published(document: dict[str, Any], *, operations: Collection[str], server: str) -> dict[str, Any]:
    """A copy of an OpenAPI document with these operations only, links and components that they use, and one server."""
    result = copy.deepcopy(document)
    result["servers"] = [{"url": server}]
    result["paths"] = {
        path: kept for path, item in result["paths"].items() if (kept := _served(item, operations)) is not None
    }
    _drop_links(result, operations)
    used = _used(result)
    components = result.get("components", {})
    result["components"] = {
        kind: kept
        for kind, named in components.items()
        if (kept := {name: node for name, node in named.items() if kind == "securitySchemes" or (kind, name) in used})
    }
    return result


def _served(item: dict[str, Any], operations: Collection[str]) -> dict[str, Any] | None:
    kept = {
        key: node
        for key, node in item.items()
        if not isinstance(node, dict) or node.get("operationId", None) in operations
    }
    return kept if any(isinstance(node, dict) for node in kept.values()) else None


def _drop_links(node: Any, operations: Collection[str]) -> None:
    if isinstance(node, list):
        for item in node:
            _drop_links(item, operations)
    elif isinstance(node, dict):
        links = node.get("links")
        if isinstance(links, dict) and "description" in node:
            node["links"] = {name: link for name, link in links.items() if link.get("operationId") in operations}
        for item in node.values():
            _drop_links(item, operations)


def _used(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Kind and name of each component that the paths lead to."""
    found: set[tuple[str, str]] = set()
    nodes: list[Any] = [document["paths"]]
    while nodes:
        node = nodes.pop()
        if isinstance(node, list):
            nodes.extend(node)
        elif isinstance(node, dict):
            nodes.extend(node.values())
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/components/"):
                kind, name = reference.split("/")[2:4]
                if (kind, name) not in found:
                    found.add((kind, name))
                    nodes.append(document["components"][kind][name])
    return found
