"""Shared jobs: made when first asked for, waited for together, and what they tell about which operations there are."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .answer import Answer
from .budget import OverBudget
from .jobs import DOOMED, SPECS, Job, Spec
from .verdict import Failed, Skipped, Unmade

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
        self.at_once = 0
        """How many had ended by then."""
        self.waited = 0.0
        """How long jobs were waited for, all in all."""
        self._media: dict[tuple[str, str | None], Answer] = {}
        self._asked: dict[str, Answer | Failed] = {}

    def start(self, names: Iterable[str], *, dropped: Iterable[str] = ()) -> None:
        """Make those of these jobs that need no other, so that they go on while other things are judged.

        The others are made as soon as somebody sees that their source has completed; those that are dropped never.
        """
        self._planned = tuple(names)
        self._jobs.update((name, OverBudget()) for name in dropped)
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

    def asked(self, name: str) -> Answer:
        """What was answered when a job was asked for in the way of its own, whether that accepts it or not.

        Raises Unanswered, and Skipped where it wasn't asked for.
        """
        found = self._made(name)
        answer = self._asked.get(name)
        if isinstance(answer, Failed):
            raise answer
        if answer is None:
            raise found if isinstance(found, Skipped) else Skipped(f"the job '{name}' has no way of its own")
        return answer

    def ended(self, name: str) -> Job:
        """A job that has ended, or for which the time is up; all that were made are looked at meanwhile."""
        job = self.made(name)
        if not job.ended and not job.timed_out:
            self.wait(job, *(each for each in self.known() if each is not job))
        return job

    def wait(self, job: Job, *others: Job) -> None:
        """Look at a job until it has ended or its time is up, and at others beside it."""
        start = time.monotonic()
        try:
            self._look(job, others, start + self._server.settings.job_timeout)
        finally:
            self.waited += time.monotonic() - start
        if job.ended and self.first_seconds is None:
            self.first_seconds = time.monotonic() - job.since
            self.at_once = sum(each.ended for each in (job, *others))

    def _look(self, job: Job, others: Sequence[Job], deadline: float) -> None:
        pause = _FIRST_PAUSE
        while True:
            for each in (job, *others):
                if not each.ended and not each.timed_out:
                    answer = self._server.retrieve(each.id)
                    if answer.status == 200:
                        each.looks.append(answer)
            self._follow()
            if job.ended:
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
        server serves, also for what there is. Raises Skipped where there is nothing to ask with.
        """
        if operation == "create":
            return True
        answer = self._probe(operation)
        if answer.status in {405, 501}:
            return False
        if answer.status != 404:
            return True
        nowhere = self._server.send(answer.method, f"/{_NOWHERE}")
        if (nowhere.status, _shape(nowhere)) != (answer.status, _shape(answer)):
            return True
        # nothing of that id may be told in the same words as nothing of that path
        again = self._probe_with_one_of_ours(operation)
        return again is not None and again.status not in _UNSERVED

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

    def _probe_with_one_of_ours(self, operation: str) -> Answer | None:
        """The answer where there is something to delete, or to get, which the first was not about; None for others."""
        server = self._server
        if operation == "delete":
            return server.delete(self.ended(DOOMED).id)  # which is where those that look at its deletion find it
        if operation == "get_character" and server.serves("create_character"):
            from .checks.media import sample_video

            files = {"video": ("boat.mp4", sample_video(), "video/mp4")}
            made = server.make("/videos/characters", {"name": "Miro"}, form=True, files=files)
            if made.status == 200 and isinstance(made.member("id"), str):
                return server.send("GET", f"/videos/characters/{quote(made.member('id'), safe='')}")
        return None

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
                self._jobs[name] = Skipped(error.reason)  # also where its source is what could not be made
            except Failed as error:
                self._jobs[name] = Unmade(name, error)
        return self._jobs[name]

    def _make(self, name: str, spec: Spec) -> Job:
        server = self._server
        path, members = self._request(spec)
        answer = None
        if spec.ask is not None:
            try:
                answer = self._asked[name] = spec.ask(server, path, members)
            except Failed as error:
                self._asked[name] = error
        if answer is None or not 200 <= answer.status < 300:
            answer = server.make(path, members, form=spec.form)
        job = Job(name=name, spec=spec, accepted=answer.expect(200))
        if not isinstance(answer.member("id"), str) or not answer.member("id"):
            raise Failed("a job with an id", answer.excerpt(), answer)
        return job

    def _request(self, spec: Spec) -> tuple[str, dict[str, Any]]:
        """Where a job is asked for, and with what. Raises Skipped where its source isn't there."""
        server = self._server
        if spec.operation == "create":
            return "/videos", server.with_model({**(server.chosen() if spec.chosen else {}), **spec.members})
        server.need(spec.operation)
        source = server.completed(str(spec.source)).id
        if spec.operation == "remix":
            return f"/videos/{source}/remix", dict(spec.members)
        path = "/videos/edits" if spec.operation == "edit" else "/videos/extensions"
        return path, {"video": {"id": source}, **spec.members}


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
