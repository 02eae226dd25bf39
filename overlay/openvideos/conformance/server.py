"""The server under test, as checks see it: requests to it, jobs that they share, and what was seen on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from typing import Any, TypeVar, cast
from urllib.parse import quote

import attrs

from openvideos.contract import Contract
from openvideos.contract.exchange import Exchange, origin_of
from openvideos.contract.seen import Seen

from .answer import Answer
from .budget import Budget
from .jobs import Job, Spec
from .settings import Settings
from .shared import Shared
from .verdict import Failed, Skipped
from .wire import Key, Wire

__all__ = ["MAKING", "Server", "segment"]

T = TypeVar("T")

MAKING = ("create", "remix", "edit", "extend")
"""Operations whose success is a video that somebody pays for."""


class Server:
    """A server under test.

    `answers` has every answer so far in its order, whoever asked; `made` the ids of jobs that were made and not deleted
    since.
    """

    def __init__(self, settings: Settings, *, wire: Wire | None = None, budget: Budget | None = None) -> None:
        self.settings = settings
        self.budget = budget or Budget(settings.max_videos)
        self.contract = Contract.load()
        self.answers: list[Answer] = []
        self.made: dict[str, None] = {}
        self._wire = wire or Wire(settings)
        self._seen = Seen()
        self._served: dict[str, bool] = {}
        self._begun: dict[Any, Any] = {}
        self.begun_videos: dict[Any, int] = {}
        self.jobs = Shared(self)

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Any = None,
        headers: Mapping[str, str] | None = None,
        key: Key = "sent",
        seconds: float | None = None,
        **body: Any,
    ) -> Answer:
        """Send a request as it is, and judge its answer; arguments as `Wire.send` has them.

        Raises Unanswered, and OverBudget for a request that could make a video when no more may be made.
        """
        url = f"{self.settings.base_url.rstrip('/')}{path}"
        asked = self.contract.match(method, url, self.settings.base_url)
        making = asked is not None and asked.operation.id in MAKING
        previous = None
        if asked is not None:
            previous = self._seen.previous(asked.operation.id, origin_of(url), asked.path)
        with self.budget.one() if making else nullcontext():
            answer = self._wire.send(method, path, query=query, headers=headers, key=key, seconds=seconds, **body)
            if asked is not None and 200 <= answer.status < 300:
                self._note(answer, asked, making=making)
        if asked is not None:
            answer = self._judged(answer, asked.operation.id, previous)
        self.answers.append(answer)
        return answer

    def create(self, members: Mapping[str, Any], *, form: bool = False, files: Any = None, **how: Any) -> Answer:
        """Ask for a video with just these members, and the run's model if it has one; as JSON, or as a form."""
        return self.make("/videos", self.with_model(members), form=form, files=files, **how)

    def make(
        self, path: str, members: Mapping[str, Any], *, form: bool = False, files: Any = None, **how: Any
    ) -> Answer:
        """Post members as JSON, or as multipart/form-data, with these files (as httpx has them) or none."""
        if not form and files is None:
            return self.send("POST", path, json=dict(members), **how)
        fields = [(name, (None, value)) for name, value in members.items()]
        listed = list(files.items()) if isinstance(files, Mapping) else list(files or ())
        return self.send("POST", path, files=[*fields, *listed], **how)

    def retrieve(self, video_id: str, **how: Any) -> Answer:
        """Look at a job."""
        return self.send("GET", f"/videos/{segment(video_id)}", **how)

    def page(self, **query: Any) -> Answer:
        """Ask for a page of jobs."""
        return self.send("GET", "/videos", query=query)

    def delete(self, video_id: str, **how: Any) -> Answer:
        """Delete a job."""
        return self.send("DELETE", f"/videos/{segment(video_id)}", **how)

    def content(self, video_id: str, variant: str | None = None, **how: Any) -> Answer:
        """Download a job's media; of no variant where none is given."""
        query = None if variant is None else {"variant": variant}
        seconds = how.pop("seconds", max(300.0, self.settings.answer_timeout))
        return self.send("GET", f"/videos/{segment(video_id)}/content", query=query, seconds=seconds, **how)

    def job(self, name: str) -> Job:
        """A shared job that has ended, or on which nobody waits any more. Raises Skipped where it couldn't be made."""
        return self.jobs.ended(name)

    def completed(self, name: str) -> Job:
        """A shared job that has completed. Raises Skipped where it hasn't."""
        job = self.job(name)
        if job.last.get("status") != "completed":
            raise Skipped(f"the job '{name}' that it looks at did not complete: it is {job.last.get('status')}")
        return job

    def media(self, name: str, variant: str | None = None) -> Answer:
        """The media of a shared job, downloaded once. Raises Skipped where it didn't complete."""
        return self.jobs.media(self.completed(name), variant)

    def chosen(self) -> dict[str, str]:
        """The size and the length that videos have where neither is a requirement's own: other than the defaults."""
        defaults = self.contract.defaults("create")
        size = self.settings.size or _other(self.contract.enum("VideoSize"), defaults["size"])
        seconds = self.settings.seconds or _other(self.contract.enum("VideoSeconds"), defaults["seconds"])
        return {"size": size, "seconds": seconds}

    def usual(self) -> dict[str, str]:
        """The size and the length that the run was told to make, if it was."""
        given = {"size": self.settings.size, "seconds": self.settings.seconds}
        return {name: value for name, value in given.items() if value is not None}

    def ended(self, members: Mapping[str, Any]) -> Job:
        """Make a job of a requirement's own, and look at it until it has ended.

        Raises Failed where it isn't accepted, and Skipped where it doesn't end in time.
        """
        return self.wait(self.own(members))

    def own(self, members: Mapping[str, Any]) -> Job:
        """Make a job of a requirement's own. Raises Failed where it isn't accepted."""
        accepted = self.create({**self.usual(), **members}).expect(200)
        return Job(name="its own", spec=Spec(members=members), accepted=accepted)

    def wait(self, job: Job) -> Job:
        """Look at a job until it has ended. Raises Skipped where it doesn't in time."""
        self.jobs.wait(job)
        if not job.ended:
            raise Skipped(f"its job did not end within {self.settings.job_timeout:g} seconds")
        return job

    def serves(self, operation: str) -> bool:
        """Whether the server has an operation, as far as that can be told: see `Shared.serves`."""
        if operation not in self._served:
            self._served[operation] = self.jobs.serves(operation)
        return self._served[operation]

    def need(self, *operations: str) -> None:
        """Raise Skipped where the server lacks one of these operations."""
        for operation in operations:
            if not self.serves(operation):
                raise Skipped(f"the server has no {operation}")

    def departures(self, *operations: str, field: str | None = None, success: bool = True) -> list[Failed]:
        """What departs from the contract in all answers so far to these operations (to all where none is named).

        Under a field (`error`, `data.size`), or anywhere; in answers that succeed, or in those that refuse. Raises
        Skipped where there are no such answers.
        """
        of = [each for each in self.answers if each.operation in operations or (not operations and each.operation)]
        of = [each for each in of if (200 <= each.status < 300) is success]
        if not of:
            raise Skipped(f"no {'successful ' if success else 'refusing '}answer to {' or '.join(operations) or 'any'}")
        found = []
        for answer in of:
            try:
                answer.expect_conforming(*([field] if field is not None else []))
            except Failed as error:
                found.append(error)
        return found

    def begun(self, begin: Callable[[Server], T]) -> T:
        """What a function gives for this server, which is called once. Raises what it raised."""
        if begin not in self._begun:
            before = self.budget.made - sum(self.begun_videos.values())
            try:
                self._begun[begin] = begin(self)
            except (Failed, Skipped) as error:
                self._begun[begin] = error
            self.begun_videos[begin] = self.budget.made - sum(self.begun_videos.values()) - before
        found = self._begun[begin]
        if isinstance(found, Failed | Skipped):
            raise found
        return cast("T", found)

    def _judged(self, answer: Answer, operation: str, previous: Any) -> Answer:
        exchange = Exchange(
            method=answer.method,
            url=answer.url,
            request_headers=answer.request_headers,
            request_body=answer.request_body,
            status=answer.status,
            response_headers=answer.headers,
            response_body=answer.body,
        )
        found = self.contract.check_exchange(exchange, previous=previous)
        of_answer = tuple(each for each in found if each.status is not None)
        return attrs.evolve(answer, operation=operation, violations=of_answer)

    def _note(self, answer: Answer, asked: Any, *, making: bool) -> None:
        if making:
            self.budget.count()
        with suppress(Failed):
            data = answer.object()
            self._seen.note(origin_of(answer.url), data)
            if making and isinstance(data.get("id"), str):
                self.made[data["id"]] = None
        if asked.operation.id == "delete":
            self.made.pop(str(asked.path.get("video_id")), None)

    def with_model(self, members: Mapping[str, Any]) -> dict[str, Any]:
        """Members with the run's model, if it has one and they haven't."""
        return {**({"model": self.settings.model} if self.settings.model else {}), **members}


def segment(text: str) -> str:
    """An id as a segment of a path, whatever is in it."""
    return quote(text, safe="").replace(".", "%2E") if set(text) == {"."} else quote(text, safe="")


def _other(values: tuple[Any, ...], default: Any) -> str:
    return next(str(each) for each in values if each != default)
