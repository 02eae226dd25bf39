"""Faults in what answers look like: members that are missing, or of another type, here or there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.looking import kind_of, look
from openvideos.emulator.tampering import job_fault

from . import replies  # noqa: F401 - its faults are of a shape too

Members = dict[str, Any]


def _without(job: Members, *names: str) -> Members:
    return {name: value for name, value in job.items() if name not in names}


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


@job_fault()
def id_is_number(exchange: Exchange, job: Members) -> Members:
    """The id of a job is a number."""
    return {**job, "id": int(job["id"][-8:], 16)}


@job_fault("list")
def id_left_out_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows jobs without their ids."""
    return _without(job, "id")


@job_fault()
def object_is_job(exchange: Exchange, job: Members) -> Members:
    """The object of a job is video.job."""
    return {**job, "object": "video.job"}


@job_fault("list")
def object_left_out_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows jobs without their object."""
    return _without(job, "object")


@job_fault()
def model_is_null(exchange: Exchange, job: Members) -> Members:
    """The model of a job is null."""
    return {**job, "model": None}


@job_fault("retrieve")
def model_left_out_later(exchange: Exchange, job: Members) -> Members:
    """A look at a job doesn't show its model."""
    return _without(job, "model")


@job_fault("create")
def status_is_number(exchange: Exchange, job: Members) -> Members:
    """The status of a job that is accepted is a number."""
    return {**job, "status": 0}


@job_fault("create")
def status_left_out_at_first(exchange: Exchange, job: Members) -> Members:
    """A job that is accepted has no status."""
    return _without(job, "status")


@job_fault()
def progress_is_text(exchange: Exchange, job: Members) -> Members:
    """Progress is text."""
    return {**job, "progress": str(job["progress"])}


@job_fault("create")
def progress_is_null_at_first(exchange: Exchange, job: Members) -> Members:
    """The progress of a job that is accepted is null."""
    return {**job, "progress": None}


@job_fault("list")
def progress_is_fraction_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows progress with half a percent more."""
    return {**job, "progress": job["progress"] - 0.5}


@job_fault()
def created_is_text(exchange: Exchange, job: Members) -> Members:
    """created_at is a date in words of ISO 8601."""
    return {**job, "created_at": _iso(job["created_at"])}


@job_fault("create")
def created_is_fraction(exchange: Exchange, job: Members) -> Members:
    """created_at of a job that is accepted is exact to a quarter of a second."""
    return {**job, "created_at": job["created_at"] + 0.25}


@job_fault()
def completed_left_out(exchange: Exchange, job: Members) -> Members:
    """A job that hasn't completed has no completed_at, not even null."""
    return _without(job, "completed_at") if job["completed_at"] is None else job


@job_fault("list")
def completed_is_text_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows completed_at as a date in words of ISO 8601."""
    return {**job, "completed_at": job["completed_at"] and _iso(job["completed_at"])}


@job_fault()
def expires_left_out(exchange: Exchange, job: Members) -> Members:
    """No job has expires_at."""
    return _without(job, "expires_at")


@job_fault()
def expires_in_milliseconds(exchange: Exchange, job: Members) -> Members:
    """expires_at is in milliseconds."""
    return {**job, "expires_at": job["expires_at"] and job["expires_at"] * 1000}


@job_fault()
def prompt_left_out(exchange: Exchange, job: Members) -> Members:
    """No job shows its prompt."""
    return _without(job, "prompt")


@job_fault("list")
def prompt_is_array_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows a prompt as an array of words."""
    return {**job, "prompt": (job["prompt"] or "").split()}


@job_fault()
def size_is_object(exchange: Exchange, job: Members) -> Members:
    """The size of a job is an object of width and height."""
    width, height = job["size"].split("x")
    return {**job, "size": {"width": int(width), "height": int(height)}}


@job_fault("retrieve")
def size_in_capitals(exchange: Exchange, job: Members) -> Members:
    """A look at a job shows its size with a capital X."""
    return {**job, "size": job["size"].upper()}


@job_fault()
def seconds_is_number(exchange: Exchange, job: Members) -> Members:
    """The seconds of a job are a number."""
    return {**job, "seconds": int(job["seconds"])}


@job_fault("list")
def seconds_is_number_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows seconds as a number."""
    return {**job, "seconds": int(job["seconds"])}


@job_fault("retrieve", "list")
def seconds_with_unit(exchange: Exchange, job: Members) -> Members:
    """The seconds of a job have their unit with them."""
    return {**job, "seconds": f"{job['seconds']}s"}


@job_fault()
def remixed_left_out(exchange: Exchange, job: Members) -> Members:
    """A job that is no remix has no remixed_from_video_id."""
    return _without(job, "remixed_from_video_id") if job["remixed_from_video_id"] is None else job


@job_fault("list")
def remixed_is_false_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows remixed_from_video_id as false where it is null."""
    return {**job, "remixed_from_video_id": job["remixed_from_video_id"] or False}


@job_fault()
def error_left_out(exchange: Exchange, job: Members) -> Members:
    """A job that hasn't failed has no error, not even null."""
    return _without(job, "error") if job["error"] is None else job


@job_fault("list")
def error_is_empty_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows an empty error where there is none."""
    return {**job, "error": job["error"] or {}}


@job_fault("remix", "edit", "extend")
def remix_without_size(exchange: Exchange, job: Members) -> Members:
    """What is made from a video is accepted without its size."""
    return _without(job, "size")


@job_fault("retrieve")
def edit_seconds_is_number(exchange: Exchange, job: Members) -> Members:
    """The seconds of an edit are a number when it is looked at."""
    return {**job, "seconds": int(job["seconds"])} if kind_of(exchange, job) == "edit" else job


@job_fault("list", "retrieve")
def extension_without_expiry(exchange: Exchange, job: Members) -> Members:
    """An extension has no expires_at."""
    return _without(job, "expires_at") if kind_of(exchange, job) == "extension" else job


@job_fault("retrieve")
def model_changes_later(exchange: Exchange, job: Members) -> Members:
    """From the third look at its end on, a job has another model."""
    later = job["status"] == "completed" and look(exchange, job, "end") > 2
    return {**job, "model": "sora-2-2025-10-06"} if later else job
