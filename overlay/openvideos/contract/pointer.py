"""JSON pointers (RFC 6901), as text without a leading #."""

__all__ = ["LONGEST", "join", "split"]

LONGEST = 5_000
"""Characters that a pointer into what somebody brings may have."""


def join(pointer: str, *parts: str) -> str:
    """A pointer extended by unescaped parts."""
    for part in parts:
        escaped = part.replace("~", "~0").replace("/", "~1") if "~" in part or "/" in part else part
        pointer = f"{pointer}/{escaped}"
    return pointer


def split(pointer: str) -> list[str]:
    """The unescaped parts of a pointer."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
