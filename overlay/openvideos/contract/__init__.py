"""The contract and what departs from it: `Contract.load().check_request(...)` answers with a list of Violation.

Importing this package loads nothing else; the first name that is read loads what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .check import Contract
    from .document import contract_defaults
    from .multipart import decode_multipart, fold
    from .violation import FilePart, Violation

__all__ = ["Contract", "FilePart", "Violation", "contract_defaults", "decode_multipart", "fold"]

_MODULES = {
    "Contract": ".check",
    "FilePart": ".violation",
    "Violation": ".violation",
    "contract_defaults": ".document",
    "decode_multipart": ".multipart",
    "fold": ".multipart",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
