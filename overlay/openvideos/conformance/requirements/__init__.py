"""The requirements: a module for each group, in the order in which they are judged."""

from __future__ import annotations

from importlib import import_module

from openvideos.conformance.requirement import REGISTRY, Requirement

__all__ = ["GROUPS", "requirements"]

GROUPS: dict[str, str] = {
    "requests": "What a server takes and what it refuses",
    "defaults": "What a server assumes for what isn't sent",
    "media_types": "JSON and forms, which mean the same",
    "lifecycle": "A job's life over time",
    "persistence": "What was sent comes back, whenever and wherever one looks",
    "pagination": "Pages of jobs",
    "content": "Media",
    "remix": "Remixes",
    "edits": "Edits",
    "extensions": "Extensions",
    "characters": "Characters",
    "deletion": "Deletions",
    "side_effects": "What is left behind, and what isn't",
    "concurrency": "Many requests at once",
    "authentication": "Keys",
    "methods": "Methods and paths that there aren't",
    "robustness": "Requests that nobody would send",
    "shape": "What answers look like",
    "errors": "What refusals look like",
    "headers": "Headers of answers",
    "fuzzing": "Random requests",
}
"""Each group with its title."""


def requirements() -> tuple[Requirement, ...]:
    """All requirements, group by group, in the order of their modules."""
    for name in GROUPS:
        import_module(f"{__name__}.{name}")
    order = list(GROUPS)
    return tuple(sorted(REGISTRY.values(), key=lambda each: order.index(each.group)))
