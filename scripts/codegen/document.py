"""Reading the contract: the YAML text as data, where each pointer stands in it, and what a $ref names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

Schema = dict[str, Any]
METHODS = frozenset({"get", "put", "post", "delete", "patch"})


def load(path: Path) -> dict[str, Any]:
    """The document as data; ValueError naming the file if it is not a YAML mapping."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise ValueError(f"{path}: {' '.join(str(error).split())}") from error
    if not isinstance(document, dict):
        raise ValueError(f"{path}: not a mapping")
    return cast("dict[str, Any]", document)


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node that a $ref names, with what stands beside the $ref laid over it; ValueError if there is none."""
    reference = node.get("$ref")
    if reference is None:
        return node
    target: Any = document
    for step in reference.removeprefix("#/").split("/"):
        target = target.get(step) if isinstance(target, dict) else None
    if not isinstance(target, dict):
        raise ValueError(f"{reference}: there is no such component")
    return {**resolve(document, target), **{key: value for key, value in node.items() if key != "$ref"}}


def component_of(node: dict[str, Any]) -> str | None:
    """The name of the component that a $ref names."""
    reference = node.get("$ref")
    return None if reference is None else str(reference).rsplit("/", 1)[-1]


def lines(text: str) -> dict[str, int]:
    """JSON pointer -> line (from 1) of every member and item of a YAML text."""
    return dict(_lines(yaml.compose(text, Loader=yaml.SafeLoader), ""))


def _lines(node: yaml.Node | None, pointer: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = f"{pointer}/{key.value.replace('~', '~0').replace('/', '~1')}"
            yield inner, key.start_mark.line + 1
            yield from _lines(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield f"{pointer}/{index}", value.start_mark.line + 1
            yield from _lines(value, f"{pointer}/{index}")
