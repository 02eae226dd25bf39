"""What the package exports: each name can be read, and no more than that is public."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import openvideos


@pytest.mark.parametrize("name", openvideos.__all__)
def test_every_name_can_be_read(name: str) -> None:
    assert getattr(openvideos, name) is not None
    assert name in dir(openvideos)


def test_every_name_is_known_to_a_type_checker() -> None:
    tree = ast.parse(Path(openvideos.__file__).read_text(encoding="utf-8"))
    bound = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    bound |= {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    assert set(openvideos.__all__) <= bound


def test_all_is_sorted_and_has_no_name_twice() -> None:
    assert len(set(openvideos.__all__)) == len(openvideos.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'openvideos' has no attribute 'nothing'"):
        openvideos.nothing  # noqa: B018


def test_the_names_that_modules_have_too_are_not_hidden_by_them() -> None:
    code = (
        "import openvideos.omit, openvideos.client, openvideos.errors, openvideos\n"
        "from openvideos import omit\n"
        "assert isinstance(omit, openvideos.Omit) and openvideos.omit is omit\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_official_names_are_the_same_things() -> None:
    assert openvideos.OpenAI is openvideos.OpenVideos
    assert openvideos.AsyncOpenAI is openvideos.AsyncOpenVideos
    assert openvideos.OpenAIError is openvideos.OpenVideosError
    assert openvideos.DEFAULT_MAX_RETRIES == 2
    assert (openvideos.DEFAULT_TIMEOUT.read, openvideos.DEFAULT_TIMEOUT.connect) == (600.0, 5.0)
    assert openvideos.DEFAULT_CONNECTION_LIMITS.max_connections == 1000
