"""Whether answers have the shape that the contract's schemas say: members, types, nulls, constants."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from openvideos.conformance.answer import Answer
from openvideos.conformance.verdict import Failed, Skipped
from openvideos.contract import Contract

from .looks import Look

if TYPE_CHECKING:
    from openvideos.conformance.server import Server

__all__ = ["JOBS", "expect_job", "expect_shape", "successes"]

JOBS = ("create", "retrieve", "remix", "edit", "extend")
"""Operations that are answered with a job."""


def successes(server: Server, *operations: str) -> list[Answer]:
    """The answers so far that carry out these operations, or any. Raises Skipped for none."""
    found = [each for each in server.answers if 200 <= each.status < 300 and each.operation in (operations or _all())]
    if not found:
        raise Skipped(f"no request for {' or '.join(operations) or 'an operation'} was carried out")
    return found


def expect_shape(answers: Iterable[Answer], *fields: str, deep: bool = True) -> None:
    """Raise Failed where an answer departs from its schema under these fields (`data.size`), or anywhere.

    What no schema says, but a rule of the contract does, is not looked at; nor, unless `deep`, what is in the fields.
    """
    for answer in answers:
        for each in answer.violations:
            keyword = each.code.rpartition(".")[2]
            named = not fields or any(
                each.field == name or (deep and each.field.startswith(f"{name}.")) for name in fields
            )
            if named and keyword not in _rules():
                raise Failed(each.allowed, f"{each.field or each.location}: {each.found} [{each.code}]", answer)


def expect_job(server: Server, look: Look) -> None:
    """Raise Failed where a job, by itself or in a page, departs from the schema of a job."""
    for each in server.contract.check_schema("Video", dict(look.job)):
        if each.code.rpartition(".")[2] not in _rules():
            raise Failed(each.allowed, f"{each.field}: {each.found} [{each.code}]", look.answer)


@cache
def _rules() -> frozenset[str]:
    schemas = Contract.load().document["components"]["schemas"].values()
    return frozenset(rule["id"] for schema in schemas for rule in schema.get("x-rules", ()))


@cache
def _all() -> tuple[str, ...]:
    return tuple(Contract.load().operations)
