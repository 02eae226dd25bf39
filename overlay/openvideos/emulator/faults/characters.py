"""Faults in characters."""

from __future__ import annotations

import json
import time
from typing import Any

from starlette.responses import JSONResponse, Response

from openvideos.emulator.errors import ApiError
from openvideos.emulator.exchange import Exchange
from openvideos.emulator.fault import fault
from openvideos.emulator.tampering import Answered, answer_fault

from .sources import a_file, is_video

_BOTH = ("create_character", "get_character")


@answer_fault(*_BOTH)
def character_without_an_id(exchange: Exchange, answered: Answered) -> None:
    """A character's answer has no id."""
    _change(answered, id=None)


@answer_fault("create_character")
def character_without_a_time(exchange: Exchange, answered: Answered) -> None:
    """A new character doesn't say when it was made."""
    _change(answered, created_at=None)


@answer_fault(*_BOTH)
def character_name_in_ascii(exchange: Exchange, answered: Answered) -> None:
    """Of a character's name only the ASCII characters are shown."""
    if answered.status < 300:
        _change(answered, name=answered.data["name"].encode("ascii", "replace").decode())


@answer_fault("get_character")
def character_name_in_ascii_later(exchange: Exchange, answered: Answered) -> None:
    """Of the name of a character that is looked at only the ASCII characters are shown."""
    if answered.status < 300:
        _change(answered, name=answered.data["name"].encode("ascii", "replace").decode())


@answer_fault("create_character")
def character_name_in_lower_case(exchange: Exchange, answered: Answered) -> None:
    """A new character's name is shown in lower case."""
    if answered.status < 300:
        _change(answered, name=answered.data["name"].lower())


@answer_fault(*_BOTH)
def character_is_always_the_first(exchange: Exchange, answered: Answered) -> None:
    """Whatever character is looked at, the first that was made is shown."""
    if answered.status < 300:
        if exchange.operation == "create_character":
            exchange.services.seen["character", answered.body] += 1
        else:
            answered.body = _made(exchange)[0]


@answer_fault("get_character")
def character_is_made_when_looked_at(exchange: Exchange, answered: Answered) -> None:
    """A character was made a minute after it was, when it is looked at."""
    if answered.status < 300:
        _change(answered, created_at=answered.data["created_at"] + 60)


@fault("request", "get_character")
async def character_is_there_once(exchange: Exchange) -> Response | None:
    """A character can be looked at once."""
    key = exchange.request.path_params["character_id"]
    exchange.services.seen[key] += 1
    if exchange.services.seen[key] > 1:
        raise ApiError(404, "No character has this id.", param="character_id", code="not_found")
    return None


@answer_fault(*_BOTH)
def character_created_in_milliseconds(exchange: Exchange, answered: Answered) -> None:
    """A character's time is in milliseconds."""
    if answered.status < 300:
        _change(answered, created_at=answered.data["created_at"] * 1000)


@answer_fault(*_BOTH)
def character_created_in_1970(exchange: Exchange, answered: Answered) -> None:
    """A character's time is 0."""
    _change(answered, created_at=0)


@fault("body", "create_character")
def character_with_empty_name(exchange: Exchange, body: Any) -> Any:
    """A character may have an empty name."""
    return {**body, "name": "x"} if isinstance(body, dict) and body.get("name") == "" else body


@fault("body", "create_character")
def character_accepted_without_name(exchange: Exchange, body: Any) -> Any:
    """A character may have no name."""
    return {"name": "x", **body} if isinstance(body, dict) else body


@fault("body", "create_character")
def character_with_a_name_of_any_length(exchange: Exchange, body: Any) -> Any:
    """Of a name that is too long, the beginning is taken."""
    return {**body, "name": body["name"][:80]} if isinstance(body, dict) and body.get("name") else body


@fault("body", "create_character")
def character_name_counted_in_bytes(exchange: Exchange, body: Any) -> Any:
    """A name may have 80 bytes."""
    if isinstance(body, dict) and len(str(body.get("name")).encode()) > 80:
        raise ApiError(400, "name: allowed: at most 80", param="name", code="body.name.maxLength")
    return body


@fault("body", "create_character")
def character_name_below_eighty(exchange: Exchange, body: Any) -> Any:
    """A name may have 79 characters."""
    if isinstance(body, dict) and len(str(body.get("name"))) > 79:
        raise ApiError(400, "name: allowed: fewer than 80", param="name", code="body.name.maxLength")
    return body


@fault("body", "create_character")
def character_without_video(exchange: Exchange, body: Any) -> Any:
    """A character may have no video."""
    return {"video": a_file(), **body} if isinstance(body, dict) else body


@fault("body", "create_character")
def character_of_any_file(exchange: Exchange, body: Any) -> Any:
    """A character may be made of a file that is no video."""
    return {**body, "video": a_file()} if isinstance(body, dict) and not is_video(body.get("video")) else body


@fault("request", "create_character")
async def character_from_json(exchange: Exchange) -> Response | None:
    """A character may be made from JSON."""
    if exchange.request.headers.get("content-type", "").startswith("application/json"):
        return JSONResponse({"id": "char_1", "name": "x", "created_at": int(time.time())})
    return None


@answer_fault("create_character")
def character_of_one_name_is_one(exchange: Exchange, answered: Answered) -> None:
    """A character whose name another has is that one."""
    if answered.status < 300:
        before = _made(exchange, name=answered.data["name"])
        answered.body = before[0] if before else answered.body
        exchange.services.seen["character", answered.body] += 1


@fault("request", "get_character")
async def character_of_any_id(exchange: Exchange) -> Response | None:
    """A character that isn't there is one without a name."""
    character_id = exchange.request.path_params["character_id"]
    if exchange.services.store.character(character_id) is None:
        return JSONResponse({"id": character_id, "name": None, "created_at": int(time.time())})
    return None


@fault("request", "get_character")
async def character_of_any_id_is_400(exchange: Exchange) -> Response | None:
    """A character that isn't there is answered with 400."""
    if exchange.services.store.character(exchange.request.path_params["character_id"]) is None:
        raise ApiError(400, "No character has this id.", param="character_id", code="not_found")
    return None


def _change(answered: Answered, **members: Any) -> None:
    if answered.status < 300:
        answered.data = {**answered.data, **members}


def _made(exchange: Exchange, **members: Any) -> list[bytes]:
    """The answers so far that made a character with these members."""
    answers = [key[1] for key in exchange.services.seen if isinstance(key, tuple) and key[0] == "character"]
    return [each for each in answers if members.items() <= json.loads(each).items()]
