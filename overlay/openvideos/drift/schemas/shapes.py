"""Schemas of a document, normal: what each accepts, as a union of parts of one JSON type each.

A schema is named by a key, the pointers whose schemas all apply there: a $ref with siblings, an allOf, the same member
in two parts of an allOf are several pointers under one key. What a key accepts is found when it is asked for, once.
"""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from openvideos.contract.pointer import join
from openvideos.drift.documents.document import Source
from openvideos.drift.documents.references import at, referred

from .parts import ANY, Key, Member, Part, Shape, bounded, common, kind_of, met, same, settled

__all__ = ["Shapes"]

MOST_PARTS = 400
_ARRAY_RAW = ("contains", "minContains", "maxContains", "unevaluatedItems")
_CHOICES = ("anyOf", "oneOf")
_LIMITS = {
    "string": ("minLength", "maxLength"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
}
_TYPES = {"binary": ("string",), "number": ("number", "integer")}
_NOTES = (
    *("title", "description", "default", "example", "examples", "deprecated", "externalDocs", "xml"),
    *("format", "contentEncoding", "contentMediaType", "discriminator", "$comment", "readOnly", "writeOnly"),
)
_BESIDE = frozenset({"$ref", "allOf", "anyOf", "oneOf", "title", "description", "default", "example", "deprecated"})
"""What leaves the parts of its own schema as they are."""


class Shapes:
    """The schemas of one document by key."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._nodes: dict[str, Any] = {}
        self._shapes: dict[Key, Shape] = {}

    def node(self, pointer: str) -> Any:
        """The schema at a pointer, as it is written; true where nothing is."""
        found = self._nodes.get(pointer, self)
        if found is self:
            # a body, header or parameter without a schema has the empty pointer's: anything
            found = self._nodes[pointer] = at(self.source.data, pointer) if pointer else True
        return found

    def at(self, key: Key) -> Shape:
        """What a key accepts."""
        found = self._shapes.get(key)
        if found is None:
            self._shapes[key] = Shape(key=key)  # for a choice that is one of its own branches
            found = self._shapes[key] = self._read(key)
        return found

    def applied(self, key: Key) -> Iterator[str]:
        """The pointers of all schemas that apply, those of $ref and allOf too, each once."""
        seen: set[str] = set()
        ahead = list(reversed(key))
        while ahead:
            pointer = ahead.pop()
            if pointer in seen:
                continue
            seen.add(pointer)
            yield pointer
            node = self.node(pointer)
            if isinstance(node, dict):
                further = [inner] if (inner := referred(node)) is not None else []
                further += [join(pointer, "allOf", str(index)) for index in range(len(node.get("allOf", ())))]
                ahead += reversed(further)

    def says(self, key: Key, word: str) -> bool:
        """Whether a keyword is true in one of the schemas that apply."""
        nodes = map(self.node, self.applied(key))
        return any(isinstance(node, dict) and node.get(word) is True for node in nodes)

    def direct(self, key: Key) -> Key:
        """A key without the $refs that say nothing else, so that what many refer to is known to be one."""
        while len(key) == 1:
            node = self.node(key[0])
            inner = referred(node)
            if inner is None or len(node) > 1:
                break
            key = (inner,)
        return key

    def _read(self, key: Key) -> Shape:
        applied = tuple(self.applied(key))
        nodes = [(pointer, self.node(pointer)) for pointer in applied]
        choices: list[tuple[Key, ...]] = []
        exactly: list[tuple[Key, ...]] = []
        some: list[tuple[Key, ...]] = []
        for pointer, node in nodes:
            if isinstance(node, dict):
                for word in _CHOICES:
                    branches: tuple[Key, ...] = tuple(
                        (join(pointer, word, str(i)),) for i in range(len(node.get(word, ())))
                    )
                    if branches:
                        choices.append(branches)
                    if word == "oneOf" and len(branches) > 1 and not self._disjoint(branches):
                        exactly.append(branches)
                    elif any(self.at(branch).more for branch in branches):
                        some.append(branches)
        notes = self._notes(nodes)
        nots = tuple((join(pointer, "not"),) for pointer, node in nodes if isinstance(node, dict) and "not" in node)
        conditions = tuple(pointer for pointer, node in nodes if isinstance(node, dict) and "if" in node)
        parts, whole = self._parts(nodes, choices)
        # bytes are only where somebody says so: JSON has none
        parts = tuple(part for part in parts if part.type != "binary" or not part.free)
        return Shape(
            key=key,
            parts=parts,
            whole=whole,
            one_of=any(isinstance(node, dict) and "oneOf" in node for _, node in nodes),
            exactly=tuple(exactly),
            some=tuple(some),
            nots=nots,
            conditions=conditions,
            notes=notes,
        )

    def _parts(self, nodes: list[tuple[str, Any]], choices: list[tuple[Key, ...]]) -> tuple[tuple[Part, ...], bool]:
        """The parts of what applies together, and whether they say it all: not where there would be too many."""
        told = [(pointer, node) for pointer, node in nodes if not (isinstance(node, dict) and node.keys() <= _BESIDE)]
        kinds = [kind for kind in ANY if all(_may_be(kind, node) for _, node in told)]
        alone = [part for part in (self._part(kind, told or nodes[:1]) for kind in kinds) if part is not None]
        whole = True
        for branches in choices:
            inside = [self.at(branch) for branch in branches]
            whole = whole and all(each.whole for each in inside)
            if len(alone) * sum(len(each.parts) for each in inside) > MOST_PARTS * 7:
                whole = False
                continue
            pairs = itertools.product(alone, (part for each in inside for part in each.parts))
            alone = [part for part in (met(a, b) for a, b in pairs) if part is not None]
            if len(alone) > MOST_PARTS:
                return tuple(alone[:MOST_PARTS]), False
        return tuple(alone), whole

    def _part(self, kind: str, nodes: list[tuple[str, Any]]) -> Part | None:
        found: Part | None = None
        for pointer, node in nodes:
            if node is True or node == {}:
                continue
            alone = self._own(kind, pointer, node) if isinstance(node, dict) else None
            if alone is None:
                return None
            found = alone if found is None else met(found, alone)
            if found is None:
                return None
        return found or Part(type=kind, pointer=nodes[0][0])

    def _own(self, kind: str, pointer: str, node: dict[str, Any]) -> Part | None:
        """What the keywords of one schema leave of a type that it may be, without $ref, allOf and choices, if any."""
        kinds = node.get("type")
        limits = {word: node[word] for word in _LIMITS.get(kind, ()) if word in node}
        if kind == "number" and kinds is not None and kinds != "number" and "number" not in kinds:
            limits["multipleOf"] = common(limits.get("multipleOf", 1), 1)
        if kind in {"string", "binary"} and ("format" in node or "contentMediaType" in node):
            binary = _is_binary(node)
            if binary != (kind == "binary") and (binary or kinds is not None):
                return None
        elif (kind == "binary" and kinds is not None) or (kinds is None and _is_binary(node)):
            return None
        values = self._values(kind, node)
        if values == ():
            return None
        found = Part(
            type=kind,
            pointer=pointer,
            values=values,
            limits={"format": "binary"} if kind == "binary" and _is_binary(node) else bounded(limits),
            patterns=frozenset([node["pattern"]]) if kind == "string" and "pattern" in node else frozenset(),
            **(self._object(pointer, node) if kind == "object" else {}),
            **(self._array(pointer, node) if kind == "array" else {}),
        )
        return settled(found)

    @staticmethod
    def _values(kind: str, node: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The listed values of a type; None where values aren't listed."""
        listed = [node["const"]] if "const" in node else node.get("enum")
        if listed is None:
            return None
        if "const" in node and "enum" in node and node["const"] not in node["enum"]:
            return ()
        return tuple(value for value in listed if kind_of(value) == kind)

    def _object(self, pointer: str, node: Mapping[str, Any]) -> dict[str, Any]:
        members = {}
        for name in node.get("properties", {}):
            place = join(pointer, "properties", name)
            members[name] = Member(name=name, key=(place,), pointer=place)
        rest: Key = ()
        closed = False
        # a map of anything, in which every name is declared
        is_map = not members and "patternProperties" not in node
        for word in ("additionalProperties", "unevaluatedProperties"):
            said = node.get(word, True)
            if said is False:
                closed = True
            elif (said is not True and said != {}) or (word in node and is_map):
                rest = (join(pointer, word),)
        return {
            "members": members,
            "required": frozenset(node.get("required", ())),
            "rest": rest,
            "closed": closed,
            "sealed": node.get("additionalProperties") is False,
            "name_patterns": {
                pattern: (join(pointer, "patternProperties", pattern),) for pattern in node.get("patternProperties", {})
            },
            "raw": tuple(
                (word, join(pointer, word))
                for word in ("propertyNames", "dependentRequired", "dependentSchemas")
                if word in node
            ),
        }

    @staticmethod
    def _array(pointer: str, node: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "items": (join(pointer, "items"),) if "items" in node else (),
            "prefix": tuple((join(pointer, "prefixItems", str(i)),) for i in range(len(node.get("prefixItems", ())))),
            "raw": tuple((word, join(pointer, word)) for word in _ARRAY_RAW if word in node),
        }

    def _disjoint(self, branches: tuple[Key, ...]) -> bool:
        """Whether no value falls under two of the branches, as far as their parts show."""
        shapes = [self.at(branch) for branch in branches]
        if not all(each.whole for each in shapes):
            return False
        return all(self._apart(a, b) for x, y in itertools.combinations(shapes, 2) for a in x.parts for b in y.parts)

    def _apart(self, a: Part, b: Part) -> bool:
        both = met(a, b)
        if both is None:
            return True
        # objects that need a member which has other values in each
        return a.type == "object" and any(
            name in a.members
            and name in b.members
            and all(
                met(x, y) is None
                for x in self.at(a.members[name].key).parts
                for y in self.at(b.members[name].key).parts
                if x.type not in {"object", "array"} or y.type not in {"object", "array"} or x.type != y.type
            )
            and not _compound(self.at(a.members[name].key), self.at(b.members[name].key))
            for name in both.required
        )

    def _notes(self, nodes: list[tuple[str, Any]]) -> dict[str, tuple[str, tuple[Any, ...]]]:
        """What is said beside what is accepted: keyword -> the place that says it first, and all that is said.

        What branches say is said of the whole, as a branch may be all that there is.
        """
        notes: dict[str, tuple[str, tuple[Any, ...]]] = {}
        seen: set[str] = set()
        ahead = [pointer for pointer, _ in reversed(nodes)]
        while ahead:
            pointer = ahead.pop()
            node = self.node(pointer)
            if pointer in seen or not isinstance(node, dict):
                continue
            seen.add(pointer)
            for word, value in node.items():
                if word in _NOTES or word.startswith("x-"):
                    place, said = notes.get(word, (pointer, ()))
                    if not any(same(value, each) for each in said):
                        notes[word] = (place, (*said, value))
            for word in _CHOICES:
                for index in reversed(range(len(node.get(word, ())))):
                    ahead += reversed(list(self.applied((join(pointer, word, str(index)),))))
        return notes


def _may_be(kind: str, node: Any) -> bool:
    """Whether the type of a schema has a type among it."""
    said = node.get("type") if isinstance(node, dict) else None
    if said is None:
        return node is not False
    kinds = _TYPES.get(kind, (kind,))
    return said in kinds if isinstance(said, str) else any(each in kinds for each in said)


def _is_binary(node: Mapping[str, Any]) -> bool:
    """Whether strings are bytes: by their format, or as OpenAPI 3.1 has it, by a media type that is none of text."""
    media = str(node.get("contentMediaType", "text/plain")).lower()
    is_text = media.startswith("text/") or media.endswith(("/json", "+json", "/xml", "+xml"))
    return node.get("format") == "binary" or not (is_text or "contentEncoding" in node)


def _compound(a: Shape, b: Shape) -> bool:
    """Whether two shapes share a type whose values have insides, so that only a closer look could part them."""
    kinds = {part.type for part in a.parts} & {part.type for part in b.parts}
    return bool(kinds & {"object", "array"})
