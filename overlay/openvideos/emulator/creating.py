"""Operations that make something: create, remix, edit, extend, create_character."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from starlette.responses import JSONResponse, Response

from . import jobs
from .errors import ApiError
from .exchange import Exchange
from .idempotency import fingerprint
from .jobs import Character, Job, Kind, Source
from .references import by_id, image, keep_video, video
from .store import Keyed

__all__ = ["create", "create_character", "edit", "extend", "remix"]

Made = TypeVar("Made", Job, Character)


async def create(exchange: Exchange) -> Response:
    """Accept a job that makes a video from a prompt and, perhaps, an image."""

    async def plan(body: dict[str, Any]) -> Job:
        given = {**exchange.services.contract.defaults("create"), **body}
        model, most = given["model"], exchange.services.limits.model_length
        if len(model) > most:
            message = f"model: found {len(model)} characters; allowed: at most {most}"
            raise ApiError(400, message, param="model", code="body.model.maxLength")
        new_id = jobs.new_id()
        kept, label = await image(exchange.services, given.get("input_reference"), given["size"], new_id)
        return exchange.plan(
            id=new_id,
            **{name: given[name] for name in ("prompt", "model", "seconds", "size")},
            reference=kept,
            reference_label=label,
        )

    return await _job(exchange, plan)


async def remix(exchange: Exchange) -> Response:
    """Accept a job that varies a completed video."""

    async def plan(body: dict[str, Any]) -> Job:
        source, model = by_id(exchange, exchange.request.path_params["video_id"], "video_id")
        return _derived(exchange, "remix", body, source, id=jobs.new_id(), model=model)

    return await _job(exchange, plan)


async def edit(exchange: Exchange) -> Response:
    """Accept a job that changes a video, given by id or as a file."""

    async def plan(body: dict[str, Any]) -> Job:
        new_id = jobs.new_id()
        source, model = await video(exchange, body["video"], new_id)
        return _derived(exchange, "edit", body, source, id=new_id, model=model)

    return await _job(exchange, plan)


async def extend(exchange: Exchange) -> Response:
    """Accept a job that continues a video, given by id or as a file."""

    async def plan(body: dict[str, Any]) -> Job:
        new_id = jobs.new_id()
        source, model = await video(exchange, body["video"], new_id)
        seconds, most = body["seconds"], exchange.services.limits.video_seconds
        if source.seconds + int(seconds) > most:
            exchange.services.store.files.drop(new_id)
            message = f"seconds: found {seconds} behind {source.seconds} that are there; allowed: {most} in all"
            raise ApiError(400, message, param="seconds", code="body.seconds.tooLong")
        return _derived(exchange, "extension", body, source, id=new_id, model=model, seconds=seconds)

    return await _job(exchange, plan)


def _derived(exchange: Exchange, kind: Kind, body: dict[str, Any], source: Source, **members: Any) -> Job:
    """A job that is made from a video: of its size and, but for an extension, of its length."""
    members = {"seconds": str(source.seconds), **members}
    return exchange.plan(kind=kind, prompt=body["prompt"], size=source.size, source=source, **members)


async def create_character(exchange: Exchange) -> Response:
    """Keep an uploaded video under a name that prompts can use."""
    services = exchange.services

    async def make(body: dict[str, Any]) -> Character:
        new_id = jobs.new_id("char")
        await keep_video(services, body["video"], new_id)
        return Character(id=new_id, name=body["name"], created_at=services.clock())

    made, _ = await _once(exchange, make, services.store.character, services.store.add_character)
    return JSONResponse(jobs.character(made))


async def _job(exchange: Exchange, plan: Callable[[dict[str, Any]], Awaitable[Job]]) -> Response:
    store = exchange.services.store
    job, is_new = await _once(exchange, plan, store.get, store.add)
    return exchange.show(job, at=job.created_at if is_new else None)


async def _once(
    exchange: Exchange,
    make: Callable[[dict[str, Any]], Awaitable[Made]],
    find: Callable[[str], Made | None],
    keep: Callable[[Made, Keyed | None], None],
) -> tuple[Made, bool]:
    """What the request asks for: made and kept, or, if its idempotency key was used for the same before, found again.

    The second of the two says whether it is new. A file that it needs is kept before its record is, so that no record
    lacks a file.
    """
    services = exchange.services
    accepted = tuple(services.contract.operations[exchange.operation].bodies)
    async with services.bodies.read(exchange.request, accepted) as read:
        body = read
        for act in services.faults_at("body", exchange.operation):
            body = act(exchange, body)
        await exchange.check(body)
        keyed = await _keyed(exchange, body)
        async with services.keys.held(keyed):
            if keyed is not None and (before := services.store.keyed(keyed.key)) is not None:
                return _again(keyed, before, find), False
            made = await make(body)
            try:
                keep(made, keyed)
            except BaseException:
                services.store.files.drop(made.id)
                raise
    return made, True


async def _keyed(exchange: Exchange, body: Any) -> Keyed | None:
    key = exchange.request.headers.get("idempotency-key")
    if key is None:
        return None
    print_of = await asyncio.to_thread(fingerprint, exchange.operation, exchange.request.path_params, body)
    return Keyed(key=key, fingerprint=print_of)


def _again(keyed: Keyed, before: Keyed, find: Callable[[str], Made | None]) -> Made:
    made = find(before.made) if before.fingerprint == keyed.fingerprint else None
    if made is None:
        same = before.fingerprint == keyed.fingerprint
        reason = "for a job that was deleted" if same else "with another request"
        message = f"Idempotency-Key: found one that was used {reason}; allowed: a new one for each thing to be made"
        raise ApiError(
            409, message, kind="conflict_error", param="Idempotency-Key", code="header.Idempotency-Key.reused"
        )
    return made
