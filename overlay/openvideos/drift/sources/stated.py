"""What a contract states, as facts, in no more words than the language of another source has."""

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from openvideos.contract.pointer import join
from openvideos.drift.change import NOTHING, Place
from openvideos.drift.documents.document import Source
from openvideos.drift.documents.references import referred
from openvideos.drift.operations.api import Api, read_api
from openvideos.drift.operations.api import Operation as Documented
from openvideos.drift.schemas.emitted import is_hidden
from openvideos.drift.schemas.parts import Key, Part
from openvideos.drift.schemas.shapes import Shapes

from .facts import CONTRACT, Fact, Facts, Language, Operation

__all__ = ["contract_facts", "schema_facts"]

_DEEPEST = 12
_CHOICES = ("anyOf", "oneOf")


def contract_facts(source: Source, language: Language) -> Facts:
    """The facts of a contract in a language."""
    api = read_api(source)
    operations = [_operation(api, each, language) for each in api.operations.values()]
    return Facts(name=source.name, language=CONTRACT, operations={each.key: each for each in operations})


def _operation(api: Api, operation: Documented, language: Language) -> Operation:
    read = _Reading(shapes=api.shapes, language=language, direction="request")
    carried: dict[str, Fact] = {}
    for parameter in operation.parameters.values():
        name = parameter.shown
        if parameter.location != "cookie":
            for fact in read.facts(parameter.schema, f"/{name}", required=parameter.required):
                carried[fact.path] = attrs.evolve(fact, where=parameter.location)
    content = operation.body.content if operation.body else {}
    bodies = [{fact.path: fact for fact in read.facts(each.schema, "")} for each in content.values()]
    answer = next((each for status, each in operation.responses.items() if status.startswith("2")), None)
    answers = answer.content if answer else {}
    # of several media types the first that is no file speaks for the answer
    spoken = sorted(answers.values(), key=lambda each: "json" not in each.type)
    read = attrs.evolve(read, direction="response")
    response = {fact.path: fact for fact in read.facts(spoken[0].schema, "")} if spoken else {}
    return Operation(
        key=operation.shown,
        name=operation.id or None,
        deprecated=bool(operation.notes.get("deprecated")),
        request=tuple({**carried, **body} for body in bodies) or (carried,),
        response=response,
        sends=tuple(content),
        answers=tuple(answers),
        place=api.source.place(operation.pointer),
    )


def schema_facts(schema: Mapping[str, Any], language: Language, name: str) -> dict[str, Fact]:
    """The facts of one schema that refers to nothing but its own $defs, by path; a title is the name of a type."""
    data = {"schema": schema, "components": {"schemas": schema.get("$defs", {})}}
    read = _Reading(shapes=Shapes(Source(name=name, data=data)), language=language, direction="")
    # its words say no more than what is compared
    return {fact.path: attrs.evolve(fact, limited=()) for fact in read.facts(("/schema",), "")}


@attrs.frozen(kw_only=True)
class _Reading:
    """Reads schemas of one document, as one side sends them."""

    shapes: Shapes
    language: Language
    direction: str

    def facts(
        self, key: Key, path: str, *, required: bool | None = None, above: tuple[Key, ...] = ()
    ) -> Iterator[Fact]:
        """The fact of a key, and those of what it holds; what holds itself is read once."""
        shape = self.shapes.at(key)
        within = (*above, self.shapes.direct(key))
        simple = [part for part in shape.parts if part.type != "null"]
        found = shape.noted("default", NOTHING)
        yield Fact(
            path=path,
            parts=self._parts(simple, limits=False),
            limited=self._parts(simple, limits=True),
            whole=shape.whole and not shape.anything,
            required=required,
            nullable=len(simple) < len(shape.parts),
            closed=any(part.closed for part in simple),
            default=found,
            type_name=self._name(key),
            where="body" if self.direction == "request" else "",
            place=self._place(key),
        )
        if shape.anything or len(within) > _DEEPEST:
            return
        objects = [part for part in simple if part.type == "object"]
        for name in dict.fromkeys(name for part in objects for name in part.members):
            holding = [part for part in objects if name in part.members]
            member = holding[0].members[name]
            if is_hidden(self.shapes, member, self.direction) or self.shapes.direct(member.key) in within:
                continue
            always = all(name in part.required for part in objects)
            yield from self.facts(member.key, f"{path}/{_escaped(name)}", required=always, above=within)
        for inner in dict.fromkeys(key for part in simple for key in (part.items, part.rest) if key):
            if self.shapes.direct(inner) not in within:
                yield from self.facts(inner, f"{path}/*", above=within)

    def _parts(self, parts: list[Part], *, limits: bool) -> tuple[Any, ...]:
        said = [self._part(part, limits=limits) for part in parts]
        return tuple(each for index, each in enumerate(said) if each not in said[:index])

    def _part(self, part: Part, *, limits: bool) -> dict[str, Any]:
        if part.type == "binary":
            return {"type": "string", **({"format": "binary"} if limits or self.language.files else {})}
        if part.values is not None and part.type != "object":
            return {"enum": list(part.values)}
        if part.type == "number" and not limits and not self.language.integers:
            return {"type": "number"}
        schema: dict[str, Any] = {"type": part.name}
        if limits and part.type not in {"object", "array"}:
            schema |= {word: limit for word, limit in part.limits.items() if (word, limit) != ("multipleOf", 1)}
            if part.patterns:
                schema["allOf"] = [{"pattern": pattern} for pattern in sorted(part.patterns)]
        return schema

    def _name(self, key: Key) -> str:
        """What generated code calls the type of a key: a component, a title, the one of these in a union."""
        found: list[str] = []
        ahead = [key]
        while ahead and not found:
            here = ahead.pop(0)
            for pointer in (*here, *self.shapes.direct(here)):
                node = self.shapes.node(pointer)
                kind, _, name = (referred(node) or pointer).rpartition("/")
                if kind == "/components/schemas":
                    # a file has no type of its own
                    files = {part.type for part in self.shapes.at(here).parts} == {"binary"}
                    found += [] if files else [name]
                elif isinstance(node, dict):
                    found += [node["title"]] if "title" in node else []
                    ahead += [
                        (join(pointer, word, str(i)),) for word in _CHOICES for i in range(len(node.get(word, ())))
                    ]
        return found[0] if found else ""

    def _place(self, key: Key) -> Place:
        for pointer in self.shapes.applied(key):
            node = self.shapes.node(pointer)
            if isinstance(node, dict) and "x-place" in node:
                return Place(name=node["x-place"])
        return self.shapes.source.place(key[0])


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
