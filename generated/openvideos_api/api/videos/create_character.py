# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""POST /videos/characters: Keep a video's subject as a named character."""

from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...model import Model
from ...models.character_create_form import CharacterCreateForm
from ...models.error_response import ErrorResponse
from ...models.video_character import VideoCharacter
from ...types import UNSET, Response, Unset
from ...wire import read_body

METHOD = "post"
PATH = "/videos/characters"
# media type of the request body -> its model, in the contract's order
BODIES: dict[str, type[Model]] = {
    "multipart/form-data": CharacterCreateForm,
}
# status -> model of the body; None: a body that is not JSON
RESPONSES: dict[int, type[Model] | None] = {
    200: VideoCharacter,
    400: ErrorResponse,
    401: ErrorResponse,
    403: ErrorResponse,
    409: ErrorResponse,
    413: ErrorResponse,
    415: ErrorResponse,
    422: ErrorResponse,
    429: ErrorResponse,
    500: ErrorResponse,
    503: ErrorResponse,
}


def request(
    *,
    body: CharacterCreateForm,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    """What httpx takes for this request: method, url (relative to the base URL), params, headers, and json or files."""
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": METHOD,
        "url": PATH,
        "headers": headers,
    }
    if isinstance(body, CharacterCreateForm):
        _kwargs["files"] = body.to_multipart()
    else:
        raise TypeError(f"body: found {type(body).__name__}; allowed: {', '.join(m.__name__ for m in BODIES.values())}")
    return _kwargs


def parse(status: int, body: Any) -> VideoCharacter | ErrorResponse | None:
    """The model that the contract has for this status; see `read_body`."""
    made: VideoCharacter | ErrorResponse | None = read_body(RESPONSES, status, body)
    return made


def _response(
    client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[VideoCharacter | ErrorResponse | None]:
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
    body: CharacterCreateForm,
    idempotency_key: str | Unset = UNSET,
) -> Response[VideoCharacter | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _response(client, client.get_httpx_client().request(**built))


def sync(
    *,
    client: AuthenticatedClient,
    body: CharacterCreateForm,
    idempotency_key: str | Unset = UNSET,
) -> VideoCharacter | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as sync_detailed does."""
    return (
        sync_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: CharacterCreateForm,
    idempotency_key: str | Unset = UNSET,
) -> Response[VideoCharacter | ErrorResponse | None]:
    """Sends the request and gives the whole answer.

    Raises errors.UnreadableBody, errors.UnexpectedStatus (if the client is to), and what httpx raises.
    """
    built = request(
        body=body,
        idempotency_key=idempotency_key,
    )
    return _response(client, await client.get_async_httpx_client().request(**built))


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: CharacterCreateForm,
    idempotency_key: str | Unset = UNSET,
) -> VideoCharacter | ErrorResponse | None:
    """Sends the request and gives the body as its model; raises as asyncio_detailed does."""
    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
