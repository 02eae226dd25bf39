"""Further shared jobs, each with as much that is out of the ordinary as a video can have, and what was asked for.

A job that a server refuses says little about which part of it was refused: a requirement then asks for its own part.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import PROMPT, SPECS, Job, Spec
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Skipped, Unmade
from openvideos.contract import Contract
from openvideos.contract.found import MAX_FOUND, show

__all__ = [
    "IMAGE_URL",
    "SPACES",
    "SYMBOLS",
    "WHOLE",
    "accepted",
    "asked",
    "data_url",
    "is_model",
    "longest",
    "looks",
    "png",
]

SPACES = "  Two boats,\n\n  one\tbehind the other,\r\n  wide   apart \u00a0\n"
"""A prompt with spaces at its ends and line breaks of both kinds."""
SYMBOLS = (
    "\U0001f6f6 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001d4b3 \ufb01 \u2167 "  # beyond 16 bits; what normalizing changes
    "\u00e9 e\u0301 \u05e9\u05dc\u05d5\u05dd \u0928\u092e\u0938\u094d\u0924\u0947 "
    "&amp; <i>\"it's\"</i> %41%20+ \\n \\u0041 {{x}} ${x} `x` '; -- /* */ [a](b) end"
)
"""A prompt of what is lost where text is normalized, cut to 16 bits, escaped, or taken for more than text."""
WHOLE = ("default", "chosen", "longest", "partial", "referenced", "spare")
"""The shared jobs that were asked for by `create`, and are to complete."""

_FILLER = "Das Boot f\u00e4hrt \u00fcber die Stra\u00dfe, \u7eb8\u8239\u6f02\u8fc7\u6c34\u6c9f. "


def longest(more: int = 0) -> str:
    """A prompt of as many characters as the contract allows, or of more; many of them take two or three bytes."""
    length = int(Contract.load().members("create")["prompt"]["maxLength"]) + more
    return (_FILLER * (length // len(_FILLER) + 1))[: length - 1] + "."


def png(size: str) -> bytes:
    """An image of one colour as PNG; `size` is its width and height, as in 720x1280."""
    width, _, height = size.partition("x")
    header = struct.pack(">IIBBBBB", int(width), int(height), 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x2a\x6f\xb0" * int(width)) * int(height)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def data_url(size: str) -> str:
    """The same image as a URL."""
    return f"data:image/png;base64,{base64.b64encode(png(size)).decode()}"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _specs() -> dict[str, Spec]:
    contract = Contract.load()
    defaults = contract.defaults("create")
    sizes = [each for each in contract.enum("VideoSize") if each != defaults["size"]]
    lengths = [each for each in contract.enum("VideoSeconds") if each != defaults["seconds"]]
    # `chosen` has the first of both
    return {
        "longest": Spec(members={"prompt": longest(), "size": sizes[1 % len(sizes)], "seconds": lengths[-1]}),
        "partial": Spec(members={"prompt": SPACES, "size": sizes[-1]}, form=True),
        "referenced": Spec(
            members={
                "prompt": SYMBOLS,
                "seconds": lengths[0],
                "input_reference": {"image_url": data_url(defaults["size"])},
            }
        ),
        "spare": Spec(members={"prompt": "x"}, form=True),
    }


SPECS.update(_specs())
IMAGE_URL: str = SPECS["referenced"].members["input_reference"]["image_url"]
"""An image of the default size."""


def accepted(server: Server, name: str, otherwise: Callable[[], Answer]) -> Answer:
    """The answer that accepted a shared job; where it was refused as a whole, the one to a request of one's own.

    Raises Failed where that is refused too.
    """
    try:
        return server.jobs.made(name).accepted
    except Unmade:
        return otherwise().expect(200)


def asked(server: Server, answer: Answer) -> Mapping[str, Any]:
    """What a request to an operation asked for, name -> value: members of its body, and parameters."""
    found = server.contract.match(answer.method, answer.url, server.settings.base_url)
    sent = {name.lower(): value for name, value in answer.request_headers}
    return {} if found is None else found.values(sent.get("content-type", ""), answer.request_body)


def derived(server: Server, *operations: str) -> list[tuple[str, dict[str, Any]]]:
    """The path of each of these operations that the server has, and a correct body. Raises Skipped for none."""
    source = server.completed("default").id
    video: dict[str, Any] = {"video": {"id": source}, "prompt": PROMPT}
    requests = {
        "remix": (f"/videos/{source}/remix", {"prompt": PROMPT}),
        "edit": ("/videos/edits", video),
        "extend": ("/videos/extensions", {**video, "seconds": "4"}),
    }
    served = [requests[each] for each in operations if server.serves(each)]
    if not served:
        raise Skipped(f"the server has no {' and no '.join(operations)}")
    return served


def form_text(fields: Mapping[str, str], boundary: str, kind: str = "") -> str:
    """The body of a form of these fields; `kind` is the media type of each part, "" for none."""
    typed = f"\r\nContent-Type: {kind}" if kind else ""
    parts = (f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{typed}\r\n\r\n' for name in fields)
    return (
        "".join(f"{head}{value}\r\n" for head, value in zip(parts, fields.values(), strict=True))
        + f"--{boundary}--\r\n"
    )


def looks(server: Server, job: Job) -> list[Answer]:
    """Each look at a shared job so far, and one more: a job that has ended at once had none. Raises Failed."""
    return [*job.looks, server.retrieve(job.id).expect(200)]


def is_model(found: object, name: object) -> bool:
    """Whether a model is one of this name, or a dated snapshot of it."""
    return found == name or (
        isinstance(found, str) and re.fullmatch(rf"{re.escape(str(name))}-\d{{4}}-\d\d-\d\d", found) is not None
    )


def shown(value: object) -> str:
    """A value for a person; of a long text its beginning, and how long it is."""
    length = f" ({len(value)} characters)" if isinstance(value, str) and len(value) > MAX_FOUND else ""
    return f"{show(value)}{length}"
