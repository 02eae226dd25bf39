"""How text that somebody else wrote is shown on one line of a terminal."""

__all__ = ["escape"]

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def escape(text: str, limit: int | None = None) -> str:
    r"""Show what can't be printed (control characters, bidirectional marks, lone surrogates) as `\x1b`, `\u202e`.

    Of a text that is longer than limit characters the first ones are shown, and `...`.
    """
    short = text if limit is None or len(text) <= limit else text[:limit]
    shown = short if short.isprintable() else "".join(map(_shown, short))
    return shown if short is text else f"{shown}..."


def _shown(char: str) -> str:
    if char.isprintable():
        return char
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
