"""`openvideos contract` hands out the contract."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml


@pytest.mark.parametrize("words", [[], ["--format", "yaml"]], ids=["left out", "yaml"])
def test_as_yaml_it_is_the_file_byte_by_byte(run: Callable[..., Any], root: Path, words: list[str]) -> None:
    done = run("contract", *words)
    assert (done.code, done.err, done.out) == (0, "", (root / "openapi/videos.yaml").read_text())


def test_as_json_it_says_the_same(run: Callable[..., Any], root: Path) -> None:
    done = run("contract", "--format", "json")
    assert json.loads(done.out) == yaml.safe_load((root / "openapi/videos.yaml").read_text())
    assert done.out.endswith("}\n")


def test_it_has_no_other_form(run: Callable[..., Any]) -> None:
    assert run("--base-url", "http://x.example", "contract").code == 2
    done = run("contract", "--format", "xml")
    assert (done.code, done.out) == (2, "")
    assert "'yaml', 'json'" in done.err
