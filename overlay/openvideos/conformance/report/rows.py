"""The rows of a coverage in words, media type by media type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openvideos.conformance.coverage import Row
from openvideos.escape import escape

__all__ = ["in_words"]


def in_words(rows: Sequence[Row]) -> Iterator[str]:
    """Media types of requests, and media types of answers with their statuses."""
    for title, statuses in {"requests": False, "answers": True}.items():
        for declared in (True, False):
            by_type: dict[str, list[str]] = {}
            for row in rows:
                if bool(row.status) is statuses and row.declared is declared:
                    count = f"x{row.seen}" if row.seen else ""
                    told = " ".join(filter(None, (row.status, count)))
                    by_type.setdefault(row.media_type or "no body", []).append(told)
            if by_type:
                words = (f"{escape(kind, 80)} {', '.join(of)}".rstrip() for kind, of in by_type.items())
                yield f"{title}{'' if declared else ' beyond the contract'}: {', '.join(words)}"
