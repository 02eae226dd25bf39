"""Of a vendor's whole document the few paths that matter are read, just as if the rest were not there."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.big_document import big_document
from openvideos.contract.pointer import join
from openvideos.drift.documents.document import DocumentError, Source, read
from openvideos.drift.documents.linked import at

Node = dict[str, Any]
LINES = 80_000
ANSWER = "/paths/~1videos/get/responses/200/content/a~1b/schema"


def schema(name: str) -> Node:
    return {"$ref": f"#/components/schemas/{name}"}


def answering(schema: Any, **more: Any) -> Node:
    return {"get": {"responses": {"200": {"description": "", "content": {"a/b": {"schema": schema}}}}, **more}}


PARTS = ("responses/200/content/a~1b/schema", "parameters/0/schema")
SHAPES: dict[str, Node] = {
    "nothing shared": {"paths": {"/videos": answering({"type": "string"}), "/other": answering({})}},
    "several paths": {
        "paths": {name: answering({}) for name in ("/videos/{id}", "/other", "/videos", "/videosets", "/v")}
    },
    "no such path": {"paths": {"/other": answering({})}},
    "a component": {"paths": {"/videos": answering(schema("A"))}},
    "a chain of components": {
        "paths": {"/videos": answering({"items": schema("B")}), "/other": answering(schema("D"))}
    },
    "a recursion": {"paths": {"/videos": answering(schema("E"))}},
    "part of a component": {"paths": {"/videos": answering({"$ref": "#/components/schemas/F/properties/b"})}},
    "a discriminator": {
        "paths": {
            "/videos": answering(
                {"discriminator": {"propertyName": "a", "mapping": {"a": "A", "b": "#/components/schemas/B"}}}
            )
        }
    },
    "a path item of the components": {"paths": {"/videos": {"$ref": "#/components/pathItems/P"}}},
    "other components": {
        "paths": {
            "/videos": answering(
                {},
                parameters=[{"$ref": "#/components/parameters/Q"}],
                requestBody={"$ref": "#/components/requestBodies/R"},
                callbacks={"a": {"$ref": "#/components/callbacks/C"}},
            )
        }
    },
    "security of its own": {"paths": {"/videos": answering({}, security=[{"own": []}, {}]), "/other": answering({})}},
    "security of all": {"paths": {"/videos": answering({})}, "security": [{"all": [], "own": ["a"]}]},
    "another path": {
        "paths": {
            "/videos": answering({"$ref": "#/paths/~1other/get/responses/200/content/a~1b/schema"}),
            "/other": answering(
                {"properties": {"a": schema("A"), "b": {"$ref": "#/paths/~1other/get/x-own/0"}}},
                **{"x-own": [schema("A"), 5]},
            ),
        }
    },
    "a parameter of another path": {
        "paths": {
            "/videos": answering({"anyOf": [{"$ref": f"#/paths/~1other/get/parameters/{i}/schema"} for i in (1, 0)]}),
            "/other": answering(
                {}, parameters=[{"name": str(i), "in": "query", "schema": schema("A")} for i in (0, 1)]
            ),
        }
    },
    "another path as a whole, and part of it": {
        "paths": {
            "/videos": {"$ref": "#/paths/~1other"},
            "/videos/{id}": answering({"anyOf": [{"$ref": f"#/paths/~1other/get/{part}"} for part in PARTS]}),
            "/other": answering(schema("A"), parameters=[{"name": "a", "in": "query", "schema": schema("B")}]),
        }
    },
    "itself": {"paths": {"/videos": answering({"properties": {"a": {"$ref": f"#{ANSWER}"}}})}},
    "definitions": {"paths": {"/videos": answering({"$ref": "#/definitions/A"})}, "definitions": {"A": schema("B")}},
    "signs": {
        "paths": {"/videos": answering({"$ref": "#/x-own/a~1%7Bb%7D%25"})},
        "x-own": {"a/{b}%": {"type": "null"}},
    },
    "an anchor": {"paths": {"/videos": answering({"$ref": "#Anchored"})}},
    "true": {"paths": {"/videos": answering(schema("T"))}},
}
COMPONENTS: Node = {
    "schemas": {
        "A": {"type": "integer"},
        "B": {"properties": {"a": schema("A"), "c": schema("C")}},
        "C": {"allOf": [schema("A"), {"minimum": 0}]},
        "D": {"items": schema("B")},
        "E": {"properties": {"e": schema("E"), "g": {"items": schema("G")}}},
        "F": {"properties": {"b": schema("B"), "t": schema("T")}},
        "G": {"additionalProperties": schema("E")},
        "H": {"$anchor": "Anchored", "type": "string"},
        "T": True,
        "Broken": {"properties": {"a": {"$ref": "other.yaml#/A"}, "b": schema("Nothing"), "c": 5}},
    },
    "parameters": {"Q": {"name": "a", "in": "query", "schema": schema("A")}},
    "requestBodies": {
        "R": {
            "content": {
                "a/b": {
                    "schema": schema("C"),
                    "encoding": {"a": {"headers": {"h": {"$ref": "#/components/headers/H"}}}},
                }
            }
        }
    },
    "headers": {"H": {"schema": schema("D")}},
    "callbacks": {"C": {"{url}": answering(schema("B"))}},
    "pathItems": {"P": answering(schema("B"), security=[{"own": []}])},
    "securitySchemes": {"own": {"type": "http", "scheme": "bearer"}, "all": {"type": "http", "scheme": "basic"}},
    "examples": {"X": {"value": {"$ref": "nowhere"}}},
}


def unfolded(data: Node, node: Any, seen: frozenset[str] = frozenset()) -> Any:
    """A node with what its $refs lead to in their place, once each on the way down."""
    if isinstance(node, list):
        return [unfolded(data, item, seen) for item in node]
    if not isinstance(node, dict):
        return node
    found = {name: unfolded(data, item, seen) for name, item in node.items() if name != "$ref"}
    if isinstance(ref := node.get("$ref"), str):
        pointer = ref[1:].replace("%7B", "{").replace("%7D", "}").replace("%25", "%")
        found["$ref"] = "again" if pointer in seen else unfolded(data, at(data, pointer), seen | {pointer})
    return found


def is_of_videos(path: str) -> bool:
    return path == "/videos" or path.startswith("/videos/")


def of_videos(data: Node) -> Node:
    """What the /videos paths of a document say, and who may ask."""
    paths = {name: unfolded(data, item) for name, item in data["paths"].items() if is_of_videos(name)}
    asked = {name for requirement in data.get("security", []) for name in requirement}
    asked |= {name for item in paths.values() for each in item.get("get", {}).get("security", []) for name in each}
    schemes = data["components"].get("securitySchemes", {})
    return {
        "paths": paths,
        "security": data.get("security"),
        "schemes": {name: schemes[name] for name in sorted(asked)},
    }


def whole(shape: Node) -> Node:
    return {"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, **shape, "components": deepcopy(COMPONENTS)}


@pytest.mark.parametrize("form", ["YAML", "JSON"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_slice_says_what_the_whole_says_of_its_paths(written: Callable[..., str], shape: Node, form: str) -> None:
    text = json.dumps(whole(shape)) if form == "JSON" else yaml.dump(whole(shape), sort_keys=False)
    name = written(text)
    part, all_of_it = read(name, only="/videos"), read(name)
    assert of_videos(part.data) == of_videos(all_of_it.data)
    assert list(part.data["paths"]) == [path for path in shape["paths"] if is_of_videos(path)]


@pytest.mark.parametrize(
    ("shape", "kept"),
    [
        ("nothing shared", []),
        ("a component", ["schemas/A"]),
        ("a chain of components", ["schemas/A", "schemas/B", "schemas/C"]),
        ("a recursion", ["schemas/E", "schemas/G"]),
        ("part of a component", ["schemas/A", "schemas/B", "schemas/C", "schemas/F", "schemas/T"]),
        ("a discriminator", ["schemas/A", "schemas/B", "schemas/C"]),
        (
            "a path item of the components",
            ["schemas/A", "schemas/B", "schemas/C", "pathItems/P", "securitySchemes/own"],
        ),
        (
            "other components",
            [*(f"schemas/{name}" for name in "ABCD"), "parameters/Q", "requestBodies/R", "headers/H", "callbacks/C"],
        ),
        ("security of its own", ["securitySchemes/own"]),
        ("security of all", ["securitySchemes/own", "securitySchemes/all"]),
        ("another path", ["schemas/A"]),
        ("definitions", ["schemas/A", "schemas/B", "schemas/C"]),
        ("an anchor", ["schemas/H"]),
        ("true", ["schemas/T"]),
    ],
)
def test_a_slice_has_the_components_that_its_paths_need_and_no_others(
    written: Callable[..., str], shape: str, kept: list[str]
) -> None:
    data = read(written(json.dumps(whole(SHAPES[shape]))), only="/videos").data
    assert [f"{kind}/{name}" for kind, named in data["components"].items() for name in named] == kept


def test_what_stands_elsewhere_has_its_line_and_its_own_pointer(written: Callable[..., str]) -> None:
    source = read(written(yaml.dump(whole(SHAPES["another path"]), sort_keys=False)), only="/videos")
    pointer = "/paths/~1other/get/responses/200/content/a~1b/schema"
    assert at(source.data, ANSWER) == {"$ref": f"#/x-elsewhere{pointer}"}
    place = source.place(f"/x-elsewhere{pointer}/properties")
    assert place.pointer == f"{pointer}/properties"
    assert place.line == source.line(f"{pointer}/properties") == source.line(f"/x-elsewhere{pointer}/properties")
    assert "properties:" in Path("own.yaml").read_text().splitlines()[(place.line or 0) - 1]


def test_what_its_paths_need_and_what_nobody_does_is_not_elsewhere(written: Callable[..., str]) -> None:
    shape = whole(SHAPES["itself"]) | {
        "x-own": {"a": {}},
        "webhooks": {"a": answering({})},
        "servers": [{"url": "/v1"}],
    }
    data = read(written(json.dumps(shape)), only="/videos").data
    assert list(data) == ["openapi", "info", "servers", "paths", "components"]
    assert at(data, ANSWER)["properties"]["a"] == {"$ref": f"#{ANSWER}"}


@pytest.mark.parametrize(
    ("paths", "base", "kept"),
    [
        (["/videos/{id}", "/videos", "/v1/videos"], "", ["/videos/{id}", "/videos"]),
        (["/v1/videos/{id}/content", "/v1/videosets", "/v1/models"], "/v1", ["/v1/videos/{id}/content"]),
        (["/openai/v1/videos", "/v1/videos", "/api/videos/{id}"], "/v1", ["/v1/videos"]),
        (["/{account}/videos", "/a/b/videos/"], "/a/b", ["/a/b/videos/"]),
        (["/{account}/videos", "/videosets", "/v1"], "", []),
    ],
)
def test_paths_may_begin_with_what_others_have_in_the_address_of_their_server(
    written: Callable[..., str], paths: list[str], base: str, kept: list[str]
) -> None:
    source = read(
        written(json.dumps(whole({"paths": {path: answering(schema("A")) for path in paths}}))), only="/videos"
    )
    assert (source.base, list(source.data["paths"])) == (base, kept)


def test_what_is_wrong_elsewhere_does_not_matter(written: Callable[..., str]) -> None:
    shape = whole({"paths": {"/other": answering(schema("Broken")), "/another": 5, "/videos": answering(schema("A"))}})
    name = written(yaml.dump(shape, sort_keys=False))
    with pytest.raises(DocumentError):
        read(name)
    assert list(read(name, only="/videos").data["paths"]) == ["/videos"]
    shape["paths"]["/videos"] = answering(schema("Broken"))
    with pytest.raises(
        DocumentError, match=r"^own\.yaml:[0-9]+: found the \$ref 'other\.yaml#/A' at /components/schemas/B"
    ):
        read(written(yaml.dump(shape, sort_keys=False)), only="/videos")


def test_beside_a_ref_of_30_nothing_is_kept(written: Callable[..., str]) -> None:
    shape = whole({"paths": {"/videos": answering({**schema("A"), "properties": {"b": schema("Nothing")}})}})
    shape["openapi"] = "3.0.3"
    data = read(written(json.dumps(shape)), only="/videos").data
    assert at(data, ANSWER) == schema("A")
    assert list(data["components"]["schemas"]) == ["A"]


@pytest.fixture(scope="module")
def own(root: Path) -> Source:
    return read(str(root / "openapi/videos.yaml"))


@pytest.fixture(scope="module")
def big(own: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of a vendor, in the middle of which stands our own."""
    file = tmp_path_factory.mktemp("big") / "vendor.yaml"
    file.write_text(big_document(LINES, own.data))
    return file


def test_of_a_document_of_eighty_thousand_lines_only_the_paths_that_matter_are_built(own: Source, big: Path) -> None:
    text = big.read_text()
    assert text.count("\n") >= LINES
    source = read(str(big), only="/videos")
    assert source.data["paths"] == own.data["paths"]
    used = json.dumps(own.data)
    for kind, named in own.data["components"].items():
        for name in named:
            if kind in {"schemas", "securitySchemes"} and f'"#/components/{kind}/{name}"' in used:
                assert source.data["components"][kind][name] == named[name]
    lines = text.splitlines()
    for path in own.data["paths"]:
        assert lines[(source.line(join("/paths", path)) or 0) - 1] == f"  {path}:"
    assert not {"responses", "x-example"} & source.data.keys()


BOUNDED = """
import resource, sys
from openvideos.drift.documents.document import read
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
resource.setrlimit(resource.RLIMIT_DATA, (300_000_000, 300_000_000))
print(*read(sys.argv[1], only="/videos").data["paths"])
"""


def test_a_document_of_eighty_thousand_lines_is_read_in_bounded_memory(own: Source, big: Path) -> None:
    done = subprocess.run([sys.executable, "-c", BOUNDED, str(big)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == list(own.data["paths"])
