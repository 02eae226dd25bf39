import json
from typing import Any

import pytest

from openvideos.contract import Contract, FilePart
from openvideos.contract.decode import MAX_DEPTH, NotJSONError, decode_json, plain

REFUSED: list[tuple[str, bytes, str]] = [
    ("empty", b"", "Expecting value at character 0"),
    ("cut off", b'{"a": 1', "at character 7"),
    ("something behind it", b"{} {}", "Extra data at character 3"),
    ("HTML", b"<p>", "Expecting value at character 0"),
    ("byte order mark", b"\xef\xbb\xbf{}", "Expecting value at character 0"),
    ("UTF-16", "{}".encode("utf-16"), "byte 0 is not UTF-8"),
    ("Latin-1", '"é"'.encode("latin-1"), "byte 1 is not UTF-8"),
    ("gzip", b"\x1f\x8b\x08\x00", "byte 1 is not UTF-8"),
    ("NaN", b'{"a": NaN}', "NaN, which is no JSON number"),
    ("infinity", b"[-Infinity]", "-Infinity, which is no JSON number"),
    ("number beyond a double", b"[1e999]", "a number too large for a double"),
    ("integer of 5000 digits", b"1" * 5000, "an integer of too many digits"),
    ("name twice", b'{"a": {"b": 1, "c": 2, "b": 1}}', "the name 'b' twice in one object"),
    ("too deep", b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "nested deeper than 200 levels"),
    ("far too deep", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested deeper than 200 levels"),
    ("deep and cut off", b"[" * 1_000_000, "nested deeper than 200 levels"),
    ("lone surrogate", rb'["\ud800"]', "a lone surrogate"),
    ("lone surrogate in a name", rb'{"\uDFFF": 1}', "a lone surrogate"),
    ("control character", b'"a\nb"', "Invalid control character at"),
]


@pytest.mark.parametrize(("body", "reason"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_json_that_not_every_reader_reads_alike_is_refused(contract: Contract, body: bytes, reason: str) -> None:
    with pytest.raises(NotJSONError) as caught:
        decode_json(body)
    assert reason in str(caught.value)
    (found,) = contract.check_schema("Video", body)
    assert found.code == "body.json"
    assert found.message.isprintable()


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b' {"a": [1, 2.5, -0, 1e3, true]}\r\n',
        rb'"\ud83d\ude00"',
        b"[" * MAX_DEPTH + b"]" * MAX_DEPTH,
        b"[" + b"[]," * 1000 + b"[]]",
        b'"' + b"[" * 1000 + b'"',
    ],
    ids=["null", "values", "pair of surrogates", "as deep as may be", "wide", "brackets in text"],
)
def test_other_json_is_read_as_the_standard_library_reads_it(body: bytes) -> None:
    assert decode_json(body) == json.loads(body)


def nested(levels: int) -> Any:
    found: Any = {}
    for _ in range(levels):
        found = {"a": found}
    return found


def cycle() -> Any:
    found: dict[str, Any] = {}
    found["a"] = found
    return found


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        pytest.param(nested(100_000), ((), "nested deeper than 200 levels"), id="deep"),
        pytest.param(cycle(), ((), "nested deeper than 200 levels"), id="endless"),
        pytest.param({"a": [object()]}, (("a", 0), "a Python object"), id="no JSON"),
        pytest.param({"a": float("nan")}, (("a",), "NaN"), id="no number"),
        pytest.param({"a": {5: 6}}, (("a",), "the name 5"), id="no name"),
    ],
)
def test_what_json_cannot_say_is_told_with_its_place(
    contract: Contract, value: Any, problem: tuple[tuple[str | int, ...], str]
) -> None:
    assert plain(value, "file")[1] == [problem]
    assert contract.check_schema("Video", value) != []


def test_a_decoded_body_is_rebuilt_of_exact_types() -> None:
    class Word(str):
        __slots__ = ()

    class Count(int):
        pass

    sent = {Word("a"): (Word("b"), Count(5), True, 1.5), "file": FilePart(), "bytes": b"x", "bad": "\udc80"}
    found, problems = plain(sent, "FILE")
    assert problems == []
    assert found == {"a": ["b", 5, True, 1.5], "file": "FILE", "bytes": "FILE", "bad": "\ufffd"}
    assert [type(item) for item in (next(iter(found)), *found["a"])] == [str, str, int, bool, float]
