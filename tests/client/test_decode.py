"""An answer -> the operation's object, or the error that it is."""

import pickle
import warnings
from typing import Any

import httpx
import pytest

import openvideos
from openvideos import APIResponseValidationError, APIStatusError, AuthenticationError, ContractWarning, Video

CLASSES = {
    400: openvideos.BadRequestError,
    401: openvideos.AuthenticationError,
    402: openvideos.APIStatusError,
    403: openvideos.PermissionDeniedError,
    404: openvideos.NotFoundError,
    405: openvideos.APIStatusError,
    409: openvideos.ConflictError,
    422: openvideos.UnprocessableEntityError,
    429: openvideos.RateLimitError,
    500: openvideos.InternalServerError,
    503: openvideos.InternalServerError,
    599: openvideos.InternalServerError,
}


def answered(kit: Any, answer: Any, operation: str = "retrieve", **options: Any) -> Any:
    """What a call gives when the server answers with keywords of httpx.Response."""
    client = kit.recorded(lambda request: httpx.Response(**answer), max_retries=0, **options)
    return kit.do(getattr(client.videos, operation)("video_1"))


def failed(kit: Any, answer: Any, operation: str = "retrieve", **options: Any) -> Any:
    with pytest.raises(openvideos.APIError) as caught:
        answered(kit, answer, operation, **options)
    return caught.value


@pytest.mark.parametrize(("status", "kind"), CLASSES.items())
def test_a_status_has_its_class(kit: Any, status: int, kind: type[APIStatusError]) -> None:
    envelope = {"message": "No.", "type": "t", "param": "p", "code": "c"}
    error = failed(kit, {"status_code": status, "json": {"error": envelope}, "headers": {"x-request-id": "req_7"}})
    assert type(error) is kind
    assert str(error) == error.message
    assert str(error).startswith(f"Error code: {status} - No.")
    assert (error.status_code, error.request_id, error.body) == (status, "req_7", envelope)
    assert (error.code, error.param, error.type, error.server_message) == ("c", "p", "t", "No.")
    assert error.exit_code == 1
    assert error.response.status_code == status
    assert error.request.method == "GET"


MESSAGES: dict[str, tuple[Any, str, Any]] = {
    "an envelope": ({"json": {"error": {"message": "No."}}}, "No.", {"message": "No."}),
    "a text under error": ({"json": {"error": "Unauthorized"}}, "Unauthorized", "Unauthorized"),
    "detail": ({"json": {"detail": "Video not found"}}, "Video not found", {"detail": "Video not found"}),
    "a list under detail": (
        {"json": {"detail": [{"loc": ["body", "size"], "msg": "too odd"}, {"loc": ["body", "n", 0], "msg": "no"}]}},
        "size: too odd; n.0: no",
        {"detail": [{"loc": ["body", "size"], "msg": "too odd"}, {"loc": ["body", "n", 0], "msg": "no"}]},
    ),
    "message at the top": ({"json": {"message": "No."}}, "No.", {"message": "No."}),
    "an integer code": ({"json": {"error": {"message": "No.", "code": 404}}}, "No.", {"message": "No.", "code": 404}),
    "JSON without a message": ({"json": {"a": 1}}, '{"a": 1}', {"a": 1}),
    "a list": ({"json": ["No."]}, "No.", ["No."]),
    "text": ({"text": "upstream\nfailed"}, "upstream\\nfailed", "upstream\nfailed"),
    "control characters": ({"json": {"error": {"message": "a\x1b[31mb\u202ec"}}}, "a\\x1b[31mb\\u202ec", None),
    "nothing": ({}, "Bad Gateway (no message)", ""),
    "empty JSON": ({"json": {}}, "Bad Gateway (no message)", {}),
    "HTML": (
        {"html": "<html><head><title> 502 Bad Gateway </title></head></html>"},
        "an HTML page (502 Bad Gateway); is the base URL right? it usually ends in /v1",
        "<html><head><title> 502 Bad Gateway </title></head></html>",
    ),
}


@pytest.mark.parametrize(("answer", "message", "body"), MESSAGES.values(), ids=MESSAGES)
def test_the_servers_message_reaches_the_user(kit: Any, answer: Any, message: str, body: Any) -> None:
    error = failed(kit, {"status_code": 502, **answer})
    assert str(error) == f"Error code: 502 - {message}"
    assert body is None or error.body == body


def test_a_long_message_is_cut_and_a_deep_one_survived(kit: Any) -> None:
    assert len(str(failed(kit, {"status_code": 500, "json": {"error": {"message": "x" * 100_000}}}))) < 1100
    assert failed(kit, {"status_code": 500, "content": b"[" * 100_000}).status_code == 500


def test_a_401_without_a_key_says_how_to_give_one(kit: Any) -> None:
    answer = {"status_code": 401, "json": {"error": "Unauthorized"}}
    error = failed(kit, answer)
    assert isinstance(error, AuthenticationError)
    assert str(error).startswith(
        "Error code: 401 - Unauthorized; no API key was sent: pass api_key=... (--api-key KEY)"
    )
    assert str(failed(kit, answer, api_key="key")) == "Error code: 401 - Unauthorized"


def test_a_key_is_in_no_part_of_an_error_that_is_shown_or_kept(kit: Any) -> None:
    said = {"error": {"message": "Incorrect key: sk-very-secret.", "given": ["sk-very-secret"]}}
    headers = {"api-key": "other-secret", "X-Token": "third-secret", "X-Harmless": "1"}
    error = failed(kit, {"status_code": 401, "json": said}, api_key="sk-very-secret", default_headers=headers)
    assert str(error) == "Error code: 401 - Incorrect key: ***."
    assert "secret" not in repr(error.body)
    assert "secret" not in str(error.request.headers.raw)
    assert "secret" not in str(error.response.request.headers.raw)
    assert error.request.headers["x-harmless"] == "1"


KEY = "tenant7-9f8e7d6c5b4a"
REPEATED: dict[str, Any] = {
    "text": {"text": f"you sent {KEY}"},
    "text that is cut": {"text": "x" * 105 + KEY},
    "a media type": {"content": b"x", "headers": {"content-type": f"text/{KEY}"}},
    "a status": {"json": {"id": "v", "status": KEY}},
    "a long member": {"json": {"id": "v", "status": "x" * 70 + KEY}},
    "a name": {"json": {KEY: 1, "created_at": KEY}},
}


@pytest.mark.parametrize("answer", REPEATED.values(), ids=REPEATED)
def test_a_key_that_a_success_repeats_is_in_no_error(kit: Any, answer: dict[str, Any]) -> None:
    error = failed(kit, {"status_code": 200, **answer}, api_key=KEY, on_violation="raise")
    for said in (str(error), repr(error.body), str(error.violations)):
        assert KEY[:8] not in said


def test_a_key_that_a_success_repeats_is_in_no_warning(kit: Any, video: dict[str, Any]) -> None:
    with pytest.warns(ContractWarning) as given:
        made = answered(kit, {"status_code": 200, "json": {**video, "status": KEY}}, api_key=KEY)
    assert not [each for each in given if KEY in str(each.message)]
    assert KEY not in str(made.violations)


def test_a_key_that_is_repeated_as_a_request_id_is_hidden(kit: Any) -> None:
    error = failed(kit, {"status_code": 404, "headers": {"x-request-id": KEY}}, api_key=KEY)
    assert error.request_id == "***"


def test_a_request_that_a_transport_recorded_is_not_changed_by_the_error(kit: Any) -> None:
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(404)

    with pytest.raises(APIStatusError):
        kit.do(kit.recorded(answer, api_key="key").videos.retrieve("video_1"))
    assert seen[0].headers["authorization"] == "Bearer key"


UNREADABLE: dict[str, tuple[Any, list[str]]] = {
    "a page": (
        {"html": "<!doctype html><title>Welcome</title>"},
        ["status 200", "media type text/html", "an HTML page '<!doctype html>", "is the base URL right?", "/v1"],
    ),
    "text": ({"text": "ok\x1b"}, ["no JSON object", "media type text/plain", "body 'ok\\x1b'"]),
    "nothing": ({}, ["media type none", "body of no bytes"]),
    "an array": ({"json": [1]}, ["no JSON object", "'[1]'"]),
    "a null": ({"content": b"null"}, ["no JSON object", "'null'"]),
    "half of it": ({"content": b'{"id": "v'}, ["no JSON object", 'body \'{"id": "v\'']),
    "deep JSON": ({"content": b'{"a":' * 100_000}, ["JSON nested deeper than 200 levels"]),
    "a number without end": ({"content": b'{"a":' + b"9" * 10_000 + b"}"}, ["no JSON object"]),
}


@pytest.mark.parametrize(("answer", "pieces"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_no_object_can_be_made_of_is_a_clear_error(kit: Any, answer: Any, pieces: list[str]) -> None:
    error = failed(kit, {"status_code": 200, **answer})
    assert isinstance(error, APIResponseValidationError)
    assert [piece for piece in pieces if piece not in str(error)] == []
    assert str(error).isprintable()
    assert len(str(error)) < 500
    assert (error.exit_code, error.status_code) == (2, 200)


def test_an_answer_becomes_our_own_class_with_what_the_server_added(kit: Any, video: dict[str, Any]) -> None:
    made = answered(kit, {"status_code": 200, "json": {**video, "fps": 24}})
    assert type(made) is Video
    assert (made.id, made.status, made.extra) == ("video_1", "queued", {"fps": 24})
    assert made.violations == ()


@pytest.mark.filterwarnings("ignore::openvideos.ContractWarning")
@pytest.mark.parametrize("status", [201, 202])
def test_another_success_is_read_like_200(kit: Any, video: dict[str, Any], status: int) -> None:
    assert answered(kit, {"status_code": status, "json": video}).id == "video_1"


ODD = {"size": "832x480", "status": "processing", "created_at": "soon", "error": "no", "progress": None}


def test_an_odd_answer_is_kept_as_sent_and_reported(kit: Any, video: dict[str, Any]) -> None:
    del video["prompt"]
    with pytest.warns(ContractWarning) as given:
        made = answered(kit, {"status_code": 200, "json": {**video, **ODD}})
    assert {name: getattr(made, name) for name in ODD} == ODD
    assert made.prompt is None
    codes = {each.code for each in made.violations}
    assert {"body.size.enum", "body.status.enum", "body.prompt.required", "body.created_at.type"} <= codes
    assert len(given) == len(codes)
    texts = [str(each.message) for each in given]
    assert any(text.startswith("retrieve answered by http://127.0.0.1:1: size: found '832x480'") for text in texts)


def test_a_warning_points_at_the_callers_line(kit: Any, video: dict[str, Any]) -> None:
    client = kit.recorded(lambda request: httpx.Response(200, json={**video, "size": "1x1"}))
    with pytest.warns(ContractWarning) as given:
        made = client.videos.retrieve("video_1") if kit.kind == "sync" else kit.do(client.videos.retrieve("video_1"))
    assert made.size == "1x1"
    assert "openvideos" not in given[0].filename


def test_a_warning_is_given_once_for_a_client_and_its_copies(kit: Any, video: dict[str, Any]) -> None:
    client = kit.recorded(lambda request: httpx.Response(200, json={**video, "size": "1x1"}))
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        kit.do(client.videos.retrieve("video_1"))
        kit.do(client.with_options(timeout=1).videos.retrieve("video_1"))
    assert len(given) == 1


def test_violations_can_raise_be_ignored_or_be_handed_on(kit: Any, video: dict[str, Any]) -> None:
    answer = {"status_code": 200, "json": {**video, "size": "1x1"}}
    error = failed(kit, answer, on_violation="raise")
    assert str(error).startswith("size: found '1x1'; allowed: ")
    assert [each.code for each in error.violations] == ["body.size.enum"]
    assert answered(kit, answer, on_violation="ignore").size == "1x1"
    seen: list[Any] = []
    assert answered(kit, answer, on_violation=seen.append).violations == tuple(seen)
    assert [each.code for each in seen] == ["body.size.enum"]


def test_what_a_function_for_violations_raises_passes_through(kit: Any, video: dict[str, Any]) -> None:
    def refuse(violation: Any) -> None:
        raise LookupError(violation.code)

    with pytest.raises(LookupError, match=r"body\.size\.enum"):
        answered(kit, {"status_code": 200, "json": {**video, "size": "1x1"}}, on_violation=refuse)


MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 16

NO_MEDIA: dict[str, Any] = {
    "JSON": {"json": {"status": "in_progress"}},
    "JSON that says it is a video": {"content": b' {"status": 1}', "headers": {"content-type": "video/mp4"}},
    "JSON that says nothing": {"content": b"[1]"},
    "a page": {"html": "<html></html>"},
    "text": {"text": "not ready"},
    "nothing": {"content": b"", "headers": {"content-type": "video/mp4"}},
}


@pytest.mark.parametrize("answer", NO_MEDIA.values(), ids=NO_MEDIA)
def test_what_is_no_media_is_not_handed_out_as_such(kit: Any, answer: Any) -> None:
    error = failed(kit, {"status_code": 200, **answer}, "download_content")
    assert isinstance(error, APIResponseValidationError)
    assert "where the contract has media" in str(error)


@pytest.mark.filterwarnings("ignore::openvideos.ContractWarning")
@pytest.mark.parametrize("kind", ["video/mp4", "application/octet-stream", "text/plain", ""])
def test_media_are_media_whatever_their_label(kit: Any, kind: str) -> None:
    answer = {"status_code": 200, "content": MP4, "headers": {"content-type": kind} if kind else {}}
    assert answered(kit, answer, "download_content").content == MP4


def test_errors_can_be_pickled(kit: Any) -> None:
    error = failed(
        kit, {"status_code": 404, "json": {"error": {"message": "No.", "code": "c"}}}, api_key="sk-very-secret"
    )
    data = pickle.dumps(error)
    assert b"secret" not in data
    again = pickle.loads(data)
    assert (type(again), str(again), again.code, again.status_code) == (type(error), str(error), "c", 404)
    assert again.response.status_code == 404
