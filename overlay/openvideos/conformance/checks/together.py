"""Requests that go out at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from openvideos.conformance.answer import Answer
from openvideos.conformance.verdict import Failed, Skipped

__all__ = ["BUSY", "accepted", "together"]

BUSY = (429, 503)
"""Statuses that ask to come again."""
_FEWEST = 2


def together(requests: Sequence[Callable[[], Answer]]) -> list[Answer]:
    """Send requests from as many threads, and give their answers in the same order.

    Raises what one of them raises, once all are answered: Failed or Skipped.
    """
    start = Barrier(len(requests))

    def send(request: Callable[[], Answer]) -> Answer | Failed | Skipped:
        start.wait()
        try:
            return request()
        except (Failed, Skipped) as error:
            return error

    with ThreadPoolExecutor(len(requests)) as threads:
        found = list(threads.map(send, requests))
    answers = []
    for each in found:
        if not isinstance(each, Answer):
            raise each
        answers.append(each)
    return answers


def accepted(answers: Sequence[Answer]) -> list[Answer]:
    """Those of answers to correct requests that accept them.

    A server may be busy (429, 503). Raises Failed for any other refusal, Skipped where fewer than two were accepted.
    """
    found = [each.expect(200) for each in answers if each.status not in BUSY]
    if len(found) < _FEWEST:
        raise Skipped(f"the server was too busy: it took {len(found)} of {len(answers)} requests at once")
    return found
