"""Shared jobs: made when first asked for, waited for together, and what they tell about which operations there are."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .answer import Answer
from .jobs import SPECS, Job, Spec
from .verdict import Failed, Skipped

if TYPE_CHECKING:
    from .server import Server

__all__ = ["Shared"]

_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 5.0
_UNSERVED = (404, 405, 501)
_NOWHERE = "openvideos-conform-no-such-thing"


class Shared:
    """The shared jobs of a server, by name."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._jobs: dict[str, Job | Skipped] = {}
        self._planned: tuple[str, ...] = ()
        self.first_seconds: float | None = None
        """How long the first job took that was waited for."""
        self._media: dict[tuple[str, str | None], Answer] = {}

    def start(self, names: Iterable[str]) -> None:
        """Make those of these jobs that need no other, so that they go on while other things are judged.

        The others are made as soon as somebody sees that their source has completed.
        """
        self._planned = tuple(names)
        for name in self._planned:
            if SPECS[name].source is None:
                self._made(name)

    def known(self) -> list[Job]:
        """Those that were made."""
        return [each for each in self._jobs.values() if isinstance(each, Job)]

    def made(self, name: str) -> Job:
        """A job, made at most once, and perhaps not yet ended. Raises Skipped where it couldn't be made."""
        found = self._made(name)
        if isinstance(found, Skipped):
            raise found
        return found

    def ended(self, name: str) -> Job:
        """A job that has ended, or for which the time is up; all that were made are looked at meanwhile."""
        job = self.made(name)
        if not job.ended and not job.timed_out:
            self.wait(job, *(each for each in self.known() if each is not job))
        return job

    def wait(self, job: Job, *others: Job) -> None:
        """Look at a job until it has ended or its time is up, and at others beside it."""
        start = time.monotonic()
        deadline = start + self._server.settings.job_timeout
        pause = _FIRST_PAUSE
        while True:
            for each in (job, *others):
                if not each.ended and not each.timed_out:
                    answer = self._server.retrieve(each.id)
                    if answer.status == 200:
                        each.looks.append(answer)
            self._follow()
            if job.ended:
                if self.first_seconds is None:
                    self.first_seconds = time.monotonic() - start
                return
            if time.monotonic() > deadline:
                for each in (job, *others):  # they had as long
                    each.timed_out = not each.ended
                return
            time.sleep(min(pause, _hint(job) or pause))
            pause = min(pause * 1.2, _LONGEST_PAUSE)

    def media(self, job: Job, variant: str | None) -> Answer:
        """What a completed job's content is answered with, asked for once. Raises Failed where that is no media."""
        if (job.name, variant) not in self._media:
            self._media[job.name, variant] = self._server.content(job.id, variant)
        return self._media[job.name, variant].expect(200)

    def serves(self, operation: str) -> bool:
        """Whether the server has an operation.

        It lacks one where a correct request is answered with 405, 501, or with the very 404 that a path has which no
        server serves. Raises Skipped where there is nothing to ask with.
        """
        if operation == "create":
            return True
        answer = self._probe(operation)
        if answer.status in {405, 501}:
            return False
        if answer.status != 404:
            return True
        nowhere = self._server.send(answer.method, f"/{_NOWHERE}")
        return (nowhere.status, _shape(nowhere)) != (answer.status, _shape(answer))

    def _probe(self, operation: str) -> Answer:
        server = self._server
        if operation == "list":
            return server.page(limit=1)
        if operation == "create_character":
            return server.make("/videos/characters", {}, form=True, files={"video": ("a.mp4", b"", "video/mp4")})
        if operation == "get_character":
            return server.send("GET", f"/videos/characters/{_NOWHERE}")
        if operation == "edit":
            return server.make("/videos/edits", {})
        if operation == "extend":
            return server.make("/videos/extensions", {})
        job = self.made("default")
        if operation == "retrieve":
            return server.retrieve(job.id)
        if operation == "download_content":
            return server.content(server.completed("default").id)
        if operation == "remix":
            return server.make(f"/videos/{server.completed('default').id}/remix", {})
        return server.delete(_NOWHERE)

    def _follow(self) -> None:
        """Make the planned jobs whose source has completed."""
        for name in self._planned:
            source = self._jobs.get(str(SPECS[name].source))
            if name not in self._jobs and isinstance(source, Job) and source.last.get("status") == "completed":
                self._made(name)

    def _made(self, name: str) -> Job | Skipped:
        if name not in self._jobs:
            try:
                self._jobs[name] = self._make(name, SPECS[name])
            except Skipped as error:
                self._jobs[name] = error
            except Failed as error:
                self._jobs[name] = Skipped(f"the job '{name}' that it looks at could not be made: {error.found}")
        return self._jobs[name]

    def _make(self, name: str, spec: Spec) -> Job:
        server = self._server
        members = {**(server.chosen() if spec.chosen else {}), **spec.members}
        if spec.operation == "create":
            answer = server.create(members, form=spec.form)
        else:
            server.need(spec.operation)
            source = server.completed(str(spec.source)).id
            if spec.operation == "remix":
                answer = server.make(f"/videos/{source}/remix", members)
            else:
                path = "/videos/edits" if spec.operation == "edit" else "/videos/extensions"
                answer = server.make(path, {"video": {"id": source}, **members})
        job = Job(name=name, spec=spec, accepted=answer.expect(200))
        if not isinstance(answer.member("id"), str) or not answer.member("id"):
            raise Failed("a job with an id", answer.excerpt(), answer)
        return job


def _hint(job: Job) -> float | None:
    """Seconds until the next look, as the server would have it."""
    answer = job.looks[-1] if job.looks else job.accepted
    text = answer.header("openai-poll-after-ms") or ""
    return int(text) / 1000 if text.isdecimal() and len(text) < 7 else None


def _shape(answer: Answer) -> object:
    """What an answer says, but for the id or the path that it may repeat."""
    text = answer.body.decode("utf-8", "replace")
    for word in answer.url.partition("//")[2].split("/")[1:]:
        text = text.replace(word, "*") if len(word) > len("content") else text
    return answer.media_type, text
