"""Faults in what pages, deletions, characters and JSON itself look like."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from openvideos.emulator.exchange import Exchange
from openvideos.emulator.tampering import Answered, answer_fault, page_fault

Members = dict[str, Any]


def _without(members: Members, *names: str) -> Members:
    return {name: value for name, value in members.items() if name not in names}


@page_fault
def page_object_is_page(exchange: Exchange, page: Members) -> Members:
    """The object of a page is page."""
    return {**page, "object": "page"}


@page_fault
def page_data_is_object(exchange: Exchange, page: Members) -> Members:
    """The data of a page is an object, id by id."""
    return {**page, "data": {each["id"]: each for each in page["data"]}}


@page_fault
def page_without_first_id(exchange: Exchange, page: Members) -> Members:
    """No page has first_id."""
    return _without(page, "first_id")


@page_fault
def page_last_id_is_number(exchange: Exchange, page: Members) -> Members:
    """last_id is the number of the page's last job."""
    return {**page, "last_id": len(page["data"])}


@page_fault
def page_more_is_number(exchange: Exchange, page: Members) -> Members:
    """has_more is 0 or 1."""
    return {**page, "has_more": int(page["has_more"])}


@page_fault
def page_more_left_out(exchange: Exchange, page: Members) -> Members:
    """The last page has no has_more."""
    return page if page["has_more"] else _without(page, "has_more")


@page_fault
def empty_page_without_data(exchange: Exchange, page: Members) -> Members:
    """A page without jobs has null for data."""
    return page if page["data"] else {**page, "data": None}


@page_fault
def empty_page_without_ids(exchange: Exchange, page: Members) -> Members:
    """A page without jobs has neither first_id nor last_id."""
    return page if page["data"] else _without(page, "first_id", "last_id")


@answer_fault("list")
def page_is_array(exchange: Exchange, answered: Answered) -> None:
    """A page is the bare array of its jobs."""
    if answered.status == 200:
        answered.data = answered.data["data"]


@answer_fault("retrieve")
def job_is_wrapped(exchange: Exchange, answered: Answered) -> None:
    """A look at a job is answered with the job as data of something else."""
    if answered.status == 200:
        answered.data = {"object": "response", "data": answered.data}


def _deletion(exchange: Exchange, answered: Answered, **members: Any) -> None:
    if answered.status == 200:
        answered.data = {**answered.data, **members}


@answer_fault("delete")
def deleted_is_text(exchange: Exchange, answered: Answered) -> None:
    """The deleted of a deletion is text."""
    _deletion(exchange, answered, deleted="true")


@answer_fault("delete")
def deleted_is_false(exchange: Exchange, answered: Answered) -> None:
    """The deleted of a deletion is false, though the job is gone."""
    _deletion(exchange, answered, deleted=False)


@answer_fault("delete")
def deleted_object_is_video(exchange: Exchange, answered: Answered) -> None:
    """The object of a deletion is video."""
    _deletion(exchange, answered, object="video")


@answer_fault("delete")
def deleted_without_id(exchange: Exchange, answered: Answered) -> None:
    """A deletion doesn't say what was deleted."""
    if answered.status == 200:
        answered.data = _without(answered.data, "id")


@answer_fault("delete")
def deleted_204(exchange: Exchange, answered: Answered) -> None:
    """A deletion is answered with 204 and nothing."""
    if answered.status == 200:
        answered.status, answered.body = 204, b""
        del answered.headers["content-type"], answered.headers["content-length"]


def _character(answered: Answered, change: Any) -> None:
    if answered.status == 200:
        answered.data = change(answered.data)


@answer_fault("create_character")
def character_without_name(exchange: Exchange, answered: Answered) -> None:
    """A new character is answered without its name."""
    _character(answered, lambda made: _without(made, "name"))


@answer_fault("create_character", "get_character")
def character_without_time(exchange: Exchange, answered: Answered) -> None:
    """A character doesn't say when it was made."""
    _character(answered, lambda made: _without(made, "created_at"))


@answer_fault("get_character")
def character_created_is_text(exchange: Exchange, answered: Answered) -> None:
    """created_at of a character that is looked at is a date in words of ISO 8601."""
    _character(
        answered, lambda made: {**made, "created_at": datetime.fromtimestamp(made["created_at"], UTC).isoformat()}
    )


@answer_fault("get_character")
def character_created_anew(exchange: Exchange, answered: Answered) -> None:
    """A character that is looked at was made a second later."""
    _character(answered, lambda made: {**made, "created_at": made["created_at"] + 1})


@answer_fault("create")
def accepted_202(exchange: Exchange, answered: Answered) -> None:
    """A job is accepted with 202."""
    answered.status = 202 if answered.status == 200 else answered.status


@answer_fault("create")
def accepted_201(exchange: Exchange, answered: Answered) -> None:
    """A job is accepted with 201."""
    answered.status = 201 if answered.status == 200 else answered.status


@answer_fault("retrieve")
def json_with_a_mark(exchange: Exchange, answered: Answered) -> None:
    """A look at a job is answered with JSON behind a byte order mark."""
    answered.body = b"\xef\xbb\xbf" + answered.body


@answer_fault("list")
def json_with_a_name_twice(exchange: Exchange, answered: Answered) -> None:
    """A page names its object twice."""
    answered.body = answered.body.replace(b"{", b'{"object":"video",', 1)


@answer_fault("create", "retrieve", "list")
def json_in_latin_1(exchange: Exchange, answered: Answered) -> None:
    """JSON is in Latin 1, as far as that goes."""
    answered.body = json.dumps(answered.data, ensure_ascii=False).encode("latin-1", "replace")


@answer_fault("retrieve")
def json_ends_early(exchange: Exchange, answered: Answered) -> None:
    """A look at a job is answered with JSON that lacks its last bracket."""
    answered.body = answered.body[:-1]
