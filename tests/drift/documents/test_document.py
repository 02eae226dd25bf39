"""A document is taken with its lines, or refused in one line that names it, the place, what was found and allowed."""

import json
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from openvideos.contract import Contract
from openvideos.contract.yaml_text import read_yaml
from openvideos.drift.change import Place
from openvideos.drift.documents.document import DocumentError, from_data, read

HEAD = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\n'
EMPTY = f"{HEAD}paths: {{}}\n"
USE = f"""{HEAD}paths:
  /v:
    get:
      responses:
        "200": {{description: a, content: {{a/b: {{schema: %s}}}}}}
"""
A_REF = '{$ref: "#/components/schemas/A"}'
REFERRED = f"{USE % A_REF}components:\n  schemas:\n"
SCHEMA = "/paths/~1v/get/responses/200/content/a~1b/schema"
FORMS = "OpenAPI 3.0.x and 3.1.x"
TEXT = "a document in YAML or JSON"
THERE = "one to what is in the document"
WITHIN = "one within the document (#/...), as remote $refs are not fetched"

BAD: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", f": found nothing in it; allowed: {TEXT}"),
    "blanks": (" \n\n", f": found nothing in it; allowed: {TEXT}"),
    "a comment": ("# later\n", f": found null; allowed: an object: {FORMS}"),
    "text": ("hello", f": found text; allowed: an object: {FORMS}"),
    "an array": ("- a\n", f": found an array; allowed: an object: {FORMS}"),
    "an array in JSON": ("[1]", f": found an array; allowed: an object: {FORMS}"),
    "a number": ("5", f": found 5; allowed: an object: {FORMS}"),
    "no openapi": ("a: b\n", f": found no openapi; allowed: {FORMS}"),
    "no paths": (HEAD, ": found no paths; allowed: an OpenAPI document with paths"),
    "no paths of 3.0": (
        "openapi: 3.0.3\ncomponents: {}\n",
        ": found no paths; allowed: an OpenAPI document with paths",
    ),
    "paths in an array": (f"{HEAD}paths: []", ":3: found [] at /paths; allowed: an object"),
    "2.0": ('a: 1\nswagger: "2.0"\n', f":2: found Swagger '2.0' at /swagger; allowed: {FORMS}"),
    "2.0 as a number": ("swagger: 2.0\n", f":1: found Swagger 2.0 at /swagger; allowed: {FORMS}"),
    "3.2": ("openapi: 3.2.0\npaths: {}", f":1: found '3.2.0' at /openapi; allowed: {FORMS}"),
    "3.10": ("openapi: 3.10.0\npaths: {}", f":1: found '3.10.0' at /openapi; allowed: {FORMS}"),
    "3.1 as a number": (
        "a: b\nopenapi: 3.1\n",
        f":2: found 3.1, which is no text, at /openapi; allowed: {FORMS}, in quotes: '3.1.0'",
    ),
    "no version": (
        "openapi:\n",
        f":1: found null, which is no text, at /openapi; allowed: {FORMS}, in quotes: '3.1.0'",
    ),
    "4 in JSON": ('{"a": 1,\n"openapi": "4.0.0"}', f":2: found '4.0.0' at /openapi; allowed: {FORMS}"),
    "a control character": (
        f"{HEAD}a: \1",
        f":3: found no YAML that is read here (control characters are not allowed); allowed: {TEXT}",
    ),
    "an alias of nothing": (f"{HEAD}a: *b", f":3: found undefined alias; allowed: {TEXT}"),
    "two documents": (
        f"{EMPTY}---\n{EMPTY}",
        f":4: found no YAML that is read here (but found another document); allowed: {TEXT}",
    ),
    "a key that is an array": (f"{HEAD}? [a]\n: b", f":3: found unhashable key; allowed: {TEXT}"),
    "a key twice": (
        f"{EMPTY}a:\n  b: 1\n  'b': 2\n",
        ":6: found the key 'b' of line 5 again; allowed: each key once",
    ),
    "a status twice": (
        f'{EMPTY}a:\n  200: 1\n  "200": 2\n',
        ":6: found the key '200' of line 5 again; allowed: each key once",
    ),
    "a key twice in JSON": (
        '{"openapi": "3.1.0",\n"a": [{}, {"b": 1,\n"c": "b",\n"b": 2}]}',
        ":4: found the key 'b' again at /a/1; allowed: each key once",
    ),
    "an object of Python": (
        f"{EMPTY}a: !!python/object:os.system {{}}",
        (
            ":4: found no YAML that is read here (could not determine a constructor for the tag "
            f"'tag:yaml.org,2002:python/object:os.system'); allowed: {TEXT}"
        ),
    ),
    "a call of Python": (
        f"{EMPTY}a: !!python/object/apply:os.system [exit]",
        (
            ":4: found no YAML that is read here (could not determine a constructor for the tag "
            f"'tag:yaml.org,2002:python/object/apply:os.system'); allowed: {TEXT}"
        ),
    ),
    "a tag of one's own": (
        f"{EMPTY}a: !mine {{}}",
        f":4: found no YAML that is read here (could not determine a constructor for the tag '!mine'); allowed: {TEXT}",
    ),
    "bytes": (f"{EMPTY}a: !!binary aGk=", ":4: found 2 bytes at /a; allowed: what JSON has a word for"),
    "NaN in JSON": (
        '{"openapi": "3.1.0", "a": NaN}',
        ": found NaN, for which JSON has no word; allowed: numbers",
    ),
    "no number in JSON": (
        '{"openapi": "3.1.0",\n"a": [1, 1e999]}',
        ":2: found Infinity at /a/1; allowed: what JSON has a word for",
    ),
    "no number in YAML": (f"{EMPTY}a: .nan", ":4: found NaN at /a; allowed: what JSON has a word for"),
    "thousands of digits": (
        f'{{"a": {"9" * 5000}}}',
        (
            ": can't be read (Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits); "
            f"allowed: {TEXT}"
        ),
    ),
    "bytes that are no text": (
        f"{EMPTY}a: ".encode() + b"\xff",
        f":4: found a byte 0xff that is no UTF-8; allowed: {TEXT}, in UTF-8",
    ),
    "another encoding": (
        HEAD.encode("utf-16"),
        f":1: found a byte 0xff that is no UTF-8; allowed: {TEXT}, in UTF-8",
    ),
    "a $ref to nothing": (
        USE % A_REF,
        f":7: found the $ref '#/components/schemas/A' at {SCHEMA}/$ref; allowed: {THERE}",
    ),
    "a $ref to an anchor that is not there": (
        USE % '{$ref: "#A"}',
        f":7: found the $ref '#A' at {SCHEMA}/$ref; allowed: {THERE}",
    ),
    "a $ref to an item that is not there": (
        USE % '{$ref: "#/components/schemas/A/oneOf/1"}' + "components: {schemas: {A: {oneOf: [{}]}}}\n",
        f":7: found the $ref '#/components/schemas/A/oneOf/1' at {SCHEMA}/$ref; allowed: {THERE}",
    ),
    "a $ref that is no text once decoded": (
        USE % '{$ref: "#/components/schemas/%FF"}' + 'components: {schemas: {"\ufffd": {}}}\n',
        f":7: found the $ref '#/components/schemas/%FF' at {SCHEMA}/$ref; allowed: {THERE}",
    ),
    "a $ref to another file": (
        USE % '{$ref: "other.yaml#/A"}',
        f":7: found the $ref 'other.yaml#/A' at {SCHEMA}/$ref; allowed: {WITHIN}",
    ),
    "a $ref to another server": (
        f"{REFERRED}    A:\n      properties:\n        b: {{$ref: 'https://example.org/b.yaml'}}\n",
        (
            ":12: found the $ref 'https://example.org/b.yaml' at /components/schemas/A/properties/b/$ref; "
            f"allowed: {WITHIN}"
        ),
    ),
    "a $ref that is no text": (USE % "{$ref: 5}", f":7: found the $ref 5 at {SCHEMA}/$ref; allowed: text"),
    "a $ref to the document": (
        USE % '{$ref: "#"}',
        f":7: found the $ref '#' at {SCHEMA}/$ref; allowed: one to a schema",
    ),
    "a $ref to itself": (
        f"{REFERRED}    A: {A_REF}\n",
        ":10: found a $ref that leads in circles at /components/schemas/A; allowed: one that ends",
    ),
    "$refs to one another": (
        REFERRED + '    A: {$ref: "#/components/schemas/B"}\n    B: {$ref: "#/components/schemas/A"}\n',
        ":10: found a $ref that leads in circles at /components/schemas/A; allowed: one that ends",
    ),
    "a $ref to what is part of it": (
        f"{REFERRED}    A: {{type: object, allOf: [{{type: object}}, {{anyOf: [{A_REF}]}}]}}\n",
        ":10: found a $ref that leads in circles at /components/schemas/A; allowed: one that ends",
    ),
    "a path item that refers to itself": (
        f"{HEAD}paths:\n  /v:\n    $ref: '#/paths/~1v'\n",
        ":4: found a $ref that leads in circles at /paths/~1v; allowed: one that ends",
    ),
    "a dynamic $ref": (
        USE % '{$dynamicRef: "#a"}',
        f":7: found a $dynamicRef at {SCHEMA}/$dynamicRef; allowed: $ref",
    ),
    "an $id that $refs start from": (
        USE % '{$id: "https://example.org/a", properties: {a: {$ref: "#/b"}}}',
        (
            f":7: found an $id that the $refs below it start from at {SCHEMA}/$id; "
            "allowed: $refs that start from the document"
        ),
    ),
    "a schema that is none": (USE % "[]", f":7: found [] as a schema at {SCHEMA}; allowed: an object"),
    "properties that are none": (
        USE % "{properties: [a]}",
        f":7: found ['a'] at {SCHEMA}/properties; allowed: an object",
    ),
    "a response that is none": (
        f"{HEAD}paths: {{/v: {{get: {{responses: {{200: null}}}}}}}}",
        ":3: found null as a response at /paths/~1v/get/responses/200; allowed: an object",
    ),
    "a path item that is none": (
        f"{HEAD}paths: {{/v: text}}",
        ":3: found 'text' as a path item at /paths/~1v; allowed: an object",
    ),
    "parameters that are none": (
        f"{HEAD}paths: {{/v: {{parameters: {{a: 1}}}}}}",
        ":3: found {'a': 1} at /paths/~1v/parameters; allowed: an array",
    ),
}


def refused(source: str) -> str:
    with pytest.raises(DocumentError) as caught:
        read(source)
    said = str(caught.value)
    assert said.isprintable()
    assert len(said) < 600
    return said


@pytest.mark.parametrize(("text", "said"), BAD.values(), ids=BAD)
def test_what_is_no_document_is_refused_in_one_line_with_its_place(
    written: Callable[..., str], text: str | bytes, said: str
) -> None:
    assert refused(written(text)) == f"own.yaml{said}"


def test_text_that_begins_as_json_is_yaml_unless_its_name_says_otherwise(written: Callable[..., str]) -> None:
    text = '{openapi: 3.1.0,\n"paths": {}, # none\n}'
    assert read(written(text)).data == {"openapi": "3.1.0", "paths": {}}
    said = "own.json:1: found no JSON (Expecting property name enclosed in double quotes); allowed: "
    assert refused(written(text, "own.json")) == f"{said}{TEXT}"
    assert (
        refused(written('{"a": 1\n"b": 2}')) == f"own.yaml:2: found no JSON (Expecting ',' delimiter); allowed: {TEXT}"
    )


def test_data_and_lines_are_those_of_the_bundled_document(root: Path) -> None:
    source = read(str(root / "openapi/videos.yaml"))
    document = Contract.load().document
    assert source.data == document
    assert (source.name, source.version) == (str(root / "openapi/videos.yaml"), document["openapi"])
    lines = json.loads((root / "generated/openvideos_api/contract/lines.json").read_text())
    assert {pointer: source.line(pointer) for pointer in lines} == lines


def test_json_has_the_same_lines_as_yaml_on_the_same_lines(written: Callable[..., str], root: Path) -> None:
    data = read(str(root / "openapi/videos.yaml")).data | {"a": [1, "x:y,{", [], {}, [{"": 'quo"te\\'}], None]}
    text = json.dumps(data, indent=2)
    found = read(written(text))
    assert found.data == data
    assert dict(found.lines) == read_yaml(text)[1]


@pytest.mark.parametrize(
    "text", ["\ufeff" + EMPTY, EMPTY.replace("\n", "\r\n"), '\ufeff{"openapi": "3.1.0", "paths": {}}']
)
def test_a_mark_at_the_start_and_other_ends_of_lines_are_no_matter(written: Callable[..., str], text: str) -> None:
    assert read(written(text)).data["paths"] == {}


def test_a_line_is_that_of_what_is_nearest_around(written: Callable[..., str]) -> None:
    source = read(written(USE % "{type: string}"))
    assert source.line(f"{SCHEMA}/type/deeper/still") == 7
    assert source.line("/nowhere") is None
    assert source.place(SCHEMA) == Place(name="own.yaml", pointer=SCHEMA, line=7)


def test_decoded_data_is_neither_kept_nor_changed_and_refused_by_name() -> None:
    given: dict[str, Any] = {"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"A": {"nullable": True}}}}
    before = json.dumps(given)
    assert from_data(MappingProxyType(given), "own").data["components"] == {"schemas": {"A": {}}}
    assert json.dumps(given) == before
    for data, said in (({"openapi": 3}, "3, which is no text, at /openapi"), ({"a": {1}}, "a Python set at /a")):
        with pytest.raises(DocumentError, match=rf"^own: found {said}; allowed: "):
            from_data(data, "own")
