# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""What all models share: reading what came, writing what goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from attrs import define, field

from .types import File, RequestFiles

Reader: TypeAlias = Callable[[Any], Any]


def one(model: type[Model]) -> Reader:
    """A reader that makes a model of a JSON object and keeps anything else as it is."""

    def read(value: Any) -> Any:
        return model.from_dict(value) if isinstance(value, Mapping) else value

    return read


def each(model: type[Model]) -> Reader:
    """A reader that does so for each item of an array."""
    read_one = one(model)

    def read(value: Any) -> Any:
        return [read_one(item) for item in value] if isinstance(value, list) else value

    return read


_tables: dict[type[Model], tuple[tuple[str, str, Reader | None], ...]] = {}


def _table(model: type[Model]) -> tuple[tuple[str, str, Reader | None], ...]:
    """Name on the wire, attribute and reader of each member; made when a class reads for the first time."""
    table = _tables.get(model)
    if table is None:
        nested = model._nested()
        table = tuple((name, attribute, nested.get(name)) for name, attribute, _ in model._fields)
        _tables[model] = table
    return table


@define(kw_only=True)
class Model:
    """A JSON object that the contract describes.

    A member that is missing reads as None; one whose value is of another type than the contract's keeps it.
    """

    additional_properties: dict[str, Any] = field(factory=dict, init=False, repr=False)
    """Members that the contract does not have, as they came."""
    _absent: frozenset[str] | None = field(default=None, init=False, repr=False, eq=False)

    # name on the wire, name of the attribute, whether the contract requires it
    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = ()

    @property
    def extra(self) -> dict[str, Any]:
        """Members that the contract does not have, as raw JSON under the names that came."""
        return self.additional_properties

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            # asked for what no class has: methods and members of the contract are never hidden
            if not name.startswith("_") and name != "additional_properties" and name in self.additional_properties:
                return self.additional_properties[name]
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        return {}

    @classmethod
    def from_dict(cls, source: Mapping[str, Any]) -> Self:
        """The model of a decoded JSON object; nothing is refused and nothing is lost."""
        rest = dict(source)
        values = {}
        absent = []
        for name, attribute, read in _table(cls):
            if name in rest:
                value = rest.pop(name)
                values[attribute] = value if read is None or value is None else read(value)
            else:
                values[attribute] = None
                absent.append(name)
        made = cls(**values)
        made.additional_properties = rest
        made._absent = frozenset(absent)
        return made

    def _members(self) -> dict[str, Any]:
        members = {}
        for name, attribute, required in self._fields:
            value = getattr(self, attribute)
            left_out = not required if self._absent is None else name in self._absent
            if value is not None or not left_out:
                members[name] = value
        members.update(self.additional_properties)
        return members

    def to_dict(self) -> dict[str, Any]:
        """A JSON object: what was read, as it came; of a model made by keyword, what was given and what is required."""
        return {name: _plain(value) for name, value in self._members().items()}

    def to_multipart(self) -> RequestFiles:
        """Parts of a multipart body: a file as a file, an object as bracketed fields, everything else as text."""
        return [part for name, value in self._members().items() for part in _parts(name, value)]


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _parts(name: str, value: Any) -> RequestFiles:
    if value is None:
        return []
    if isinstance(value, File):
        return [(name, value.to_tuple())]
    if isinstance(value, Model):
        value = value._members()
    if isinstance(value, Mapping):
        return [part for key, item in value.items() for part in _parts(f"{name}[{key}]", item)]
    if isinstance(value, list | tuple):
        return [part for item in value for part in _parts(f"{name}[]", item)]
    if isinstance(value, bool):
        value = str(value).lower()
    return [(name, (None, str(value).encode(), None))]
