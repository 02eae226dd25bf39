"""An answer in the contract's form: each member that the contract has, in its order, null where nothing is known."""

from collections.abc import Mapping
from typing import Any

from openvideos.contract.document import Document, join

__all__ = ["in_contract_order"]


def in_contract_order(document: Document, operation: str, data: Any) -> Any:
    """Complete what an operation answered with; members that the contract doesn't have stand behind its own."""
    for response in document.operation(operation).responses.values():
        for media_type, pointer in response.content.items():
            if response.status.startswith("2") and media_type == "application/json":
                return _shaped(document, pointer, data)
    return data


def _shaped(document: Document, pointer: str, data: Any) -> Any:
    place, schema = document.resolve(pointer)
    if isinstance(data, list) and "items" in schema:
        return [_shaped(document, join(place, "items"), item) for item in data]
    if not isinstance(data, Mapping):
        return data
    for keyword in ("anyOf", "oneOf"):
        for index, _ in enumerate(schema.get(keyword, ())):
            branch = join(place, keyword, str(index))
            if "properties" in document.resolve(branch)[1]:
                return _shaped(document, branch, data)
    known = {
        name: _shaped(document, join(place, "properties", name), data.get(name))
        for name in schema.get("properties", {})
    }
    return {**known, **{name: value for name, value in data.items() if name not in known}}
