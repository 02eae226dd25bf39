# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""GET /videos/{video_id}: Look at a video job."""

from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...model import Model
from ...models.error_response import ErrorResponse
from ...models.video import Video
from ...types import Response
from ...wire import path_segment, read_body

METHOD = "get"
PATH = "/videos/{video_id}"
# media type of the request body -> its model, in the contract's order
BODIES: dict[str, type[Model]] = {}
# status -> model of the body; None: a body that is not JSON
RESPONSES: dict[int, type[Model] | None] = {
    200: Video,
    400: ErrorResponse,
    401: ErrorResponse,
    403: ErrorResponse,
    404: ErrorResponse,
    429: ErrorResponse,
    500: ErrorResponse,
    503: ErrorResponse,
}


def request(
    video_id: str,
) -> dict[str, Any]:
    """What httpx takes for this request: method, url (relative to the base URL), params, headers, and json or files."""
    _kwargs: dict[str, Any] = {
        "method": METHOD,
        "url": PATH.format(
            video_id=path_segment("video_id", video_id),
        ),
    }
    return _kwargs


def parse(status: int, body: Any) -> Video | ErrorResponse | None:
    """The model that the contract has for this status; see `read_body`."""
    made: Video | ErrorResponse | None = read_body(RESPONSES, status, body)
    return made


def _response(client: AuthenticatedClient | Client, response: httpx.Response) -> Response[Video | ErrorResponse | None]:
    if client.raise_on_unexpected_status and response.status_code not in RESPONSES:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parse(response.status_code, response.content),
    )


def sync_detailed(
    video_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[Video | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        video_id,
    )
    return _response(client, client.get_httpx_client().request(**built))


def sync(
    video_id: str,
    *,
    client: AuthenticatedClient,
) -> Video | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as sync_detailed does."""
    return (
        sync_detailed(
            video_id,
            client=client,
        )
    ).parsed


async def asyncio_detailed(
    video_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[Video | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        video_id,
    )
    return _response(client, await client.get_async_httpx_client().request(**built))


async def asyncio(
    video_id: str,
    *,
    client: AuthenticatedClient,
) -> Video | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as asyncio_detailed does."""
    return (
        await asyncio_detailed(
            video_id,
            client=client,
        )
    ).parsed
