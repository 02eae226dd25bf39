"""The contract, broken at random by a seed: such a document is refused in one line, or everything works with it."""

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from openvideos.contract import Contract, FilePart, Violation

Node = dict[str, Any]

BROKEN: list[Any] = [
    *(None, 5, -1, 0.5, "", "x", "(", "a\nb", [], {}, True, [None], [5], {"a": None}, {200: 1}),
    *({"$ref": ref} for ref in ("#/nope", "#", "#/paths", "#/info/title", "other.yaml#/x", 5)),
    {"$ref": "#/components/schemas/Video"},
    {"$ref": "#/components/responses/BadRequest"},
    *({"type": kind} for kind in (5, "file", [], ["string", "null"])),
    *({"required": names} for names in (None, [5], ["x"])),
    *({"items": 5}, {"items": [{}]}, {"items": {}}),
    *({"properties": None}, {"properties": {"a": None}}, {"properties": {"a": {}}}),
    *({"pattern": text} for text in ("(", "^x")),
    *({"type": "string", "format": form} for form in ("binary", "size", "uri", 5)),
    {"anyOf": [True, {"type": "string"}]},
    {"anyOf": [False, False]},
    {"anyOf": None},
    {"enum": []},
    {"const": None},
    {"not": {}},
    {"uniqueItems": True, "multipleOf": 7, "minProperties": 99},
]


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, item in items:
        if name not in {"examples", "x-rules", "description"}:
            yield from places(item, (*path, name))


def break_somewhere(document: Node, ways: random.Random) -> None:
    path = ways.choice([path for path in places(document) if path])
    owner: Any = document
    for name in path[:-1]:
        owner = owner[name]
    way = ways.randrange(4)
    if way == 0:
        del owner[path[-1]]
    elif way == 1 and isinstance(owner, dict):
        owner[ways.choice([5, None, True, "", "x", "a/b", "a\nb"])] = owner.pop(path[-1])
    elif way == 2 and isinstance(owner[path[-1]], dict):
        owner[path[-1]].update(ways.choice([value for value in BROKEN if isinstance(value, dict)]))
    else:
        owner[path[-1]] = deepcopy(ways.choice(BROKEN))


def checks(contract: Contract, bodies: list[Any]) -> Iterator[list[Violation]]:
    for name in contract.operations:
        assert contract.members(name).keys() >= contract.defaults(name).keys()
        for body in bodies:
            yield contract.check_request(name, path={}, query={"limit": "x"}, headers={"accept": "x"}, body=body)
            yield contract.check_response(name, status=200, headers={"retry-after": "x"}, body=body)
            yield contract.check_response(name, status=404, body=body)
    for name in contract.document.get("components", {}).get("schemas", {}):
        contract.enum(name)
        for body in bodies:
            yield contract.check_schema(name, body)


def test_a_document_that_is_broken_anywhere_is_refused_or_works(contract: Contract, video: Node) -> None:
    ways = random.Random(7)
    bodies: list[Any] = [{**video, "size": 5}, [5], b"{", {"prompt": 5, "video": FilePart()}]
    worked = 0
    for _ in range(45):
        document = deepcopy(contract.document)
        for _ in range(ways.choice([1, 1, 3])):
            break_somewhere(document, ways)
        try:
            own = Contract.load(document)
        except ValueError as error:
            said = str(error)
            assert said.startswith("contract: found ")
            assert said.isprintable()
            continue
        worked += 1
        for found in checks(own, bodies):
            assert all(each.code and each.schema_pointer.startswith("/") for each in found)
    assert 10 < worked < 35
