"""`[tool.openvideos.drift]` of a pyproject.toml: what is compared with what, and the drifts that are accepted."""

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal

import attrs

from openvideos.contract.found import show
from openvideos.contract.keys import without_secrets

from .accepted import ANY, Accepted
from .change import DIRECTIONS, SURFACES, Surface
from .findings import FAIL_ON, FailOn
from .rules import RULES

__all__ = ["Against", "Settings", "SettingsError", "find", "load"]

Kind = Literal["sdk", "docs", "upstream", "spec"]
KINDS: Final[tuple[Kind, ...]] = ("sdk", "docs", "upstream", "spec")
_FILE = "pyproject.toml"
_TABLE = "tool.openvideos.drift"
_LARGEST = 1_000_000


class SettingsError(ValueError):
    """Settings that can't be used; each of lines says which key, what was found, and what is allowed."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


@attrs.frozen(kw_only=True)
class Against:
    """One comparison: what it is called, of which kind it is, and with what; of a spec, base and revised."""

    name: str
    kind: Kind
    sources: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Settings:
    """What `drift all` does. contract is a source, empty for the bundled one; folder is where files are named from."""

    against: tuple[Against, ...]
    accepted: tuple[Accepted, ...] = ()
    contract: str = ""
    fail_on: FailOn = "breaking"
    surface: Surface = "wire"
    assert_format: bool = False
    folder: Path = Path()


def find(start: Path) -> Path:
    """The pyproject.toml with the table that is nearest above a folder, itself included. Raises SettingsError."""
    for folder in (start, *start.parents):
        if (folder / _FILE).is_file() and _table(_decoded(folder / _FILE)) is not None:
            return folder / _FILE
    raise SettingsError([f"{_FILE}: found none with [{_TABLE}] here or above; allowed: one, or --config FILE"])


def load(path: Path) -> Settings:
    """The settings of a file. Raises SettingsError, which has a line for each thing that is wrong, and OSError."""
    table = _table(_decoded(path))
    if table is None:
        raise SettingsError([f"{path}: found no [{_TABLE}]; allowed: one that says what to compare"])
    reader = _Reader(str(path))
    settings = reader.settings(table, path.parent)
    if reader.wrong:
        raise SettingsError(reader.wrong)
    return settings


def _decoded(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise SettingsError([f"{path}: found more than {_LARGEST} bytes; allowed: at most as many"])
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "nested too deep"
        raise SettingsError([f"{path}: found no TOML ({' '.join(reason.split())}); allowed: TOML in UTF-8"]) from None


def _table(data: Any) -> Any:
    for name in _TABLE.split("."):
        if not isinstance(data, dict) or name not in data:
            return None
        data = data[name]
    return data


@attrs.define
class _Reader:
    """Reads the table, and keeps a line for each thing that is wrong in it."""

    file: str
    wrong: list[str] = attrs.field(factory=list)

    def settings(self, table: Any, folder: Path) -> Settings:
        known = {"against", "accepted", "contract", "fail-on", "surface", "assert-format"}
        table = self._keys(table, "", known)
        against = tuple(self._against(table.get("against")))
        given = table.get("against")
        names = list(given) if isinstance(given, dict) else []
        entries = table.get("accepted", [])
        if not isinstance(entries, list):
            self._say("accepted", entries, "tables: [[tool.openvideos.drift.accepted]]")
            entries = []
        found = [self._accepted(each, f"accepted[{number}]", names) for number, each in enumerate(entries)]
        return Settings(
            against=against,
            accepted=tuple(each for each in found if each is not None),
            contract=self._text(table, "contract", "contract") or "",
            fail_on=self._choice(table, "fail-on", FAIL_ON, "breaking"),
            surface=self._choice(table, "surface", SURFACES, "wire"),
            assert_format=self._choice(table, "assert-format", (True, False), False),
            folder=folder,
        )

    def _against(self, table: Any) -> Iterator[Against]:
        if not isinstance(table, dict) or not table:
            self._say("against", table, 'a name for each comparison, such as openai = { sdk = "openai" }')
            return
        for name, value in table.items():
            key = f"against.{name}"
            kind = next(iter(value), None) if isinstance(value, dict) and len(value) == 1 else None
            if kind not in KINDS:
                self._say(key, value, f"a table with one of {', '.join(KINDS)}")
                continue
            given = value[kind]
            sources = given if kind == "spec" else [given]
            count = 2 if kind == "spec" else 1
            if not (isinstance(sources, list) and len(sources) == count and all(map(_is_text, sources))):
                self._say(f"{key}.{kind}", given, "[base, revised]" if kind == "spec" else "text")
                continue
            yield Against(name=name, kind=kind, sources=tuple(sources))

    def _accepted(self, entry: Any, key: str, names: list[str]) -> Accepted | None:
        if not isinstance(entry, dict):
            self._say(key, entry, "a table")
            return None
        before = len(self.wrong)
        fields = [field.name for field in attrs.fields(Accepted) if field.name != "place"]
        entry = self._keys(entry, key, set(fields))
        told = {name: self._text(entry, name, f"{key}.{name}") for name in fields if name != "until"}
        for name in ("against", "rule", "pointer", "values", "reason", "until"):
            if name not in entry:
                self._say(f"{key}.{name}", None, "one, as each accepted drift has it")
        self._one_of(told["against"], f"{key}.against", names)
        self._one_of(told["rule"], f"{key}.rule", RULES)
        self._one_of(told["direction"], f"{key}.direction", [*DIRECTIONS, ANY])
        if (reason := told["reason"]) is not None and not reason.strip():
            self._say(f"{key}.reason", reason, "why it is accepted, in words")
        pointer = told["pointer"]
        if pointer and (pointer[0] != "/" or set(pointer.split("/")) <= {"", ANY}):
            self._say(f"{key}.pointer", pointer, "a JSON pointer (/paths/...), not every part of it *")
        until = entry.get("until")
        if "until" in entry and (not isinstance(until, date) or isinstance(until, datetime)):
            self._say(f"{key}.until", until, "a date, such as 2027-03-01 without quotes")
        if len(self.wrong) > before:
            return None
        given = {name: text for name, text in told.items() if text is not None}
        return Accepted(**given, until=until, place=key)

    def _keys(self, table: Any, key: str, known: set[str]) -> Mapping[str, Any]:
        if not isinstance(table, dict):
            self._say(key, table, "a table")
            return {}
        for name in table.keys() - known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            self._line(
                ".".join(filter(None, (key, name))), f"no such setting; allowed: {', '.join(sorted(known))}{meant}"
            )
        return table

    def _text(self, table: Mapping[str, Any], name: str, key: str) -> str | None:
        value = table.get(name)
        if value is None or isinstance(value, str):
            return value
        self._say(key, value, "text")
        return None

    def _one_of(self, value: str | None, key: str, allowed: Any) -> None:
        if value is not None and value not in allowed:
            words = (
                ", ".join(filter(None, allowed)) if len(allowed) < len(RULES) else "an id of docs/drift.md, R01 to R85"
            )
            self._say(key, value, words or "none, as nothing is compared")

    def _choice(self, table: Mapping[str, Any], name: str, allowed: tuple[Any, ...], default: Any) -> Any:
        value = table.get(name, default)
        if type(value) is not type(default) or value not in allowed:
            self._say(name, value, ", ".join(map(str, allowed)).lower())
            return default
        return value

    def _say(self, key: str, value: Any, allowed: str) -> None:
        found = "none" if value is None else _shown(value)
        self._line(key, f"found {found}; allowed: {allowed}")

    def _line(self, key: str, text: str) -> None:
        self.wrong.append(f"{self.file}: {'.'.join(filter(None, (_TABLE, key)))}: {text}")


def _shown(value: Any) -> str:
    """A value, with asterisks for the keys in addresses."""
    if isinstance(value, dict):
        value = {name: without_secrets(each) if isinstance(each, str) else each for name, each in value.items()}
    return show(without_secrets(value) if isinstance(value, str) else value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
