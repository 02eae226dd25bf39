"""What somebody brings as a contract is read, or refused in one line, in bounded time and memory."""

import datetime
import enum
import json
import subprocess
import sys
from copy import deepcopy
from importlib import resources
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from openvideos.contract import Contract
from openvideos.contract.document import Document

Node = dict[str, Any]

PATHS = "paths: {}\n"
STATUSES = """
paths:
  /v:
    get:
      operationId: look
      responses:
        200: {description: yes, content: {application/json: {schema: {$ref: "#/components/schemas/Switch"}}}}
        4XX: {description: no}
components:
  schemas:
    Switch:
      type: object
      properties:
        on: {type: integer}
        null: {type: integer}
        2024-01-01: {type: integer}
        1.5: {type: integer, example: 2024-01-01, default: 2024-01-01T10:00:00Z}
"""


class Word(enum.StrEnum):
    """Text that is more than that."""

    GET = "get"


def written(folder: Path, text: str, name: str = "own.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def refused(source: Any) -> str:
    with pytest.raises(ValueError, match=r"^contract: ") as caught:
        Contract.load(source)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 500
    return said


def test_keys_of_yaml_are_text_as_they_are_written(tmp_path: Path) -> None:
    contract = Contract.load(written(tmp_path, STATUSES))
    assert contract.operations["look"].statuses == (200,)
    assert list(contract.operations["look"].responses) == ["200", "4XX"]
    body = {"on": "x", "null": "x", "2024-01-01": "x", "1.5": "x"}
    found = contract.check_response("look", status=200, body=body)
    assert [each.pointer for each in found] == ["/on", "/null", "/2024-01-01", "/1.5"]
    assert contract.document["paths"]["/v"]["get"]["responses"]["200"]["description"] is True


def test_dates_of_yaml_are_text(tmp_path: Path) -> None:
    schema = Contract.load(written(tmp_path, STATUSES)).document["components"]["schemas"]["Switch"]
    assert schema["properties"]["1.5"]["example"] == "2024-01-01"
    assert schema["properties"]["1.5"]["default"] == "2024-01-01T10:00:00Z"
    odd = Contract.load(written(tmp_path, f"{PATHS}a: 2024-99-99\n"))
    assert odd.document["a"] == "2024-99-99"


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({200: 1, None: 2, True: 3, False: 4, 1.5: 5}, {"200": 1, "null": 2, "true": 3, "false": 4, "1.5": 5}),
        ({datetime.date(2024, 1, 1): datetime.date(2024, 1, 2)}, {"2024-01-01": "2024-01-02"}),
        ([datetime.datetime(2024, 1, 1, 10), datetime.time(10)], ["2024-01-01T10:00:00", "10:00:00"]),
        (MappingProxyType({"a": (1, 2)}), {"a": [1, 2]}),
        ({Word.GET: Word.GET}, {"get": "get"}),
    ],
    ids=["keys", "dates", "times", "other containers", "other text"],
)
def test_decoded_data_is_taken_as_json_would_say_it(given: Any, taken: Any) -> None:
    contract = Contract.load({"paths": {}, "a": given})
    assert contract.document == {"paths": {}, "a": taken}
    assert json.loads(json.dumps(contract.document)) == contract.document


def test_what_was_given_is_neither_kept_nor_changed() -> None:
    given: Node = {"paths": {"/v": {"get": {"operationId": "look", "responses": {"200": {"content": {"a/b": {}}}}}}}}
    before = deepcopy(given)
    contract = Contract.load(given)
    assert given == before
    given["paths"].clear()
    assert list(contract.operations) == ["look"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (object(), "found a Python object at /a; allowed: what JSON has a word for"),
        ({1}, "found a Python set at /a; allowed: what JSON has a word for"),
        (b"", "found 0 bytes at /a; allowed: what JSON has a word for"),
        (10**5000, "found an integer of 16610 bits at /a; allowed: what JSON has a word for"),
        (["\ud800"], r"found '\ud800' at /a/0; allowed: text without lone surrogates"),
        ({"\ud800": 1}, r"found '\ud800' at /a; allowed: text without lone surrogates"),
        ({(1, 2): 1}, "found the key [1, 2] at /a; allowed: text"),
        ({200: 1, "200": 2}, "found the key '200' twice at /a; allowed: once"),
    ],
    ids=["object", "set", "bytes", "integer", "surrogate", "surrogate as a key", "key", "key twice"],
)
def test_what_json_cannot_say_is_refused_with_its_place(given: Any, message: str) -> None:
    assert refused({"paths": {}, "a": given}) == f"contract: {message}"


@pytest.mark.parametrize("source", [5, [], object()], ids=["number", "list", "object"])
def test_what_is_no_path_and_no_document_is_refused(source: Any) -> None:
    assert refused(source).endswith("; allowed: a path, or an OpenAPI 3.1 document")


FILES = {
    "a.json": ("{", "contract: a.json is not JSON in UTF-8 (Expecting property name"),
    "A.JSON": ("{", "contract: A.JSON is not JSON in UTF-8 (Expecting property name"),
    "a.yaml": ("a: [", "contract: a.yaml is not YAML in UTF-8 (while parsing a flow node"),
    "line\nbreak.json": ("", "contract: line break.json is not JSON in UTF-8 (Expecting value"),
    "nothing.yaml": ("", "contract: found no paths; allowed: an OpenAPI 3.1 document"),
    "text.yaml": ("text", "contract: found no paths; allowed: an OpenAPI 3.1 document"),
    "tag.yaml": (
        f"{PATHS}a: !!python/name:os.system x",
        "contract: tag.yaml is not YAML in UTF-8 (could not determine",
    ),
    "alias.yaml": (f"{PATHS}a: *b", "contract: alias.yaml is not YAML in UTF-8 (found undefined alias"),
    "key.yaml": (f"{PATHS}? [a]\n: b", "contract: key.yaml is not YAML in UTF-8 (while constructing a mapping"),
    "two.yaml": (f"{PATHS}---\n{PATHS}", "contract: two.yaml is not YAML in UTF-8 (expected a single document"),
    "digits.yaml": (f"{PATHS}a: {'9' * 5000}", "contract: digits.yaml is not YAML in UTF-8 (Exceeds the limit"),
    "digits.json": (f'{{"paths": {"9" * 5000}}}', "contract: digits.json is not JSON in UTF-8 (Exceeds the limit"),
    "bytes.yaml": (f"{PATHS}a: !!binary aGk=", "contract: found 2 bytes at /a; allowed: what JSON has a word for"),
    "set.yaml": (f"{PATHS}a: !!set {{b}}", "contract: found a Python set at /a; allowed: what JSON has a word for"),
    "control.yaml": (f"{PATHS}a: \1", "contract: control.yaml is not YAML in UTF-8 (unacceptable character"),
}


@pytest.mark.parametrize(("name", "text", "message"), [(name, *row) for name, row in FILES.items()], ids=ascii)
def test_a_file_that_is_no_contract_is_refused_in_one_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    assert refused(written(tmp_path, text, name)).startswith(message)


def test_a_file_of_another_encoding_is_refused_and_a_mark_at_its_start_is_not(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(b"paths: {}\na: \xff")
    assert refused(file).startswith("contract: own.yaml is not YAML in UTF-8 ('utf-8' codec can't decode byte 0xff")
    for name, text in (("own.yaml", PATHS), ("own.json", '{"paths": {}}')):
        assert Contract.load(written(tmp_path, f"\ufeff{text}", name)).document == {"paths": {}}


def test_a_file_that_cannot_be_read_is_an_error_of_the_system(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.yaml", str(tmp_path / "none.json")):
        with pytest.raises(OSError, match=r".") as caught:
            Contract.load(path)
        assert caught.value.filename == str(path)


def test_without_pyyaml_one_line_says_how_to_get_it(tmp_path: Path) -> None:
    code = """
import sys
sys.modules["yaml"] = None
from openvideos.contract import Contract
try:
    Contract.load(sys.argv[1])
except ValueError as error:
    print(error)
"""
    argv = [sys.executable, "-c", code, str(written(tmp_path, PATHS))]
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert said == "contract: own.yaml is YAML, which needs PyYAML: pip install PyYAML\n"


def aliases(first: str, each: str) -> str:
    """YAML of ten names, each of which stands for the one before as often as the template says."""
    lines = [f"a: &a {first}", *(f"{b}: &{b} {each.replace('*x', f'*{a}')}" for a, b in pairwise("abcdefghij"))]
    return PATHS + "\n".join(lines)


BOMBS = {
    "aliases in arrays": aliases("[x]", f"[{', '.join(['*x'] * 10)}]"),
    "aliases in objects": aliases("{x: y}", f"{{{', '.join(f'k{i}: *x' for i in range(10))}}}"),
    "merges": aliases(f"{{{', '.join(f'k{i}: 1' for i in range(50))}}}", f"{{<<: [{', '.join(['*x'] * 50)}]}}"),
    "a long text": f"{PATHS}a: &a {'x' * 100_000}\nb: [{', '.join(['*a'] * 1000)}]",
    "a cycle": f"{PATHS}a: &a\n  b: *a",
    "a cycle of many": f"{PATHS}a: &a [{', '.join(['*a'] * 1000)}]",
    "arrays": f"{PATHS}a: {'[' * 600}",
    "objects": PATHS + "\n".join(f"{' ' * depth}a:" for depth in range(400)),
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_yaml_of_a_few_lines_that_says_gigabytes_is_refused(tmp_path: Path, text: str) -> None:
    refused(written(tmp_path, text))


def test_what_is_merged_by_a_cycle_is_there_once(tmp_path: Path) -> None:
    assert Contract.load(written(tmp_path, f"{PATHS}a: &a\n  <<: *a\n  b: 1")).document["a"] == {"b": 1}


def nested(depth: int) -> Node:
    found: Any = []
    for _ in range(depth - 2):
        found = [found]
    return {"paths": {}, "a": found}


def test_a_document_is_nested_a_hundred_levels_at_most(tmp_path: Path) -> None:
    assert Contract.load(nested(100)).document == nested(100)
    allowed = "found too much nesting, or what holds itself, at /a/0/0/0/...; allowed: 100 levels"
    assert refused(nested(101)) == f"contract: {allowed}"
    assert refused(nested(100_000)) == f"contract: {allowed}"
    for name in ("own.json", "own.yaml"):
        text = json.dumps(nested(101))
        assert refused(written(tmp_path, text, name)) == f"contract: {allowed}"
        text = f'{{"paths": {{}}, "a": {"[" * 10_000}}}'
        assert refused(written(tmp_path, text, name)) == f"contract: {name} is nested too deep; allowed: 100 levels"


def test_decoded_data_that_holds_itself_is_refused() -> None:
    own: Node = {"paths": {}}
    own["a"] = [own, own]
    assert refused(own).startswith("contract: found too much nesting, or what holds itself, at /a/0/a/0/...")
    shared: Any = [1] * 10
    for _ in range(10):
        shared = [shared] * 10
    assert refused({"paths": {}, "a": shared}).startswith("contract: found too much that is repeated")


def test_what_aliases_repeat_a_little_is_there_each_time(tmp_path: Path) -> None:
    text = """
paths: {}
components:
  schemas:
    One: &one
      type: object
      properties:
        size: {type: integer}
    Two: *one
    Three:
      <<: *one
      required: [size]
      type: array
"""
    contract = Contract.load(written(tmp_path, text))
    (found,) = contract.check_schema("One", {"size": "x"})
    assert found.line == 8
    # it stands where the alias does
    (found,) = contract.check_schema("Two", {"size": "x"})
    assert (found.schema_pointer, found.line) == ("/components/schemas/Two/properties/size/type", 9)
    (found,) = contract.check_schema("Three", 5)
    assert (found.code, found.line) == ("body.type", 13)


def test_lines_of_yaml_are_those_of_the_bundled_table() -> None:
    folder = resources.files("openvideos_api.contract")
    lines = json.loads(folder.joinpath("lines.json").read_text(encoding="utf-8"))
    with resources.as_file(folder.joinpath("videos.yaml")) as file:
        own = Document.load(file)
    assert own.data == Document.load().data
    assert {pointer: own.line(pointer) for pointer in lines} == lines


def test_a_violation_of_a_contract_in_yaml_has_the_line(tmp_path: Path) -> None:
    file = written(tmp_path, STATUSES)
    (found,) = Contract.load(file).check_response("look", status=200, body={"on": "x"})
    assert (found.schema_pointer, found.line) == ("/components/schemas/Switch/properties/on/type", 14)
    document = Contract.load(file).document
    for other in (document, written(tmp_path, json.dumps(document), "own.json")):
        (found,) = Contract.load(other).check_response("look", status=200, body={"on": "x"})
        assert found.line is None
