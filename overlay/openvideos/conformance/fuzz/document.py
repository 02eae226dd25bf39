"""The contract as schemathesis is given it: what a server has of it, and nothing that would reach elsewhere."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from openvideos.contract import Contract

__all__ = ["served"]


def served(lacking: Collection[str] = ()) -> dict[str, Any]:
    """The contract's document without these operations and the links to them.

    It asks for no key, as the run's own goes with each request; and an image's URL is any text, as a file of ours
    stands in for what would be addresses that somebody may have.
    """
    document = deepcopy(Contract.load().document)
    document.pop("security", None)
    document["components"].pop("securitySchemes", None)
    document["components"]["schemas"]["ImageReference"]["properties"]["image_url"] = {"type": "string"}
    paths = {
        path: {
            name: item
            for name, item in operations.items()
            if not (isinstance(item, dict) and item.get("operationId") in lacking)
        }
        for path, operations in document["paths"].items()
    }
    document["paths"] = {path: operations for path, operations in paths.items() if operations}
    operations = [item for each in document["paths"].values() for item in each.values() if isinstance(item, dict)]
    answers = [answer for operation in operations for answer in operation["responses"].values()]
    for answer in (*answers, *document["components"]["responses"].values()):
        links = answer.get("links", {})
        if links:
            answer["links"] = {name: link for name, link in links.items() if link["operationId"] not in lacking}
    return document
