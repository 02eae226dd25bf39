"""The requests that methods make, read from their source."""

import functools
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.drift.sources.calls import Call, call_of


def path_template(template: str, **_: str) -> str:
    return template


def maybe_transform(body: Any, _: object) -> Any:
    return body


class Params:
    pass


class Methods:
    """As the versions of an SDK write them; none of these is ever called."""

    _get: Any
    _post: Any
    _delete: Any
    _get_api_list: Any

    def retrieve(self, video_id: str) -> Any:
        return self._get(path_template("/videos/{video_id}", video_id=video_id))

    def delete(self, video_id: str) -> Any:
        return self._delete(f"/videos/{video_id}")

    def list(self) -> Any:
        return self._get_api_list("/videos", query=maybe_transform({}, Params))

    def remix(self, prompt: str) -> Any:
        return self._post("/videos/remix", body=maybe_transform({"prompt": prompt}, Params))

    def create(self, prompt: str, extra_headers: dict[str, str] | None = None) -> Any:
        extra_headers = {"Content-Type": "multipart/form-data", **(extra_headers or {})}
        return self._post("/videos", body={"prompt": prompt}, headers=extra_headers)

    def create_when_there_are_files(self, files: Any, extra_headers: dict[str, str] | None = None) -> Any:
        if files:
            extra_headers = {"Content-Type": "multipart/form-data", **(extra_headers or {})}
        return self._post("/videos", body={}, headers=extra_headers)

    def content(self, extra_headers: dict[str, str] | None = None) -> Any:
        extra_headers = {"Accept": "application/binary", **(extra_headers or {})}
        return self._get("/videos/content", headers=extra_headers)

    def poll(self, video_id: str) -> Any:
        return self.retrieve(video_id)

    def either(self) -> Any:
        return self._get("/a") or self._get("/b")

    def computed(self, path: str) -> Any:
        return self._get(path)


def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def call(*args: Any) -> Any:
        return function(*args)

    return call


FORM, JSON = "multipart/form-data", "application/json"


@pytest.mark.parametrize(
    ("method", "call"),
    [
        ("retrieve", Call(method="GET", path="/videos/{video_id}")),
        ("delete", Call(method="DELETE", path="/videos/{video_id}")),
        ("list", Call(method="GET", path="/videos", params=("Params",))),
        ("remix", Call(method="POST", path="/videos/remix", params=("Params",), sends=(JSON,))),
        ("create", Call(method="POST", path="/videos", sends=(FORM,))),
        ("create_when_there_are_files", Call(method="POST", path="/videos", sends=(FORM, JSON))),
        ("content", Call(method="GET", path="/videos/content", accept="application/binary")),
        ("poll", None),
        ("either", None),
        ("computed", None),
    ],
)
def test_a_method_shows_its_request(method: str, call: Call | None) -> None:
    function = getattr(Methods, method)
    assert call_of(function) == call
    assert call_of(wrapped(function)) == call


def test_a_method_without_source_shows_nothing() -> None:
    made: dict[str, Any] = {}
    exec("def method(self): return self._get('/videos')", made)
    assert call_of(made["method"]) is None
