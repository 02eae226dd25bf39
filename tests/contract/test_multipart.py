from typing import Any

import pytest

from openvideos.contract import Contract, FilePart, decode_multipart, fold
from openvideos.contract.multipart import MAX_PARTS, NotMultipartError

TYPE = "multipart/form-data; boundary=b"


IMAGE = FilePart(name="b.png", type="image/png", size=3)
TEXT = FilePart(name="b", type="text/plain", size=1)


def part(disposition: str, content: bytes = b"x", kind: str = "") -> bytes:
    label = f"\r\nContent-Type: {kind}" if kind else ""
    return f"--b\r\nContent-Disposition: form-data; {disposition}{label}\r\n\r\n".encode() + content + b"\r\n"


FORMS: list[tuple[str, bytes, dict[str, Any]]] = [
    ("text", part('name="a"', "é\r\n--c".encode()), {"a": "é\r\n--c"}),
    ("empty text", part('name="a"', b""), {"a": ""}),
    ("labelled text", part('name="a"', kind="text/plain; charset=utf-8"), {"a": "x"}),
    ("file", part('name="a"; filename="b.png"', b"\0\r\n", "image/png"), {"a": IMAGE}),
    ("unlabelled file", part('name="a"; filename="b"', b""), {"a": FilePart(name="b", size=0)}),
    ("file of text", part('name="a"; filename="b"', kind="text/plain"), {"a": TEXT}),
    ("unnamed file", part('name="a"', kind="video/mp4"), {"a": FilePart(type="video/mp4", size=1)}),
    ("JSON", part('name="a"', b'{"b": [1]}', "application/json"), {"a": {"b": [1]}}),
    ("repeated", part('name="a"', b"1") + part('name="b"') + part('name="a"', b"2"), {"a": ["1", "2"], "b": "x"}),
    ("list", part('name="a[]"'), {"a": ["x"]}),
    ("object", part('name="a[b]"') + part('name="a[c][d]"', b"y"), {"a": {"b": "x", "c": {"d": "y"}}}),
    ("file in an object", part('name="a[b]"; filename="c"'), {"a": {"b": FilePart(name="c", size=1)}}),
    ("text and object", part('name="a"') + part('name="a[b]"'), {"a": ["x", {"b": "x"}]}),
    ("a name in two ways", part("name=a; filename*=UTF-8''%e2%82%ac%20rates"), {"a": FilePart(name="€ rates", size=1)}),
    ("a name in another charset", part("name=a; filename*=undefined''b"), {"a": FilePart(name="b", size=1)}),
    ("a name with a zero", part("name=a; filename*=a\0b''q"), {"a": FilePart(name="q", size=1)}),
    ("a name without one", part("name=a; filename*=;"), {"a": FilePart(name="", size=1)}),
    ("quoted quotes", part(r'name="a\"b"; filename="c;d=\\"'), {'a"b': FilePart(name="c;d=\\", size=1)}),
    ("parameters without sense", part('a;;=;name = "a" ;x; name="b"; foo*=a; foo*0=b'), {"a": "x"}),
    ("letters without a quote's end", part('name=a; x="y'), {"a": "x"}),
    ("many parameters", part(f'name="a";x="{";" * 15_900}') * 200, {"a": ["x"] * 200}),
    ("a folded header", part('a; \r\n\tname="a"'), {"a": "x"}),
    ("another charset", part('name="a"', "é".encode("latin-1"), "text/plain; charset=iso-8859-1"), {"a": "é"}),
    ("wide letters", part('name="a"', "é".encode("utf-16"), 'text/plain; charset="utf-16"'), {"a": "é"}),
    ("odd brackets", part('name="a[b"') + part('name="[c]"') + part('name="a]"'), {"a[b": "x", "[c]": "x", "a]": "x"}),
    ("too many brackets", part('name="a[b][b][b][b][b][b]"'), {"a[b][b][b][b][b][b]": "x"}),
    ("something before it", b"preamble\r\n" + part('name="a"'), {"a": "x"}),
    ("nothing", b"", {}),
]


@pytest.mark.parametrize(("body", "form"), [row[1:] for row in FORMS], ids=[row[0] for row in FORMS])
def test_a_form_is_decoded(body: bytes, form: dict[str, Any]) -> None:
    assert decode_multipart(body + b"--b--\r\n", TYPE) == form


def test_a_boundary_within_a_file_ends_no_part() -> None:
    content = b"--b\r\n\r\n--bb \r\n --b"
    found = decode_multipart(part('name="a"; filename="f"', b"x" + content[:3]) + b"--b--", TYPE)
    assert found == {"a": FilePart(name="f", size=4)}


BROKEN: list[tuple[str, bytes, str, str]] = [
    ("no boundary", b"", "multipart/form-data", "no boundary in its media type"),
    ("empty boundary", b"", 'multipart/form-data; boundary=""', "no boundary in its media type"),
    ("odd boundary", b"", 'multipart/form-data; boundary="a\\"b"', "the boundary"),
    ("surrogate in a boundary", b"", "multipart/form-data; boundary=a\udc80", "the boundary"),
    ("odd parameters", b"", "multipart/form-data; foo*=a; foo*0=b; boundary=b", "no closing delimiter"),
    ("long boundary", b"", f"multipart/form-data; boundary={'b' * 71}", "the boundary"),
    ("no delimiter", b"prompt=x", TYPE, "no closing delimiter"),
    ("cut off", part('name="a"'), TYPE, "no closing delimiter"),
    ("cut off in a delimiter", part('name="a"') + b"--b", TYPE, "a broken delimiter"),
    ("cut off in the headers", part('name="a"')[:-4], TYPE, "a part without an end of its headers"),
    ("delimiter with more behind it", b"--bx\r\n\r\n--b--", TYPE, "a broken delimiter at byte 3"),
    ("headers without an end", b"--b\r\nA: b\r\n--b--", TYPE, "a part without an end of its headers"),
    ("endless headers", b"--b\r\n" + b"A: b\r\n" * 10_000 + b"\r\nx\r\n--b--", TYPE, "a part without an end"),
    ("no name", part('filename="a"') + b"--b--", TYPE, "a part without a name"),
    ("no headers", b"--b\r\n\r\nx\r\n--b--", TYPE, "a part without a name"),
    ("text that is not UTF-8", part('name="a"', b"\xff") + b"--b--", TYPE, "text that is not UTF-8"),
    ("JSON that is none", part('name="a"', b"{", "application/json") + b"--b--", TYPE, "Expecting property name"),
    ("too many parts", part('name="a"') * (MAX_PARTS + 1) + b"--b--", TYPE, f"more than {MAX_PARTS} parts"),
]


@pytest.mark.parametrize(("body", "kind", "reason"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_form_is_refused_with_the_reason(contract: Contract, body: bytes, kind: str, reason: str) -> None:
    with pytest.raises(NotMultipartError) as caught:
        decode_multipart(body, kind)
    assert str(caught.value).startswith(reason)
    assert len(contract.check_request("create", content_type=kind, body=body)) == 1


def test_as_many_parts_as_may_be_are_taken() -> None:
    assert decode_multipart(part('name="a"') * MAX_PARTS + b"--b--", TYPE) == {"a": ["x"] * MAX_PARTS}


def test_fields_that_were_read_elsewhere_fold_the_same_way() -> None:
    assert fold([("input_reference[file_id]", "file-1"), ("prompt", "x")]) == {
        "input_reference": {"file_id": "file-1"},
        "prompt": "x",
    }
