"""The contract, thrown at the emulator by schemathesis: nothing of what it answers is wrong, and a planted fault is."""

from collections import Counter
from collections.abc import Sequence

from openvideos.conformance.coverage import Seen
from openvideos.conformance.fuzz import Outcome, fuzzed
from openvideos.conformance.fuzz.kinds import KINDS
from openvideos.conformance.fuzz.task import PHASES
from openvideos.conformance.server import Server
from openvideos.conformance.settings import of_url
from openvideos.contract import Contract
from openvideos.emulator import Emulator

KEY = "a-key-of-the-contract's-fuzzing"


def fuzz(*faults: str, requests: int, phases: Sequence[str] = PHASES) -> Outcome:
    """What is found in the emulator with these faults, by so many requests however long they take."""
    # so fast that every job has ended when the next request comes: what is found doesn't depend on the machine
    with Emulator(api_key=KEY, time_scale=1_000_000, faults=faults) as emulator:
        server = Server(of_url(emulator.base_url, api_key=KEY, fuzz_seconds=600.0))
        try:
            return fuzzed(server, requests=requests, phases=phases)
        finally:
            server.close()


def found(outcome: Outcome) -> list[str]:
    return [f"{each.sign}; expected {each.expected}; found {each.found}" for each in outcome.findings.values()]


def is_declared(seen: Seen) -> bool:
    if not seen.operation:
        return seen.status in {404, 405}
    response = Contract.load().operations[seen.operation].response(seen.status)
    return response is not None and response.media_type(seen.received) is not None


def test_whatever_is_asked_the_answer_is_inside_the_contract() -> None:
    outcome = fuzz(requests=330)  # of which each phase has some
    assert found(outcome) == []
    assert {name for name, count in outcome.judged.items() if count} == KINDS.keys()
    # another server may answer with what the contract doesn't name; ours doesn't
    assert [seen for seen in outcome.requests if not is_declared(seen)] == []
    tried: Counter[str] = Counter()
    for seen, count in outcome.requests.items():
        tried[seen.operation] += count if 200 <= seen.status < 300 else 0
    assert [name for name in Contract.load().operations if not tried[name]] == []


def test_a_fault_that_shows_in_a_sequence_of_requests_is_found() -> None:
    outcome = fuzz("prompt-gone-when-completed", requests=40, phases=("stateful",))
    assert [each.sign for each in outcome.findings.values()] == ["kept retrieve prompt"]
