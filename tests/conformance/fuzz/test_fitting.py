"""What goes into requests beyond what schemas say, and the contract that they are made from."""

from typing import Any

import pytest

from openvideos.conformance.fuzz.document import served
from openvideos.conformance.fuzz.fitting import READABLE, UNREADABLE, Fitting
from openvideos.conformance.fuzz.task import Task
from openvideos.conformance.fuzz.world import World
from openvideos.contract import Contract


def links(document: dict[str, Any]) -> set[str]:
    operations = [each for item in document["paths"].values() for each in item.values()]
    answers = [answer for each in operations for answer in each["responses"].values()]
    found = [*answers, *document["components"]["responses"].values()]
    return {link["operationId"] for answer in found for link in answer.get("links", {}).values()}


def test_what_a_server_lacks_is_neither_asked_for_nor_linked_to() -> None:
    document = served(["list", "remix", "delete"])
    names = {each["operationId"] for item in document["paths"].values() for each in item.values()}
    assert names == Contract.load().operations.keys() - {"list", "remix", "delete"}
    assert links(document) == {"retrieve", "download_content", "get_character"}
    assert "list" in links(served())


def test_the_contract_itself_stays_as_it_is() -> None:
    served(["list"])
    document = Contract.load().document
    assert document["security"]
    assert "format" in document["components"]["schemas"]["ImageReference"]["properties"]["image_url"]


@pytest.fixture
def world() -> World:
    world = World()
    for name, size in (("large", "1792x1024"), ("small", "720x1280")):
        world.note_made("create", {"id": name, "size": size, "seconds": "4"})
    return world


def test_no_image_is_fetched_from_anywhere(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s"), world)
    given = {"prompt": "x", "input_reference": {"image_url": "https://somebody.example/a"}}
    assert fitting.body(given)["input_reference"]["image_url"].startswith("data:image/png;base64,")
    assert given["input_reference"] == {"image_url": "https://somebody.example/a"}


def test_a_file_stands_where_one_is_meant(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s"), world)
    body = fitting.body({"input_reference": READABLE, "video": "(the bytes of an MP4 file)", "prompt": READABLE})
    assert body["input_reference"].startswith(b"\x89PNG")
    assert body["video"][4:8] == b"ftyp"
    assert body["prompt"] == READABLE
    assert fitting.body({"video": UNREADABLE}) == {"video": UNREADABLE}
    assert fitting.media_types({**body, "video": {"id": "a"}}) == {
        "input_reference": "image/png",
        "video": "application/json",
    }


def test_ids_are_those_of_jobs_at_times_and_always_the_same_times(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s"), world)
    world.note_made("create", {"id": "gone"})
    world.note_deleted("gone")
    texts = [f"id {number}" for number in range(200)]
    found = [fitting.path("retrieve", {"video_id": text})["video_id"] for text in texts]
    assert {"large", "small", "gone"} < set(found)
    assert set(texts) & set(found)
    assert found == [fitting.path("retrieve", {"video_id": text})["video_id"] for text in texts]


def test_characters_are_those_that_there_are_at_times(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s"), world)
    texts = [f"id {number}" for number in range(50)]
    assert [fitting.path("get_character", {"character_id": text})["character_id"] for text in texts] == texts
    world.characters["char_1"] = None
    found = {fitting.path("get_character", {"character_id": text})["character_id"] for text in texts}
    assert "char_1" in found
    assert found & set(texts)


def test_media_are_downloaded_of_the_smallest_job(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s"), world)
    assert fitting.path("download_content", {"video_id": "large"}) == {"video_id": "small"}
    assert fitting.path("download_content", {"video_id": "x" * 3}) in ({"video_id": "x" * 3}, {"video_id": "small"})


def test_no_idempotency_key_is_used_twice_unless_it_is_none(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s", seed=4), world)
    keys = [fitting.headers({"Idempotency-Key": "a"})["Idempotency-Key"] for _ in range(3)]
    assert len(set(keys)) == 3
    assert fitting.headers({"Idempotency-Key": "", "Range": "a"}) == {"Idempotency-Key": "", "Range": "a"}


def test_a_cursor_that_nobody_knows_is_left_out_at_times(world: World) -> None:
    fitting = Fitting(Task(base_url="http://s"), world)
    found = [fitting.query({"after": f"id {number}", "limit": 5}) for number in range(50)]
    assert {len(each) for each in found} == {1, 2}
    assert all(each["limit"] == 5 for each in found)
