"""An answer -> the operation's object, whatever the server made of it; what departs from the contract is reported."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from openvideos.contract.decode import MAX_DEPTH, NotJSONError, decode_json, too_deep
from openvideos.contract.exchange import origin_of
from openvideos.contract.found import Hiding, hide
from openvideos.contract.reporting import OnViolation, Reporter, Warned, check_on_violation
from openvideos.errors import APIResponseValidationError, APIStatusError
from openvideos.models import OVERLAY, VideoDeleted, VideoList
from openvideos_api.model import Model

from .keys import sent_keys, without_keys
from .named import ABOUT, id_in, name_job
from .options import Settings, shown_url
from .problems import refuse_no_media, status_problem, unusable
from .request import Call
from .responses import BinaryContent

if TYPE_CHECKING:
    import httpx

    from openvideos.contract import Violation
    from openvideos.contract.seen import Seen

__all__ = ["Decoder", "is_job"]

_MOST_JOBS = 100_000


class Decoder:
    """Makes objects of answers and reports what departs from the contract: once per server, operation and code."""

    def __init__(self, on_violation: OnViolation, warned: Warned, seen: Seen) -> None:
        self._warned = warned
        self._reporter = Reporter(on_violation, warned)
        self._seen = seen

    def decode(self, call: Call, response: httpx.Response, settings: Settings) -> Any:
        """The object that an answer is, with its violations. The answer has been read.

        Raises APIStatusError, APIResponseValidationError, and what the function for violations raises.
        """
        status = response.status_code
        if not (200 <= status < 300 or is_job(call, response)):
            raise self._refusal(call, response, settings)
        success = call.module.RESPONSES[200]
        model = call.module.RESPONSES.get(status, success) if status < 300 else success
        if model is None:
            refuse_no_media(response, response.content)
            self._report(call, response, response.content)
            return BinaryContent(response)
        kind = OVERLAY.get(model, model)
        data, odd = _decoded(response, kind)
        made = _made(kind, data, call)
        # an error's response no longer knows them
        keys = sent_keys(response) if call.module.METHOD == "post" else []
        try:
            # of a bare array, each item is judged too
            violations = self._report(call, response, response.content if odd else data, data if odd else None)
        except BaseException as error:
            if call.module.METHOD == "post":
                name_job(error, hide(data.get("id"), keys), ABOUT)
            raise
        if violations and hasattr(made, "violations"):
            made.violations = tuple(violations)
        self._note(call, origin_of(settings.base_url), data)
        return made

    def begun(self, call: Call, response: httpx.Response) -> None:
        """Report what departs in the status, the headers and the media type of media that are yet to be read."""
        self._report(call, response, None)

    def _refusal(self, call: Call, response: httpx.Response, settings: Settings) -> APIStatusError:
        """The error that an answer is, with its violations; a function hears of them, and no warning adds to it."""
        reporter = self._reporter_of(call)
        # judged first: the error's response no longer knows the key, which then could not be hidden
        violations = tuple(self._judged(call, response, response.content)) if reporter.listens else ()
        named = hide(id_in(response.content), sent_keys(response)) if response.is_redirect else None
        error = status_problem(response, settings)
        if call.module.METHOD == "post":
            name_job(error, named, ABOUT)
        error.violations = violations
        if reporter.calls:
            reporter.report(violations, lambda: error)
        return error

    def _note(self, call: Call, origin: str, data: Mapping[str, Any]) -> None:
        self._seen.note(origin, data)
        asked = call.asked.get("video_id")
        if call.operation == "retrieve" and isinstance(asked, str) and data.get("id") != asked:
            self._seen.note(origin, {**data, "id": asked})  # gateways name a job anew in each answer

    def _reporter_of(self, call: Call) -> Reporter:
        if call.on_violation is None:
            return self._reporter
        return Reporter(check_on_violation(call.on_violation), self._warned)

    def _report(self, call: Call, response: httpx.Response, body: Any, page: Any = None) -> Sequence[Violation]:
        reporter = self._reporter_of(call)
        if not reporter.listens:
            return ()
        violations = self._judged(call, response, body)
        if page is not None and "data" in page:
            items = self._judged(call, response, page)
            violations += [each for each in items if each.pointer.startswith("/data/")]
        if not violations:
            return ()

        def error() -> APIResponseValidationError:
            text = "; ".join(each.message for each in violations[:4])
            said = hide(body, sent_keys(response)) if isinstance(body, dict) else None
            return APIResponseValidationError(without_keys(response), said, message=text, violations=violations)

        reporter.report(violations, error)
        return violations

    def _judged(self, call: Call, response: httpx.Response, body: Any) -> list[Violation]:
        from openvideos.contract import Contract

        # as they came: to look into httpx's own mapping costs more than to judge it
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw]
        check, status = Contract.load().check_response, response.status_code
        look = {"request": call.asked, "previous": call.previous}
        # a server may repeat the key anywhere
        with Hiding(partial(sent_keys, response)):
            violations = check(call.operation, status=status, headers=headers, body=body, **look)
        origin = shown_url(origin_of(str(response.url))) if violations else ""
        return [attrs.evolve(each, origin=origin) for each in violations]


def is_job(call: Call, response: httpx.Response) -> bool:
    """Whether an answer with an error status is a job all the same: some servers answer so about one that failed."""
    if response.status_code < 400 or b'"video"' not in response.content:
        return False
    from openvideos.contract import Contract

    return Contract.load().is_job(call.operation, response.content)


def _decoded(response: httpx.Response, kind: type[Model]) -> tuple[Mapping[str, Any], bool]:
    """The JSON object of an answer, and whether it is JSON that not every reader takes.

    A bare array is a page's data, and nothing at all is a deletion. Raises APIResponseValidationError.
    """
    content = response.content
    if kind is VideoDeleted and not content.strip():
        return {}, True
    odd, deep, data = False, False, None
    try:
        data = decode_json(content)
    except NotJSONError:
        odd = True
        try:
            data = json.loads(content)
            deep = too_deep(content, data)
        except RecursionError:
            deep = True
        except ValueError:
            pass
    if kind is VideoList and isinstance(data, list) and not deep:
        odd, data = True, {"data": data}
    if deep or not isinstance(data, Mapping):
        problem = f"JSON nested deeper than {MAX_DEPTH} levels" if deep else "no JSON object where the contract has one"
        named = hide(id_in(content), sent_keys(response))
        error = unusable(response, content, problem)
        name_job(error, named, ABOUT)  # a job that was made is not lost with its answer
        raise error
    # a client that makes objects of all that a server may send is one that a server can stop
    if isinstance(jobs := data.get("data"), list) and len(jobs) > _MOST_JOBS:
        raise unusable(response, content, f"a page of {len(jobs)} jobs, where {_MOST_JOBS} can be read,")
    return data, odd


def _made(kind: type[Model], data: Mapping[str, Any], call: Call) -> Any:
    made = kind.from_dict(data)
    if isinstance(made, VideoDeleted) and (not data or (made.deleted is None and data.get("status") == "deleted")):
        made.deleted = True
        if not data:
            made.id = str(call.asked.get("video_id"))
    return made
