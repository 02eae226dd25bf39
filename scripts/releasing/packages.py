"""What both packages offer, as griffe reads it from their source: which names are public, and what each of them is.

Public is what `__all__` names in `openvideos` and in the modules and packages directly in it, but for the plumbing; of
the generated package, what a module's `__all__` names, or what the module defines where it has none. What a public
thing gives or takes is reached by it, and recorded too.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import griffe

__all__ = ["Packages", "PackagesError", "Thing", "is_type_variable"]

OVERLAY, GENERATED = "openvideos", "openvideos_api"
# what parts of the overlay share, and nobody else needs
PLUMBING = {"escape", "extras", "loopback", "report_file"}

Thing = griffe.Object | str
"""An object of ours, or the path of one that is not."""


class PackagesError(Exception):
    """The packages can't be read: which module, which name, what is wrong."""


class Packages:
    """The two packages of a checkout."""

    def __init__(self, root: Path) -> None:
        self.root = root
        folders = [root / "generated", root / "overlay"]  # in this order: the overlay refers to the generated one
        self._loader = griffe.GriffeLoader(search_paths=folders, allow_inspection=False)
        logging.getLogger("griffe").setLevel(logging.CRITICAL)  # it tells of an error before it raises it
        for name in (GENERATED, OVERLAY):
            try:
                self._loader.load(name, try_relative_path=False)
            except (griffe.GriffeError, ImportError) as error:
                raise PackagesError(f"{name}: {' '.join(str(error).split())}") from None
        self._loader.resolve_aliases(implicit=True, external=False)

    def find(self, path: str) -> griffe.Object | griffe.Alias | None:
        """What stands at a dotted path; None for nothing of ours."""
        if path.partition(".")[0] not in {OVERLAY, GENERATED}:
            return None
        try:
            return cast("griffe.Object | griffe.Alias", self._loader.modules_collection.get_member(path))
        except (KeyError, griffe.GriffeError):
            return None

    def resolve(self, thing: griffe.Object | griffe.Alias) -> Thing:
        """What a name stands for in the end, through imports and assignments of a name to another."""
        if isinstance(thing, griffe.Alias):
            path = thing.target_path
            try:
                thing = thing.final_target
            except griffe.GriffeError:
                return path
        value = thing.value if isinstance(thing, griffe.Attribute) else None
        if isinstance(value, griffe.ExprName | griffe.ExprAttribute):
            other = self.find(value.canonical_path)
            if other is not None and other.path != thing.path:
                return self.resolve(other)
        return thing

    def modules(self) -> Iterator[griffe.Module]:
        """The modules that have public names, those first whose names are the shortest."""
        found = [module for name in (OVERLAY, GENERATED) for module in self._below(name)]
        yield from sorted(found, key=lambda module: (module.path.count("."), module.path))

    def _below(self, path: str) -> Iterator[griffe.Module]:
        module = self.find(path)
        if not isinstance(module, griffe.Module) or module.name.startswith("_"):
            return
        overlay = path.partition(".")[0] == OVERLAY
        if not overlay or module.exports is not None:
            yield module
        if not overlay or path == OVERLAY:
            for name, member in module.members.items():
                plumbing = overlay and name in PLUMBING
                if not member.is_alias and member.is_module and not plumbing:
                    yield from self._below(f"{path}.{name}")

    def names(self, module: griffe.Module) -> dict[str, Thing]:
        """The public names of a module, and what each stands for."""
        if module.exports is None:
            own = {name: each for name, each in module.members.items() if not each.is_alias and not each.is_module}
            things = {name: self.resolve(each) for name, each in own.items() if not name.startswith("_")}
            return {name: thing for name, thing in things.items() if not is_type_variable(thing)}
        return {str(name): self._exported(module, str(name)) for name in module.exports}

    def _exported(self, module: griffe.Module, name: str) -> Thing:
        member = module.members.get(name)
        # an import in the package's __init__, which griffe loses to a module of the same name
        if member is not None and not member.is_alias and member.is_module and name in module.imports:
            member = self.find(module.imports[name]) or member
        if member is None:
            raise PackagesError(f"{self.place(module)}: __all__ names {name!r}, which nothing in the module is")
        return self.resolve(member)

    def ancestors(self, of: griffe.Class) -> Iterator[griffe.Class | str]:
        """A class's bases and theirs, in the order of their definition; a path for one that is not ours."""
        for base in of.bases:
            if isinstance(base, str):
                yield base
                continue
            left = base.left if isinstance(base, griffe.ExprSubscript) else base
            path = left if isinstance(left, str) else left.canonical_path
            found = self.find(path)
            thing = self.resolve(found) if found is not None else path
            if isinstance(thing, griffe.Class):
                yield thing
                yield from self.ancestors(thing)
            else:
                yield thing if isinstance(thing, str) else thing.path

    def place(self, thing: griffe.Object) -> str:
        """The file, below the root, and the line."""
        path = thing.filepath
        file = path.relative_to(self.root).as_posix() if isinstance(path, Path) else thing.path
        return f"{file}:{thing.lineno or 1}"


def is_type_variable(thing: Thing) -> bool:
    """Whether it is only there for annotations to refer to."""
    value = thing.value if isinstance(thing, griffe.Attribute) else None
    return isinstance(value, griffe.ExprCall) and str(value.function).rpartition(".")[2] in {"TypeVar", "ParamSpec"}
