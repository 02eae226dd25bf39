"""Whether a name has a pattern, as the validator reads it."""

from functools import lru_cache

from jsonschema_rs import Draft202012Validator

__all__ = ["has_pattern"]


@lru_cache(maxsize=1000)
def _validator(pattern: str) -> Draft202012Validator:
    return Draft202012Validator({"pattern": pattern}, offline=True)


def has_pattern(pattern: str, name: str) -> bool:
    """Whether a name has a pattern somewhere in it. Raises ValueError for a pattern that no validator takes."""
    return _validator(pattern).is_valid(name)
