"""YAML as OpenAPI has it: each key is text, and so is a date; and on which line what stands.

Imported only where somebody brings YAML, since PyYAML is not among what this package needs.
"""

from typing import Any

import yaml

from .pointer import join

__all__ = ["YAMLError", "read_yaml"]

YAMLError = yaml.YAMLError

_MERGE, _STR, _TIMESTAMP = (f"tag:yaml.org,2002:{name}" for name in ("merge", "str", "timestamp"))
_MAX_MERGED = 100_000


class _Loader(yaml.SafeLoader):
    """Reads one text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._flat: set[int] = set()
        self._merged = 0

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Put what `<<` merges in place, as far as that is little, and make text of the keys: of 200, yes, null."""
        if id(node) in self._flat:
            return
        self._flat.add(id(node))
        for key, value in node.value:
            if key.tag == _MERGE:
                for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    self._merge(each)
        super().flatten_mapping(node)
        node.value = [(_as_text(key), value) for key, value in node.value]

    def _merge(self, node: yaml.Node) -> None:
        if not isinstance(node, yaml.MappingNode):
            return
        self.flatten_mapping(node)
        self._merged += len(node.value)
        if self._merged > _MAX_MERGED:
            raise YAMLError(f"its << merge more than {_MAX_MERGED} members")


_Loader.add_constructor(_TIMESTAMP, lambda _, node: node.value)


def read_yaml(text: str) -> tuple[Any, dict[str, int]]:
    """What a YAML text says, and JSON pointer -> line, from 1, of every member and item.

    What an alias stands for is the same object each time, and has its lines where it is written. Raises YAMLError and,
    for numbers and nesting that Python can't read, ValueError and RecursionError.
    """
    loader = _Loader(text)
    node = loader.get_single_node()
    if node is None:
        return None, {}
    data = loader.construct_document(node)
    lines: dict[str, int] = {}
    _find_lines(node, "", lines, set())
    return data, lines


def _find_lines(node: yaml.Node, pointer: str, lines: dict[str, int], seen: set[int]) -> None:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = join(pointer, str(key.value))
            lines[inner] = key.start_mark.line + 1
            _find_lines(value, inner, lines, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            inner = join(pointer, str(index))
            lines[inner] = value.start_mark.line + 1
            _find_lines(value, inner, lines, seen)


def _as_text(key: yaml.Node) -> yaml.Node:
    if not isinstance(key, yaml.ScalarNode):
        return key
    return yaml.ScalarNode(_STR, key.value, key.start_mark, key.end_mark)
