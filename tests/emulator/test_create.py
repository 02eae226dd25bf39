"""Creating a job over the network: what is taken, what is refused, and how."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from openvideos.contract import Contract

Png = Callable[..., bytes]
PROMPT = (None, "a paper boat")


def test_a_new_job_has_what_was_asked_and_the_contract_s_defaults(http: httpx.Client) -> None:
    contract = Contract.load()
    answer = http.post("/videos", json={"prompt": "a paper boat"})
    assert answer.status_code == 200
    found = contract.check_response("create", status=200, headers=answer.headers, body=answer.content)
    assert found == []
    video = answer.json()
    assert list(video) == list(contract.document["components"]["schemas"]["Video"]["properties"])
    assert {name: video[name] for name in ("model", "seconds", "size")} == contract.defaults("create")
    assert (video["prompt"], video["status"], video["error"]) == ("a paper boat", "queued", None)


def as_json(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"json": body}


def as_form(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"files": {name: (None, value) for name, value in body.items()}}


@pytest.mark.parametrize("encoded", [as_json, as_form])
def test_json_and_forms_say_the_same(http: httpx.Client, encoded: Callable[..., dict[str, Any]]) -> None:
    asked = {"prompt": "Кораблик 纸船 🚤\nзавтра", "model": "a/b:c", "seconds": "12", "size": "1792x1024"}
    answer = http.post("/videos", **encoded(asked))
    assert answer.status_code == 200, answer.text
    assert {name: answer.json()[name] for name in asked} == asked
    assert http.get(f"/videos/{answer.json()['id']}").json()["prompt"] == asked["prompt"]


@pytest.mark.parametrize(
    "content_type",
    ["application/json", "application/json; charset=utf-8", "Application/JSON ;charset=UTF-8"],
)
def test_the_media_type_may_be_spelled_as_http_allows(http: httpx.Client, content_type: str) -> None:
    answer = http.post("/videos", content=b'{"prompt": "x"}', headers={"Content-Type": content_type})
    assert answer.status_code == 200


def test_unknown_fields_are_ignored_also_when_repeated(http: httpx.Client) -> None:
    assert http.post("/videos", json={"prompt": "x", "colour": {"deep": [None]}}).status_code == 200
    repeated = [("prompt", PROMPT), ("tag", (None, "1")), ("tag", (None, "2")), ("file", ("a.bin", b"\0"))]
    assert http.post("/videos", files=repeated).status_code == 200


def test_a_body_may_come_in_pieces(http: httpx.Client) -> None:
    pieces = iter([b'{"pro', b'mpt": "', b"x" * 100_000, b'", "prompt": "y"}'])
    assert http.post("/videos", content=pieces, headers={"Content-Type": "application/json"}).status_code == 400
    pieces = iter([b'{"pro', b'mpt": "', b"x" * 32_000, b'"}'])
    assert http.post("/videos", content=pieces, headers={"Content-Type": "application/json"}).status_code == 200


def references(png: Png) -> dict[str, dict[str, Any]]:
    url = "data:image/png;base64," + base64.b64encode(png()).decode()
    by_id = json.dumps({"file_id": "file_1"})
    return {
        "png": {"files": {"prompt": PROMPT, "input_reference": ("a.png", png(), "image/png")}},
        "jpeg with an odd name": {
            "files": {"prompt": PROMPT, "input_reference": ("../../é\0\"'.png", png(kind="JPEG"))}
        },
        "webp without a type": {"files": {"prompt": PROMPT, "input_reference": ("", png(kind="WEBP"), "")}},
        "data url": {"json": {"prompt": "x", "input_reference": {"image_url": url}}},
        "url": {"json": {"prompt": "x", "input_reference": {"image_url": "https://192.0.2.1/never-fetched.png"}}},
        "file id": {"json": {"prompt": "x", "input_reference": {"file_id": "file_1"}}},
        "bracketed": {"files": {"prompt": PROMPT, "input_reference[file_id]": (None, "file_1")}},
        "bracketed data url": {"files": {"prompt": PROMPT, "input_reference[image_url]": (None, url)}},
        "json part": {"files": {"prompt": PROMPT, "input_reference": (None, by_id, "application/json")}},
    }


@pytest.mark.parametrize("name", references(lambda **_: b""))
def test_a_reference_is_taken(http: httpx.Client, png: Png, name: str) -> None:
    answer = http.post("/videos", **references(png)[name])
    assert answer.status_code == 200, answer.text


def refusals(png: Png) -> dict[str, tuple[dict[str, Any], int, str | None, str]]:
    def raw(body: bytes, content_type: str = "application/json") -> dict[str, Any]:
        return {"content": body, "headers": {"Content-Type": content_type}}

    def form(*parts: str) -> dict[str, Any]:
        body = "".join(f"--b\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--b--\r\n"
        return raw(body.encode("utf-8", "surrogateescape"), "multipart/form-data; boundary=b")

    def reference(value: Any) -> dict[str, Any]:
        return {"json": {"prompt": "x", "input_reference": value}}

    both = {"image_url": "https://a.example/1.png", "file_id": "file_1"}
    prompt = 'name="prompt"\r\n\r\nx'
    image = "input_reference"
    url = "input_reference.image_url"
    return {
        "no body": ({"content": b""}, 400, None, "body.required"),
        "no body but its type": (raw(b""), 400, None, "body.required"),
        "empty form": (raw(b"", "multipart/form-data; boundary=b"), 400, None, "body.required"),
        "no media type": ({"content": b"{}"}, 415, None, "body.contentType"),
        "text": (raw(b"{}", "text/plain"), 415, None, "body.contentType"),
        "urlencoded": ({"data": {"prompt": "x"}}, 415, None, "body.contentType"),
        "compressed": ({"content": b"x", "headers": {"Content-Encoding": "gzip"}}, 415, None, "body.contentEncoding"),
        "not json": (raw(b"{"), 400, None, "body.json"),
        "NaN": (raw(b'{"prompt": "x", "other": NaN}'), 400, None, "body.json"),
        "not utf-8": (raw(b'{"prompt": "\xff"}'), 400, None, "body.json"),
        "lone surrogate": (raw(b'{"prompt": "\\ud800"}'), 400, None, "body.json"),
        "same name twice": (raw(b'{"prompt": "x", "prompt": "y"}'), 400, None, "body.json"),
        "deep": (raw(b'{"prompt": "x", "other": ' + b"[" * 5000 + b"]" * 5000 + b"}"), 400, None, "body.json"),
        "very deep": (raw(b"[" * 1_000_000), 400, None, "body.json"),
        "very many": (raw(b"[" + b"[]," * 1_000_000 + b"[]]"), 400, None, "body.json"),
        "very long number": (raw(b'{"prompt": ' + b"1" * 100_000 + b"}"), 400, None, "body.json"),
        "list": ({"json": ["x"]}, 400, None, "body.type"),
        "null": ({"json": None}, 400, None, "body.type"),
        "no prompt": ({"json": {}}, 400, "prompt", "body.prompt.required"),
        "empty prompt": ({"json": {"prompt": ""}}, 400, "prompt", "body.prompt.minLength"),
        "long prompt": ({"json": {"prompt": "x" * 32_001}}, 400, "prompt", "body.prompt.maxLength"),
        "NUL": ({"json": {"prompt": "a\0b"}}, 400, "prompt", "body.prompt.nul"),
        "NUL in a form": (form('name="prompt"\r\n\r\na\0b'), 400, "prompt", "body.prompt.nul"),
        "number as seconds": ({"json": {"prompt": "x", "seconds": 4}}, 400, "seconds", "body.seconds.type"),
        "other seconds": ({"json": {"prompt": "x", "seconds": "5"}}, 400, "seconds", "body.seconds.enum"),
        "other size": ({"json": {"prompt": "x", "size": "13x37"}}, 400, "size", "body.size.enum"),
        "long model": ({"json": {"prompt": "x", "model": "m" * 1001}}, 400, "model", "body.model.maxLength"),
        "empty key": (
            {"json": {"prompt": "x"}, "headers": {"Idempotency-Key": ""}},
            400,
            "Idempotency-Key",
            "header.Idempotency-Key.minLength",
        ),
        "reference by nothing": (reference({}), 400, image, "body.input_reference.oneOf"),
        "reference by url and id": (reference(both), 400, image, "body.input_reference.oneOf"),
        "reference as text in json": (reference("file_1"), 400, image, "body.input_reference.type"),
        "no url": (reference({"image_url": "lighthouse"}), 400, url, "body.input_reference.image_url.format"),
        "data url of no image": (
            reference({"image_url": "data:image/png;base64,AAAA"}),
            400,
            url,
            "body.input_reference.image_url.unreadable",
        ),
        "data url of no base64": (
            reference({"image_url": "data:image/png;base64,A"}),
            400,
            url,
            "body.input_reference.image_url.unreadable",
        ),
        "data url over 20 MiB": (
            reference({"image_url": "data:," + "A" * 20 * 1024**2}),
            400,
            url,
            "body.input_reference.image_url.maxLength",
        ),
        "file of no image": (
            {"files": {"prompt": PROMPT, image: ("a.png", b"\0" * 99)}},
            400,
            image,
            "body.input_reference.unreadable",
        ),
        "empty file": (
            {"files": {"prompt": PROMPT, image: ("a.png", b"")}},
            400,
            image,
            "body.input_reference.unreadable",
        ),
        "text as file": (
            {"files": {"prompt": PROMPT, image: (None, "a.png")}},
            400,
            image,
            "body.input_reference.type",
        ),
        "prompt as file": ({"files": {"prompt": ("a.txt", b"x")}}, 400, "prompt", "body.prompt.type"),
        "prompt twice": ({"files": [("prompt", PROMPT)] * 2}, 400, "prompt", "body.prompt.type"),
        "two files": (
            {"files": [("prompt", PROMPT), *[(image, ("a.png", png()))] * 2]},
            400,
            image,
            "body.input_reference.type",
        ),
        "file and id": (
            {"files": {"prompt": PROMPT, image: ("a.png", png()), f"{image}[file_id]": (None, "f")}},
            400,
            image,
            "body.input_reference.type",
        ),
        "broken json part": (
            {"files": {"prompt": PROMPT, image: (None, "{", "application/json")}},
            400,
            image,
            "body.json",
        ),
        "form without a boundary": (raw(b"x", "multipart/form-data"), 400, None, "body.multipart"),
        "boundary of 1000": (raw(b"x", "multipart/form-data; boundary=" + "b" * 1000), 400, None, "body.multipart"),
        "form that is none": (raw(b"hello", "multipart/form-data; boundary=b"), 400, None, "body.multipart"),
        "form without an end": (
            raw(b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nx', "multipart/form-data; boundary=b"),
            400,
            None,
            "body.multipart",
        ),
        "part without a name": (form("x=y\r\n\r\nx"), 400, None, "body.multipart"),
        "part without a header": (
            raw(b"--b\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b"),
            400,
            None,
            "body.multipart",
        ),
        "text that is not utf-8": (form('name="prompt"\r\n\r\n\udcff'), 400, None, "body.multipart"),
        "name that is not utf-8": (form('name="\udcff"\r\n\r\nx'), 400, None, "body.multipart"),
        "too many parts": (form(*[prompt] * 257), 400, None, "body.multipart"),
        "too many headers": (form(prompt.replace("\r\n", "\r\na: b" * 100 + "\r\n", 1)), 400, None, "body.multipart"),
        "too long a header": (
            form(prompt.replace("\r\n", "\r\na: " + "b" * 100_000 + "\r\n", 1)),
            400,
            None,
            "body.multipart",
        ),
    }


@pytest.mark.parametrize("name", refusals(lambda **_: b""))
def test_bad_input_is_refused_by_name(http: httpx.Client, png: Png, name: str) -> None:
    request, status, param, code = refusals(png)[name]
    answer = http.post("/videos", **request)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert list(error) == ["message", "type", "param", "code"]
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert error["message"].isprintable()
    assert len(error["message"]) < 300
    found = Contract.load().check_response("create", status=status, headers=answer.headers, body=answer.content)
    assert found == []


def test_a_body_over_the_limit_is_refused_before_it_is_sent(http: httpx.Client) -> None:
    for content_type in ("application/json", "multipart/form-data; boundary=b"):
        headers = {"Content-Type": content_type, "Content-Length": str(10**15)}
        answer = http.post("/videos", content=iter([b"{"]), headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "content_too_large")


def test_what_a_prompt_says_is_never_served_as_a_page(http: httpx.Client) -> None:
    answer = http.post("/videos", json={"prompt": "<script>alert(1)</script>"})
    again = http.get(f"/videos/{answer.json()['id']}", headers={"Accept": "text/html"})
    refused = http.post("/videos", json={"prompt": "x", "size": "<script>alert(1)</script>"})
    for each in (answer, again, refused):
        assert each.headers["content-type"] == "application/json"
        assert each.headers["x-content-type-options"] == "nosniff"
