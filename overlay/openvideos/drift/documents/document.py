"""A document that is compared: where it came from, its data as OpenAPI 3.1, and which line says what."""

import re
from collections.abc import Mapping
from typing import Any

import attrs

from openvideos.contract.found import show
from openvideos.contract.pointer import join
from openvideos.contract.source import SourceError, plain
from openvideos.drift.change import Place

from .decoding import decode, fault_at, line_of
from .forms import check_security
from .grammar import Part
from .linked import Links, reference, whole
from .reading import DocumentError, read_bytes
from .slice import ELSEWHERE, base_of, bases_of, sliced
from .upgrade import drop_beside_refs, upgrade

__all__ = ["DocumentError", "Source", "from_data", "read"]

_VERSION = re.compile(r"3\.(?P<minor>[01])(\.[0-9]+(-.*)?)?")
_VERSIONS = "OpenAPI 3.0.x and 3.1.x"


@attrs.frozen(kw_only=True)
class Source:
    """A document as it is compared.

    name is how a person knows it: a file, `REV:path`, `-`, a URL without its credentials. data is plain JSON data in
    the form of OpenAPI 3.1, at the pointers that the document has; each $ref that its paths need is a pointer to what
    is there. lines has the line of a pointer, from 1; nothing where all is on one line. version is what the document
    says of itself: "3.0.3". base is what its paths begin with and those of others don't: "/v1". bases are what stands
    before the one path that was asked for wherever the document has it; only what is below base is taken.
    """

    name: str
    data: dict[str, Any] = attrs.field(repr=False)
    lines: Mapping[str, int] = attrs.field(factory=dict, repr=False)
    version: str = "3.1.0"
    base: str = ""
    bases: tuple[str, ...] = ()

    def line(self, pointer: str) -> int | None:
        """The line of what stands at a pointer, or of what is nearest around it; None if nobody knows."""
        return line_of(self.lines, pointer.removeprefix(f"/{ELSEWHERE}"))

    def place(self, pointer: str) -> Place:
        """Where a pointer is, for a person."""
        pointer = pointer.removeprefix(f"/{ELSEWHERE}")
        return Place(name=self.name, pointer=pointer, line=self.line(pointer))


def read(source: str, *, only: str = "") -> Source:
    """Read a document from a file, `-` (standard input), a URL or `REV:path`; only is a path, with those below it.

    Raises DocumentError, in one line, for what can't be read or is no OpenAPI document.
    """
    given = read_bytes(source)
    decoded = decode(given)
    return _source(given.name, decoded.data, decoded.lines, only)


def from_data(data: Mapping[str, Any], name: str) -> Source:
    """Take decoded data, of which nothing is kept or changed, as a document. Raises DocumentError."""
    try:
        copy = plain(data)
    except SourceError as error:
        raise fault_at(name, {}, error) from None
    return _source(name, copy, {}, "")


def _source(name: str, data: Any, lines: Mapping[str, int], only: str) -> Source:
    try:
        version, old = _version(data)
        if not isinstance(data.setdefault("paths", {}), dict):
            raise SourceError("/paths", show(data["paths"]), "an object")
        check_security("", data)
        base, bases = (base_of(data["paths"], only), bases_of(data["paths"], only)) if only else ("", [])
        if only:
            data = sliced(data, base + only, old=old)
        _settle(data, old=old)
    except SourceError as error:
        raise fault_at(name, lines, error) from None
    told = lines if any(line > 1 for line in lines.values()) else {}
    return Source(name=name, data=data, lines=told, version=version, base=base, bases=tuple(bases))


def _version(data: Any) -> tuple[str, bool]:
    """What a document says that it is, and whether that is before 3.1. Raises SourceError."""
    if not isinstance(data, dict):
        raise SourceError("", _kind(data), f"an object: {_VERSIONS}")
    if "openapi" not in data:
        if "swagger" in data:
            raise SourceError("/swagger", f"Swagger {show(data['swagger'])}", _VERSIONS)
        raise SourceError("", "no openapi", _VERSIONS)
    version = data["openapi"]
    if not isinstance(version, str):
        raise SourceError("/openapi", f"{show(version)}, which is no text,", f"{_VERSIONS}, in quotes: '3.1.0'")
    match = _VERSION.fullmatch(version)
    if match is None:
        raise SourceError("/openapi", show(version), _VERSIONS)
    if "paths" not in data and (match["minor"] == "0" or not {"components", "webhooks"} & data.keys()):
        raise SourceError("", "no paths", "an OpenAPI document with paths")
    return version, match["minor"] == "0"


def _kind(data: Any) -> str:
    if isinstance(data, list):
        return "an array"
    return "text" if isinstance(data, str) else show(data)


def _settle(data: dict[str, Any], *, old: bool) -> None:
    """Bring a document into the form of 3.1, in which each $ref that its paths need is a pointer to what is there."""
    components = data.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, dict) else None
    starts = [Part(kind="paths", pointer="/paths", node=data["paths"])]
    if isinstance(schemes, dict):
        place = "/components/securitySchemes"
        starts += [Part(kind="security scheme", pointer=join(place, name), node=schemes[name]) for name in schemes]
    links = Links(data=data, old=old)
    found = {}
    for part in links.follow(starts):
        found[part.pointer] = part
        if part.ref is not None and not part.ref.startswith("#/"):
            part.node["$ref"] = reference(links.target(part))
    links.check_circles()
    found |= {part.pointer: part for part in whole(data, old=old, known=found)}
    if old:
        upgrade(found.values())
    else:
        drop_beside_refs(found.values())
