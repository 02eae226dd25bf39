"""Faults in a job's life over time."""

from __future__ import annotations

from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.tampering import job_fault


@job_fault("retrieve")
def progress_goes_back(exchange: Exchange, job: dict[str, Any]) -> dict[str, Any]:
    """Each second look at a job that hasn't ended shows less progress than the one before."""
    seen = exchange.services.seen
    seen["progress", job["id"]] += 1
    if job["status"] in ("completed", "failed"):
        return job
    return {**job, "progress": 40 - seen["progress", job["id"]] % 2 * 20, "status": "in_progress"}
