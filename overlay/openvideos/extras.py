"""Whether what an extra of this package needs is installed."""

import re
from collections.abc import Iterable
from importlib import metadata

__all__ = ["missing", "wanting"]

_REQUIREMENT = re.compile(r"""(?P<name>[A-Za-z0-9._-]+).*;.*\bextra\s*==\s*['"](?P<extra>[^'"]+)['"]""")


def missing(extra: str, requirements: Iterable[str] | None = None) -> str | None:
    """The first distribution that an extra needs and that is not there; None if all are, or if nobody knows.

    requirements are this package's own unless given, in the form of its metadata: `av>=18; extra == "emulator"`.
    """
    if requirements is None:
        try:
            requirements = metadata.requires("openvideos") or ()
        except metadata.PackageNotFoundError:  # used from a checkout that was not installed
            return None
    for match in map(_REQUIREMENT.match, requirements):
        if match is not None and match["extra"] == extra:
            try:
                metadata.version(match["name"])
            except metadata.PackageNotFoundError:
                return match["name"]
    return None


def wanting(what: str, distribution: str) -> str:
    """A line for whoever lacks a distribution that something needs, and how to get it."""
    return f"{what} needs {distribution}, which is not installed; in a clone: pip install '.[all]'"
