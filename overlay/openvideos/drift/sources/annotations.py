"""Types of Python, as an SDK's models and parameters are annotated -> JSON Schema."""

import collections.abc
import enum
import inspect
import os
import sys
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

__all__ = ["FILE", "UNKNOWN", "is_left_out", "schema_of", "unpacked"]

FILE: Final = {"type": "string", "format": "binary"}
UNKNOWN: Final[dict[str, Any]] = {}
"""What nothing is known of: it takes anything."""
_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
_LISTS = (list, tuple, set, collections.abc.Sequence, collections.abc.Iterable)
_MAPS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_DEEPEST = 12
# the words of typing and of typing_extensions are different objects in some versions of Python
_WRAPPERS = frozenset({"Required", "NotRequired", "ReadOnly"})
_NOT_SENT = frozenset({"Omit", "NotGiven"})


def schema_of(annotation: Any, module: str, depth: int = 0) -> dict[str, Any]:
    """The schema of a type that a module uses; UNKNOWN for one that can't be told."""
    annotation, _ = unpacked(annotation)
    arms = _arms(annotation)
    if arms is not None:
        return _union(annotation, arms, module, depth)
    origin = _origin(annotation)
    if _named(origin) == "Literal":
        return _titled({"enum": list(typing.get_args(annotation))}, annotation, module)
    if annotation is None or (isinstance(annotation, type) and annotation in _SIMPLE):
        return {"type": _SIMPLE[type(None) if annotation is None else annotation]}
    if _is_file(annotation):
        return dict(FILE)
    if depth > _DEEPEST:
        return UNKNOWN
    if origin in _LISTS:
        inner = typing.get_args(annotation)[:1]
        return {"type": "array", **({"items": schema_of(inner[0], module, depth + 1)} if inner else {})}
    if origin in _MAPS:
        values = schema_of(typing.get_args(annotation)[-1], module, depth + 1) if typing.get_args(annotation) else {}
        return {"type": "object", **({"additionalProperties": values} if values else {})}
    return _class(annotation, depth) if inspect.isclass(annotation) else UNKNOWN


def unpacked(annotation: Any) -> tuple[Any, list[Any]]:
    """A type without what is wrapped around it, and that: Required and the like by name, what is annotated as it is."""
    around: list[Any] = []
    while True:
        origin = typing.get_origin(annotation)
        if _named(origin) in _WRAPPERS:
            around.append(_named(origin))
            annotation = typing.get_args(annotation)[0]
        elif hasattr(annotation, "__metadata__"):
            around += annotation.__metadata__
            annotation = annotation.__origin__
        elif _named(type(annotation)) == "TypeAliasType":
            annotation = annotation.__value__
        else:
            return annotation, around


def is_left_out(annotation: Any) -> bool:
    """Whether a type stands for an argument that isn't given."""
    return inspect.isclass(annotation) and annotation.__name__ in _NOT_SENT


def _arms(annotation: Any) -> tuple[Any, ...] | None:
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return typing.get_args(annotation)
    return None


def _union(annotation: Any, arms: tuple[Any, ...], module: str, depth: int) -> dict[str, Any]:
    left = [arm for arm in arms if not is_left_out(arm)]
    # a file is bytes, a path, an open file, or a tuple of its name and one of these
    files = [arm for arm in left if _is_file(arm) or _origin(arm) in {os.PathLike, tuple}]
    schemas = []
    if bytes in files:
        schemas = [dict(FILE)]
        left = [arm for arm in left if arm not in files]
    schemas += [schema_of(arm, module, depth) for arm in left]
    if UNKNOWN in schemas:
        return UNKNOWN
    if len(schemas) == 1:
        return schemas[0]
    found = {"anyOf": schemas}
    return _titled(found, annotation, module) if any("enum" in each for each in schemas) else found


def _is_file(annotation: Any) -> bool:
    origin = _origin(annotation)
    if not inspect.isclass(origin):
        return False
    return origin in {bytes, bytearray, typing.IO, typing.BinaryIO} or "BinaryResponse" in origin.__name__


def _origin(annotation: Any) -> Any:
    return typing.get_origin(annotation) or annotation


def _titled(schema: dict[str, Any], annotation: Any, module: str) -> dict[str, Any]:
    """With the name that the module has for a type, if it has one."""
    space = vars(sys.modules[module]) if module in sys.modules else {}
    names = [name for name, value in space.items() if not name.startswith("_") and _is_one(value, annotation)]
    return {**schema, "title": names[0]} if names else schema


def _is_one(value: Any, annotation: Any) -> bool:
    return typing.get_origin(value) is not None and bool(value == annotation)


def _class(kind: type, depth: int) -> dict[str, Any]:
    if issubclass(kind, enum.Enum):
        return {"enum": [each.value for each in kind], "title": kind.__name__}
    if issubclass(kind, date | datetime):
        return {"type": "string"}
    fields = getattr(kind, "model_fields", None)
    if isinstance(fields, Mapping):
        return _object(kind, _fields(kind, fields, depth))
    if hasattr(kind, "__total__"):  # a TypedDict
        return _object(kind, _keys(kind, depth))
    return UNKNOWN


def _object(kind: type, members: Mapping[str, tuple[dict[str, Any], bool]]) -> dict[str, Any]:
    # a generic class that was filled in has brackets
    place = f"{kind.__module__}.{kind.__qualname__.partition('[')[0]}"
    return {
        "type": "object",
        "title": kind.__name__.partition("[")[0],
        "x-place": place,
        "properties": {name: {**schema, "x-place": f"{place}.{name}"} for name, (schema, _) in members.items()},
        "required": [name for name, (_, always) in members.items() if always],
    }


def _fields(kind: type, fields: Mapping[str, Any], depth: int) -> dict[str, tuple[dict[str, Any], bool]]:
    """The members of a pydantic model."""
    found = {}
    for name, field in fields.items():
        schema = schema_of(field.annotation, kind.__module__, depth + 1)
        found[field.alias or name] = (schema, bool(field.is_required()))
    return found


def _keys(kind: type, depth: int) -> dict[str, tuple[dict[str, Any], bool]]:
    """The members of a TypedDict, whose own list of required keys is empty where annotations are text."""
    try:
        hints = typing.get_type_hints(kind, include_extras=True)
    except (NameError, TypeError, AttributeError):
        return {}
    found = {}
    for name, annotation in hints.items():
        inner, around = unpacked(annotation)
        always = "Required" in around or ("NotRequired" not in around and bool(getattr(kind, "__total__", True)))
        alias = next((each.alias for each in around if getattr(each, "alias", None)), None)
        found[alias or name] = (schema_of(inner, kind.__module__, depth + 1), always)
    return found


def _named(thing: Any) -> str:
    return getattr(thing, "__name__", None) or getattr(thing, "_name", None) or ""
