"""Answers in the contract's form."""

from typing import Any

import pytest

from openvideos.cli.answer import in_contract_order
from openvideos.contract.document import Document


def shaped(operation: str, data: Any) -> Any:
    return in_contract_order(Document.load(), operation, data)


def test_a_video_has_the_pages_thirteen_keys_in_the_pages_order(page: list[str]) -> None:
    found = shaped("create", {"status": "queued", "id": "video_1"})
    assert list(found) == page
    assert found["id"] == "video_1"
    assert [name for name in page if found[name] is not None] == ["id", "status"]


def test_what_the_contract_does_not_have_stands_behind_it(page: list[str]) -> None:
    found = shaped("retrieve", {"fps": 24, "id": "a", "aa": None})
    assert list(found) == [*page, "fps", "aa"]
    assert (found["fps"], found["aa"]) == (24, None)


def test_an_error_is_in_the_pages_order_too() -> None:
    found = shaped("retrieve", {"error": {"extra": 1, "message": "m", "code": "c"}})
    assert list(found["error"].items()) == [("code", "c"), ("message", "m"), ("extra", 1)]


@pytest.mark.parametrize("value", ["no object", 5, [1], [{"code": "c"}]], ids=repr)
def test_what_is_no_object_is_left_alone(value: Any) -> None:
    assert shaped("retrieve", {"error": value})["error"] == value
    assert shaped("retrieve", value) == value


def test_the_items_of_a_list_are_completed(page: list[str]) -> None:
    found = shaped("list", {"data": [{"id": "a"}, "b"]})
    assert list(found) == ["object", "data", "first_id", "last_id", "has_more"]
    assert list(found["data"][0]) == page
    assert found["data"][1] == "b"
