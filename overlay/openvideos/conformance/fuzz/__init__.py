"""Contract fuzzing: schemathesis throws requests at a server, and each answer has to be inside the contract.

It runs in a child process (`python -m openvideos.conformance.fuzz`), so that nothing of it is loaded here and a server
that hangs can't hold up more than that process. `fuzzed` is what the requirements of fuzzing look at.
"""

from __future__ import annotations

from .outcome import Outcome, fuzzed, random_requests

__all__ = ["Outcome", "fuzzed", "random_requests"]
