"""What a server assumes for what isn't sent, as the contract's defaults have it."""

from openvideos.conformance.requirement import requirement
from openvideos.conformance.server import Server

_BODY = "/components/schemas/VideoCreateBody/properties"


@requirement(
    "VID-DEFAULT-001",
    "MUST",
    "A job that was asked for without a size has the default size.",
    source=f"{_BODY}/size/default",
    jobs=("default",),
    fault="default-size-landscape",
)
def _size(server: Server) -> None:
    server.jobs.made("default").accepted.expect_member("size", server.contract.defaults("create")["size"])
