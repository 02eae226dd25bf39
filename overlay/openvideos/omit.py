"""What stands for "not given" in a signature: `omit` for a keyword, `not_given` for an option of a call."""

from openvideos_api.types import NOT_GIVEN, NotGiven, Omit, not_given, omit

__all__ = ["NOT_GIVEN", "NotGiven", "Omit", "not_given", "omit"]
