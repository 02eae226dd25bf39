"""Defaults of a create request: the caller's own, which are sent, and those that a server assumes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["check_defaults", "contract_defaults"]


def contract_defaults(operation: str) -> dict[str, Any]:
    """What the contract says a server assumes for the members of an operation's body that are not sent.

    Raises ValueError for an operation that the contract does not have.
    """
    from .contract import contract_defaults as of_contract

    return of_contract(operation)


def check_defaults(defaults: Mapping[str, Any], *, check_values: bool) -> dict[str, Any]:
    """The caller's defaults as `create` sends them; without check_values names and values are a server's own.

    Raises RequestValidationError, which names the member.
    """
    from .client.request import members
    from .contract import Contract
    from .contract.document import Document
    from .errors import RequestValidationError

    if not isinstance(defaults, Mapping):
        raise RequestValidationError(f"defaults: found a {type(defaults).__name__}; allowed: a dict")
    if check_values:
        known = Document.load().members("create")
        for name in defaults:
            if name not in known:
                raise RequestValidationError(f"defaults: found '{name}'; allowed: {', '.join(known)}")
    made = members("create", defaults)
    if check_values:
        judged = Contract.load().check_request("create", content_type="application/json", body=made)
        found = [each for each in judged if each.field.partition(".")[0] in made]
        if found:
            raise RequestValidationError(
                f"defaults: {found[0].message}",
                hint="for a server that takes others: check_requests=False",
                violations=found,
            )
    return made
