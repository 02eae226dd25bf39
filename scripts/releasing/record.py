"""The public API as data that can be stored, read, and compared with a later one: openapi/released/api.json."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import attrs

from .packages import Packages, Thing
from .shape import Entry, Shapes

__all__ = ["Api", "as_text", "from_text", "read_api"]

FORMAT = 1


@attrs.frozen(kw_only=True)
class Api:
    """The API at one version.

    modules has the public names, by module: what a name is, or `same PATH` where a shorter path has it. reached has the
    classes and types that public things give or take and that no public name stands for. places says where things are
    in the source; it is not stored.
    """

    version: str
    modules: dict[str, dict[str, Entry]]
    reached: dict[str, Entry]
    places: dict[str, str] = attrs.field(factory=dict, eq=False)


def read_api(root: Path, version: str) -> Api:
    """The API of a checkout. Raises PackagesError."""
    packages = Packages(root)
    shapes = Shapes(packages)
    homes: dict[str, str] = {}
    modules: dict[str, dict[str, Entry]] = {}
    for module in packages.modules():
        names = modules[module.path] = {}
        shapes.places[module.path] = packages.place(module)
        for name, thing in sorted(packages.names(module).items(), key=_own_first):
            path = f"{module.path}.{name}"
            target = thing if isinstance(thing, str) else thing.path
            if isinstance(thing, str):
                names[name] = f"external {thing}"
            elif target in homes:
                names[name] = f"same {homes[target]}"
                shapes.places[path] = packages.place(thing)
            else:
                homes[target] = path
                names[name] = shapes.entry(thing, path)
        modules[module.path] = dict(sorted(names.items()))
    reached = _reached(shapes, homes)
    for entry in [each for names in modules.values() for each in names.values()] + list(reached.values()):
        if isinstance(entry, dict):
            entry["bases"] = sorted({homes.get(base, base) for base in entry["bases"] if _is_named(base, homes)})
    named = {path: names for path, names in sorted(modules.items()) if names}
    return Api(version=version, modules=named, reached=reached, places=shapes.places)


def _own_first(named: tuple[str, Thing]) -> tuple[bool, str]:
    """The order in which names are given a home: that of the definition before those given to it later."""
    name, thing = named
    return isinstance(thing, str) or thing.name != name, name


def _is_named(base: str, homes: dict[str, str]) -> bool:
    """Whether a base is one that a caller can know of: public, or somebody else's."""
    return base in homes or base.partition(".")[0] not in {"openvideos", "openvideos_api"}


def _reached(shapes: Shapes, homes: dict[str, str]) -> dict[str, Entry]:
    found: dict[str, tuple[str, Entry]] = {}
    while new := [thing for path, thing in shapes.reached.items() if path not in homes and path not in found]:
        for thing in new:
            found[thing.path] = (thing.name, shapes.entry(thing, thing.path))
    names = Counter(name for name, _ in found.values())
    entries: dict[str, Entry] = {}
    for path, (name, entry) in sorted(found.items()):
        # its module is nobody's business, and may change; only things of one name are told apart by it
        key = name if names[name] == 1 else path
        entries[key] = entry
        shapes.places |= {
            key + at.removeprefix(path): place for at, place in shapes.places.items() if at.startswith(path)
        }
    return dict(sorted(entries.items()))


def as_text(api: Api) -> str:
    """The stored form: sorted, a line for each member."""
    data = {"format": FORMAT, "version": api.version, "modules": api.modules, "reached": api.reached}
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def from_text(text: str, name: str) -> Api:
    """A stored API; ValueError for a text of another form, which `name` names."""
    try:
        data: Any = json.loads(text)
        if data["format"] != FORMAT:
            raise ValueError(f"format: found {data['format']!r}; allowed: {FORMAT}")
        return Api(version=data["version"], modules=dict(data["modules"]), reached=dict(data["reached"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{name}: not what scripts/release writes: {error}") from None
