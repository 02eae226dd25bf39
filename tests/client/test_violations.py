"""What is done about an answer that departs from the contract, and what the object that it becomes still has."""

import copy
import json
import pickle
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import openvideos
from openvideos import APIResponseValidationError, ContractWarning, Video

Members = dict[str, Any]

KEY = "tenant7-9f8e7d6c5b4a"
ODD = {"size": "1x1"}
CODE = "body.size.enum"
DONE: Members = {"status": "completed", "progress": 100, "completed_at": 1790000009}


class Answering:
    """A client over a transport that answers with these bodies one by one, the last again and again."""

    def __init__(self, kit: Any, *bodies: Any, **options: Any) -> None:
        self.kit = kit
        self.bodies = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in bodies]
        self.asked: list[httpx.Request] = []
        self.client = kit.recorded(self.answer, **options)
        self.client.videos._sleep = _no_sleep if kit.kind == "async" else lambda seconds: None

    def answer(self, request: httpx.Request) -> httpx.Response:
        assert len(self.asked) < 50, "no end to it"
        self.asked.append(request)
        body = self.bodies.pop(0) if len(self.bodies) > 1 else self.bodies[0]
        return httpx.Response(200, content=body, headers={"content-type": "application/json"})

    def do(self, operation: str, *arguments: Any, **keywords: Any) -> Any:
        return self.kit.do(getattr(self.client.videos, operation)(*arguments, **keywords))

    def warns(self, operation: str, *arguments: Any, **keywords: Any) -> list[str]:
        """The codes of a call's warnings, by what they say."""
        with warnings.catch_warnings(record=True) as given:
            warnings.simplefilter("always", ContractWarning)
            self.do(operation, *arguments, **keywords)
        return [str(each.message) for each in given]


async def _no_sleep(seconds: float) -> None:
    pass


@pytest.fixture
def at(kit: Any) -> Callable[..., Answering]:
    return lambda *bodies, **options: Answering(kit, *bodies, **options)


CALLS: dict[str, tuple[tuple[Any, ...], Members]] = {
    "create": ((), {"prompt": "x"}),
    "create_and_poll": ((), {"prompt": "x"}),
    "poll": (("video_1",), {}),
    "retrieve": (("video_1",), {}),
    "list": ((), {}),
    "delete": (("video_1",), {}),
    "download_content": (("video_1",), {}),
    "remix": (("video_1",), {"prompt": "x"}),
    "edit": ((), {"prompt": "x", "video": {"id": "video_1"}}),
    "extend": ((), {"prompt": "x", "video": {"id": "video_1"}, "seconds": 4}),
    "create_character": ((), {"name": "n", "video": b"\0\0\0\x18ftypisom"}),
    "get_character": (("char_1",), {}),
}
MAKING = ("create", "create_and_poll", "remix", "edit", "extend", "create_character")


def off(operation: str) -> Any:
    """An answer to an operation that departs from the contract."""
    return b"\0\0\0\x18ftypisom" if operation == "download_content" else {"id": "video_1", "status": "failed"}


def test_every_method_is_in_the_table() -> None:
    from openvideos.client.videos import AsyncVideos, Videos

    for kind in (Videos, AsyncVideos):
        assert {name for name in dir(kind) if not name.startswith("_")} == set(CALLS)


@pytest.mark.parametrize("operation", CALLS)
def test_every_method_takes_what_to_do(at: Any, operation: str) -> None:
    arguments, keywords = CALLS[operation]
    one = at(off(operation), on_violation="raise")
    seen: list[Any] = []
    one.do(operation, *arguments, **keywords, on_violation=seen.append)
    asked = {"poll": ["retrieve"], "create_and_poll": ["create", "retrieve"]}.get(operation, [operation])
    assert list(dict.fromkeys(each.operation for each in seen)) == asked
    with pytest.raises(APIResponseValidationError) as caught:
        one.do(operation, *arguments, **keywords)
    assert [each.code for each in caught.value.violations] == [each.code for each in seen if each.operation == asked[0]]


@pytest.mark.parametrize("operation", CALLS)
@pytest.mark.parametrize("value", ["shout", "", 7, [], True], ids=repr)
def test_what_says_nothing_is_refused_before_anything_is_sent(at: Any, operation: str, value: Any) -> None:
    arguments, keywords = CALLS[operation]
    one = at(off(operation))
    with pytest.raises(
        ValueError, match=r"^on_violation: found .*; allowed: \"warn\", \"raise\", \"ignore\" or a func"
    ):
        one.do(operation, *arguments, **keywords, on_violation=value)
    assert one.asked == []


@pytest.mark.parametrize("value", ["shout", "", 7, None], ids=repr)
def test_a_client_is_not_made_of_what_says_nothing(kit: Any, value: Any) -> None:
    with pytest.raises(ValueError, match=r"^on_violation: found "):
        kit.client(on_violation=value)
    with pytest.raises(ValueError, match=r"^on_violation: found "):
        kit.client().with_options(on_violation="shout")


def test_a_copy_of_a_client_has_its_own_way(at: Any, video: Members) -> None:
    one = at({**video, **ODD}, on_violation="ignore")
    seen: list[Any] = []
    other = one.client.with_options(on_violation=seen.append)
    one.kit.do(other.videos.retrieve("video_1"))
    one.kit.do(other.with_options(timeout=1).videos.retrieve("video_1"))
    assert one.do("retrieve", "video_1").violations == ()
    assert [each.code for each in seen] == [CODE, CODE]


def test_a_way_that_is_set_later_counts_from_then_on(at: Any, video: Members) -> None:
    asked = at({**video, **ODD}, on_violation="ignore")
    asked.do("retrieve", "video_1")
    asked.client.on_violation = "raise"
    with pytest.raises(APIResponseValidationError):
        asked.do("retrieve", "video_1")


def test_a_page_is_judged_by_the_query_that_went_out(at: Any, video: Members) -> None:
    items = [{**video, "id": "a", "created_at": 1790000002}, {**video, "id": "b", "created_at": 1790000001}]
    told: list[Any] = []
    asked = at({"object": "list", "data": items, "first_id": "a", "last_id": "b", "has_more": False})
    asked.client.on_violation = told.append
    for keywords in ({"order": "asc"}, {"limit": 1}):
        asked.do("list", extra_query={"order": "desc", "limit": 2}, **keywords)
    assert told == []
    asked.do("list", extra_query={"order": "asc"}, order="desc")
    assert [each.code for each in told] == ["body.data.asked-order"]


def test_a_page_of_more_than_anybody_can_use_is_no_object(at: Any) -> None:
    body = b'{"data": [' + b"{}," * 100_000 + b"{}]}"
    with pytest.raises(APIResponseValidationError, match="a page of 100001 jobs"):
        at(body, on_violation="ignore").do("list")


def test_later_pages_have_the_way_of_the_first(at: Any, video: Members) -> None:
    page = {"object": "list", "first_id": "video_1", "last_id": "video_1", "data": [video]}
    one = at({**page, "has_more": True}, {**page, "has_more": "no"}, on_violation="raise")
    seen: list[Any] = []
    first = one.do("list", on_violation=seen.append)
    assert one.kit.do(first.get_next_page()).has_more == "no"
    assert [each.code for each in seen] == ["body.has_more.type", "body.data.asked-after"]


def refuse(violation: Any) -> None:
    raise LookupError(violation.code)


def interrupt(violation: Any) -> None:
    raise KeyboardInterrupt


WAYS: dict[str, tuple[Any, type[BaseException]]] = {
    "raise": ("raise", APIResponseValidationError),
    "a function that raises": (refuse, LookupError),
    "a function that is interrupted": (interrupt, KeyboardInterrupt),
    "warnings that are errors": ("warn", ContractWarning),
}


@pytest.mark.parametrize("operation", MAKING)
@pytest.mark.parametrize(("way", "kind"), WAYS.values(), ids=WAYS)
def test_what_ends_a_call_that_makes_a_job_names_it(at: Any, operation: str, way: Any, kind: Any) -> None:
    arguments, keywords = CALLS[operation]
    one = at(off(operation), on_violation=way)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(kind) as caught:
            one.do(operation, *arguments, **keywords)
    assert caught.value.__notes__ == ["the answer is about video_1"]
    assert way != "raise" or caught.value.video_id == "video_1"
    assert len(one.asked) == 1


@pytest.mark.parametrize(("way", "kind"), WAYS.values(), ids=WAYS)
def test_what_ends_the_polling_of_a_new_job_names_it(at: Any, video: Members, way: Any, kind: Any) -> None:
    one = at(video, {**video, **ODD}, on_violation=way)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(kind) as caught:
            one.do("create_and_poll", prompt="x")
    assert caught.value.video_id == "video_1"


def test_an_error_lists_all_violations_and_says_the_first_four(at: Any) -> None:
    with pytest.raises(APIResponseValidationError) as caught:
        at({"id": "video_1"}, on_violation="raise").do("retrieve", "video_1")
    error = caught.value
    assert len(error.violations) == 12
    assert str(error) == "; ".join(each.message for each in error.violations[:4])
    assert (error.body, error.status_code, error.exit_code) == ({"id": "video_1"}, 200, 1)
    assert error.video_id is None
    again = pickle.loads(pickle.dumps(error))
    assert again.violations == error.violations


@pytest.mark.parametrize(
    ("base_url", "origin"),
    [
        ("http://user:pass-word@videos.example/v1", "http://videos.example"),
        ("http://:pass-word@videos.example:80/v1?token=pass-word", "http://videos.example"),
        ("https://pass-word@videos.example:8443/a/pass-word/v1", "https://videos.example:8443"),
        ("http://[::1]:9/v1", "http://[::1]:9"),
    ],
)
def test_a_violation_knows_whose_it_is_and_no_secret(at: Any, video: Members, base_url: str, origin: str) -> None:
    one = at({**video, **ODD}, base_url=base_url, default_headers={"api-key": "pass-word"})
    texts = one.warns("retrieve", "video_1")
    (violation,) = one.do("retrieve", "video_1").violations
    assert (violation.operation, violation.status, violation.origin) == ("retrieve", 200, origin)
    assert texts == [f"retrieve answered by {origin}: {violation.message}"]
    assert "pass-word" not in f"{violation!r}{violation.to_dict()}{texts}"


def test_a_key_that_an_answer_repeats_is_the_callers_and_in_no_violation(at: Any, video: Members) -> None:
    one = at({**video, "size": KEY, "prompt": f"a {KEY} b", "extra": KEY}, api_key=KEY, on_violation="ignore")
    seen: list[Any] = []
    made = one.do("retrieve", "video_1", on_violation=seen.append)
    assert [each.found for each in seen] == ["'***'"]
    assert made.size == KEY  # what came is the caller's


def test_a_warning_is_given_once_for_a_server_an_operation_and_a_code(at: Any, video: Members) -> None:
    one = at({**video, **ODD, "seconds": 4})
    both = ["seconds: found 4", "size: found '1x1'"]

    def warned(operation: str, *arguments: Any, **keywords: Any) -> list[str]:
        texts = one.warns(operation, *arguments, **keywords)
        return sorted(text.partition(": ")[2].partition(";")[0] for text in texts)

    assert warned("retrieve", "video_1") == both
    assert warned("retrieve", "video_1") == []
    assert warned("create", prompt="x") == both
    one.bodies = [json.dumps({**video, "size": "2x2", "progress": "9"}).encode()]
    assert warned("retrieve", "video_1") == ["progress: found '9'"]  # of another size, the code is the same
    one.client = one.client.with_options(base_url="http://127.0.0.1:2/v1")
    assert warned("retrieve", "video_1") == ["progress: found '9'", "size: found '2x2'"]


def test_polling_warns_once_and_not_once_per_look(at: Any, video: Members) -> None:
    one = at(*[{**video, **ODD}] * 5, {**video, **ODD, **DONE})
    assert len(one.warns("poll", "video_1", poll_interval_ms=0)) == 1
    assert len(one.asked) == 6


def test_every_look_has_its_violations_and_every_call_of_a_function(at: Any, video: Members) -> None:
    seen: list[Any] = []
    one = at({**video, **ODD}, on_violation=seen.append)
    for count in (1, 2, 3):
        assert [each.code for each in one.do("retrieve", "video_1").violations] == [CODE]
        assert len(seen) == count


def test_who_ignores_has_a_usable_object_and_no_violations(at: Any) -> None:
    one = at({"id": "video_1", "status": ["odd"], "size": 7, "fps": 24}, on_violation="ignore")
    made = one.do("retrieve", "video_1")
    assert (made.id, made.status, made.size, made.fps, made.prompt) == ("video_1", ["odd"], 7, 24, None)
    assert (made.violations, made.is_terminal, made.dimensions) == ((), False, None)
    assert one.warns("retrieve", "video_1") == []


IGNORING = """
import sys
from openvideos import OpenVideos

with OpenVideos(base_url=sys.argv[1], api_key="k", on_violation="ignore", check_requests=False) as client:
    print(client.videos.retrieve("video_1").fps, "jsonschema_rs" in sys.modules)
"""


def test_who_ignores_does_not_pay_for_a_check(serve: Any, as_json: Any) -> None:
    base = serve(lambda request: as_json({"fps": 24}))
    run = subprocess.run([sys.executable, "-c", IGNORING, base], capture_output=True, text=True, check=True)
    assert run.stdout == "24 False\n"


TAKEN = {name for name in dir(Video) if not name.startswith("__")} - {name for name, _, _ in Video._fields}
NAMES = ["to_dict", "from_dict", "extra", "violations", "additional_properties", "copy", "_absent", "_members", "_id"]
NAMES += [
    "id_",
    "ID",
    "__class__",
    "__dict__",
    "__copy__",
    "__deepcopy__",
    "__reduce_ex__",
    "__eq__",
    "self",
    "",
    "a b",
]


def test_extras_are_attributes_and_raw(at: Any, video: Members) -> None:
    sent = {"fps": 24, "nested": {"a": [1, {"b": None}]}, "null": None}
    made = at({**video, **sent}).do("retrieve", "video_1")
    assert (made.fps, made.nested, made.null) == (24, {"a": [1, {"b": None}]}, None)
    assert made.extra == sent
    assert made.extra["fps"] == 24
    assert type(made.nested) is dict


@pytest.mark.parametrize("name", [*NAMES, *sorted(TAKEN - {*NAMES})])
def test_no_name_that_a_server_adds_hides_anything(video: Members, name: str) -> None:
    plain = Video.from_dict(video)
    sent = {**video, name: "sent"}
    made = Video.from_dict(sent)
    assert made.extra == {name: "sent"}
    assert made.to_dict() == sent
    assert type(getattr(made, name, None)) is type(getattr(plain, name, "sent" if name[:1] != "_" else None))
    assert (made.violations, made.is_terminal, made.dimensions, made.duration) == ((), False, (720, 1280), 4.0)
    assert type(made) is Video
    assert made.__class__ is Video
    assert made != plain
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made
        assert again.to_dict() == sent


def test_what_a_server_did_not_send_is_no_attribute(at: Any, video: Members) -> None:
    made = at({**video, "_private": 1}).do("retrieve", "video_1")
    for name in ("fps", "_private", "__wrapped__"):
        assert not hasattr(made, name)
        with pytest.raises(AttributeError, match=f"^'Video' object has no attribute '{name}'$"):
            getattr(made, name)


def test_a_copy_keeps_what_came_and_what_was_off(at: Any, video: Members) -> None:
    sent = {**video, **ODD, "fps": 24, "error": {"code": 7, "x": [1]}}
    del sent["prompt"]
    made = at(sent, on_violation="ignore").do("retrieve", "video_1", on_violation=lambda violation: None)
    for again in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert again == made
        assert again.violations == made.violations != ()
        assert again.to_dict() == sent
        assert (again.fps, again.prompt, again.error.x) == (24, None, [1])
    deep = copy.deepcopy(made)
    deep.error.x.append(2)
    assert made.error.x == [1]


def test_an_error_of_a_job_has_extras_too(at: Any, video: Members) -> None:
    error = {"code": "x", "message": "y", "type": "t", "to_dict": 1}
    made = at({**video, "status": "failed", "error": error}).do("retrieve", "video_1")
    assert made.error.extra == {"type": "t", "to_dict": 1}
    assert (made.error.type, made.error.to_dict()) == ("t", error)
    assert made.extra == {}


@pytest.mark.parametrize(
    ("operation", "sent", "kind", "codes"),
    [
        ("delete", {"id": "video_1", "object": "video.deleted", "deleted": 1}, "VideoDeleted", ["body.deleted.type"]),
        ("get_character", {"id": "char_1", "name": 7, "created_at": 1}, "VideoCharacter", ["body.name.type"]),
    ],
    ids=["a deletion", "a character"],
)
def test_other_objects_have_extras_and_violations_too(
    at: Any, operation: str, sent: Members, kind: str, codes: list[str]
) -> None:
    sent = {**sent, "took_ms": 5, "extra": 1}
    made = at(sent, on_violation=lambda violation: None).do(operation, sent["id"])
    assert (type(made).__name__, made.took_ms, made.extra) == (kind, 5, {"took_ms": 5, "extra": 1})
    assert [each.code for each in made.violations] == codes
    assert made.to_dict() == sent
    for again in (copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert (again, again.violations) == (made, made.violations)
    assert made.violations[0].operation == operation


def test_a_page_has_extras_and_violations_too(at: Any, video: Members) -> None:
    sent = {"object": "list", "data": [video, {**video, **ODD}], "first_id": "video_1", "last_id": "video_1"}
    page = at({**sent, "has_more": 0, "total": 2}, on_violation=lambda violation: None).do("list")
    assert page.extra == {"total": 2}
    assert sorted(each.code for each in page.violations) == ["body.data.size.enum", "body.has_more.type"]
    assert [[each.code for each in item.violations] for item in page.data] == [[], ["body.data.size.enum"]]


def text_of(video: Members, old: str = "", new: str = "", **changes: Any) -> str:
    return json.dumps({**video, **changes}).replace(old, new, 1) if old else json.dumps({**video, **changes})


ODDITIES: dict[str, tuple[Callable[[Members], bytes], Members, str]] = {
    # the bytes, what the object reads as, what the violation says
    "a byte order mark": (lambda v: b"\xef\xbb\xbf" + text_of(v).encode(), {"id": "video_1"}, "\\ufeff"),
    "UTF-16": (lambda v: text_of(v, prompt="vidéo").encode("utf-16"), {"prompt": "vidéo"}, "byte 0 is not UTF-8"),
    "UTF-32": (lambda v: text_of(v).encode("utf-32"), {"prompt": "x"}, "byte 0 is not UTF-8"),
    "Infinity": (
        lambda v: text_of(v, progress=float("inf")).encode(),
        {"progress": float("inf")},
        "Infinity, which is",
    ),
    "a name twice": (
        lambda v: text_of(v, '"id"', '"status": "failed", "id"').encode(),
        {"status": "queued"},
        "the name 'status' twice in one object",
    ),
    "a lone surrogate": (lambda v: text_of(v, prompt="\ud800").encode(), {"prompt": "\ud800"}, "a lone surrogate"),
    "a number beyond a double": (
        lambda v: text_of(v, '"progress": 0', '"progress": 1e999').encode(),
        {"progress": float("inf")},
        "too large for a double",
    ),
}


@pytest.mark.parametrize(("body", "reads", "found"), ODDITIES.values(), ids=ODDITIES)
def test_json_that_not_every_reader_takes_is_read_and_reported(
    at: Any, video: Members, body: Any, reads: Members, found: str
) -> None:
    made = at(body(video), on_violation=lambda violation: None).do("retrieve", "video_1")
    assert {name: getattr(made, name) for name in reads} == reads
    assert [each.code for each in made.violations] == ["body.json"]
    assert found in made.violations[0].found
    assert str(made.violations[0]).isprintable()


def test_not_a_number_is_kept_as_one(at: Any, video: Members) -> None:
    made = at(text_of(video, progress=float("nan")).encode(), on_violation=lambda violation: None)
    read = made.do("retrieve", "video_1")
    assert read.progress != read.progress
    assert [each.code for each in read.violations] == ["body.json"]


@pytest.mark.parametrize("depth", [201, 500, 100_000])
def test_what_is_nested_too_deeply_is_a_clear_error(at: Any, video: Members, depth: int) -> None:
    body = text_of(video, '"prompt": "x"', '"prompt": ' + "[" * depth + "]" * depth).encode()
    with pytest.raises(APIResponseValidationError) as caught:
        at(body).do("create", prompt="x")
    assert "status 200" in str(caught.value)
    assert len(str(caught.value)) < 500
    if depth < 1000:  # beyond that, readers differ on how deep they go
        assert "JSON nested deeper than 200 levels" in str(caught.value)
        assert caught.value.__notes__ == ["the answer is about video_1"]


def test_what_is_nested_deeply_enough_is_read(at: Any, video: Members) -> None:
    made = at(text_of(video, '"x"', '"x", "deep": ' + "[" * 190 + "]" * 190).encode()).do("retrieve", "video_1")
    assert (made.id, made.violations) == ("video_1", ())


REPEATING: dict[str, tuple[str, bytes]] = {
    "NaN beside it": ("retrieve", f'{{"id": "video_1", "echo": "{KEY}", "n": NaN}}'.encode()),
    "as a name twice": ("retrieve", f'{{"{KEY}": 1, "{KEY}": 2}}'.encode()),
    "behind a mark": ("retrieve", b"\xef\xbb\xbf" + f'{{"echo": "{KEY}"}}'.encode()),
    "where it is cut": ("retrieve", f'{{"n": NaN, "{"x" * 54}": "{KEY}"}}'.encode()),
    "in a surrogate's company": ("retrieve", f'{{"echo": "{KEY}\\ud800"}}'.encode()),
    "in an array": ("list", f'["{KEY}"]'.encode()),
    "in an odd array": ("list", f'["{KEY}", NaN]'.encode()),
}


@pytest.mark.parametrize(("operation", "body"), REPEATING.values(), ids=REPEATING)
def test_a_key_that_odd_json_repeats_is_in_no_violation(at: Any, operation: str, body: bytes) -> None:
    seen: list[Any] = []
    one = at(body, api_key=KEY, on_violation=seen.append)
    one.do(operation, *CALLS[operation][0])
    assert {"body.json", "body.type"} & {each.code for each in seen}
    assert KEY[:8] not in f"{seen}{[each.to_dict() for each in seen]}"
    assert KEY[:8] not in str(one.warns(operation, *CALLS[operation][0], on_violation="warn"))
    with pytest.raises(APIResponseValidationError) as caught:
        one.do(operation, *CALLS[operation][0], on_violation="raise")
    assert KEY[:8] not in f"{caught.value}{caught.value.body}{caught.value.violations}"


def test_the_warnings_class_is_public() -> None:
    assert issubclass(openvideos.ContractWarning, UserWarning)
