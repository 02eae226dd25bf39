"""Faults in what comes back of what was sent."""

from __future__ import annotations

import html
import unicodedata
from typing import Any
from urllib.parse import unquote

import attrs

from openvideos.contract.document import media_type
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.jobs import Job
from openvideos.emulator.store import Store
from openvideos.emulator.tampering import Answered, answer_fault, job_fault, page_fault

Members = dict[str, Any]
_EVERYWHERE = ("create", "retrieve", "list", "remix", "edit", "extend")
_CUT = 1000


@fault("job", "create")
def prompt_in_small_letters(job: Job) -> Job:
    """Prompts are kept in small letters."""
    return attrs.evolve(job, prompt=job.prompt.lower())


@fault("job", "create")
def size_turned(job: Job) -> Job:
    """Landscapes become portraits."""
    return attrs.evolve(job, size=_turned(job.size))


@fault("job", "create")
def size_large_becomes_small(job: Job) -> Job:
    """The large sizes become the small ones."""
    sizes = {"1024x1792": "720x1280", "1792x1024": "1280x720"}
    return attrs.evolve(job, size=sizes.get(job.size, job.size))


@fault("job", "create")
def seconds_at_most_eight(job: Job) -> Job:
    """No job has more than 8 seconds, whatever was asked for."""
    return attrs.evolve(job, seconds=str(min(8, int(job.seconds))))


@fault("job", "create")
def long_prompt_cut(job: Job) -> Job:
    """Of a long prompt the first 1,000 characters are kept."""
    return attrs.evolve(job, prompt=job.prompt[:_CUT])


@job_fault("retrieve")
def long_prompt_cut_in_looks(exchange: Exchange, job: Members) -> Members:
    """Looking at a job shows the first 4,096 characters of its prompt."""
    return {**job, "prompt": job["prompt"][:4096]}


@fault("job", "create")
def prompt_stripped(job: Job) -> Job:
    """Prompts lose the spaces at their ends."""
    return attrs.evolve(job, prompt=job.prompt.strip() or job.prompt)


@fault("job", "create")
def prompt_on_one_line(job: Job) -> Job:
    """Line breaks and runs of spaces in a prompt become single spaces."""
    return attrs.evolve(job, prompt=" ".join(job.prompt.split()) or job.prompt)


@fault("job", "create")
def prompt_line_breaks_changed(job: Job) -> Job:
    """Line breaks in prompts become those of another system."""
    return attrs.evolve(job, prompt=job.prompt.replace("\r\n", "\n"))


@fault("job", "create")
def prompt_normalized(job: Job) -> Job:
    """Characters of prompts that look the same become the same."""
    return attrs.evolve(job, prompt=unicodedata.normalize("NFC", job.prompt))


@fault("job", "create")
def prompt_without_emoji(job: Job) -> Job:
    """Prompts lose the characters that take more than 16 bits."""
    return attrs.evolve(job, prompt="".join(each if ord(each) < 0x10000 else "?" for each in job.prompt))


@fault("job", "create")
def prompt_escaped(job: Job) -> Job:
    """Prompts are kept escaped for HTML."""
    return attrs.evolve(job, prompt=html.escape(job.prompt, quote=False))


@fault("job", "create")
def prompt_unquoted(job: Job) -> Job:
    """Percent signs in prompts are read as those of a URL."""
    return attrs.evolve(job, prompt=unquote(job.prompt))


@fault("job", "create")
def prompt_without_backslashes(job: Job) -> Job:
    """Prompts lose their backslashes."""
    return attrs.evolve(job, prompt=job.prompt.replace("\\", ""))


@job_fault("retrieve")
def prompt_gone_when_completed(exchange: Exchange, job: Members) -> Members:
    """A job that has completed shows no prompt any more."""
    return {**job, "prompt": None} if job["status"] == "completed" else job


@job_fault("retrieve")
def prompt_rewritten_in_looks(exchange: Exchange, job: Members) -> Members:
    """Looking at a job shows the prompt as the model was given it."""
    return {**job, "prompt": f"{job['prompt']}, cinematic"}


@job_fault("retrieve")
def size_turned_when_completed(exchange: Exchange, job: Members) -> Members:
    """A landscape that has completed says that it is a portrait."""
    return {**job, "size": _turned(job["size"])} if job["status"] == "completed" else job


@job_fault("retrieve")
def seconds_of_looks(exchange: Exchange, job: Members) -> Members:
    """Looking at a job shows one length for all."""
    return {**job, "seconds": "4"}


@job_fault("retrieve")
def seconds_as_measured(exchange: Exchange, job: Members) -> Members:
    """A job that has completed shows its length as it was measured, 4.0."""
    return {**job, "seconds": f"{job['seconds']}.0"} if job["status"] == "completed" else job


@job_fault("retrieve")
def model_of_looks(exchange: Exchange, job: Members) -> Members:
    """Looking at a job shows another model than the one that it was accepted with."""
    return {**job, "model": "sora-2-pro"}


@job_fault("retrieve")
def created_at_moves(exchange: Exchange, job: Members) -> Members:
    """A job was made a little later each time that one looks."""
    exchange.services.seen["created", job["id"]] += 1
    return {**job, "created_at": job["created_at"] + exchange.services.seen["created", job["id"]] - 1}


@job_fault("retrieve")
def created_at_when_completed(exchange: Exchange, job: Members) -> Members:
    """A job that has completed shows when it completed as the time at which it was made."""
    return {**job, "created_at": job["completed_at"] + 1} if job["status"] == "completed" else job


@job_fault("retrieve")
def id_of_looks(exchange: Exchange, job: Members) -> Members:
    """Looking at a job shows its id without what stands before the underscore."""
    return {**job, "id": job["id"].partition("_")[2]}


@job_fault(*_EVERYWHERE)
def created_at_in_milliseconds(exchange: Exchange, job: Members) -> Members:
    """The time at which a job was made is in milliseconds."""
    return {**job, "created_at": job["created_at"] * 1000}


@job_fault(*_EVERYWHERE)
def created_at_zero(exchange: Exchange, job: Members) -> Members:
    """Jobs don't say when they were made."""
    return {**job, "created_at": 0}


@answer_fault("create", "list")
def list_without_forms(exchange: Exchange, answered: Answered) -> None:
    """The list lacks jobs that were asked for by a form."""
    is_form = media_type(exchange.request.headers.get("content-type", "")) == "multipart/form-data"
    _hide(exchange, answered, when=is_form)


@answer_fault("create", "list")
def list_without_the_first(exchange: Exchange, answered: Answered) -> None:
    """The list lacks the first job that was made."""
    _hide(exchange, answered, when=not exchange.services.seen)


@page_fault
def list_without_failed(exchange: Exchange, page: Members) -> Members:
    """The list lacks jobs that failed."""
    return {**page, "data": [each for each in page["data"] if each["status"] != "failed"]}


@page_fault
def list_prompt_cut(exchange: Exchange, page: Members) -> Members:
    """The list shows the first 100 characters of prompts."""
    return _each(page, lambda job: {**job, "prompt": job["prompt"][:100]})


@page_fault
def list_without_prompts(exchange: Exchange, page: Members) -> Members:
    """The list shows no prompts."""
    return _each(page, lambda job: {**job, "prompt": None})


@page_fault
def list_with_default_sizes(exchange: Exchange, page: Members) -> Members:
    """The list shows one size for all."""
    return _each(page, lambda job: {**job, "size": "720x1280"})


@page_fault
def list_with_default_seconds(exchange: Exchange, page: Members) -> Members:
    """The list shows one length for all."""
    return _each(page, lambda job: {**job, "seconds": "4"})


@page_fault
def list_created_at_now(exchange: Exchange, page: Members) -> Members:
    """The list shows jobs as made a minute later than they were."""
    return _each(page, lambda job: {**job, "created_at": job["created_at"] + 60})


@page_fault
def list_with_one_model(exchange: Exchange, page: Members) -> Members:
    """The list shows one model for all."""
    return _each(page, lambda job: {**job, "model": "sora-2-pro"})


@page_fault
def list_shows_jobs_as_accepted(exchange: Exchange, page: Members) -> Members:
    """The list shows all jobs as queued."""
    accepted = {"status": "queued", "progress": 0, "completed_at": None, "expires_at": None, "error": None}
    return _each(page, lambda job: {**job, **accepted})


@page_fault
def list_without_completion(exchange: Exchange, page: Members) -> Members:
    """The list doesn't show when jobs completed."""
    return _each(page, lambda job: {**job, "completed_at": None})


@job_fault("retrieve")
def failed_job_without_prompt(exchange: Exchange, job: Members) -> Members:
    """A job that failed shows neither prompt nor size."""
    return {**job, "prompt": None} if job["status"] == "failed" else job


@job_fault("retrieve", "list")
def remix_forgets_its_source(exchange: Exchange, job: Members) -> Members:
    """A remix names its source in the answer that accepts it alone."""
    return {**job, "remixed_from_video_id": None}


@fault("job", "create")
def model_ignored(job: Job) -> Job:
    """Every job runs on one model, whatever was asked for."""
    return attrs.evolve(job, model="sora-2")


@fault("store")
def jobs_share_their_prompt(kind: type[Store]) -> type[Store]:
    """Each job that is made overwrites the prompts of those before it."""

    class Sharing(kind):  # type: ignore[misc, valid-type]  # the class may be another fault's
        _newest_prompt: str | None = None

        def add(self, job: Job, *rest: Any) -> None:
            super().add(job, *rest)
            self._newest_prompt = job.prompt

        def get(self, job_id: str) -> Job | None:
            job: Job | None = super().get(job_id)
            return job and attrs.evolve(job, prompt=self._newest_prompt or job.prompt)

    return Sharing


def _turned(size: str) -> str:
    width, _, height = size.partition("x")
    return f"{min(int(width), int(height))}x{max(int(width), int(height))}"


def _each(page: Members, change: Any) -> Members:
    return {**page, "data": [change(job) for job in page["data"]]}


def _hide(exchange: Exchange, answered: Answered, *, when: bool) -> None:
    """Note a job that is accepted, to be left out of the list; leave out of a page what was noted."""
    if answered.status >= 300:
        return
    hidden, data = exchange.services.seen, answered.data
    if exchange.operation == "list":
        answered.data = {**data, "data": [each for each in data["data"] if not hidden["hidden", each["id"]]]}
    elif when:
        hidden["hidden", data["id"]] += 1
