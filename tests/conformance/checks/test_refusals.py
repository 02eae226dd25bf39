"""The id of no job: none of what tells jobs apart stands in it as it does in that of a job."""

import httpx
import pytest

from openvideos.conformance.checks.refusals import NOWHERE, unknown_id
from openvideos.conformance.server import Server
from openvideos.conformance.settings import Settings
from openvideos.conformance.wire import Wire


@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        ("video_68a0f1", "video_13d5c6"),
        ("123e4567-e89b-42d3-a456-426614174000", "678b9012-b34e-97a8-d901-971169629555"),
        ("job-B2:deployment_id:77", "tye-E7:abzvyowbxj_sa:22"),
        ("video_bGl0ZWxsbTox", "video_eQv5PMnieJyn"),
        ("--", NOWHERE),
    ],
)
def test_all_behind_its_prefix_is_otherwise(known: str, unknown: str) -> None:
    settings = Settings(base_url="http://127.0.0.1:1/v1")
    job = httpx.Response(200, json={"id": known, "object": "video", "status": "queued"})
    server = Server(settings, wire=Wire(settings, transport=httpx.MockTransport(lambda request: job)))
    found = unknown_id(server)
    assert len(found) == len(known) or found == NOWHERE
    assert found == unknown
