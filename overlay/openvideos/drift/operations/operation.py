"""What moved between two versions of one operation."""

from collections.abc import Iterator

from openvideos.drift.change import Change

from .api import Operation
from .bodies import compare_bodies
from .documents import DocumentPair
from .pair import OperationPair
from .parameters import compare_parameters
from .responses import compare_responses
from .security import compare_security

__all__ = ["compare_operation"]


def compare_operation(documents: DocumentPair, old: Operation, new: Operation) -> Iterator[Change]:
    """Compare the two."""
    pair = OperationPair(documents=documents, old=old, new=new)
    yield from pair.names()
    yield from pair.notes()
    yield from compare_parameters(pair)
    yield from compare_bodies(pair)
    yield from compare_responses(pair)
    yield from compare_security(pair.change, old, new)
