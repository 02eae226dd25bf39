"""Faults in a job's life over time: when it was accepted and completed, when its media expire, why it failed."""

from __future__ import annotations

from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.looking import RUNNING, kind_of, look
from openvideos.emulator.tampering import job_fault

Members = dict[str, Any]

_HOUR = 3600


@job_fault()
def completed_before_created(exchange: Exchange, job: Members) -> Members:
    """A job completed a second before it was accepted."""
    return {**job, "completed_at": job["created_at"] - 1} if job["status"] == "completed" else job


@job_fault()
def created_an_hour_ago(exchange: Exchange, job: Members) -> Members:
    """created_at is that of another time zone."""
    return {**job, "created_at": job["created_at"] - _HOUR}


@job_fault()
def created_in_milliseconds(exchange: Exchange, job: Members) -> Members:
    """created_at is in milliseconds."""
    return {**job, "created_at": job["created_at"] * 1000}


@job_fault()
def created_in_1970(exchange: Exchange, job: Members) -> Members:
    """created_at is 0."""
    return {**job, "created_at": 0}


@job_fault()
def completed_in_an_hour(exchange: Exchange, job: Members) -> Members:
    """completed_at is an hour off."""
    return {**job, "completed_at": job["completed_at"] + _HOUR} if job["completed_at"] is not None else job


@job_fault()
def completed_when_it_expires(exchange: Exchange, job: Members) -> Members:
    """completed_at is the time at which the media expire."""
    return {**job, "completed_at": job["expires_at"]}


@job_fault("retrieve")
def created_anew(exchange: Exchange, job: Members) -> Members:
    """created_at grows from look to look."""
    return {**job, "created_at": job["created_at"] + look(exchange, job)}


@job_fault("list")
def created_otherwise_in_list(exchange: Exchange, job: Members) -> Members:
    """The list says that a job was created a second earlier."""
    return {**job, "created_at": job["created_at"] - 1}


@job_fault("retrieve")
def completed_anew(exchange: Exchange, job: Members) -> Members:
    """completed_at grows from look to look."""
    later = look(exchange, job) if job["status"] == "completed" else 0
    return {**job, "completed_at": job["completed_at"] + later} if later else job


@job_fault()
def completed_from_the_start(exchange: Exchange, job: Members) -> Members:
    """A job says from the start when it completed."""
    return {**job, "completed_at": job["completed_at"] or job["created_at"]}


@job_fault("create")
def completed_when_accepted(exchange: Exchange, job: Members) -> Members:
    """A job is accepted with a time of completion; a look at it has none."""
    return {**job, "completed_at": job["created_at"]}


@job_fault()
def error_of_completed(exchange: Exchange, job: Members) -> Members:
    """A completed job has an error that says that there is none."""
    return {**job, "error": {"code": "none", "message": "No error."}} if job["status"] == "completed" else job


@job_fault("create")
def error_of_queued(exchange: Exchange, job: Members) -> Members:
    """A job is accepted with an empty error."""
    return {**job, "error": {"code": "", "message": ""}}


@job_fault()
def expires_before_completion(exchange: Exchange, job: Members) -> Members:
    """The media of a job expire as it completes."""
    return {**job, "expires_at": job["completed_at"]}


@job_fault()
def expires_before_creation(exchange: Exchange, job: Members) -> Members:
    """The media of a job expire, by what it says from the start, before it is accepted."""
    return {**job, "expires_at": job["created_at"] - 1}


@job_fault("list")
def list_stays_queued(exchange: Exchange, job: Members) -> Members:
    """The list shows each job as it was accepted."""
    return {**job, **RUNNING, "status": "queued", "progress": 0}


@job_fault("list")
def list_without_expiry(exchange: Exchange, job: Members) -> Members:
    """The list doesn't say when media expire."""
    return {**job, "expires_at": None}


@job_fault("list")
def list_without_error(exchange: Exchange, job: Members) -> Members:
    """The list doesn't say why a job failed."""
    return {**job, "error": None}


@job_fault("retrieve")
def failed_without_error(exchange: Exchange, job: Members) -> Members:
    """A failed job doesn't say why."""
    return {**job, "error": None}


def _failing(job: Members, **members: Any) -> Members:
    return {**job, **members} if job["status"] == "failed" else job


@job_fault()
def failed_with_text(exchange: Exchange, job: Members) -> Members:
    """The error of a failed job is a text."""
    return _failing(job, error="The renderer stopped.")


@job_fault()
def failed_without_code(exchange: Exchange, job: Members) -> Members:
    """The error of a failed job has no code."""
    return _failing(job, error={"message": "The renderer stopped."})


@job_fault()
def failed_with_a_number(exchange: Exchange, job: Members) -> Members:
    """The code of a failed job's error is a number."""
    return _failing(job, error={"code": 500, "message": "The renderer stopped."})


@job_fault()
def failed_without_words(exchange: Exchange, job: Members) -> Members:
    """The message of a failed job's error is empty."""
    return _failing(job, error={"code": "render_failed", "message": ""})


@job_fault()
def failed_with_completion(exchange: Exchange, job: Members) -> Members:
    """A failed job says when it completed."""
    return _failing(job, completed_at=job["created_at"])


@job_fault("retrieve")
def failed_tries_again(exchange: Exchange, job: Members) -> Members:
    """A failed job is in the queue again at the third look."""
    again = job["status"] == "failed" and look(exchange, job, "end") > 2
    return {**job, **RUNNING, "status": "queued"} if again else job


@job_fault("retrieve")
def failed_loses_its_error(exchange: Exchange, job: Members) -> Members:
    """A failed job says why at the first look alone."""
    return _failing(job, error=None) if job["status"] == "failed" and look(exchange, job, "end") > 1 else job


@job_fault("retrieve", "list")
def remix_without_completion(exchange: Exchange, job: Members) -> Members:
    """A completed remix doesn't say when it completed; other jobs do."""
    return {**job, "completed_at": None} if kind_of(exchange, job) == "remix" else job


@job_fault("retrieve", "list")
def edit_at_99(exchange: Exchange, job: Members) -> Members:
    """A completed edit says progress 99; other jobs say 100."""
    return {**job, "progress": 99} if job["progress"] == 100 and kind_of(exchange, job) == "edit" else job


@job_fault("extend")
def extension_completed_when_accepted(exchange: Exchange, job: Members) -> Members:
    """An extension is accepted with a time of completion; other jobs are not."""
    return {**job, "completed_at": job["created_at"]}
