"""The server that is fuzzed: the emulator, fresh and with a key, or the one that scripts/fuzz names.

That is OPENVIDEOS_FUZZ_URL with OPENVIDEOS_FUZZ_API_KEY. OPENVIDEOS_FUZZ_SEED is another seed, OPENVIDEOS_FUZZ_LOG a
file to which each run adds a line (scripts/soak).
"""

import json
import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import attrs
import pytest

from openvideos.conformance.cleanup import clean_up
from openvideos.conformance.coverage import Seen
from openvideos.conformance.curl import curl
from openvideos.conformance.discover import NoAPIError, discover
from openvideos.conformance.fuzz import Outcome, fuzzed
from openvideos.conformance.fuzz.finding import Finding
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings, of_url
from openvideos.contract import Contract
from openvideos.emulator import Emulator

LONGEST = 2000


@attrs.frozen(kw_only=True)
class Fuzzed:
    """What a run came to: a paragraph for each thing that is wrong, and how often each operation succeeded."""

    failures: list[str]
    successes: dict[str, int]
    requests: int


@pytest.fixture
def settings() -> Iterator[Settings]:
    """Where the server is, and how it is fuzzed: until there were as many requests as a test asks for."""
    seed, url = int(os.environ.get("OPENVIDEOS_FUZZ_SEED") or 1), os.environ.get("OPENVIDEOS_FUZZ_URL")
    if url:
        given = of_url(url, api_key=os.environ.get("OPENVIDEOS_FUZZ_API_KEY"), fuzz_seconds=600.0, seed=seed)
        found, problem = given, ""
        try:
            found = discover(given)
        except NoAPIError as error:
            problem = str(error)
        if problem:  # said out here, or else pytest shows how it came to it
            pytest.fail(problem, pytrace=False)
        yield found
        return
    api_key = secrets.token_urlsafe()
    # so fast that every job has ended when the next request comes: what is found doesn't depend on the machine
    with Emulator(api_key=api_key, time_scale=1_000_000) as emulator:
        yield of_url(emulator.base_url, api_key=api_key, fuzz_seconds=600.0, seed=seed)


@pytest.fixture
def fuzz(settings: Settings) -> Callable[..., Fuzzed]:
    """Fuzzes the server with these phases; what was made is deleted. `lacking` operations need not succeed."""

    def run(*phases: str, requests: int | None, lacking: int) -> Fuzzed:
        server = Server(settings)
        try:
            outcome = fuzzed(server, requests=requests, phases=phases)
        finally:
            clean_up(server)
            server.close()
        failures = [paragraph(each) for each in outcome.findings.values()]
        found = Fuzzed(failures=failures, successes=successes(outcome), requests=sum(outcome.requests.values()))
        if not os.environ.get("OPENVIDEOS_FUZZ_URL"):
            failures += undeclared(outcome)
            usual = "OPENVIDEOS_FUZZ_SEED" not in os.environ  # of few examples, other seeds make other ones
            if list(found.successes.values()).count(0) > (lacking if usual else lacking + 2):
                failures.append(f"too little was tried; 2xx by operation: {found.successes}")
        elif not any(found.successes.values()):
            failures.append("nothing was ever answered with 2xx")
        with Path(os.environ.get("OPENVIDEOS_FUZZ_LOG", os.devnull)).open("a") as log:
            log.write(json.dumps(attrs.asdict(found)) + "\n")
        return found

    return run


def paragraph(finding: Finding) -> str:
    """What was expected, what was found, and what shows it."""
    shown = [] if finding.answer is None else [f"asked: {curl(finding.answer)[:LONGEST]}"]
    return "\n    ".join([finding.sign, f"expected: {finding.expected}", f"found: {finding.found[:LONGEST]}", *shown])


def successes(outcome: Outcome) -> dict[str, int]:
    """How often each operation was answered with 2xx."""
    counts: Counter[str] = Counter()
    for seen, count in outcome.requests.items():
        counts[seen.operation] += count if 200 <= seen.status < 300 else 0
    return {name: counts[name] for name in Contract.load().operations}


def undeclared(outcome: Outcome) -> list[str]:
    """Answers of a status or a media type that the contract doesn't have: other servers may give such, ours doesn't."""
    return [f"{seen}: not in the contract" for seen in outcome.requests if not is_declared(seen)]


def is_declared(seen: Seen) -> bool:
    if not seen.operation:
        return seen.status in {404, 405}
    response = Contract.load().operations[seen.operation].response(seen.status)
    return response is not None and bool(seen.received) and response.media_type(seen.received) is not None
