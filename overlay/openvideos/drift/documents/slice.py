"""Of a vendor's whole document the few paths that matter, and all that they refer to."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from openvideos.contract.pointer import join, split

from .grammar import COMPONENTS, Part
from .linked import Links, reference
from .references import at

__all__ = ["ELSEWHERE", "base_of", "bases_of", "sliced"]

ELSEWHERE: Final = "x-elsewhere"
"""Under which member a slice has what its $refs name and what is part neither of its paths nor of components."""
_MAPS = frozenset({"components", "paths", "webhooks"})


def base_of(paths: Iterable[str], only: str) -> str:
    """What stands before a path, and those below it: /v1 where a server has /v1/videos; the shortest of several."""
    return next((each for each in bases_of(paths, only) if "{" not in each), "")


def bases_of(paths: Iterable[str], only: str) -> list[str]:
    """What stands before a path wherever a document has it, the shortest first."""
    found = {path[: f"{path}/".index(f"{only}/")] for path in paths if f"{only}/" in f"{path}/"}
    return sorted(found, key=lambda each: (len(each), each))


def sliced(data: dict[str, Any], only: str, *, old: bool) -> dict[str, Any]:
    """What of a document a path, and those below it, consist of; its nodes are those of the document.

    Raises SourceError for what is wrong with that; what is wrong with the rest doesn't matter.
    """
    paths = {name: item for name, item in data["paths"].items() if f"{name}/".startswith(f"{only}/")}
    links = Links(data=data, old=old)
    components: set[str] = set()
    elsewhere: dict[str, list[Part]] = {}
    ahead = [Part(kind="path item", pointer=join("/paths", name), node=item) for name, item in paths.items()]
    ahead += _schemes(data, data)
    while ahead:
        found = list(links.follow(ahead))
        ahead = [scheme for part in found if part.kind == "operation" for scheme in _schemes(data, part.node)]
        for part in found:
            component = _component(part.pointer)
            if component is not None and component not in components:
                components.add(component)
                kind = COMPONENTS[split(component)[1]]
                ahead.append(Part(kind=kind, pointer=component, node=at(data, component)))
            if part.ref is not None:
                target = links.target(part)
                if _component(target) is None and not _is_below(target, paths):
                    elsewhere.setdefault(target, []).append(part)
    rest = {name: node for name, node in data.items() if name not in _MAPS and not name.startswith("x-")}
    rest |= {"paths": paths, "components": _of_components(data, components)}
    return rest | ({ELSEWHERE: _moved(data, elsewhere)} if elsewhere else {})


def _schemes(data: dict[str, Any], node: dict[str, Any]) -> Iterator[Part]:
    """The security schemes that a document or an operation asks for, as far as they are there."""
    security = node.get("security")
    for requirement in security if isinstance(security, list) else ():
        for name in requirement if isinstance(requirement, dict) else ():
            pointer = join("/components/securitySchemes", name)
            try:
                yield Part(kind="security scheme", pointer=pointer, node=at(data, pointer))
            except KeyError:
                continue


def _component(pointer: str) -> str | None:
    """The pointer of the component that a pointer is in, if it is in one."""
    steps = pointer.split("/")
    is_in_one = len(steps) > 3 and steps[1] == "components" and steps[2] in COMPONENTS
    return "/".join(steps[:4]) if is_in_one else None


def _is_below(pointer: str, paths: dict[str, Any]) -> bool:
    steps = split(pointer)
    return len(steps) > 1 and steps[0] == "paths" and steps[1] in paths


def _of_components(data: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    """The components that are wanted, in the document's order."""
    found: dict[str, Any] = {}
    for kind, named in data.get("components", {}).items():
        if kind in COMPONENTS and isinstance(named, dict):
            kept = {name: node for name, node in named.items() if join("/components", kind, name) in wanted}
            found |= {kind: kept} if kept else {}
    return found


def _moved(data: dict[str, Any], elsewhere: dict[str, list[Part]]) -> dict[str, Any]:
    """What stands at pointers, below a member of its own, and the $refs to it."""
    root: dict[str, Any] = {}
    for pointer in sorted(elsewhere, key=len, reverse=True):  # so that what holds another takes its place
        place = root
        *steps, last = split(pointer)
        for step in steps:
            place = place.setdefault(step, {})
        place[last] = at(data, pointer)
        for part in elsewhere[pointer]:
            part.node["$ref"] = reference(f"/{ELSEWHERE}{pointer}")
    return root
