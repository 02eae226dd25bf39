# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""GET /videos/{video_id}/content: Download a job's video or one of its previews."""

from typing import Any

import httpx

from ... import errors, literals
from ...client import AuthenticatedClient, Client
from ...model import Model
from ...models.error_response import ErrorResponse
from ...types import UNSET, Response, Unset
from ...wire import path_segment, read_body

METHOD = "get"
PATH = "/videos/{video_id}/content"
# media type of the request body -> its model, in the contract's order
BODIES: dict[str, type[Model]] = {}
# status -> model of the body; None: a body that is not JSON
RESPONSES: dict[int, type[Model] | None] = {
    200: None,
    206: None,
    400: ErrorResponse,
    401: ErrorResponse,
    403: ErrorResponse,
    404: ErrorResponse,
    409: ErrorResponse,
    416: ErrorResponse,
    422: ErrorResponse,
    429: ErrorResponse,
    500: ErrorResponse,
    503: ErrorResponse,
}


def request(
    video_id: str,
    *,
    variant: literals.VideoVariant | Unset = UNSET,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx takes for this request: method, url (relative to the base URL), params, headers, and json or files."""
    params: dict[str, Any] = {}
    if not isinstance(variant, Unset):
        params["variant"] = variant

    headers: dict[str, Any] = {}
    if not isinstance(range_, Unset):
        headers["Range"] = range_
    if not isinstance(if_range, Unset):
        headers["If-Range"] = if_range

    _kwargs: dict[str, Any] = {
        "method": METHOD,
        "url": PATH.format(
            video_id=path_segment("video_id", video_id),
        ),
        "params": params,
        "headers": headers,
    }
    return _kwargs


def parse(status: int, body: Any) -> bytes | ErrorResponse | None:
    """The model that the contract has for this status; see `read_body`."""
    made: bytes | ErrorResponse | None = read_body(RESPONSES, status, body)
    return made


def _response(client: AuthenticatedClient | Client, response: httpx.Response) -> Response[bytes | ErrorResponse | None]:
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
    variant: literals.VideoVariant | Unset = UNSET,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> Response[bytes | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        video_id,
        variant=variant,
        range_=range_,
        if_range=if_range,
    )
    return _response(client, client.get_httpx_client().request(**built))


def sync(
    video_id: str,
    *,
    client: AuthenticatedClient,
    variant: literals.VideoVariant | Unset = UNSET,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> bytes | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as sync_detailed does."""
    return (
        sync_detailed(
            video_id,
            client=client,
            variant=variant,
            range_=range_,
            if_range=if_range,
        )
    ).parsed


async def asyncio_detailed(
    video_id: str,
    *,
    client: AuthenticatedClient,
    variant: literals.VideoVariant | Unset = UNSET,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> Response[bytes | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        video_id,
        variant=variant,
        range_=range_,
        if_range=if_range,
    )
    return _response(client, await client.get_async_httpx_client().request(**built))


async def asyncio(
    video_id: str,
    *,
    client: AuthenticatedClient,
    variant: literals.VideoVariant | Unset = UNSET,
    range_: str | Unset = UNSET,
    if_range: str | Unset = UNSET,
) -> bytes | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as asyncio_detailed does."""
    return (
        await asyncio_detailed(
            video_id,
            client=client,
            variant=variant,
            range_=range_,
            if_range=if_range,
        )
    ).parsed
