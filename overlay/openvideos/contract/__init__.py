"""The contract and what departs from it: `Contract.load().check_request(...)` answers with a list of Violation.

Importing this package loads nothing else; the first name that is read loads what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .check import Contract
    from .document import contract_defaults
    from .exchange import Exchange
    from .multipart import decode_multipart, fold
    from .reporting import NotConformingError
    from .traffic import AsyncContractTransport, ContractTransport, assert_conforms
    from .violation import FilePart, Violation

__all__ = [
    "AsyncContractTransport",
    "Contract",
    "ContractTransport",
    "Exchange",
    "FilePart",
    "NotConformingError",
    "Violation",
    "assert_conforms",
    "contract_defaults",
    "decode_multipart",
    "fold",
]

_MODULES = {
    "AsyncContractTransport": ".traffic",
    "Contract": ".check",
    "ContractTransport": ".traffic",
    "Exchange": ".exchange",
    "FilePart": ".violation",
    "NotConformingError": ".reporting",
    "Violation": ".violation",
    "assert_conforms": ".traffic",
    "contract_defaults": ".document",
    "decode_multipart": ".multipart",
    "fold": ".multipart",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name], __name__), name)
    globals()[name] = value  # the next one who asks finds it here
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
