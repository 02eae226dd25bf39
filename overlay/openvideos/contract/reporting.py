"""What is done about violations: a warning, an exception, nothing, or a function of the caller's."""

import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

if TYPE_CHECKING:
    from .violation import Violation

__all__ = [
    "ContractWarning",
    "Mode",
    "NotConformingError",
    "OnViolation",
    "Reporter",
    "Warned",
    "check_on_violation",
    "told",
]

Mode: TypeAlias = Literal["warn", "raise", "ignore"]
OnViolation: TypeAlias = Mode | Callable[["Violation"], object]
Warned: TypeAlias = set[tuple[str | None, str | None, str]]
"""What was warned of: server, operation and code."""

# between whoever calls and whoever warns; a warning is for the former
_BETWEEN = frozenset({"openvideos", "openvideos_api", "httpx", "httpx2", "openai", "typing_extensions"})


class ContractWarning(UserWarning):
    """A server's answer departs from the contract; given once per server, operation and code."""


class NotConformingError(AssertionError):
    """Traffic that departs from the contract; `violations` says where."""

    def __init__(self, violations: Sequence["Violation"]) -> None:
        self.violations = tuple(violations)
        super().__init__("\n".join(f"{told(each)} [{each.code}]" for each in self.violations))


class Reporter:
    """Tells of violations as on_violation says; `warned` is shared by those that are to warn once together."""

    def __init__(self, on_violation: OnViolation, warned: Warned | None = None) -> None:
        self._on_violation = on_violation
        self._warned: Warned = set() if warned is None else warned

    @property
    def listens(self) -> bool:
        """Whether anything is done at all."""
        return self._on_violation != "ignore"

    @property
    def calls(self) -> bool:
        """Whether a function is called."""
        return callable(self._on_violation)

    def report(self, violations: Sequence["Violation"], error: Callable[[], Exception]) -> None:
        """Tell of violations; error makes what is raised for "raise". What a function raises passes through."""
        if not violations or self._on_violation == "ignore":
            return
        if self._on_violation == "raise":
            raise error()
        for each in violations:
            if self._on_violation == "warn":
                self._warn(each)
            else:
                self._on_violation(each)

    def _warn(self, violation: "Violation") -> None:
        seen = (violation.origin, violation.operation, violation.code)
        if seen not in self._warned:
            self._warned.add(seen)
            warnings.warn(told(violation), ContractWarning, stacklevel=_callers_level())


def check_on_violation(value: Any) -> Any:
    """The value, if it says what to do about a violation; ValueError if not."""
    if callable(value) or value in get_args(Mode):
        return value
    raise ValueError(f'on_violation: found {value!r}; allowed: "warn", "raise", "ignore" or a function')


def told(violation: "Violation") -> str:
    """A violation in one line, with whose it is."""
    if violation.operation is None:
        return violation.message
    by = f" answered by {violation.origin}" if violation.origin and violation.status is not None else ""
    return f"{violation.operation}{by}: {violation.message}"


def _callers_level() -> int:
    """The stack level of whoever called these packages."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in _BETWEEN:
        level, frame = level + 1, frame.f_back
    return level
