# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""GET /videos: List video jobs, a page at a time."""

from typing import Any

import httpx

from ... import errors, literals
from ...client import AuthenticatedClient, Client
from ...model import Model
from ...models.error_response import ErrorResponse
from ...models.video_list import VideoList
from ...types import UNSET, Response, Unset
from ...wire import read_body

METHOD = "get"
PATH = "/videos"
# media type of the request body -> its model, in the contract's order
BODIES: dict[str, type[Model]] = {}
# status -> model of the body; None: a body that is not JSON
RESPONSES: dict[int, type[Model] | None] = {
    200: VideoList,
    400: ErrorResponse,
    401: ErrorResponse,
    403: ErrorResponse,
    429: ErrorResponse,
    500: ErrorResponse,
    503: ErrorResponse,
}


def request(
    *,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: literals.VideoOrder | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx takes for this request: method, url (relative to the base URL), params, headers, and json or files."""
    params: dict[str, Any] = {}
    if not isinstance(after, Unset):
        params["after"] = after
    if not isinstance(limit, Unset):
        params["limit"] = limit
    if not isinstance(order, Unset):
        params["order"] = order

    _kwargs: dict[str, Any] = {
        "method": METHOD,
        "url": PATH,
        "params": params,
    }
    return _kwargs


def parse(status: int, body: Any) -> VideoList | ErrorResponse | None:
    """The model that the contract has for this status; see `read_body`."""
    made: VideoList | ErrorResponse | None = read_body(RESPONSES, status, body)
    return made


def _response(
    client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[VideoList | ErrorResponse | None]:
    if client.raise_on_unexpected_status and response.status_code not in RESPONSES:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    return Response(
        status_code=response.status_code,
        content=response.content,
        headers=response.headers,
        parsed=parse(response.status_code, response.content),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: literals.VideoOrder | Unset = UNSET,
) -> Response[VideoList | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        after=after,
        limit=limit,
        order=order,
    )
    return _response(client, client.get_httpx_client().request(**built))


def sync(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: literals.VideoOrder | Unset = UNSET,
) -> VideoList | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as sync_detailed does."""
    return (
        sync_detailed(
            client=client,
            after=after,
            limit=limit,
            order=order,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: literals.VideoOrder | Unset = UNSET,
) -> Response[VideoList | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        after=after,
        limit=limit,
        order=order,
    )
    return _response(client, await client.get_async_httpx_client().request(**built))


async def asyncio(
    *,
    client: AuthenticatedClient,
    after: str | Unset = UNSET,
    limit: int | Unset = UNSET,
    order: literals.VideoOrder | Unset = UNSET,
) -> VideoList | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as asyncio_detailed does."""
    return (
        await asyncio_detailed(
            client=client,
            after=after,
            limit=limit,
            order=order,
        )
    ).parsed
