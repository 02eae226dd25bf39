"""YAML as OpenAPI has it: each key is text, and so is a date; and on which line what stands.

Imported only where somebody brings YAML, since PyYAML is not among what this package needs.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import yaml

from .found import show
from .pointer import LONGEST, join

__all__ = ["YAMLError", "read_yaml"]

YAMLError = yaml.YAMLError

if TYPE_CHECKING:
    _Base = yaml.SafeLoader
else:  # a PyYAML that was built without libyaml reads the same, ten times slower
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MERGE, _STR, _TIMESTAMP = (f"tag:yaml.org,2002:{name}" for name in ("merge", "str", "timestamp"))
_MAX_MERGED = 100_000
_MAX_NODES = 1_000_000
_MAX_DEPTH = 200
_MAX_POINTERS = 50_000_000  # characters, of all of them


class _Loader(_Base):
    """Reads one text."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._flat: set[int] = set()
        self._merged = 0
        self._nodes = 0
        self._depth = 0

    def descend_resolver(self, *_: Any) -> None:
        """Count what is read, before it fills the memory: a few bytes of text are some hundred of it."""
        self._nodes += 1
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise RecursionError
        if self._nodes > _MAX_NODES:
            raise YAMLError(f"it has more than {_MAX_NODES} values")

    def ascend_resolver(self) -> None:
        """Leave what was descended into."""
        self._depth -= 1

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Put what `<<` merges in place, as far as that is little, and make text of the keys: of 200, yes, null."""
        if id(node) in self._flat:
            return
        self._flat.add(id(node))
        own: dict[str, yaml.Node] = {}
        for index, (key, value) in enumerate(node.value):
            if key.tag == _MERGE:
                for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    self._merge(each)
            elif isinstance(key, yaml.ScalarNode):
                first = own.setdefault(key.value, key)
                if first is not key:
                    before = f"the key {show(key.value)} of line {first.start_mark.line + 1}"
                    raise yaml.constructor.ConstructorError(None, None, f"found {before} again", key.start_mark)
                if key.tag != _STR:
                    text = yaml.ScalarNode(_STR, key.value, key.start_mark, key.end_mark)
                    node.value[index] = (text, value)
        super().flatten_mapping(node)

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

    What an alias stands for is the same object each time, and has its lines where it is written. Raises YAMLError, also
    for a key that is there twice, and, for numbers and nesting that Python can't read, ValueError and RecursionError.
    """
    with _without_collection():
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            return None, {}
        data = loader.construct_document(node)
        lines = _Lines()
        lines.find(node, "")
    return data, lines.found


@contextmanager
def _without_collection() -> Iterator[None]:
    """Nothing that is read can be collected yet, and looking for it takes longer than reading."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Lines:
    """Finds the lines, in little room: a long key, or many, would stand in the pointer of each thing below it."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}
        self._seen: set[int] = set()
        self._room = _MAX_POINTERS

    def find(self, node: yaml.Node, pointer: str) -> None:
        """Note what is below a node at a pointer, each node once."""
        if id(node) in self._seen or len(pointer) > LONGEST:
            return
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._note(join(pointer, str(key.value)), key, value)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                self._note(f"{pointer}/{index}", value, value)

    def _note(self, pointer: str, start: yaml.Node, node: yaml.Node) -> None:
        self._room -= len(pointer)
        if self._room >= 0:
            self.found[pointer] = start.start_mark.line + 1
            if not isinstance(node, yaml.ScalarNode):
                self.find(node, pointer)
