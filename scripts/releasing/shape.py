"""What a name is, as its record has it: a line for a function, a field or a constant, an object for a class."""

import ast
from collections.abc import Iterator
from typing import Any

import griffe

from .packages import Packages, is_type_variable
from .signature import annotation, signature

__all__ = ["Entry", "Shapes"]

Entry = str | dict[str, Any]

# methods that every object has, and what no caller names
_PLUMBING = {"__init__", "__new__", "__repr__", "__str__", "__dir__", "__reduce__", "__getattr__", "__init_subclass__"}
_SAYS_NOTHING = {"", "Final", "TypeAlias", "ClassVar", "typing.TypeAlias", "typing.Final"}
_ATTRS = {"define", "frozen", "mutable"}


class Shapes:
    """Says what things are, and remembers which classes and aliases of ours it came across."""

    def __init__(self, packages: Packages) -> None:
        self._packages = packages
        self.reached: dict[str, griffe.Object] = {}
        self.places: dict[str, str] = {}

    def entry(self, thing: griffe.Object, path: str) -> Entry:
        """The record of what stands at a public path."""
        self.places[path] = self._packages.place(thing)
        if isinstance(thing, griffe.Class):
            return self._class(thing, path)
        if isinstance(thing, griffe.Function):
            return self._function(thing, bound=False)
        if isinstance(thing, griffe.Attribute):
            return self._constant(thing)
        return "module"

    def _reach(self, *written: griffe.Expr | str | None) -> None:
        for expression in written:
            for part in expression.iterate(flat=True) if isinstance(expression, griffe.Expr) else ():
                if isinstance(part, griffe.ExprName):
                    found = self._packages.find(part.canonical_path)
                    thing = self._packages.resolve(found) if found is not None else None
                    is_type = isinstance(thing, griffe.Class) or (
                        isinstance(thing, griffe.Attribute) and _is_alias(thing)
                    )
                    if is_type and not isinstance(thing, str | None) and not is_type_variable(thing):
                        self.reached[thing.path] = thing

    def _function(self, function: griffe.Function, *, bound: bool) -> str:
        parameters = [one for one in function.parameters if not _is_private(one)]
        word = "def"
        for kind in ("classmethod", "staticmethod"):
            word = kind if kind in function.labels else word
        if "async" in function.labels:
            word = f"async {word}"
        if bound and "staticmethod" not in function.labels:
            parameters = parameters[1:]
        self._reach(function.returns, *(parameter.annotation for parameter in parameters))
        return f"{word} {signature(parameters, function.returns)}"

    def _constant(self, attribute: griffe.Attribute) -> str:
        if _is_alias(attribute):
            self._reach(attribute.value)
            return f"type {annotation(attribute.value)}"
        self._reach(attribute.annotation)
        said = annotation(attribute.annotation)
        return f"constant {_kind_of(attribute.value) if said in _SAYS_NOTHING else said}".rstrip()

    def _class(self, of: griffe.Class, path: str) -> dict[str, Any]:
        ancestors = list(dict.fromkeys(self._packages.ancestors(of)))
        ours = [of, *(each for each in ancestors if isinstance(each, griffe.Class))]
        bases = sorted({each if isinstance(each, str) else each.path for each in ancestors} - {"typing.Generic"})
        members: dict[str, str] = {}
        for each in reversed(ours):
            values = _enumerated(each)
            for name, member in each.members.items():
                if not _is_public(name, member):
                    continue
                thing = self._packages.resolve(member)
                if isinstance(thing, griffe.Function):
                    members[name] = self._function(thing, bound=True)
                elif isinstance(thing, griffe.Attribute):
                    said = f"value {values[name]!r}" if name in values else self._field(thing, each)
                    # a subclass that only assigns leaves the type of its base
                    members[name] = said if said != "field" else members.get(name, said)
                if not isinstance(thing, str):
                    self.places[f"{path}.{name}"] = self._packages.place(thing)
        new = self._constructor(ours)
        return {"bases": bases} | ({"new": new} if new else {}) | {"members": dict(sorted(members.items()))}

    def _field(self, attribute: griffe.Attribute, of: griffe.Class) -> str:
        self._reach(attribute.annotation)
        fixed = _decorator(of, "frozen") is not None or any(str(base) == "NamedTuple" for base in of.bases)
        if "property" in attribute.labels:
            fixed = "writable" not in attribute.labels
        said = annotation(attribute.annotation)
        return f"{'property' if fixed else 'field'} {'' if said in _SAYS_NOTHING else said}".rstrip()

    def _constructor(self, ours: list[griffe.Class]) -> str:
        """How the class is called; empty where only somebody else's code would say."""
        for number, each in enumerate(ours):
            init = each.members.get("__init__")
            if isinstance(init, griffe.Function):
                parameters = [one for one in init.parameters if not _is_private(one)][1:]
                break
            if any(_decorator(each, name) is not None for name in _ATTRS):
                found = [one for ancestor in reversed(ours[number:]) for one in _attrs_parameters(ancestor)]
                parameters = _in_order(found)
                break
            if any(str(base).rpartition(".")[2] in {"TypedDict", "NamedTuple"} for base in each.bases):
                parameters = _in_order([one for ancestor in reversed(ours) for one in _declared(ancestor)])
                break
        else:
            return ""
        self._reach(*(parameter.annotation for parameter in parameters))
        return signature(parameters)


def _is_alias(attribute: griffe.Attribute) -> bool:
    if annotation(attribute.annotation).rpartition(".")[2] == "TypeAlias":
        return True
    written = isinstance(attribute.value, griffe.ExprSubscript | griffe.ExprBinOp)
    return written and attribute.annotation is None and isinstance(attribute.parent, griffe.Module)


def _is_public(name: str, member: griffe.Object | griffe.Alias) -> bool:
    if name.startswith("__"):
        return name not in _PLUMBING and not member.is_alias and member.is_function
    return not name.startswith("_")


def _is_private(parameter: griffe.Parameter) -> bool:
    return parameter.name.startswith("_") and parameter.default is not None and "var" not in str(parameter.kind)


def _kind_of(value: griffe.Expr | str | None) -> str:
    if isinstance(value, griffe.ExprCall):
        return annotation(value.function)
    found = _literal(value)
    return "" if isinstance(found, griffe.Expr) else type(found).__name__


def _literal(value: griffe.Expr | str | None) -> Any:
    """The value that is written; what is written where it is no literal."""
    try:
        return ast.literal_eval(annotation(value))
    except (ValueError, SyntaxError):
        return value


def _enumerated(of: griffe.Class) -> dict[str, Any]:
    """Names of an enumeration's members, and their values."""
    table = of.members.get("_members_")
    if isinstance(table, griffe.Attribute) and table.value is not None:
        return dict(ast.literal_eval(str(table.value)))
    if any("Enum" in str(base) for base in of.bases):
        plain = {name: each for name, each in of.members.items() if isinstance(each, griffe.Attribute) and each.value}
        return {name: _literal(each.value) for name, each in plain.items() if "property" not in each.labels}
    return {}


def _arguments(call: griffe.Expr | str | None) -> dict[str, str]:
    if not isinstance(call, griffe.ExprCall):
        return {}
    return {each.name: str(each.value) for each in call.arguments if isinstance(each, griffe.ExprKeyword)}


def _decorator(of: griffe.Class, name: str) -> griffe.Decorator | None:
    for decorator in of.decorators:
        if decorator.callable_path in {f"attrs.{name}", f"attr.{name}"}:
            return decorator
    return None


def _fields(of: griffe.Class) -> Iterator[griffe.Attribute]:
    for member in of.members.values():
        if isinstance(member, griffe.Attribute) and member.annotation is not None:
            # griffe takes ClassVar off, and says so by this label alone
            of_class = "class-attribute" in member.labels and "instance-attribute" not in member.labels
            if not of_class and "property" not in member.labels:
                yield member


def _attrs_parameters(of: griffe.Class) -> Iterator[griffe.Parameter]:
    """What the __init__ that attrs writes for a class takes of its own fields."""
    decorator = next((found for name in _ATTRS if (found := _decorator(of, name)) is not None), None)
    if decorator is None:
        return
    all_by_name = (
        _arguments(decorator.value if isinstance(decorator.value, griffe.Expr) else None).get("kw_only") == "True"
    )
    for field in _fields(of):
        value = field.value
        is_call = isinstance(value, griffe.ExprCall) and value.canonical_path in {
            "attrs.field",
            "attr.field",
            "attr.ib",
        }
        given = _arguments(value) if is_call else {}
        if given.get("init") == "False":
            continue
        default = given.get("default", given.get("factory")) if is_call else value
        by_name = all_by_name or given.get("kw_only") == "True"
        kind = griffe.ParameterKind.keyword_only if by_name else griffe.ParameterKind.positional_or_keyword
        name = given["alias"].strip("'\"") if "alias" in given else field.name.lstrip("_")
        yield griffe.Parameter(name, annotation=field.annotation, kind=kind, default=default)


def _declared(of: griffe.Class) -> Iterator[griffe.Parameter]:
    """What a TypedDict or NamedTuple is made with."""
    typed = any(str(base).rpartition(".")[2] == "TypedDict" for base in of.bases)
    total = of.keywords.get("total") is None or str(of.keywords["total"]) != "False"
    for field in _fields(of):
        said, default, kind = annotation(field.annotation), field.value, griffe.ParameterKind.positional_or_keyword
        if typed:
            kind = griffe.ParameterKind.keyword_only
            required = said.startswith("Required[") or (total and not said.startswith("NotRequired["))
            default = None if required else "..."
        yield griffe.Parameter(field.name, annotation=field.annotation, kind=kind, default=default)


def _in_order(parameters: list[griffe.Parameter]) -> list[griffe.Parameter]:
    """By position first, a later one of the same name in place of the earlier."""
    last = {parameter.name: parameter for parameter in parameters}
    return sorted(last.values(), key=lambda one: one.kind is griffe.ParameterKind.keyword_only)
