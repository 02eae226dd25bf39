"""The exception tree: what catches what, and what survives a pickle."""

import inspect
import pickle
from typing import Any

import httpx
import openai
import pytest

import openvideos
from openvideos import errors

RESPONSE = httpx.Response(404, request=httpx.Request("GET", "http://h/v1"), headers={"x-request-id": "req_7"})

OFFICIAL = [
    "APIError",
    "APIConnectionError",
    "APITimeoutError",
    "APIResponseValidationError",
    "APIStatusError",
    "BadRequestError",
    "AuthenticationError",
    "PermissionDeniedError",
    "NotFoundError",
    "ConflictError",
    "UnprocessableEntityError",
    "RateLimitError",
    "InternalServerError",
]


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_class_stands_where_the_official_sdk_has_it(name: str) -> None:
    ours, theirs = getattr(openvideos, name), getattr(openai, name)
    known = {*OFFICIAL, "OpenAIError"}
    assert [each.__name__.replace("OpenVideos", "OpenAI") for each in ours.__mro__ if each.__name__ != "object"][
        :-2
    ] == [each.__name__ for each in theirs.__mro__ if each.__name__ in known]


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_class_is_made_as_the_official_one_is(name: str) -> None:
    def wanted(kind: Any) -> dict[str, Any]:
        return {each.name: each.kind for each in inspect.signature(kind).parameters.values()}

    ours, theirs = wanted(getattr(openvideos, name)), wanted(getattr(openai, name))
    assert {each: ours.get(each) for each in theirs} == theirs
    extra = inspect.signature(getattr(openvideos, name)).parameters
    assert all(extra[each].default is not inspect.Parameter.empty for each in ours.keys() - theirs.keys())


@pytest.mark.parametrize(
    ("name", "builtin", "exit_code"),
    [
        ("ConfigurationError", Exception, 2),
        ("RequestValidationError", ValueError, 2),
        ("InputFileError", OSError, 2),
        ("DownloadError", OSError, 2),
        ("APIConnectionError", Exception, 2),
        ("APITimeoutError", Exception, 2),
        ("APIResponseValidationError", Exception, 2),
        ("APIStatusError", Exception, 1),
        ("NotFoundError", Exception, 1),
        ("InternalServerError", Exception, 1),
    ],
)
def test_a_class_has_its_builtin_and_its_exit_code(name: str, builtin: type[Exception], exit_code: int) -> None:
    kind = getattr(openvideos, name)
    assert issubclass(kind, openvideos.OpenVideosError)
    assert issubclass(kind, builtin)
    assert kind.exit_code == exit_code


def violation() -> Any:
    from openvideos.contract import Contract

    return Contract.load().check_request("create", content_type="application/json", body={"prompt": ""})[0]


MADE: dict[str, Any] = {
    "base": lambda: errors.OpenVideosError("no"),
    "configuration": lambda: errors.ConfigurationError("no"),
    "request": lambda: errors.RequestValidationError("no", hint="try", violations=[violation()]),
    "file": lambda: errors.InputFileError("no"),
    "download": lambda: errors.DownloadError("no"),
    "connection": lambda: errors.APIConnectionError(request=RESPONSE.request, hint="why"),
    "timeout": lambda: errors.APITimeoutError(RESPONSE.request, hint="why"),
    "validation": lambda: errors.APIResponseValidationError(RESPONSE, {"a": 1}, message="no"),
    "status": lambda: errors.NotFoundError("no", response=RESPONSE, body={"code": 7, "param": "p"}, server_message="m"),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE)
def test_an_error_survives_a_pickle_with_all_it_knows(make: Any) -> None:
    error = make()
    error.video_id = "video_1"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), again.args) == (type(error), str(error), error.args)
    plain = ("message", "hint", "violations", "body", "code", "param", "status_code", "request_id", "server_message")
    known = [name for name in (*plain, "video_id") if hasattr(error, name)]
    assert {name: getattr(again, name) for name in known} == {name: getattr(error, name) for name in known}


def test_a_code_is_text_or_none() -> None:
    assert MADE["status"]().code == "7"
    assert errors.APIError("no", RESPONSE.request, body="text").code is None


def test_every_class_is_drawn_in_the_tree_and_exported_at_the_top() -> None:
    kinds = [name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert [name for name in kinds if name not in str(errors.__doc__)] == []
    assert [name for name in kinds if name not in openvideos.__all__] == []
