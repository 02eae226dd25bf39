"""What callers give to a check, in one form: names with values, and JSON objects."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from .decode import NotJSONError, decode_json
from .keys import is_secret, keys_sent

__all__ = ["Pairs", "grouped", "keys_in", "lowered", "members", "pairs"]

Pairs: TypeAlias = Mapping[str, Any] | Iterable[tuple[str | bytes, Any]]


def pairs(given: Pairs) -> Iterator[tuple[str, Any]]:
    """Names with values, one by one; bytes, as servers and clients hold headers, as text."""
    for name, value in given.items() if isinstance(given, Mapping) else given:
        yield _text(name), _text(value)


def grouped(given: Pairs) -> Mapping[str, Any]:
    """Names with values, those of a repeated name in a list."""
    if isinstance(given, Mapping):
        return given
    found: dict[str, list[Any]] = {}
    for name, value in pairs(given):
        found.setdefault(name, []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


def lowered(given: Pairs) -> dict[str, Any]:
    """Headers with their names in small letters; of a repeated one the last."""
    return {str(name).lower(): value if isinstance(value, str) else str(value) for name, value in pairs(given)}


def keys_in(headers: Pairs, query: Pairs) -> Sequence[str]:
    """The keys in headers and in parameters of a query."""
    named = [*pairs(headers), *(each for each in pairs(query) if is_secret(str(each[0])))]
    flat = ((str(name), each) for name, value in named for each in (value if isinstance(value, list) else [value]))
    return keys_sent((name, str(_text(value))) for name, value in flat)


def members(given: Any) -> Mapping[str, Any] | None:
    """What was asked or seen before, as a JSON object; None where it is none."""
    if isinstance(given, bytes | bytearray | memoryview):
        try:
            given = decode_json(bytes(given))
        except NotJSONError:
            return None
    elif not isinstance(given, Mapping) and hasattr(given, "to_dict"):
        given = given.to_dict()
    return given if isinstance(given, Mapping) else None


def _text(given: Any) -> Any:
    return given.decode("latin-1") if isinstance(given, bytes) else given
