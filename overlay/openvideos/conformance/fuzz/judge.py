"""Judges one answer after another: what of it is a finding, and how often each kind could be judged.

Nothing here knows how requests come about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from openvideos.conformance.answer import Answer
from openvideos.conformance.server import MAKING
from openvideos.conformance.verdict import Failed
from openvideos.contract import Contract, Violation
from openvideos.contract.exchange import Asked
from openvideos.contract.found import show

from .finding import Finding
from .task import Task
from .wanted import Sent, is_plain_id, sent
from .world import World, shown_in

__all__ = ["Judge"]

_KEPT = ("prompt", "created_at", "remixed_from_video_id")
_KEPT_BY_CREATE = (*_KEPT, "size", "seconds")
# of a server that may not be asked, or not now
_NOT_NOW = frozenset({401, 402, 403, 408, 425, 429})
# a status that says of a method or an operation that there is none, and no more
_NOT_HERE = 501
_BUSY = 503
_NOT_FOUND = frozenset({404, 410})
_FORWARD = (".status-forward", ".progress-forward")


class Judge:
    """Judges the answers of a server; `judged` counts for each kind the answers that could have been a finding."""

    def __init__(self, task: Task, world: World) -> None:
        self.judged: Counter[str] = Counter()
        self._task = task
        self._world = world
        self._contract = Contract.load()

    def match(self, method: str, url: str) -> Asked | None:
        """What a request asks for."""
        return self._contract.match(method, url, self._task.base_url)

    def look(self, answer: Answer) -> list[Finding]:
        """What is wrong with an answer. Afterwards it is known what it showed."""
        asked = self.match(answer.method, answer.url)
        found = [*self._whatever(answer, asked)]
        if asked is None or not all(is_plain_id(each) for each in asked.path.values()):
            return found  # where an odd path leads to, servers and proxies see differently
        request = sent(self._contract, asked, answer)
        data = _data(answer)
        if 200 <= answer.status < 300:
            found += self._success(request, answer, data)
            self._note(request, answer, data)
        elif answer.status >= 300:
            found += self._refusal(request, answer)
        return found

    def unanswered(self, method: str, path: str, found: str) -> Finding:
        """A request to which no answer came, or one without an end."""
        asked = self.match(method, path)
        what = asked.operation.id if asked else method
        return Finding(kind="unanswered", sign=f"unanswered {what}", expected="an answer", found=found)

    def _whatever(self, answer: Answer, asked: Asked | None) -> Iterator[Finding]:
        what = asked.operation.id if asked else answer.method
        self.judged["unanswered"] += 1
        self.judged["error"] += 1
        if answer.status >= 500 and answer.status != _NOT_HERE and not _is_busy(answer, asked):
            yield Finding(
                kind="error",
                sign=f"error {what}",
                expected="a status below 500",
                found=f"{answer.status} {answer.excerpt()}",
                answer=answer,
            )
        if self._task.api_key:
            self.judged["key"] += 1
        if answer.has_key:
            yield Finding(kind="key", sign=f"key {what}", expected="no key", found="the key, here ***", answer=answer)

    def _success(self, request: Sent, answer: Answer, data: Any) -> Iterator[Finding]:
        operation, world = request.asked.operation.id, self._world
        self.judged["answer"] += 1
        asked = None if request.violations else request.values
        previous = world.before(request.asked.path.get("video_id")) if operation == "retrieve" else None
        for each in self._departures(operation, answer, asked, previous):
            kind = "back" if each.code.endswith(_FORWARD) else "answer"
            yield _of_violation(kind, operation, each, answer)
        yield from self._new(request, answer, data)
        yield from self._in_pages(operation, answer, data)
        yield from self._kept(request, answer, data)
        yield from self._deleted(request, answer, data)
        if request.violations:
            self.judged["accepted"] += bool(request.refusable)
        for each in request.refusable[:1]:
            yield Finding(
                kind="accepted",
                sign=f"accepted {operation} {each.code}",
                expected=f"a refusal (status 4XX), as {each.message}",
                found=f"{answer.status} {answer.excerpt()}",
                answer=answer,
            )
        if request.has_to_be_taken(world, self._task):
            self.judged["refused"] += 1

    def _refusal(self, request: Sent, answer: Answer) -> Iterator[Finding]:
        operation, world = request.asked.operation.id, self._world
        self.judged["accepted"] += bool(request.refusable)
        if answer.status < 500 and answer.status not in _NOT_NOW and request.has_to_be_taken(world, self._task):
            lost = operation == "retrieve" and answer.status in _NOT_FOUND
            kind = "kept" if lost else "refused"
            self.judged[kind] += 1
            if not (operation == "delete" and answer.status == 409):  # others may be made from it just now
                yield Finding(
                    kind=kind,
                    sign=f"{kind} {operation}",
                    expected="status 200" + (", as it was made and not deleted" if lost else ""),
                    found=f"{answer.status} {answer.excerpt()}",
                    answer=answer,
                )
        if answer.status < 400 or not request.has_plain_headers:
            return  # it may not have come to what answers with errors
        self.judged["envelope"] += 1
        for each in self._departures(operation, answer, None, None):
            yield _of_violation("envelope", operation, each, answer)

    def _departures(self, operation: str, answer: Answer, asked: Any, previous: Any) -> list[Violation]:
        if previous is not None:
            self.judged["back"] += 1
        found = self._contract.check_response(
            operation,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            request=asked,
            previous=previous,
        )
        return list({each.code: each for each in found}.values())

    def _new(self, request: Sent, answer: Answer, data: Any) -> Iterator[Finding]:
        """Whether what was made is new; with an idempotency key that is none, a server may take it for one."""
        operation, world = request.asked.operation.id, self._world
        if operation not in MAKING or request.violations or not isinstance(data, Mapping):
            return
        video_id = data.get("id")
        if isinstance(video_id, str) and (video_id in world.gone or video_id in world.ids):
            sign = f"answer {operation} id"
            found = f"{show(video_id)}, which another job has"
            yield Finding(kind="answer", sign=sign, expected="id: one of a new job", found=found, answer=answer)

    def _in_pages(self, operation: str, answer: Answer, data: Any) -> Iterator[Finding]:
        """What a page says of jobs that were seen before."""
        if operation != "list":
            return
        for job in shown_in(data):
            previous = self._world.before(job["id"])
            if previous is None:
                continue
            self.judged["back"] += 1
            for each in self._contract.check_response("retrieve", status=200, body=job, previous=previous):
                if each.code.endswith(_FORWARD):
                    yield _of_violation("back", operation, each, answer)

    def _kept(self, request: Sent, answer: Answer, data: Any) -> Iterator[Finding]:
        """What has become of what a job was made with."""
        operation = request.asked.operation.id
        if operation not in {"retrieve", "list"}:
            return
        for job in shown_in(data):
            if job["id"] not in self._world.made:
                continue
            self.judged["kept"] += 1
            making, first = self._world.made[job["id"]]
            for name in _KEPT_BY_CREATE if making == "create" else _KEPT:
                if first.get(name) is not None and job.get(name) != first[name]:
                    expected = f"{name}: {show(first[name])}, as the job was accepted with"
                    found = show(job.get(name))
                    sign = f"kept {operation} {name}"
                    yield Finding(kind="kept", sign=sign, expected=expected, found=found, answer=answer)
            model, before = job.get("model"), first.get("model")
            # a dated snapshot may be named later on
            if isinstance(before, str) and not (isinstance(model, str) and model.startswith(before)):
                expected = f"model: {show(before)}, as the job was accepted with"
                sign = f"kept {operation} model"
                yield Finding(kind="kept", sign=sign, expected=expected, found=show(model), answer=answer)

    def _deleted(self, request: Sent, answer: Answer, data: Any) -> Iterator[Finding]:
        operation, gone = request.asked.operation.id, self._world.gone
        named = [request.asked.path.get("video_id")]
        if isinstance(request.values.get("video"), Mapping):
            named.append(request.values["video"].get("id"))
        looks = [each for each in named if isinstance(each, str) and each in gone and operation != "delete"]
        if operation == "list" and gone:
            self.judged["deleted"] += 1
        self.judged["deleted"] += len(looks)
        looks += [job["id"] for job in shown_in(data) if operation == "list" and job["id"] in gone]
        for each in looks[:1]:
            sign = f"deleted {operation}"
            expected = f"no job {show(each)}, which was deleted"
            yield Finding(kind="deleted", sign=sign, expected=expected, found=f"{answer.status} {answer.excerpt()}",
                          answer=answer)  # fmt: skip

    def _note(self, request: Sent, answer: Answer, data: Any) -> None:
        operation, world = request.asked.operation.id, self._world
        if operation in MAKING and isinstance(data, Mapping):
            world.note_made(operation, data)
        if operation == "create_character" and isinstance(data, Mapping) and isinstance(data.get("id"), str):
            world.characters[data["id"]] = None
        if operation == "delete":
            said = data.get("deleted") if isinstance(data, Mapping) else None
            if said is True or not answer.body:
                world.note_deleted(request.asked.path["video_id"])
            elif said is not False:  # nobody knows
                world.made.pop(request.asked.path["video_id"], None)
        world.note_shown(data)


def _of_violation(kind: str, operation: str, each: Violation, answer: Answer) -> Finding:
    where = each.field or each.location
    return Finding(
        kind=kind,
        sign=f"{kind} {operation} {each.code}",
        expected=f"{where}: {each.allowed}",
        found=f"{each.found} [{each.code}]",
        answer=answer,
    )


def _is_busy(answer: Answer, asked: Asked | None) -> bool:
    """Whether a server says that it can't do more now, and not that it went wrong."""
    if answer.status != _BUSY:
        return False
    costly = asked is not None and asked.operation.id in {*MAKING, "download_content", "create_character"}
    return costly or answer.header("retry-after") is not None


def _data(answer: Answer) -> Any:
    try:
        return answer.json() if "json" in answer.media_type else None
    except Failed:
        return None
