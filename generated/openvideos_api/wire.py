# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""From arguments to a URL, and from a body to a model. No I/O."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from . import errors
from .model import Model


def path_segment(name: str, value: str) -> str:
    """An id, percent-encoded; ValueError for one that would name another path."""
    if not value:
        raise ValueError(f"Expected a non-empty value for `{name}` but received {value!r}")
    if value in {".", ".."}:
        raise ValueError(f"{name}: found {value!r}; allowed: anything that is no step of a path")
    return quote(str(value), safe="")


def read_body(models: Mapping[int, type[Model] | None], status: int, body: bytes | Any) -> Any:
    """The body as the model that the contract has for the status.

    `body` is bytes as they came or JSON that is already decoded; None in `models` stands for a body that is not JSON,
    which comes back as it is. The answer is None for a status that the contract does not have, and for an error whose
    body is no JSON object. Raises errors.UnreadableBody for a 2xx answer with such a body.
    """
    if status not in models:
        return None
    model = models[status]
    if model is None:
        return body
    try:
        data = json.loads(body) if isinstance(body, bytes) else body
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, Mapping):
        return model.from_dict(data)
    if status < 300:
        raise errors.UnreadableBody(status, body if isinstance(body, bytes) else json.dumps(body).encode())
    return None
