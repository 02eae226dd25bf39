"""What programs written against one API lose with a later one; what is only there to be added is none."""

from collections.abc import Iterator

import attrs

from .record import Api
from .shape import Entry
from .signature import lost_types, signature_breakages

__all__ = ["Breakage", "breakages"]

_READ = {"field", "property", "constant", "value"}
_CALLED = {"def", "classmethod", "staticmethod"}


@attrs.frozen(kw_only=True, order=True)
class Breakage:
    """One thing that is lost: where to look (a file and a line), what it is, and what happened to it."""

    place: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.path}: {self.what}"


def breakages(old: Api, new: Api) -> list[Breakage]:
    """What is lost between two APIs, in the order of files."""
    found: dict[tuple[str, str], Breakage] = {}
    bases: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for path, entry, now in _pairs(old, new):
        for at, what in [("", "removed")] if now is None else _compare(entry, now, new):
            found[path + at, what] = _at(new, path + at, what)
            bases[path + at, what] = [(b + at, what) for b in entry["bases"]] if isinstance(entry, dict) and at else []
    # what a class lost with its base is told once, of the base
    return sorted(each for key, each in found.items() if not any(base in found for base in bases[key]))


def _pairs(old: Api, new: Api) -> Iterator[tuple[str, Entry, Entry | None]]:
    for module, names in old.modules.items():
        for name, entry in names.items():
            now = new.modules.get(module, {}).get(name)
            if now is None:
                yield f"{module}.{name}", entry, None
            elif entry != now or not _is_same(entry):  # what both have by another name is judged there
                yield f"{module}.{name}", _real(old, entry), _real(new, now)
    for name in old.reached.keys() & new.reached.keys():
        yield name, old.reached[name], new.reached[name]


def _at(new: Api, path: str, what: str) -> Breakage:
    """The breakage, in the place of the nearest thing that is still there."""
    near = path.removesuffix("()")
    while near not in new.places and "." in near:
        near = near.rpartition(".")[0]
    return Breakage(place=new.places.get(near, "overlay/openvideos/__init__.py:1"), path=path, what=what)


def _is_same(entry: Entry) -> bool:
    return isinstance(entry, str) and entry.startswith("same ")


def _real(api: Api, entry: Entry) -> Entry:
    if isinstance(entry, str) and entry.startswith("same "):
        module, _, name = entry.removeprefix("same ").rpartition(".")
        return api.modules[module][name]
    return entry


def _compare(old: Entry, new: Entry, api: Api) -> Iterator[tuple[str, str]]:
    """What is lost from one entry to the next: where below it, and what."""
    if isinstance(old, str) and isinstance(new, str):
        yield from (("", what) for what in _compare_lines(old, new))
    elif isinstance(old, str) or isinstance(new, str):
        yield "", f"was {_kind(old)}, is {_kind(new)}"
    else:
        if old.get("new") and new.get("new"):
            yield from (("()", what) for what in signature_breakages(old["new"], new["new"]))
        bases = {name for base in new["bases"] for name in _also_named(base, api)}
        yield from (("", f"is no {base} any more") for base in old["bases"] if base not in bases)
        for name, member in old["members"].items():
            if name not in new["members"]:
                yield f".{name}", "removed"
            else:
                yield from ((f".{name}", what) for what in _compare_lines(member, new["members"][name]))


def _also_named(base: str, api: Api) -> Iterator[str]:
    """The base's path, and those that are the same thing."""
    yield base
    for module, names in api.modules.items():
        yield from (f"{module}.{name}" for name, entry in names.items() if entry == f"same {base}")


def _kind(entry: Entry) -> str:
    return "a class" if isinstance(entry, dict) else f"a {entry.removeprefix('async ').split()[0]}"


def _compare_lines(old: str, new: str) -> list[str]:
    if old == new:
        return []
    was, is_ = old.startswith("async "), new.startswith("async ")
    before, _, said = old.removeprefix("async ").partition(" ")
    after, _, says = new.removeprefix("async ").partition(" ")
    if was != is_:
        return ["has to be awaited" if is_ else "can't be awaited any more"]
    if before in _CALLED and after in _CALLED:
        return signature_breakages(said, says)
    if before == after == "value":
        return [f"was {said}, is {says}"]
    if before in _READ and after in _READ:
        fixed = ["can't be assigned to any more"] if before == "field" and after != "field" else []
        other = [] if "value" in {before, after} else lost_types(says, said)
        return fixed + ([f"may now be {' or '.join(other)}"] if other else [])
    if before == after == "type":
        lost = lost_types(said, says)
        return [f"no longer allows {' or '.join(lost)}"] if lost else []
    return [f"was {_kind(old)}, is {_kind(new)}"]
