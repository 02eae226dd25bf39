"""A vendor's whole document, made up: tens of thousands of lines of YAML, and somewhere in them the /videos paths."""

from collections.abc import Iterator
from itertools import count, product
from typing import Any

import yaml

__all__ = ["big_document"]

_OWNERS = ("account", "branch", "depot", "fleet", "garden", "harbour", "library", "museum", "office", "station")
_THINGS = (
    "badge",
    "crate",
    "diary",
    "engine",
    "folder",
    "gauge",
    "lantern",
    "meter",
    "parcel",
    "queue",
    "ticket",
    "wagon",
)
_MEMBERS = ("amount", "colour", "created_at", "height", "label", "note", "owner", "place", "state", "weight")
_SAID = (
    "Kept for as long as whoever made it wants to keep it.",
    "Counted from the first day of the year, in whole units.",
    "paths: and components: are words too, when a text says them.",
    "May be empty; then the one of the owner counts.",
    "Sorted by name: the first one is the newest.",
    "A '#' is no comment in here, and \"quotes\" are only quotes.",
)


def big_document(lines: int, videos: dict[str, Any]) -> str:
    """A document in YAML of at least so many lines, with the paths, components and security of a /videos document.

    The same text each time: operations, schemas that refer to one another, and descriptions in block scalars.
    """
    parts, components, length = [], [], 0
    shared = {kind: named for kind, named in videos.get("components", {}).items() if kind != "schemas"}
    own_paths = _dumped(videos["paths"], 2)
    own_schemas = _dumped(videos.get("components", {}).get("schemas", {}), 4)
    others = _dumped(shared, 2) if shared else ""
    head = _dumped({key: value for key, value in videos.items() if key not in {"paths", "components"}}, 0)
    fixed = sum(text.count("\n") for text in (own_paths, own_schemas, others, head)) + 3
    for name in _names():
        if fixed + length >= lines:
            break
        parts.append("".join(f"  {line}\n" for line in _paths(*name)))
        components.append("".join(f"    {line}\n" for line in _schemas(*name)))
        length += parts[-1].count("\n") + components[-1].count("\n")
    middle = len(parts) // 2
    paths = [*parts[:middle], own_paths, *parts[middle:]]
    schemas = [*components[:middle], own_schemas, *components[middle:]]
    return "".join([head, "paths:\n", *paths, "components:\n", others, "  schemas:\n", *schemas])


def _names() -> Iterator[tuple[str, str, int]]:
    for number in count(1):
        for owner, thing in product(_OWNERS, _THINGS):
            yield owner, thing, number


def _kind(owner: str, thing: str, number: int) -> str:
    return f"{owner.title()}{thing.title()}{number}"


def _paths(owner: str, thing: str, number: int) -> Iterator[str]:
    kind, place = _kind(owner, thing, number), f"/{owner}s/{number}/{thing}s"
    yield f"{place}:"
    yield from _operation(
        "get", f"list{kind}s", f"{kind}List", [("limit", "query", "integer"), ("after", "query", "string")]
    )
    yield from _operation("post", f"create{kind}", kind, [], body=f"{kind}Request")
    yield f"{place}/{{id}}:"
    yield from _operation("get", f"retrieve{kind}", kind, [("id", "path", "string")])
    yield from _operation("delete", f"delete{kind}", kind, [("id", "path", "string")])


def _operation(
    method: str, name: str, answer: str, parameters: list[tuple[str, str, str]], body: str = ""
) -> Iterator[str]:
    yield f"  {method}:"
    yield f"    operationId: {name}"
    yield f"    summary: What {name} is for"
    yield "    description: |"
    yield from (f"      {_said(f'{name}{number}')}" for number in range(3))
    yield f"    tags: [{name[:4]}]"
    if parameters:
        yield "    parameters:"
    for parameter, where, kind in parameters:
        yield from (f"      - name: {parameter}", f"        in: {where}", "        schema:", f"          type: {kind}")
        if where == "path":
            yield "        required: true"
    if body:
        yield from ("    requestBody:", "      required: true", "      content:", "        application/json:")
        yield from ("          schema:", f'            $ref: "#/components/schemas/{body}"')
    yield from (
        "    responses:",
        '      "200":',
        "        description: >-",
        f"          {_said(answer)}",
        "        content:",
    )
    yield from (
        "          application/json:",
        "            schema:",
        f"              $ref: '#/components/schemas/{answer}'",
    )
    yield from (
        "    x-example:",
        "      request: |",
        f"        curl -X {method.upper()} \\",
        "          -d '{\"a\": 1}'",
    )


def _schemas(owner: str, thing: str, number: int) -> Iterator[str]:
    kind = _kind(owner, thing, number)
    yield from (
        f"{kind}:",
        "  type: object",
        "  required: [id, label]",
        "  properties:",
        "    id:",
        "      type: string",
    )
    for member in _MEMBERS:
        yield from _member(kind, member)
    yield from ("    owner_of:", f"      $ref: '#/components/schemas/{_kind(owner, _THINGS[0], number)}'")
    yield from (f"{kind}Request:", "  type: object", "  properties:")
    for member in _MEMBERS[:4]:
        yield from _member(kind, member)
    yield from (f"{kind}List:", "  type: object", "  properties:", "    data:", "      type: array", "      items:")
    yield from (f'        $ref: "#/components/schemas/{kind}"', "    has_more:", "      type: boolean")


def _member(kind: str, name: str) -> Iterator[str]:
    yield f"    {name}:"
    if name in {"state", "colour"}:
        yield from (
            "      type: string",
            "      enum:",
            *(f"        - {name}_{each}" for each in ("one", "two", "three")),
        )
    elif name in {"amount", "created_at", "height", "weight"}:
        yield from ("      type: integer", "      minimum: 0")
    else:
        yield from ("      anyOf:", "        - type: string", "          maxLength: 512", "        - type: 'null'")
    yield from ("      description: |", *(f"        {_said(kind + name + each)}" for each in "ab"))


def _said(about: str) -> str:
    return _SAID[sum(map(ord, about)) % len(_SAID)]


def _dumped(data: Any, indent: int) -> str:
    text = yaml.dump(data, sort_keys=False, allow_unicode=True, width=100)
    return "".join(f"{' ' * indent}{line}" for line in text.splitlines(keepends=True)) if data else ""
