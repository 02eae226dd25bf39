"""Faults that a server of this API can have, by name: a module for each group, and a function for each fault.

A function is a fault: its name with hyphens is the fault's name, its docstring says what the server does, and its
decorator says where it acts, and on which operations (none: on all):

    app       on the whole application, with the key that it asks for (None: none): gives the one to use; it sees
              requests too that come without a key, or that no operation answers
    request   before an operation is carried out: may wait, raise ApiError, or give the answer
    body      on the decoded body of a request, before it is checked: gives the body to go on with
    job       on the record of a job that is accepted: gives the record to keep
    store     on the class of the server's store: gives the one to use
    media     on the file that is to be sent as content: gives the file, or raises ApiError
    response  on the function that sends the messages of an answer, errors included: gives another

`tampering` has shorter ways to change what is answered: a job wherever it is shown, a page, a whole answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from openvideos.emulator.errors import EmulatorError
from openvideos.emulator.fault import REGISTRY, Fault

__all__ = ["known_faults", "named"]

_MODULES = (
    "usual",
    "requests",
    "defaults",
    "media_types",
    "lifecycle",
    "persistence",
    "pagination",
    "content",
    "remix",
    "edits",
    "extensions",
    "characters",
    "deletion",
    "side_effects",
    "concurrency",
    "authentication",
    "methods",
    "robustness",
    "shape",
    "errors",
    "headers",
)


def known_faults() -> dict[str, Fault]:
    """Every fault by its name."""
    for name in _MODULES:
        import_module(f"{__name__}.{name}")
    return dict(REGISTRY)


def named(names: Iterable[str]) -> tuple[Fault, ...]:
    """The faults of these names. Raises EmulatorError, which lists those that there are."""
    if isinstance(names, str):
        message = f"faults: found {names!r}; allowed: a list of names"
        raise EmulatorError(message)
    names, known = tuple(names), known_faults()
    for name in names:
        if name not in known:
            message = f"fault: found {name!r}; allowed: {', '.join(known)}"
            raise EmulatorError(message)
    return tuple(known[name] for name in names)
