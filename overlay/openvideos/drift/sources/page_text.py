"""A documentation page's text -> its operations, each with the entries of its lists, nested as they were."""

import re

import attrs

from openvideos.contract.found import show
from openvideos.drift.documents.document import DocumentError

from .page_lists import Entry, read_entries

__all__ = ["PageOperation", "read_page"]

MOST = 1_000_000
"""How many characters a page may have: those of an API have some thousands."""
_METHOD = re.compile(r"(?P<method>get|post|put|patch|delete)\s+(?P<path>/\S*)", re.IGNORECASE)
_SECTIONS = {
    "parameters": "parameters",
    "path parameters": "parameters",
    "query parameters": "parameters",
    "header parameters": "headers",
    "body parameters": "parameters",
    "request body": "parameters",
    "returns": "returns",
    "response schema": "returns",
    "example": "example",
    "example request": "example",
    "request": "example",
    "response": "response",
    "example response": "response",
}
_ALLOWED = "the text of a page on an operation, with a line such as: post /videos"


@attrs.define(kw_only=True)
class PageOperation:
    """What a page has on one operation; example is the command, response the answer, each as its lines."""

    method: str
    path: str
    line: int
    parameters: list[Entry] = attrs.field(factory=list)
    returns: list[Entry] = attrs.field(factory=list)
    example: list[str] = attrs.field(factory=list)
    response: list[str] = attrs.field(factory=list)
    response_line: int = 0


def read_page(text: str, name: str) -> list[PageOperation]:
    """The operations that a page describes. Raises DocumentError, in one line, for what is no such page."""
    _refuse_what_is_none(text, name)
    found: list[PageOperation] = []
    section = ""
    inside: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = _METHOD.fullmatch(line.strip())
        kind = _SECTIONS.get(line.strip().rstrip(":").lower())
        if match is not None or kind is not None:
            if found:
                _close(found[-1], section, inside)
            inside, section = [], kind or ""
            if match is not None:
                found.append(PageOperation(method=match["method"].upper(), path=match["path"], line=number))
        elif section:
            inside.append((number, line))
    if not found:
        raise DocumentError(f"{name}: found no method and path; allowed: {_ALLOWED}")
    _close(found[-1], section, inside)
    return found


def _refuse_what_is_none(text: str, name: str) -> None:
    if not text.strip():
        raise DocumentError(f"{name}: found nothing; allowed: {_ALLOWED}")
    if len(text) > MOST:
        raise DocumentError(f"{name}: found {len(text)} characters; allowed: at most {MOST}, {_ALLOWED}")
    strange = next((char for char in text if char < " " and char not in "\t\n\r\f\v"), None)
    if strange is not None:
        line = text[: text.index(strange)].count("\n") + 1
        raise DocumentError(f"{name}:{line}: found the character {show(strange)}; allowed: {_ALLOWED}")
    start = text.lstrip("\ufeff \t\r\n")[:1000].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<head", "<body")):
        raise DocumentError(f"{name}:1: found HTML; allowed: {_ALLOWED} (as it is copied from a browser)")


def _close(operation: PageOperation, section: str, lines: list[tuple[int, str]]) -> None:
    if section == "parameters":
        operation.parameters += read_entries(lines)
    elif section == "returns":
        operation.returns += read_entries(lines, one=True)
    elif section == "example":
        operation.example += [line for _, line in lines]
    elif section == "response" and lines:
        operation.response = [line for _, line in lines]
        operation.response_line = lines[0][0]
