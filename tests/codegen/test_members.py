"""What the contract may add to a body, and the signatures that come of it."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Document = dict[str, Any]


@pytest.fixture(scope="module")
def changed(generate: Callable[..., Any]) -> Any:
    """Ours, of a contract whose create takes tags, and says so in words that end in a quote."""

    def change(document: Document) -> None:
        for body in ("VideoCreateBody", "VideoCreateForm"):
            document["components"]["schemas"][body]["properties"]["tags"] = {
                "type": "array",
                "items": {"type": "string"},
                "description": 'Words to find it by, as in "boat"',
            }

    return generate("ours", change)


def test_a_list_of_strings_is_a_keyword_whose_annotation_resolves(changed: Any) -> None:
    create = changed.module("resource").VideosResource.create
    annotation = inspect.signature(create, eval_str=True).parameters["tags"].annotation
    assert annotation == Sequence[str] | changed.module("types").Omit
    assert changed.module("params").Sequence is Sequence


def test_a_description_that_ends_in_a_quote_is_a_docstring(changed: Any) -> None:
    assert 'tags: Words to find it by, as in "boat"' in changed.module("resource").VideosResource.create.__doc__
    body = changed.module("models.video_create_body").VideoCreateBody(prompt="x", tags=["boat"])
    assert body.to_dict() == {"prompt": "x", "tags": ["boat"]}
