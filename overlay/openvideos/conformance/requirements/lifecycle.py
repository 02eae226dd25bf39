"""A job's life over time: each look at the shared jobs, in the order in which they were taken."""

from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server
from openvideos.conformance.verdict import Failed

_RULES = "/components/schemas/Video/x-rules"


@requirement(
    "VID-LIFE-001",
    "MUST",
    "A job ends: it completes or fails.",
    source="/components/schemas/VideoStatus",
    needs=("retrieve",),
    jobs=("default",),
    fault="jobs-never-finish",
)
def _ends(server: Server) -> None:
    job = server.job("default")
    if not job.ended:
        seconds = server.settings.job_timeout
        raise Failed(f"completed or failed within {seconds:g} seconds", str(job.last.get("status")), *job.looks[-1:])


@requirement(
    "VID-LIFE-002",
    "MUST",
    "Between two looks at a job its progress does not go back.",
    source=f"{_RULES}/6",
    needs=("retrieve",),
    jobs=("default", "chosen"),
    fault="progress-goes-back",
)
def _progress_forward(server: Server) -> None:
    for name in ("default", "chosen"):
        job = server.job(name)
        for look in job.looks:
            for each in look.violations:
                if each.code.endswith(".progress-forward"):
                    raise Failed(each.allowed, each.found, look)
