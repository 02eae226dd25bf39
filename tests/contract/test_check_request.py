import enum
from collections.abc import Callable
from typing import Any

import pytest

from openvideos.contract import Contract, FilePart

JSON = "application/json"
FORM = "multipart/form-data"
FILE = FilePart(name="a.png", type="image/png", size=3)
URL = "https://images.example/a.png"


class Size(str):
    __slots__ = ()


class Member(str, enum.Enum):  # noqa: UP042 - the older form, whose str() is not its value
    WIDE = "1280x720"


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        pytest.param("create", {"body": {"prompt": "x"}}, id="prompt alone"),
        pytest.param("create", {"body": b'{"prompt": "x"}', "content_type": f"{JSON}; charset=utf-8"}, id="bytes"),
        pytest.param("create", {"body": bytearray(b'{"prompt": "x"}')}, id="bytearray"),
        pytest.param("create", {"body": {"prompt": "x" * 32_000}}, id="longest prompt"),
        pytest.param("create", {"body": {"prompt": "\U0001f6a4" * 32_000}}, id="length counts characters, not bytes"),
        pytest.param("create", {"body": {"prompt": "x", "model": "somebody-elses"}}, id="unlisted model"),
        pytest.param("create", {"body": {"prompt": "x", "fps": 24, "lora": {"a": [1]}}}, id="unknown members"),
        pytest.param("create", {"body": {"prompt": "x", "size": Size("1280x720")}}, id="subclass of str"),
        pytest.param("create", {"body": {"prompt": "x", "size": Member.WIDE}}, id="member of an enum"),
        pytest.param("create", {"body": {"prompt": "x", "input_reference": {"image_url": URL}}}, id="url"),
        pytest.param("create", {"body": {"prompt": "x", "input_reference": {"file_id": "file-1"}}}, id="file id"),
        pytest.param("create", {"body": {"prompt": "x", "input_reference": FILE}}, id="file"),
        pytest.param("create", {"body": {"prompt": "x", "input_reference": FILE}, "content_type": FORM}, id="form"),
        pytest.param(
            "create",
            {"body": {"prompt": "x", "input_reference": {"file_id": "file-1"}}, "content_type": FORM},
            id="object in a form",
        ),
        pytest.param("create", {"body": {"prompt": "x"}, "headers": {"Content-Type": JSON}}, id="type from headers"),
        pytest.param("create", {"body": {"prompt": "x"}, "headers": [("idempotency-key", "k")]}, id="header in pairs"),
        pytest.param("create_character", {"body": {"name": "Miro", "video": FILE}}, id="form is the only body"),
        pytest.param("list", {"query": {"limit": "20", "order": "asc", "after": "video_1"}}, id="query as text"),
        pytest.param("list", {"query": {"limit": 20}}, id="query as a number"),
        pytest.param("list", {"query": {"limit": 0, "page": "2"}}, id="unknown parameter"),
        pytest.param("list", {"body": b"ignored", "content_type": "text/plain"}, id="body that nobody asked for"),
        pytest.param("retrieve", {"path": {"video_id": "video_1"}}, id="path"),
        pytest.param("retrieve", {}, id="what isn't given isn't looked at"),
    ],
)
def test_a_request_within_the_contract_gives_nothing(
    contract: Contract, operation: str, request_: dict[str, Any]
) -> None:
    assert contract.check_request(operation, **request_) == []


SIZES = "720x1280, 1280x720, 1024x1792, 1792x1024"
PROMPT = "1 to 32000 characters"
URI = "a full URI (https://..., data:...), with other than ASCII characters percent-encoded"
REFERENCE = "exactly one of image_url, file_id"
BOTH = {"image_url": URL, "file_id": "file-1"}


BODIES: list[tuple[Any, str, str]] = [
    ({"prompt": "x", "size": "13x37"}, "body.size.enum", f"size: found '13x37'; allowed: {SIZES}"),
    ({"prompt": "x", "seconds": 4}, "body.seconds.type", "seconds: found 4; allowed: a string, one of 4, 8, 12"),
    ({"prompt": "x", "model": 5}, "body.model.type", "model: found 5; allowed: a string"),
    ({"prompt": ""}, "body.prompt.minLength", f"prompt: found ''; allowed: {PROMPT}"),
    ({"prompt": "x" * 32_001}, "body.prompt.maxLength", f"prompt: found 32001 characters; allowed: {PROMPT}"),
    ({"prompt": None}, "body.prompt.type", f"prompt: found null; allowed: a string, {PROMPT}"),
    ({}, "body.prompt.required", "prompt: missing; required"),
    ([], "body.type", "body: found []; allowed: an object"),
    (
        {"prompt": "x", "input_reference": BOTH},
        "body.input_reference.oneOf",
        f"input_reference: found image_url and file_id; allowed: {REFERENCE}",
    ),
    (
        {"prompt": "x", "input_reference": {}},
        "body.input_reference.oneOf",
        f"input_reference: found {{}}; allowed: {REFERENCE}",
    ),
    (
        {"prompt": "x", "input_reference": {"image_url": "lighthouse.png"}},
        "body.input_reference.image_url.format",
        f"input_reference.image_url: found 'lighthouse.png'; allowed: {URI}",
    ),
    (
        {"prompt": "x", "input_reference": {"image_url": "https://images.example/\u00e9.png"}},
        "body.input_reference.image_url.format",
        f"input_reference.image_url: found 'https://images.example/\u00e9.png'; allowed: {URI}",
    ),
    (
        {"prompt": "x", "input_reference": "a.png"},
        "body.input_reference.type",
        "input_reference: found 'a.png'; allowed: an object",
    ),
    (
        {"prompt": "\ud800"},
        "body.prompt.unicode",
        r"prompt: found '\ud800'; allowed: text without lone surrogates",
    ),
    ({"prompt": {1, 2}}, "body.prompt.json", "prompt: found a Python set; allowed: JSON"),
    ({"prompt": "", 1: 2}, "body.json", "body: found the name 1; allowed: JSON"),
]


@pytest.mark.parametrize(("body", "code", "message"), BODIES, ids=[code for _, code, _ in BODIES])
def test_a_json_body_outside_the_contract_is_named_in_one_line(
    contract: Contract, body: Any, code: str, message: str
) -> None:
    found = contract.check_request("create", body=body, content_type=JSON)
    assert [(each.code, each.message) for each in found] == [(code, message)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param(
            {"prompt": "x", "input_reference": "a.png"},
            "input_reference: found 'a.png'; allowed: a file or an object",
            id="text in a file's place",
        ),
        pytest.param(
            {"prompt": FILE},
            f"prompt: found a file named 'a.png'; allowed: a string, {PROMPT}",
            id="file in a text's place",
        ),
        pytest.param(
            {"prompt": "x", "input_reference": {"image_url": FILE}},
            "input_reference.image_url: found a file named 'a.png'; allowed: a string, at most 20971520 characters",
            id="file inside an object",
        ),
        pytest.param(
            {"prompt": "x", "input_reference": BOTH},
            f"input_reference: found image_url and file_id; allowed: {REFERENCE}",
            id="object with both members",
        ),
        pytest.param(
            {"prompt": "x", "size": ["720x1280", "1280x720"]},
            f"size: found ['720x1280', '1280x720']; allowed: a string, one of {SIZES}",
            id="repeated field",
        ),
    ],
)
def test_a_form_outside_the_contract_is_named_in_one_line(contract: Contract, body: Any, message: str) -> None:
    found = contract.check_request("create", body=body, content_type=f"{FORM}; boundary=b")
    assert [each.message for each in found] == [message]


def test_a_file_has_no_place_in_json(contract: Contract) -> None:
    found = contract.check_request("create", body={"prompt": "x", "input_reference": FILE}, content_type=JSON)
    assert [each.code for each in found] == ["body.input_reference.type"]


def test_no_json_can_pass_for_a_file(contract: Contract) -> None:
    from openvideos.contract.compiled import FILE as MARK

    sent = {"prompt": "x", "video": [["file"]]}
    assert [each.code for each in contract.check_request("edit", body=sent, content_type=FORM)] == ["body.video.type"]
    # the mark is drawn anew in each process, so that nobody can send it
    assert len(MARK[0][0]) > 32


PARAMETERS: list[tuple[str, dict[str, Any], str, str]] = [
    ("list", {"query": {"limit": "101"}}, "query.limit.maximum", "limit: found 101; allowed: 0 to 100"),
    ("list", {"query": {"limit": -1}}, "query.limit.minimum", "limit: found -1; allowed: 0 to 100"),
    ("list", {"query": {"limit": "x"}}, "query.limit.type", "limit: found 'x'; allowed: an integer, 0 to 100"),
    ("list", {"query": {"limit": "1_0"}}, "query.limit.type", "limit: found '1_0'; allowed: an integer, 0 to 100"),
    (
        "list",
        {"query": [("limit", "1"), ("limit", "2")]},
        "query.limit.type",
        "limit: found ['1', '2']; allowed: an integer, 0 to 100",
    ),
    ("list", {"query": {"order": "up"}}, "query.order.enum", "order: found 'up'; allowed: asc, desc"),
    (
        "download_content",
        {"query": {"variant": "gif"}},
        "query.variant.enum",
        "variant: found 'gif'; allowed: video, thumbnail, spritesheet",
    ),
    ("retrieve", {"path": {"video_id": 5}}, "path.video_id.type", "video_id: found 5; allowed: a string"),
    ("retrieve", {"path": {}}, "path.video_id.required", "video_id: missing; required"),
    (
        "retrieve",
        {"path": {"video_id": "\udc80"}},
        "path.video_id.unicode",
        r"video_id: found '\udc80'; allowed: text without lone surrogates",
    ),
    (
        "create",
        {"body": {"prompt": "x"}, "headers": {"idempotency-KEY": "k" * 256}},
        "header.Idempotency-Key.maxLength",
        "Idempotency-Key: found 256 characters; allowed: 1 to 255 characters",
    ),
]


@pytest.mark.parametrize(("operation", "request_", "code", "message"), PARAMETERS, ids=[row[2] for row in PARAMETERS])
def test_a_parameter_outside_the_contract_is_named_in_one_line(
    contract: Contract, operation: str, request_: dict[str, Any], code: str, message: str
) -> None:
    found = contract.check_request(operation, **request_)
    assert [(each.code, each.message) for each in found] == [(code, message)]


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        pytest.param({}, "body.required", id="no body"),
        pytest.param({"body": b"", "content_type": JSON}, "body.required", id="empty body"),
        pytest.param({"body": b"x", "content_type": "text/plain"}, "body.contentType", id="another media type"),
        pytest.param({"body": b"x", "headers": {"content-TYPE": "text/plain"}}, "body.contentType", id="in headers"),
        pytest.param({"body": b"{}", "content_type": ""}, "body.contentType", id="no media type"),
        pytest.param({"body": b"{}", "headers": {"Accept": "*/*"}}, "body.contentType", id="none in headers"),
        pytest.param({"body": b"{", "headers": [(b"Content-Type", b"text/a")]}, "body.contentType", id="bytes"),
        pytest.param({"body": b"{", "content_type": JSON}, "body.json", id="no JSON"),
        pytest.param({"body": b"null", "content_type": JSON}, "body.type", id="null is a body"),
        pytest.param({"body": b"--b", "content_type": FORM}, "body.multipart", id="no boundary"),
        pytest.param({"body": b"--b", "content_type": f"{FORM}; boundary=b"}, "body.multipart", id="no form"),
    ],
)
def test_a_body_that_cannot_be_read_is_a_violation_of_its_own(
    contract: Contract, request_: dict[str, Any], code: str
) -> None:
    assert [each.code for each in contract.check_request("create", **request_)] == [code]


def test_a_lone_surrogate_in_a_name_is_a_violation_of_its_own(contract: Contract) -> None:
    for name in ("\ud800", "a\udfff"):
        found = contract.check_request("create", body={name: "x", "prompt": "p", "size": [{name: 1}]})
        assert [each.code for each in found] == ["body.size.type"]
        found = contract.check_request("create", body={name: "x", "prompt": "p"})
        assert [each.code.rpartition(".")[2] for each in found] == ["unicode"]


@pytest.mark.parametrize("label", ["", "; charset=utf-8", "; charset=rot13", "; charset=nonsense", "; charset=idna"])
def test_text_that_is_not_in_its_charset_is_named_by_its_field(contract: Contract, label: str) -> None:
    part = f'--b\r\nContent-Disposition: form-data; name="prompt"\r\nContent-Type: text/plain{label}\r\n\r\n'
    body = part.encode() + b"\xff\xfe..\r\n--b--"
    found = contract.check_request("create", content_type=f"{FORM}; boundary=b", body=body)
    assert [each.code for each in found] == ["body.prompt.unicode"]
    assert "allowed: text in the charset" in found[0].message


def test_bytes_of_a_form_are_judged_as_its_decoded_form(contract: Contract) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n\r\n'
        b'--b\r\nContent-Disposition: form-data; name="input_reference"; filename="a"\r\n\r\nbytes\r\n--b--\r\n'
    )
    found = contract.check_request("create", body=body, content_type=f"{FORM}; boundary=b")
    assert [each.message for each in found] == [f"prompt: found ''; allowed: {PROMPT}"]


def test_a_json_part_that_is_no_json_is_named_by_its_field(contract: Contract) -> None:
    body = (
        b'--b\r\nContent-Disposition: form-data; name="video"\r\nContent-Type: application/json\r\n\r\n{\r\n--b--\r\n'
    )
    found = contract.check_request("edit", body=body, content_type=f"{FORM}; boundary=b")
    assert [each.code for each in found] == ["body.video.json"]


def test_text_of_a_form_is_read_as_the_type_that_the_contract_wants(
    of_body: Callable[[dict[str, Any]], Contract],
) -> None:
    members = {
        "frames": {"type": "integer", "maximum": 100},
        "scale": {"anyOf": [{"type": "number"}, {"type": "null"}]},
        "loop": {"type": "boolean"},
        "tags": {"type": "array", "items": {"type": "integer"}},
        "lora": {"type": "object", "properties": {"rank": {"type": "integer"}}},
        "seed": {"type": ["string", "integer"], "pattern": "^[0-9]$"},
    }
    contract = of_body({"type": "object", "properties": members})
    sent: dict[str, Any]
    sent = {"frames": "24", "scale": "1.5", "loop": "true", "tags": "3", "lora": {"rank": "4"}, "seed": "5"}
    assert contract.check_request("send", content_type=FORM, body=sent) == []
    assert len(contract.check_request("send", content_type=JSON, body=sent)) == 5

    sent = {"frames": "240", "scale": "x", "loop": "yes", "tags": ["1", "x"], "lora": {"rank": "x"}, "seed": "55"}
    found = contract.check_request("send", content_type=FORM, body=sent)
    assert {each.pointer: each.code for each in found} == {
        "/frames": "body.frames.maximum",
        "/scale": "body.scale.type",
        "/loop": "body.loop.type",
        "/tags/1": "body.tags.type",
        "/lora/rank": "body.lora.rank.type",
        "/seed": "body.seed.pattern",
    }


def test_an_unknown_operation_is_refused_with_those_that_there_are(contract: Contract) -> None:
    with pytest.raises(ValueError, match=r"operation: found 'make'; allowed: create, list, retrieve"):
        contract.check_request("make")


UNSAYABLE: dict[str, tuple[Any, str]] = {
    "bytes": (b"x", "json"),
    "a file": (FilePart(name="a.png"), "json"),
    "not a number": (float("nan"), "json"),
    "a set": ({1}, "json"),
    "a lone surrogate": ("\ud800", "unicode"),
}


@pytest.mark.parametrize(("value", "keyword"), UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_json_cannot_say_is_named_in_members_that_nobody_listed_too(
    contract: Contract, value: Any, keyword: str
) -> None:
    body = {"prompt": "x", "extra": {"deep": [value]}}
    found = contract.check_request("create", content_type="application/json", body=body)
    assert [(each.code, each.pointer) for each in found] == [(f"body.extra.deep.{keyword}", "/extra/deep/0")]


def test_a_form_can_have_a_file_in_a_member_that_nobody_listed(contract: Contract) -> None:
    body = {"prompt": "x", "extra": FilePart(name="a.png"), "data": b"x"}
    assert contract.check_request("create", content_type="multipart/form-data", body=body) == []
