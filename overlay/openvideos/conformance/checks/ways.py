"""Ways in which shared jobs are asked for first, as a requirement is about each: a job less that somebody pays for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from openvideos.conformance.answer import Answer
from openvideos.conformance.jobs import DOOMED, SPECS, UNICODE
from openvideos.conformance.server import Server
from openvideos.contract import Contract

from . import variety

__all__ = ["LONGEST", "other_model"]

_BOUNDARY = "openvideos:form=1, a part"
LONGEST = max(Contract.load().enum("VideoExtensionSeconds"), key=int)
"""Of extensions, in seconds."""


def other_model(server: Server) -> str:
    """The run's model, or one that the contract lists beside the default."""
    default = server.contract.defaults("create")["model"]
    listed = server.contract.document["components"]["schemas"]["VideoModel"]["anyOf"][1]["enum"]
    return server.settings.model or next(str(each) for each in listed if each != default)


def _with_model(server: Server, path: str, members: Mapping[str, Any]) -> Answer:
    return server.make(path, {**members, "model": other_model(server)}, form=True)


def _with_image(server: Server, path: str, members: Mapping[str, Any]) -> Answer:
    files = {"input_reference": ("boat.png", variety.png(members["size"]), "image/png")}
    return server.make(path, members, files=files)


def _labelled_json(server: Server, path: str, members: Mapping[str, Any]) -> Answer:
    body = json.dumps({**members, "prompt": UNICODE})
    return server.send("POST", path, content=body.encode(), headers={"Content-Type": "Application/JSON; Charset=UTF-8"})


def _form_in_quotes(server: Server, path: str, members: Mapping[str, Any]) -> Answer:
    fields = {**members, "prompt": f"{members['prompt']} {UNICODE}"}
    body = variety.form_text(fields, _BOUNDARY, "text/plain; charset=utf-8")
    kind = f'multipart/form-data; boundary="{_BOUNDARY}"'
    return server.send("POST", path, content=body.encode(), headers={"Content-Type": kind})


def _as_form(server: Server, path: str, members: Mapping[str, Any]) -> Answer:
    return server.make(path, {**members, "prompt": UNICODE}, form=True)


def _longest(server: Server, path: str, members: Mapping[str, Any]) -> Answer:
    return server.make(path, {**members, "seconds": LONGEST})


for _name, _ask in {
    "chosen": _with_model,
    "partial": _with_image,
    DOOMED: _labelled_json,
    "failing": _form_in_quotes,
}.items():
    SPECS[_name] = attrs.evolve(SPECS[_name], ask=_ask)

SPECS["chain"] = attrs.evolve(SPECS["remix"], source="remix", ask=_as_form)
SPECS["longer"] = attrs.evolve(SPECS["extension"], source="extension", ask=_longest)
