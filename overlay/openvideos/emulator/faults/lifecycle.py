"""Faults in a job's life over time: its status, its progress, its end."""

from __future__ import annotations

from typing import Any

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.looking import RUNNING, is_held, look
from openvideos.emulator.tampering import Answered, answer_fault, job_fault

from . import times  # noqa: F401 - its faults are of a life too

Members = dict[str, Any]


@job_fault("retrieve")
def progress_goes_back(exchange: Exchange, job: Members) -> Members:
    """Each second look at a job that runs shows less progress than the one before."""
    number = look(exchange, job)
    return {**job, **RUNNING, "progress": 40 - number % 2 * 20} if is_held(exchange, job) else job


@job_fault("retrieve", "list")
def progress_goes_back_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows the progress of a job that runs as less than a look at it does."""
    listed = exchange.operation == "list"
    if not listed:
        look(exchange, job)
    return {**job, **RUNNING, "progress": 10 if listed else 40} if is_held(exchange, job) else job


@job_fault("create", "retrieve")
def progress_before_it_runs(exchange: Exchange, job: Members) -> Members:
    """A job is accepted with some progress, and a first look shows none."""
    if exchange.operation == "create":
        return {**job, "progress": 5}
    return {**job, **RUNNING, "progress": 0} if look(exchange, job) == 1 else job


@job_fault("retrieve")
def status_processing(exchange: Exchange, job: Members) -> Members:
    """A job that runs is called processing."""
    look(exchange, job)
    return {**job, **RUNNING, "status": "processing", "progress": 1} if is_held(exchange, job) else job


@job_fault("list")
def status_succeeded_in_list(exchange: Exchange, job: Members) -> Members:
    """The list says succeeded of a job that has completed."""
    return {**job, "status": "succeeded"} if job["status"] == "completed" else job


@job_fault()
def status_cancelled(exchange: Exchange, job: Members) -> Members:
    """A job that has failed is called cancelled."""
    return {**job, "status": "cancelled"} if job["status"] == "failed" else job


@job_fault("create")
def status_pending(exchange: Exchange, job: Members) -> Members:
    """A job is accepted as pending."""
    return {**job, "status": "pending"}


@job_fault("retrieve")
def status_goes_back(exchange: Exchange, job: Members) -> Members:
    """Each second look at a job that runs shows it in the queue again."""
    number = look(exchange, job)
    back = {**RUNNING, "progress": 1, "status": "queued" if number % 2 == 0 else "in_progress"}
    return {**job, **back} if is_held(exchange, job) else job


@job_fault("list")
def list_says_running(exchange: Exchange, job: Members) -> Members:
    """The list shows a job that has completed as one that runs."""
    return {**job, **RUNNING, "progress": 100} if job["status"] == "completed" else job


@job_fault("retrieve")
def end_reverts(exchange: Exchange, job: Members) -> Members:
    """The second look at a completed job shows it running."""
    if job["status"] == "completed" and look(exchange, job, "end") == 2:
        return {**job, **RUNNING, "progress": 100}
    return job


@job_fault("retrieve")
def completed_turns_failed(exchange: Exchange, job: Members) -> Members:
    """A job that has completed has failed from the second look on."""
    if job["status"] != "completed" or look(exchange, job, "end") == 1:
        return job
    return {**job, "status": "failed", "error": {"code": "expired", "message": "The media are gone."}}


@answer_fault("retrieve", "download_content")
def reverts_after_download(exchange: Exchange, answered: Answered) -> None:
    """A job whose media were downloaded is in the queue again."""
    read = ("read", exchange.request.path_params["video_id"])
    if exchange.operation == "download_content":
        exchange.services.seen[read] += answered.status == 200
    elif exchange.services.seen[read]:
        answered.data = {**answered.data, **RUNNING, "status": "queued", "progress": 0}


@fault("request", "retrieve")
async def completed_is_forgotten(exchange: Exchange) -> None:
    """A job that has completed is not found from the third look on."""
    job = exchange.services.store.get(exchange.request.path_params["video_id"])
    if job is not None and exchange.services.clock() >= job.ends_at and look(exchange, {"id": job.id}, "end") > 2:
        raise ApiError(404, "No video has this id.", param="video_id", code="not_found")


@job_fault("retrieve")
def progress_beyond_100(exchange: Exchange, job: Members) -> Members:
    """A job that runs says progress 101."""
    look(exchange, job)
    return {**job, **RUNNING, "progress": 101} if is_held(exchange, job) else job


@job_fault("create")
def progress_below_0(exchange: Exchange, job: Members) -> Members:
    """A job is accepted with progress -1."""
    return {**job, "progress": -1}


@job_fault()
def progress_is_a_share(exchange: Exchange, job: Members) -> Members:
    """Progress is from 0 to 1."""
    return {**job, "progress": job["progress"] // 100}


@job_fault("retrieve")
def completed_at_99(exchange: Exchange, job: Members) -> Members:
    """A completed job says progress 99."""
    return {**job, "progress": 99} if job["status"] == "completed" else job


@job_fault("list")
def completed_at_0_in_list(exchange: Exchange, job: Members) -> Members:
    """The list shows a completed job with progress 0."""
    return {**job, "progress": 0} if job["status"] == "completed" else job


@job_fault("retrieve")
def completed_without_time(exchange: Exchange, job: Members) -> Members:
    """A completed job doesn't say when it completed."""
    return {**job, "completed_at": None}


@job_fault("list")
def completed_without_time_in_list(exchange: Exchange, job: Members) -> Members:
    """The list doesn't say when a job completed."""
    return {**job, "completed_at": None}
