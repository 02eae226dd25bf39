"""Creating a job over the network: what is taken, what is refused, and how."""

import base64
import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest

from openvideos.contract import Contract
from openvideos.emulator import Emulator

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
    asked = {"prompt": "Кораблик 纸船 🚤\nи лампа\0", "model": "a/b:c", "seconds": "12", "size": "1792x1024"}
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
    repeated: Any = [("prompt", PROMPT), ("tag", (None, "1")), ("tag", (None, "2")), ("file", ("a.bin", b"\0"))]
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
        "jpeg with an odd name": {"files": {"prompt": PROMPT, "input_reference": ("../é\0\"'.png", png(kind="JPEG"))}},
        "webp without a type": {"files": {"prompt": PROMPT, "input_reference": ("blob", png(kind="WEBP"), "")}},
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
    """By name: a request, and its status, param and the end of its code."""

    def raw(body: bytes, content_type: str = "application/json") -> dict[str, Any]:
        return {"content": body, "headers": {"Content-Type": content_type} if content_type else {}}

    def form(body: str) -> dict[str, Any]:
        return raw(body.encode("utf-8", "surrogateescape"), "multipart/form-data; boundary=b")

    def part(head: str, text: str = "x") -> str:
        return f"--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{text}\r\n"

    def sent(**body: Any) -> dict[str, Any]:
        return {"json": {"prompt": "x", **body}}

    def reference(**given: Any) -> dict[str, Any]:
        return sent(input_reference=given)

    def files(*given: Any) -> dict[str, Any]:
        return {"files": [("prompt", PROMPT), *(("input_reference", each) for each in given)]}

    end = "--b--\r\n"
    prompt = 'name="prompt"'
    file = ("a.png", png())
    ref, url = "input_reference", "input_reference.image_url"
    web = "https://a.example/1.png"
    mixed = [("prompt", PROMPT), (ref, file), (f"{ref}[file_id]", (None, "f"))]
    return {
        "no body": (raw(b"", ""), 400, None, "required"),
        "no body but its type": (raw(b""), 400, None, "required"),
        "empty form": (form(""), 400, None, "required"),
        "no media type": (raw(b"{}", ""), 415, None, "contentType"),
        "text": (raw(b"{}", "text/plain"), 415, None, "contentType"),
        "urlencoded": ({"data": {"prompt": "x"}}, 415, None, "contentType"),
        "compressed": ({"content": b"x", "headers": {"Content-Encoding": "gzip"}}, 415, None, "contentEncoding"),
        "not json": (raw(b"{"), 400, None, "json"),
        "NaN": (raw(b'{"prompt": "x", "other": NaN}'), 400, None, "json"),
        "not utf-8": (raw(b'{"prompt": "\xff"}'), 400, None, "json"),
        "lone surrogate": (raw(b'{"prompt": "\\ud800"}'), 400, None, "json"),
        "same name twice": (raw(b'{"prompt": "x", "prompt": "y"}'), 400, None, "json"),
        "deep": (raw(b'{"prompt": "x", "other": ' + b"[" * 5000 + b"]" * 5000 + b"}"), 400, None, "json"),
        "very deep": (raw(b"[" * 1_000_000), 400, None, "json"),
        "very many": (raw(b"[" + b"[]," * 1_000_000 + b"[]]"), 400, None, "json"),
        "very long number": (raw(b'{"prompt": ' + b"1" * 100_000 + b"}"), 400, None, "json"),
        "list": ({"json": ["x"]}, 400, None, "type"),
        "null": (raw(b"null"), 400, None, "required"),
        "no prompt": (raw(b"{}"), 400, "prompt", "required"),
        "empty prompt": (sent(prompt=""), 400, "prompt", "minLength"),
        "long prompt": (sent(prompt="x" * 32_001), 400, "prompt", "maxLength"),
        "number as seconds": (sent(seconds=4), 400, "seconds", "type"),
        "other seconds": (sent(seconds="5"), 400, "seconds", "enum"),
        "other size": (sent(size="13x37"), 400, "size", "enum"),
        "long model": (sent(model="m" * 1001), 400, "model", "maxLength"),
        "reference by nothing": (reference(), 400, ref, "oneOf"),
        "reference by url and id": (reference(image_url=web, file_id="file_1"), 400, ref, "oneOf"),
        "reference as text": (sent(input_reference="file_1"), 400, ref, "type"),
        "no url": (reference(image_url="lighthouse"), 400, url, "format"),
        "data url of no image": (reference(image_url="data:image/png;base64,AAAA"), 400, url, "unreadable"),
        "data url of no base64": (reference(image_url="data:image/png;base64,A"), 400, url, "data-url"),
        "data url over 20 MiB": (reference(image_url="data:," + "A" * 20 * 1024**2), 400, url, "maxLength"),
        "file of no image": (files(("a.png", b"\0" * 99)), 400, ref, "unreadable"),
        "empty file": (files(("a.png", b"")), 400, ref, "unreadable"),
        "text as file": (files((None, "a.png")), 400, ref, "type"),
        "two files": (files(file, file), 400, ref, "type"),
        "file and id": ({"files": mixed}, 400, ref, "type"),
        "prompt as file": ({"files": {"prompt": ("a.txt", b"x")}}, 400, "prompt", "type"),
        "prompt twice": ({"files": [("prompt", PROMPT)] * 2}, 400, "prompt", "type"),
        "broken json part": (files((None, "{", "application/json")), 400, ref, "json"),
        "form without a boundary": (raw(b"x", "multipart/form-data"), 400, None, "multipart"),
        "boundary of 1000": (raw(b"x", "multipart/form-data; boundary=" + "b" * 1000), 400, None, "multipart"),
        "form that is none": (form("hello"), 400, None, "multipart"),
        "form without an end": (form(part(prompt)), 400, None, "multipart"),
        "part without a name": (form(part("x=y") + end), 400, None, "multipart"),
        "part without a header": (form(f"--b\r\n\r\nx\r\n{end}"), 400, None, "multipart"),
        "text that is not utf-8": (form(part(prompt, "\udcff") + end), 400, None, "multipart"),
        "name that is not utf-8": (form(part('name="\udcff"') + end), 400, None, "multipart"),
        "too many parts": (form(part(prompt) * 257 + end), 400, None, "multipart"),
        "too many headers": (form(part(prompt + "\r\na: b" * 100) + end), 400, None, "multipart"),
        "too long a header": (form(part(prompt + "\r\na: " + "b" * 100_000) + end), 400, None, "multipart"),
    }


@pytest.mark.parametrize("name", refusals(lambda **_: b""))
def test_bad_input_is_refused_by_name(http: httpx.Client, png: Png, name: str) -> None:
    request, status, param, keyword = refusals(png)[name]
    answer = http.post("/videos", **request)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert list(error) == ["message", "type", "param", "code"]
    code = ".".join(filter(None, ("body", None if keyword == "json" else param, keyword)))
    assert (error["type"], error["param"], error["code"]) == ("invalid_request_error", param, code)
    assert error["message"].isprintable()
    assert len(error["message"]) < 300
    found = Contract.load().check_response("create", status=status, headers=answer.headers, body=answer.content)
    assert found == []


def test_a_header_that_the_contract_forbids_is_refused_by_name(http: httpx.Client) -> None:
    answer = http.post("/videos", json={"prompt": "x"}, headers={"Idempotency-Key": ""})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "Idempotency-Key")


def test_what_a_prompt_says_is_never_served_as_a_page(http: httpx.Client) -> None:
    answer = http.post("/videos", json={"prompt": "<script>alert(1)</script>"})
    again = http.get(f"/videos/{answer.json()['id']}", headers={"Accept": "text/html"})
    refused = http.post("/videos", json={"prompt": "x", "size": "<script>alert(1)</script>"})
    for each in (answer, again, refused):
        assert each.headers["content-type"] == "application/json"
        assert each.headers["x-content-type-options"] == "nosniff"


def test_a_new_job_is_queued_however_fast_jobs_are() -> None:
    with Emulator(time_scale=1_000_000) as emulator:
        answers = [httpx.post(f"{emulator.base_url}/videos", json={"prompt": "x"}).json() for _ in range(20)]
    assert {(answer["status"], answer["progress"]) for answer in answers} == {("queued", 0)}
