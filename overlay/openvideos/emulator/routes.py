"""The contract's operations: which function answers each, and under which path."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from . import creating, reading
from .exchange import Exchange, Handler
from .services import Services

__all__ = ["HANDLERS", "operations"]

HANDLERS: dict[str, Handler] = {
    "create": creating.create,
    "list": reading.list_videos,
    "retrieve": reading.retrieve,
    "delete": reading.delete,
    "download_content": reading.download_content,
    "remix": creating.remix,
    "edit": creating.edit,
    "extend": creating.extend,
    "create_character": creating.create_character,
    "get_character": reading.get_character,
}
"""Every operation of the contract, by operationId."""


def operations(services: Services, prefix: str) -> list[Route]:
    """A route for each path of the contract, literal paths before those with parameters."""
    paths: dict[str, dict[str, str]] = {}
    for name, operation in services.contract.operations.items():
        paths.setdefault(operation.path, {})[operation.method] = name
    return [
        _route(services, f"{prefix}{path}", paths[path]) for path in sorted(paths, key=lambda path: ("{" in path, path))
    ]


def _route(services: Services, path: str, names: Mapping[str, str]) -> Route:
    async def answer(request: Request) -> Response:
        name = names["GET" if request.method == "HEAD" else request.method]
        exchange = Exchange(operation=name, request=request, services=services)
        request.scope["state"]["exchange"] = exchange
        for act in services.faults_at("request", name):
            given: Response | None = await act(exchange)
            if given is not None:
                return given
        return await HANDLERS[name](exchange)

    return Route(path, answer, methods=list(names))
