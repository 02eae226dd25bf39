"""Formats, numbers and files: what a JSON Schema validator lets through, or takes otherwise, and we decide."""

import base64
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract, FilePart
from openvideos.contract.formats import enforced, stands_for

JSON = "application/json"
FORM = "multipart/form-data"
Node = dict[str, Any]
OfBody = Callable[[Node], Contract]
SECONDS = "whole seconds since 1970"


def said(contract: Contract, value: Any, content_type: str = JSON) -> list[tuple[str, str]]:
    found = contract.check_request("send", body={"it": value}, content_type=content_type)
    return [(each.code, each.message.removeprefix("it: ")) for each in found]


TIMES: list[tuple[str, Any, str]] = [
    ("milliseconds", 1790000000000, "found 1790000000000, which seems to be milliseconds"),
    ("milliseconds of a float", 1.79e12, "found 1790000000000.0, which seems to be milliseconds"),
    ("the least milliseconds", 100_000_000_000, "found 100000000000, which seems to be milliseconds"),
    ("the most milliseconds", 99_999_999_999_999, "found 99999999999999, which seems to be milliseconds"),
    ("microseconds", 1790000000_000000, "found 1790000000000000, which seems to be microseconds"),
    ("the least microseconds", 10**14, "found 100000000000000, which seems to be microseconds"),
    ("nanoseconds", 1790000000_000000000, "found 1790000000000000000, which seems to be nanoseconds"),
    ("the most nanoseconds", 10**20 - 1, "found 99999999999999999999, which seems to be nanoseconds"),
    ("beyond all units", 10**20, "found 100000000000000000000"),
    ("hundreds of digits", 10**400, "found an integer of 1329 bits"),
    ("before 1970", -1, "found -1"),
    ("milliseconds before 1970", -1790000000000, "found -1790000000000"),
]


@pytest.mark.parametrize(("value", "found"), [row[1:] for row in TIMES], ids=[row[0] for row in TIMES])
def test_a_time_in_another_unit_is_named_as_such(of_body: OfBody, value: Any, found: str) -> None:
    contract = of_body({"properties": {"it": {"type": "integer", "format": "unixtime"}}})
    assert said(contract, value) == [("body.it.format", f"{found}; allowed: {SECONDS}")]


@pytest.mark.parametrize("value", [0, -0.0, 1, 5.0, 1790000000, 1.79e9, 99_999_999_999], ids=str)
def test_whole_seconds_are_a_time(of_body: OfBody, value: Any) -> None:
    contract = of_body({"properties": {"it": {"type": "integer", "format": "unixtime"}}})
    assert said(contract, value) == []


MISTYPED = [(5.5, "5.5"), ("1790000000", "'1790000000'"), ("2026-09-24", "'2026-09-24'"), (True, "true"), ([0], "[0]")]


@pytest.mark.parametrize(("value", "found"), MISTYPED, ids=[row[1] for row in MISTYPED])
def test_a_time_of_a_wrong_type_is_that_alone(contract: Contract, of_body: OfBody, value: Any, found: str) -> None:
    own = of_body({"properties": {"it": {"type": "integer", "format": "unixtime"}}})
    assert [row[0] for row in said(own, value)] == ["body.it.type"]
    judged = contract.check_schema("VideoCharacter", {"id": None, "name": None, "created_at": value})
    assert [each.message.partition(";")[0] for each in judged] == [f"created_at: found {found}"]


@pytest.mark.parametrize(
    ("member", "value", "codes"),
    [
        ("created_at", None, ["body.created_at.type"]),
        ("created_at", 1790000000000, ["body.created_at.format"]),
        ("created_at", -1, ["body.created_at.format"]),
        ("completed_at", None, []),
        ("completed_at", 1790000042000, ["body.completed_at.format"]),
        ("expires_at", None, []),
        ("expires_at", 1790086442000, ["body.expires_at.format"]),
    ],
)
def test_the_contracts_times_are_seconds_or_null_where_it_says_so(
    contract: Contract, video: Node, member: str, value: Any, codes: list[str]
) -> None:
    found = contract.check_schema("Video", {**video, member: value})
    assert [each.code for each in found] == codes
    place = f"/components/schemas/Video/properties/{member}/"
    assert {each.schema_pointer for each in found} <= {place + "format", place + "type"}


def test_limits_that_a_schema_has_itself_count_beside_its_format(of_body: OfBody) -> None:
    contract = of_body({"properties": {"it": {"type": "integer", "format": "unixtime", "minimum": 10}}})
    assert said(contract, 9) == [("body.it.minimum", "found 9; allowed: at least 10")]
    assert said(contract, 10**12)[0][0] == "body.it.format"
    contract = of_body({"properties": {"it": {"type": "string", "format": "size", "pattern": "^1"}}})
    assert said(contract, "2x2") == [("body.it.pattern", "found '2x2'; allowed: pattern '^1'")]


@pytest.mark.parametrize("value", ["720x1280", "1x1", "999999x999999"])
def test_width_and_height_are_a_size(of_body: OfBody, value: str) -> None:
    assert said(of_body({"properties": {"it": {"type": "string", "format": "size"}}}), value) == []


NO_SIZES = [
    *("", "720", "720x", "x1280", "720X1280", "720*1280", "720x1280x3", "720 x 1280", "720x1280\n", "auto"),
    *("0x1280", "0720x1280", "-1x1", "1.5x1", "1000000x1", "\u0667x\u0667"),
]


@pytest.mark.parametrize("value", NO_SIZES, ids=ascii)
def test_anything_else_is_no_size(of_body: OfBody, value: str) -> None:
    contract = of_body({"properties": {"it": {"type": "string", "format": "size"}}})
    (found,) = said(contract, value)
    assert found == ("body.it.format", f"found {value!r}; allowed: WIDTHxHEIGHT in pixels")


def test_where_sizes_are_listed_the_list_alone_is_named(contract: Contract, video: Node) -> None:
    for size in ("1x1", "large", ""):
        assert [each.code for each in contract.check_schema("Video", {**video, "size": size})] == ["body.size.enum"]


@pytest.mark.parametrize("form", ["somebody-elses", "int64", "binaries", ""])
def test_a_format_that_nobody_knows_passes(of_body: OfBody, form: str) -> None:
    contract = of_body({"properties": {"it": {"format": form}}})
    assert [said(contract, value) for value in ("", "x", 5, -1, None)] == [[]] * 5


@pytest.mark.parametrize(
    "schema", [True, False, None, [], [{"format": "size"}], {}, {"format": 5}, {"format": []}], ids=str
)
def test_what_is_no_object_has_no_format(schema: Any) -> None:
    assert enforced(schema) == {}
    assert not stands_for("pattern", schema)


URIS = [
    "https://images.example/a.png",
    "HTTP://A",
    "https://[::1]:8080/a?b=c#d",
    "file:///a.png",
    "urn:a:b",
    "s3://b/k",
]
NO_URIS = ["", "a.png", "/a.png", "//images.example/a", "https://a b", "https://images.example/\u00e9", "https://a/%zz"]


def image(contract: Contract, url: Any, content_type: str = JSON) -> list[tuple[str, str]]:
    body = {"prompt": "x", "input_reference": {"image_url": url}}
    found = contract.check_request("create", body=body, content_type=content_type)
    return [(each.code.removeprefix("body.input_reference.image_url."), each.message) for each in found]


@pytest.mark.parametrize("content_type", [JSON, FORM])
def test_an_image_is_under_a_full_uri(contract: Contract, content_type: str) -> None:
    assert [url for url in URIS if image(contract, url, content_type)] == []
    refused = {url: [code for code, _ in image(contract, url, content_type)] for url in NO_URIS}
    assert [url for url, codes in refused.items() if codes != ["format"]] == []


DATA = [
    "data:image/png;base64,iVBORw0KGgo=",
    "data:image/png;base64,AAAA",
    "DATA:IMAGE/PNG;BASE64,AAAA",
    "data:image/svg+xml;charset=utf-8;base64,AA==",
    f"data:image/png;name={'x' * 400};BASE64,AA==",
    "data:;base64,+/+/",
    "data:image/png;base64,%2B/%2f+AA%3D%3D",
]
NO_DATA = {
    "not in base64": "data:image/png,AAAA",
    "without a comma": "data:image/png;base64",
    "base64 as a type": "data:base64,AAAA",
    "empty": "data:image/png;base64,",
    "nothing at all": "data:",
    "upper case": "DATA:image/png,AAAA",
    "no padding": "data:image/png;base64,AA",
    "one character too many": "data:image/png;base64,AAAAA",
    "padding within": "data:image/png;base64,AA==AA==",
    "padding alone": "data:image/png;base64,====",
    "the alphabet for URLs": "data:image/png;base64,A-_A",
    "no padding when decoded": "data:image/png;base64,QQ%3D",
    "other characters when decoded": "data:image/png;base64,AA%20AA",
}


@pytest.mark.parametrize("content_type", [JSON, FORM])
@pytest.mark.parametrize("url", DATA)
def test_an_image_in_base64_may_be_its_own_url(contract: Contract, url: str, content_type: str) -> None:
    assert image(contract, url, content_type) == []


@pytest.mark.parametrize("content_type", [JSON, FORM])
@pytest.mark.parametrize("url", NO_DATA.values(), ids=NO_DATA)
def test_a_data_url_carries_the_image_in_base64(contract: Contract, url: str, content_type: str) -> None:
    allowed = "an image in base64: data:image/png;base64,..."
    message = f"input_reference.image_url: found {url!r}; allowed: {allowed}"
    assert image(contract, url, content_type) == [("data-url", message)]


@pytest.mark.parametrize("text", ["\u00e9", "AA\u0661A", "A AAA", "AAAA\n"], ids=ascii)
def test_a_data_url_of_other_characters_is_no_url(contract: Contract, text: str) -> None:
    assert [code for code, _ in image(contract, f"data:image/png;base64,{text}")] == ["format"]


def test_a_url_that_only_begins_like_data_is_no_data_url(contract: Contract) -> None:
    assert image(contract, "dataset:a,b") == []
    assert image(contract, "https://images.example/?data:,x") == []
    broken = contract.check_schema("ImageReference", {"image_url": ["data:,x"]})
    assert [each.code for each in broken] == ["body.image_url.type"]


@pytest.mark.parametrize("end", ["", "A"], ids=["fine", "broken at its end"])
def test_ten_megabytes_in_a_data_url_are_read_in_bounded_memory(contract: Contract, end: str) -> None:
    size = 10 * 2**20
    url = "data:image/png;base64," + base64.b64encode(bytes(size - size % 3)).decode() + end
    tracemalloc.start()
    try:
        found = image(contract, url)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [code for code, _ in found] == ["data-url"] * bool(end)
    assert peak < 5 * size
    assert all(len(message) < 300 for _, message in found)


@pytest.mark.parametrize("text", ["5.0", "5", "50e-1", "0.5E1", "-0.0", "1e2", "100000000000000000000000.0"])
def test_a_number_without_a_fraction_is_an_integer(contract: Contract, video: Node, text: str) -> None:
    # JSON has one kind of number, and JSON Schema calls each without a fraction an integer
    sent = json.dumps({**video, "progress": "HERE"}).replace('"HERE"', text).encode()
    assert contract.check_response("retrieve", status=200, body=sent) == []
    assert contract.check_schema("Video", {**video, "progress": json.loads(text)}) == []


@pytest.mark.parametrize("value", [5.5, 1e-9, float("nan"), float("inf"), True, "5"], ids=str)
def test_anything_else_is_no_integer(contract: Contract, video: Node, value: Any) -> None:
    (found,) = contract.check_schema("Video", {**video, "progress": value})
    assert found.pointer == "/progress"


@pytest.mark.parametrize("text", ["1e400", "-1e400", "NaN", "Infinity", "9" * 5000])
def test_a_number_that_readers_do_not_read_alike_is_no_json(contract: Contract, video: Node, text: str) -> None:
    sent = json.dumps({**video, "fps": "HERE"}).replace('"HERE"', text).encode()
    assert [each.code for each in contract.check_response("retrieve", status=200, body=sent)] == ["body.json"]


FILES = [
    FilePart(name="a.png", type="image/png", size=3),
    FilePart(),
    b"abc",
    bytearray(b"abc"),
    memoryview(b"abc"),
    b"",
]


@pytest.mark.parametrize("file", FILES, ids=lambda file: type(file).__name__)
def test_a_file_in_a_form_is_a_file_and_no_text(of_body: OfBody, file: Any) -> None:
    binary, text = {"type": "string", "format": "binary"}, {"type": "string"}
    assert said(of_body({"properties": {"it": binary}}), file, FORM) == []
    assert said(of_body({"properties": {"it": {"oneOf": [text, binary]}}}), file, FORM) == []
    assert said(of_body({"properties": {"it": {"type": "array", "items": binary}}}), [file, file], FORM) == []
    assert [row[0] for row in said(of_body({"properties": {"it": text}}), file, FORM)] == ["body.it.type"]


@pytest.mark.parametrize("value", ["abc", "", None, 5, {}, [], [["file"]]], ids=repr)
def test_nothing_else_is_a_file(of_body: OfBody, value: Any) -> None:
    contract = of_body({"properties": {"it": {"type": "string", "format": "binary"}}})
    (found,) = said(contract, value, FORM)
    assert found[0] == "body.it.type"
    assert found[1].endswith("; allowed: a file")


@pytest.mark.parametrize("file", FILES, ids=lambda file: type(file).__name__)
def test_a_file_has_no_place_in_json(contract: Contract, video: Node, file: Any) -> None:
    for member in ("prompt", "seconds", "model", "size"):
        found = contract.check_request("create", body={"prompt": "x", member: file}, content_type=JSON)
        assert [each.code for each in found] == [f"body.{member}.type"]
    found = contract.check_response("retrieve", status=200, body={**video, "error": file})
    assert [each.code for each in found] == ["body.error.type"]
