"""A server of the /videos API that renders real clips: for tests, demonstrations, and servers to be compared with.

Importing this package loads nothing else; the first name that is read loads what it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import EmulatorError
    from .fault import Fault
    from .faults import known_faults
    from .limits import Limits
    from .server import Emulator, serve

__all__ = ["Emulator", "EmulatorError", "Fault", "Limits", "known_faults", "serve"]

_MODULES = {
    "Emulator": ".server",
    "EmulatorError": ".errors",
    "Fault": ".fault",
    "Limits": ".limits",
    "known_faults": ".faults",
    "serve": ".server",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
