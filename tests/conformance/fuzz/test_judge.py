"""What the judge finds in single answers, and in answers one after another; and in which of them it finds nothing."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from openvideos.conformance.answer import Answer
from openvideos.conformance.fuzz.judge import Judge
from openvideos.conformance.fuzz.kinds import KINDS
from openvideos.conformance.fuzz.task import Task
from openvideos.conformance.fuzz.world import World

BASE = "http://127.0.0.1:1/v1"
ID = "video_1"
JOB: dict[str, Any] = {
    "id": ID,
    "object": "video",
    "model": "sora-2",
    "status": "completed",
    "progress": 100,
    "created_at": 1790000000,
    "completed_at": 1790000001,
    "expires_at": None,
    "prompt": "A boat",
    "size": "720x1280",
    "seconds": "4",
    "remixed_from_video_id": None,
    "error": None,
}
QUEUED = {**JOB, "status": "queued", "progress": 0, "completed_at": None}
ERROR = {"error": {"message": "no", "type": "invalid_request_error", "param": None, "code": None}}
DELETED = {"id": ID, "object": "video.deleted", "deleted": True}
CHARACTER = {"id": "char_1", "name": "Miro", "created_at": 1790000000}
KEYED = {"Idempotency-Key": ""}


def page(*jobs: Mapping[str, Any]) -> dict[str, Any]:
    ends = [each["id"] for each in jobs] or [None]
    return {"object": "list", "data": list(jobs), "first_id": ends[0], "last_id": ends[-1], "has_more": False}


def ask(
    method: str,
    path: str,
    status: int,
    said: Any = None,
    *,
    body: Any = None,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, str] | None = None,
    has_key: bool = False,
) -> Answer:
    """An answer: to JSON, or to a form; what it says is JSON, unless it is text."""
    asked, content = dict(more or {}), b""
    if form is not None:
        parts = "".join(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in form.items()
        )
        asked, content = {**asked, "Content-Type": "multipart/form-data; boundary=b"}, f"{parts}--b--\r\n".encode()
    elif body is not None:
        asked, content = {"Content-Type": "application/json", **asked}, json.dumps(body).encode()
    kind = "text/plain" if isinstance(said, str) else "application/json"
    return Answer(
        method=method,
        url=f"{BASE}{path}",
        request_headers=list(asked.items()),
        request_body=content,
        status=status,
        headers=list({"Content-Type": kind, **(headers or {})}.items()),
        body=said.encode() if isinstance(said, str) else json.dumps(said).encode() if said is not None else b"",
        has_key=has_key,
    )


def create(status: int, said: Any = None, **how: Any) -> Answer:
    """An answer to a create request, of a prompt alone unless its body or form is given."""
    usual: dict[str, Any] = {} if "form" in how else {"body": {"prompt": "A boat"}}
    return ask("POST", "/videos", status, said, **{**usual, **how})


def asking(**members: Any) -> dict[str, Any]:
    return {"body": {"prompt": "A boat", **members}}


MADE, GONE = create(200, JOB), ask("DELETE", f"/videos/{ID}", 200, DELETED)
LOOK = f"/videos/{ID}"
REMIX = ask("POST", f"{LOOK}/remix", 400, ERROR, body={"prompt": "A ship"})
EDIT = ask("POST", "/videos/edits", 409, ERROR, body={"prompt": "A ship", "video": {"id": ID}})
EXTENSION = ask("POST", "/videos/extensions", 404, ERROR,
                body={"prompt": "A ship", "seconds": "4", "video": {"id": ID}})  # fmt: skip

FAULTS: dict[str, tuple[str, list[Answer]]] = {
    "a server error": ("error", [create(500, ERROR)]),
    "a server error to another method": ("error", [ask("PATCH", "/videos", 502)]),
    "busy with a look, and no word of when not": ("error", [ask("GET", LOOK, 503, ERROR)]),
    "a job without an id": ("answer", [create(200, {name: JOB[name] for name in JOB if name != "id"})]),
    "a job with another prompt": ("answer", [create(200, {**JOB, "prompt": "A ship"})]),
    "a job of another size in a form": (
        "answer",
        [create(200, JOB, form={"prompt": "A boat", "size": "1280x720"})],
    ),
    "a status that succeeds otherwise": ("answer", [create(201, JOB)]),
    "a page of more than was asked for": (
        "answer",
        [ask("GET", "/videos?limit=1", 200, page(JOB, {**JOB, "id": "b"}))],
    ),
    "a job that there is": ("answer", [MADE, MADE]),
    "a job that there was": ("answer", [MADE, GONE, MADE]),
    "an empty prompt is taken": ("accepted", [create(200, {**JOB, "prompt": ""}, **asking(prompt=""))]),
    "a size that isn't listed is taken": ("accepted", [create(200, JOB, **asking(size="13x37"))]),
    "a number of seconds in JSON is taken": ("accepted", [create(200, JOB, **asking(seconds=4))]),
    "no prompt at all is taken": ("accepted", [create(200, JOB, body={})]),
    "null as the prompt is taken": ("accepted", [create(200, JOB, **asking(prompt=None))]),
    "a list is taken": ("accepted", [create(200, JOB, body=["A boat"])]),
    "seconds that aren't listed are taken in a form": (
        "accepted",
        [create(200, JOB, form={"prompt": "A boat", "seconds": "5"})],
    ),
    "a reference with neither is taken": ("accepted", [create(200, JOB, **asking(input_reference={}))]),
    "a limit beyond the most is taken": ("accepted", [ask("GET", "/videos?limit=101", 200, page())]),
    "an order of any text is taken": ("accepted", [ask("GET", "/videos?order=up", 200, page())]),
    "an edit of nothing is taken": ("accepted", [ask("POST", "/videos/edits", 200, JOB, body={"prompt": "A boat"})]),
    "a prompt is refused": ("refused", [create(400, ERROR)]),
    "a prompt in letters of anywhere is refused": (
        "refused",
        [create(422, ERROR, **asking(prompt="Ein Böot 纸船 🛶"))],
    ),
    "a listed size is refused": ("refused", [create(400, ERROR, **asking(size="1792x1024", seconds="12"))]),
    "a form is refused": ("refused", [create(415, ERROR, form={"prompt": "A boat"})]),
    "a prompt is sent elsewhere": ("refused", [create(307)]),
    "a remix of a completed video is refused": ("refused", [MADE, REMIX]),
    "an edit of a completed video is refused": ("refused", [MADE, EDIT]),
    "an extension of a completed video is refused": ("refused", [MADE, EXTENSION]),
    "a page is refused": ("refused", [ask("GET", "/videos?limit=100&order=asc", 400, ERROR)]),
    "a page behind a job is refused": ("refused", [MADE, ask("GET", f"/videos?after={ID}", 404, ERROR)]),
    "an ended job can't be deleted": ("refused", [MADE, ask("DELETE", LOOK, 400, ERROR)]),
    "a character isn't there": (
        "refused",
        [
            ask("POST", "/videos/characters", 200, CHARACTER, form={"name": "Miro", "video": "x"}),
            ask("GET", "/videos/characters/char_1", 404, ERROR),
        ],
    ),
    "a deleted job is shown": ("deleted", [MADE, GONE, ask("GET", LOOK, 200, JOB)]),
    "a deleted job is listed": ("deleted", [MADE, GONE, ask("GET", "/videos", 200, page(JOB))]),
    "a deleted job has content": ("deleted", [MADE, GONE, ask("GET", f"{LOOK}/content", 200, headers={
        "Content-Type": "video/mp4"})]),
    "a deleted job is remixed": ("deleted", [MADE, GONE, ask("POST", f"{LOOK}/remix", 200, {
        **JOB, "id": "b", "remixed_from_video_id": ID}, body={"prompt": "A boat"})]),
    "a deleted job is edited": ("deleted", [MADE, GONE, ask("POST", "/videos/edits", 200, {
        **JOB, "id": "b"}, body={"prompt": "A boat", "video": {"id": ID}})]),
    "a job that had ended runs": ("back", [MADE, ask("GET", LOOK, 200, {**QUEUED, "status": "in_progress"})]),
    "progress goes back": (
        "back",
        [create(200, {**QUEUED, "status": "in_progress", "progress": 5}),
         ask("GET", LOOK, 200, {**QUEUED, "status": "in_progress", "progress": 4})],
    ),
    "the list shows a job as it was": ("back", [MADE, ask("GET", "/videos", 200, page(QUEUED))]),
    "a job is not found": ("kept", [MADE, ask("GET", LOOK, 404, ERROR)]),
    "a job has another prompt later": ("kept", [MADE, ask("GET", LOOK, 200, {**JOB, "prompt": "A ship"})]),
    "a job has no prompt in the list": ("kept", [MADE, ask("GET", "/videos", 200, page({**JOB, "prompt": None}))]),
    "a job has another size later": ("kept", [MADE, ask("GET", LOOK, 200, {**JOB, "size": "1280x720"})]),
    "a job is of another model later": ("kept", [MADE, ask("GET", LOOK, 200, {**JOB, "model": "sora-2-pro"[:5]})]),
    "a job was made at another time later": ("kept", [MADE, ask("GET", LOOK, 200, {**JOB, "created_at": 1789999999})]),
    "the key in an answer": ("key", [ask("GET", LOOK, 404, ERROR, has_key=True)]),
    "an error in other words": ("envelope", [create(422, {"detail": "no"}, **asking(prompt=""))]),
    "an error in text": ("envelope", [ask("GET", LOOK, 404, "no")]),
}  # fmt: skip

FAIR: dict[str, list[Answer]] = {
    "busy, and when not": [ask("GET", LOOK, 503, ERROR, headers={"Retry-After": "3"})],
    "too busy to make a video": [create(503, ERROR)],
    "a method that nobody knows": [ask("TRACE", "/videos", 501, "no")],
    "a method that isn't there, told in text": [ask("PUT", LOOK, 405, "no")],
    "digits in a form": [create(200, JOB, form={"prompt": "A boat", "seconds": "4"})],
    "null for nothing": [create(200, JOB, **asking(size=None, seconds=None, input_reference=None))],
    "null within a reference": [create(200, JOB, **asking(input_reference={"file_id": "f", "image_url": None}))],
    "an empty field of a form for nothing": [create(200, JOB, form={"prompt": "A boat", "size": ""})],
    "text in the place of a file": [create(200, JOB, form={"prompt": "A boat", "input_reference": "x"})],
    "members that nobody knows are taken": [create(200, JOB, **asking(style="oil"))],
    "members that nobody knows are refused": [create(400, ERROR, **asking(style="oil"))],
    "parameters that nobody knows are refused": [ask("GET", "/videos?page=2", 400, ERROR)],
    "a model that a server hasn't": [create(404, ERROR, **asking(model="sora-9"))],
    "an image that can't be fetched": [create(400, ERROR, **asking(input_reference={"image_url": "https://a.example/a.png"}))],
    "a reference of any text is taken": [create(200, JOB, **asking(input_reference={"image_url": "boat"}))],
    "a control character is refused": [create(400, ERROR, **asking(prompt="A\0boat"))],
    "a prompt of spaces is refused": [create(400, ERROR, **asking(prompt=" \n"))],
    "half a character is taken and mended": [create(200, {**JOB, "prompt": "A?"}, **asking(prompt="A\ud800"))],
    "an idempotency key that is none": [create(200, JOB, more=KEYED)],
    "a header that no server lets through": [create(400, "no", more={"Idempotency-Key": "\x81"})],
    "a body under another name": [create(200, JOB, more={"Content-Type": "text/plain"})],
    "not now": [create(429, ERROR), create(401, ERROR), create(403, ERROR)],
    "a limit in other digits": [ask("GET", f"/videos?limit={digits}", 200, page()) for digits in ("5.0", "%205")],
    "a parameter without a value": [ask("GET", "/videos?limit=&order=null", 200, page())],
    "a parameter twice": [ask("GET", "/videos?limit=500&limit=5", 200, page())],
    "a page of none is refused": [ask("GET", "/videos?limit=0", 400, ERROR)],
    "a page behind nothing": [
        ask("GET", "/videos?after=zzz", 200, page()),
        ask("GET", "/videos?after=zzz", 404, ERROR),
    ],
    "an id that is no path": [ask("GET", "/videos/a%2Fb", 404, "no"), ask("GET", "/videos/%2E%2E", 200, "<html>")],
    "an id that is another's path": [ask("GET", "/videos/edits", 405, "no")],
    "nothing was made": [ask("GET", LOOK, 404, ERROR), ask("DELETE", LOOK, 404, ERROR)],
    "a deletion twice": [MADE, GONE, GONE, ask("GET", LOOK, 404, ERROR)],
    "a deletion that isn't one": [
        MADE,
        ask("DELETE", LOOK, 200, {**DELETED, "deleted": False}),
        ask("GET", LOOK, 200, JOB),
    ],
    "the same job for the same key, though it is none": [create(200, JOB, more=KEYED), create(200, JOB, more=KEYED)],
    "a job from which others are made": [MADE, ask("DELETE", LOOK, 409, ERROR)],
    "nothing can be made from a job that runs": [create(200, QUEUED), REMIX, EDIT, EXTENSION],
    "nothing can be made from a remix": [
        ask("POST", "/videos/other/remix", 200, {**JOB, "remixed_from_video_id": "other"}, body={"prompt": "A boat"}),
        REMIX,
    ],
    "nothing can be made from somebody else's job": [ask("GET", LOOK, 200, JOB), REMIX, EDIT, EXTENSION],
    "a running job can't be deleted": [create(200, QUEUED), ask("DELETE", LOOK, 400, ERROR)],
    "a job goes on": [create(200, QUEUED), ask("GET", LOOK, 200, JOB), ask("GET", "/videos", 200, page(JOB))],
    "a dated snapshot, named later": [MADE, ask("GET", LOOK, 200, {**JOB, "model": "sora-2-2025-12-08"})],
    "an extension says its whole length later": [
        ask("POST", "/videos/extensions", 200, JOB, body={"prompt": "A boat", "seconds": "4", "video": {"id": "a"}}),
        ask("GET", LOOK, 200, {**JOB, "seconds": "8"}),
    ],
    "a size that isn't listed is refused": [create(422, ERROR, **asking(size="13x37"))],
    "content of a job that was just made": [MADE, ask("GET", f"{LOOK}/content", 404, ERROR)],
    "a type of a body that isn't there": [
        ask("GET", "/videos", 400, ERROR, more={"Content-Type": "multipart/form-data"}),
    ],
    "somebody else's jobs": [ask("GET", "/videos", 200, page({**JOB, "id": "b"})), ask("GET", "/videos/b", 404, ERROR)],
}  # fmt: skip


def judge() -> Judge:
    return Judge(Task(base_url=BASE, api_key="a-key-of-the-tests"), World())


@pytest.mark.parametrize(("kind", "answers"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found_when_it_shows(kind: str, answers: list[Answer]) -> None:
    judging = judge()
    *before, last = answers
    assert [found for each in before for found in judging.look(each)] == []
    judged = judging.judged[kind]
    assert {found.kind for found in judging.look(last)} == {kind}
    assert judging.judged[kind] > judged


@pytest.mark.parametrize("answers", FAIR.values(), ids=FAIR)
def test_what_servers_may_do_is_no_finding(answers: list[Answer]) -> None:
    judging = judge()
    assert [found for each in answers for found in judging.look(each)] == []


def test_where_a_model_is_told_a_create_without_it_may_be_refused() -> None:
    task = Task(base_url=BASE, api_key="a-key-of-the-tests", model="boats-1")
    judging = Judge(task, World())
    assert list(judging.look(create(400, ERROR))) == []
    assert [found.kind for found in judging.look(create(400, ERROR, **asking(model="boats-1")))] == ["refused"]


def test_of_a_deletion_that_says_nothing_clear_it_is_not_known_whether_the_job_is_gone() -> None:
    judging = judge()
    answers = [MADE, ask("DELETE", LOOK, 200, {**DELETED, "deleted": "true"}), ask("GET", LOOK, 404, ERROR),
               ask("GET", LOOK, 200, JOB)]  # fmt: skip
    assert [found.kind for each in answers for found in judging.look(each)] == ["answer"]


def test_what_is_sent_elsewhere_is_no_refusal_that_could_be_judged() -> None:
    judging = judge()
    assert judging.look(create(307, form={"prompt": ""})) == []
    assert judging.judged["envelope"] == 0


def test_there_is_a_fault_of_each_kind() -> None:
    assert {kind for kind, _ in FAULTS.values()} | {"unanswered"} == KINDS.keys()


def test_what_the_run_was_told_to_ask_for_is_what_a_server_has_to_take() -> None:
    task = Task(base_url=BASE, model="wan", size="1280x720", length="8")
    judging = Judge(task, World())
    told = {"model": "wan", "size": "1280x720", "seconds": "8"}
    assert [each.kind for each in judging.look(create(400, ERROR, **asking(**told)))] == ["refused"]
    for name, value in (("model", "sora-2"), ("size", "720x1280"), ("seconds", "4")):
        assert judging.look(create(400, ERROR, **asking(**{**told, name: value}))) == []


def test_of_two_requests_with_the_same_fault_the_smaller_one_is_told() -> None:
    long, short = (judge().look(create(500, ERROR, **asking(prompt="x" * length)))[0] for length in (100, 1))
    assert long.sign == short.sign
    assert short.size < long.size
