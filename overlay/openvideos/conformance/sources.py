"""Where a requirement comes from, and where one can read that."""

from __future__ import annotations

import re

from openvideos.contract.document import Document

__all__ = ["line_of", "link"]

_RFC = re.compile(r"RFC ?([0-9]+)(?:,? (?:section |§ ?)?([0-9]+(?:\.[0-9]+)*))?\b")
_PAGE = re.compile(r"https?://[^\s<>\"]+")


def line_of(source: str) -> int | None:
    """The line of the contract's YAML that a pointer into the contract leads to; None for any other source."""
    return Document.load().line(source) if source.startswith("/") else None


def link(source: str, contract: str | None = None) -> str | None:
    """An address for a source: a page's own, an RFC's, and for a pointer its line in the contract at this address."""
    if (line := line_of(source)) is not None:
        return f"{contract}#L{line}" if contract else None
    if page := _PAGE.match(source):
        return page[0]
    if rfc := _RFC.match(source):
        section = f"#section-{rfc[2]}" if rfc[2] else ""
        return f"https://www.rfc-editor.org/rfc/rfc{rfc[1]}{section}"
    return None
