"""Each way to compare: what is read, and what it is compared with."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from openvideos.contract.keys import without_secrets

from .accepted import judged
from .findings import Comparison, Findings
from .settings import Against, Settings

if TYPE_CHECKING:
    from .documents.document import Source

__all__ = ["bundled", "compare_all", "docs", "sdk", "spec", "upstream"]

VIDEOS = "/videos"
_BUNDLED = "openvideos contract"
_MOST_PATHS = 3


def bundled() -> "Source":
    """The contract that comes with this package, with the lines of its YAML."""
    from openvideos.contract.document import Document

    from .documents.document import from_data

    document = Document.load()
    return attrs.evolve(from_data(document.data, _BUNDLED), lines=document.lines)


def spec(base: str, revised: str, *, assert_format: bool = False) -> Comparison:
    """Two documents. Raises DocumentError, as all of these do."""
    from .compare import compare
    from .documents.document import read

    old, new = read(base), read(revised)
    changes = compare(old, new, assert_format=assert_format)
    return Comparison(base=old.name, revised=new.name, changes=tuple(changes))


def upstream(source: str, *, contract: str = "", assert_format: bool = False) -> Comparison:
    """A contract, the bundled one if none is named, and what a vendor's document says of /videos."""
    from .compare import compare
    from .documents.document import read

    ours, theirs = _contract(contract), read(source, only=VIDEOS)
    changes = compare(ours, theirs, assert_format=assert_format)
    return Comparison(base=ours.name, revised=theirs.name, changes=tuple(changes), notes=tuple(_taken(theirs)))


def _taken(source: "Source") -> Iterator[str]:
    """Which of a vendor's paths are looked at, where that goes without saying neither for them nor for others."""
    others = [each + VIDEOS for each in source.bases if each != source.base]
    told = f"{', '.join(others[:_MOST_PATHS])}{', ...' * (len(others) > _MOST_PATHS)}"
    if source.base not in source.bases:
        yield f"no {VIDEOS} was found{f', and {told} not compared' if others else ''}"
    elif source.base or others:
        yield f"its {source.base}{VIDEOS} was compared{f', and not {told}' if others else ''}"


def sdk(name: str, *, contract: str = "") -> Comparison:
    """A contract, and the types of an SDK that is installed."""
    from .sources.sdk import compare_sdk

    ours = _contract(contract)
    return Comparison(base=ours.name, revised=name, changes=tuple(compare_sdk(name, ours)))


def docs(source: str, *, contract: str = "") -> Comparison:
    """A contract, and the text of a documentation page."""
    from .documents.reading import DocumentError, read_bytes

    ours, given = _contract(contract), read_bytes(source)
    try:
        text = given.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{given.name}: found no text (byte {error.start}); allowed: text in UTF-8") from None
    from .sources.page import compare_page

    return Comparison(base=ours.name, revised=given.name, changes=tuple(compare_page(text, given.name, ours)))


def compare_all(settings: Settings, today: date) -> Findings:
    """Everything that settings name, each by itself: what can't be compared is told, and the others are judged."""
    found = [judged(_one(each, settings), settings.accepted, today) for each in settings.against]
    return Findings(comparisons=tuple(found), fail_on=settings.fail_on, surface=settings.surface)


def _one(against: Against, settings: Settings) -> Comparison:
    contract = _located(settings.contract, settings.folder)
    sources = [_located(each, settings.folder) for each in against.sources]
    form = settings.assert_format
    ways: dict[str, Callable[[], Comparison]] = {
        "spec": lambda: spec(sources[0], sources[1], assert_format=form),
        "upstream": lambda: upstream(sources[0], contract=contract, assert_format=form),
        "sdk": lambda: sdk(against.sources[0], contract=contract),
        "docs": lambda: docs(sources[0], contract=contract),
    }
    try:
        return attrs.evolve(ways[against.kind](), name=against.name)
    except (ValueError, OSError) as error:
        base, revised = sources[0] if against.kind == "spec" else contract or _BUNDLED, sources[-1]
        return Comparison(
            name=against.name,
            base=without_secrets(base),
            revised=without_secrets(revised),
            problem=problem_of(error),
        )


def problem_of(error: Exception) -> str:
    """What is wrong with an input, in a line."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'input or output'}: {error.strerror.lower()}"
    return " ".join(str(error).split())


def _contract(contract: str) -> "Source":
    from .documents.document import read

    return read(contract) if contract else bundled()


def _located(source: str, folder: Path) -> str:
    """A source of the settings, as it is named from here: a file is named from the folder that they are in."""
    path = folder / source
    return os.path.relpath(path) if source and path.exists() else source
