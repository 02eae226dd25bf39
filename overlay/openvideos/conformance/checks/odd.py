"""What nobody would send, but somebody will."""

from __future__ import annotations

from openvideos.conformance.jobs import PROMPT

__all__ = ["FORMS", "HEADERS", "IDS", "JSON", "MALFORMED", "PATHS", "QUERIES"]

_DEEP = 100_000
_FORM = "multipart/form-data"
_FIELD = 'Content-Disposition: form-data; name="prompt"'

MALFORMED = (
    f'{{"prompt": "{PROMPT}"',
    f'{{"prompt": "{PROMPT}',
    f'{{"prompt": {PROMPT}}}',
    f'{{"prompt" "{PROMPT}"}}',
    f'{{"prompt": "{PROMPT}"}}}}',
    f'{{"prompt": "{PROMPT}"}} {{"prompt": "{PROMPT}"}}',
    f"prompt={PROMPT}",
    PROMPT,
)
"""A prompt in what is no JSON to any reader."""

JSON = (
    b"[" * _DEEP + b"]" * _DEEP,
    b'{"size": ' + b'{"a": ' * _DEEP + b"1" + b"}" * _DEEP + b"}",
    b"[" * _DEEP,
    b'{"size": "720x1280", "size": "1280x720"}',
    b'{"seconds": NaN}',
    b'{"seconds": -Infinity}',
    b'{"seconds": 1e999}',
    b'{"seconds": ' + b"9" * 10_000 + b"}",
    b'{"seconds": 0.' + b"0" * 10_000 + b"1}",
    b'{"size": "\\ud800"}',
    b'{"\\udfff": 1}',
    b'{"size": "\\u0000"}',
    b'{"__proto__": {"prompt": "x"}, "constructor": {"prompt": "x"}}',
    b'\xef\xbb\xbf{"size": "720x1280"}',
    '{"size": "720x1280"}'.encode("utf-16"),
    b"{'size': '720x1280'}",
    b'{"size": "720x1280",}',
    b'{/* none */ "size": "720x1280"}',
    b"\0",
    b"\xff" * 100,
    b" " * 10_000,
)
"""What has no prompt, and what readers of JSON take, refuse or fall over."""

FORMS: tuple[tuple[str, bytes], ...] = (
    (_FORM, f"--x\r\n{_FIELD}\r\n\r\n{PROMPT}\r\n--x--\r\n".encode()),
    (f"{_FORM}; boundary=y", f"--x\r\n{_FIELD}\r\n\r\n{PROMPT}\r\n--x--\r\n".encode()),
    (f"{_FORM}; boundary=x", b"--x--\r\n"),
    (f"{_FORM}; boundary=x", b"\r\n"),
    (f"{_FORM}; boundary=x", b"\0\xff\xfe" * 100),
    (f"{_FORM}; boundary=x", f'{{"prompt": "{PROMPT}"}}'.encode()),
    (f"{_FORM}; boundary=x", f"--x\r\n{_FIELD}".encode()),
    (f"{_FORM}; boundary=x", f"--x\r\nContent-Disposition: form-data\r\n\r\n{PROMPT}\r\n--x--\r\n".encode()),
    (f"{_FORM}; boundary=x", b'--x\r\nContent-Disposition: form-data; name="\xff\xfe"\r\n\r\nx\r\n--x--\r\n'),
    (f"{_FORM}; boundary=x", b"--x\r\n" + b"X-Odd: " + b"x" * 20_000 + b"\r\n\r\nx\r\n--x--\r\n"),
)
"""Media types and bodies of what is no form, or one in which no field has the name of one."""

IDS = (
    "openvideos conform; no such job",
    "x' OR '1'='1",
    "x'; DROP TABLE jobs; --",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "a/b",
    "a?b#c",
    "a%2Fb",
    "%00",
    "%",
    "\0",
    "a\0b",
    "a\r\nX-Odd: 1",
    "船 🛶 é e\u0301",
    "\u202e\ufeff\u2028",
    "{video_id}",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "$(id)",
    "*",
    "null",
    "-1",
    "1e400",
    "9" * 400,
    "x" * 2000,
    "video_" + "é" * 300,
)
"""Ids that no job has."""

PATHS = ("%FF%FE", "%C3%28", "%ED%A0%80", "%u0041", "a%zz")
"""The same, in segments of paths that no text makes."""

QUERIES = (
    "limit=1&limit=2",
    "order=asc&order=desc",
    "after=%00",
    "after=%FF%FE",
    "after=x'%20OR%20'1'='1",
    "after=..%2F..%2Fetc%2Fpasswd",
    "after=" + "x" * 2000,
    "after=" + "9" * 400,
    "after",
    "after=",
    "after[]=x",
    "after[$gt]=",
    "limit=%00",
    "limit=%D9%A1",  # an Arabic one, which some take for a digit
    "limit=1_0",
    "limit=NaN",
    "limit=1e400",
    "limit=" + "9" * 5000,
    "limit[]=1",
    "order=%FF",
    "order[asc]=1",
    "&&&=&=x&",
    "%",
    "%zz=%zz",
    "\N{SNOWMAN}=1",
    "&".join(f"x{number}=1" for number in range(200)),
)
"""Of the list; most are wrong, none has to be."""

HEADERS = (
    ("Accept", "application/xml"),
    ("Accept", ";;;,q=x"),
    ("Accept-Encoding", "openvideos;q=x, *;q=0"),
    ("Accept-Language", "x" * 2000),
    ("Content-Type", ";;;"),
    ("Content-Type", "application/json; charset=openvideos"),
    ("Content-Type", "application/json; charset=utf-16"),
    ("Content-Type", "x" * 2000),
    ("Content-Type", "multipart/form-data; boundary=" + "x" * 500),
    ("Idempotency-Key", "x" * 2000),
    ("Idempotency-Key", ""),
    ("If-None-Match", "x"),
    ("If-Modified-Since", "the day before yesterday"),
    ("Range", "bytes=9-1,x"),
    ("Cookie", ";;==; a=b; " + "c=" + "x" * 3000),
    ("Origin", "null"),
    ("X-Forwarded-For", "no address"),
    ("X-Forwarded-Proto", "gopher"),
    ("Forwarded", "for="),
    ("Traceparent", "00-x-y-z"),
    ("X-Request-Id", "x" * 2000),
)
"""What means nothing to a look or to a request without a prompt."""
