"""What the documents show is run: python and console blocks of README.md and docs/, in order, against an emulator.

A document's blocks share a folder and the address that it names, http://127.0.0.1:8000/v1, is an emulator's here. A
console block has commands after `$ `, each with the output that it must have; a python block's output stands in the
text block behind it, if there is one, and one that has tests in it is run by pytest. `...` stands for anything. An sh
block is only read: what it does to the machine is tried elsewhere, and the scripts that it names have to exist. A toml
block is the folder's pyproject.toml from there on.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from openvideos.emulator import Emulator

ROOT = Path(__file__).parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md")), ROOT / "openapi/README.md"]
ADDRESS = "http://127.0.0.1:8000/v1"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = {"python", "console", "text", "sh", "toml"}


def named(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


@attrs.frozen(kw_only=True)
class Block:
    """A fenced block of a document: where it begins, its kind, its text, and the output shown behind it."""

    line: int
    kind: str
    text: str
    output: str | None


def blocks(document: Path) -> Iterator[Block]:
    content = document.read_text()
    found = list(FENCE.finditer(content))
    for block, after in zip(found, [*found[1:], None], strict=False):
        shown = after and after[1] == "text" and not content[block.end() : after.start()].strip()
        yield Block(
            line=content.count("\n", 0, block.start()) + 1,
            kind=block[1],
            text=block[2],
            output=after[2] if after and shown else None,
        )


def steps(block: Block, address: str) -> Iterator[tuple[list[str], str | None]]:
    """The commands of a block, and what each has to say; None if that isn't shown."""
    text = block.text.replace(ADDRESS.removesuffix("/v1"), address.removesuffix("/v1"))
    if block.kind == "python" and re.search(r"^(async )?def test_", text, re.MULTILINE):
        keep = "import pathlib, sys; pathlib.Path('test_block.py').write_text(sys.argv[1])"
        yield [sys.executable, "-c", keep, text], None
        yield [sys.executable, "-m", "pytest", "-p", "no:schemathesis", "-W", "error", "test_block.py"], None
    elif block.kind == "toml":
        yield (
            [sys.executable, "-c", "import pathlib, sys; pathlib.Path('pyproject.toml').write_text(sys.argv[1])", text],
            None,
        )
    elif block.kind == "python":
        yield [sys.executable, "-c", text], block.output
    elif block.kind == "console":
        assert text.startswith("$ "), f"line {block.line}: a console block begins with a command"
        for each in text.removeprefix("$ ").split("\n$ "):
            command, _, output = re.sub(r"\\\n", "", each).partition("\n")
            yield ["bash", "-c", command], output


def matches(shown: str, found: str) -> bool:
    pattern = ".*".join(re.escape(piece) for piece in shown.strip().split("..."))
    return re.fullmatch(pattern, found.strip(), re.DOTALL) is not None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with Emulator(time_scale=100) as emulator:
        yield emulator.base_url


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_each_block_of_a_document_does_what_it_shows(document: Path, address: str, tmp_path: Path) -> None:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": programs, "HOME": str(tmp_path), "LANG": "C.UTF-8", "OPENVIDEOS_BASE_URL": address}
    for block in blocks(document):
        for command, shown in steps(block, address):
            done = subprocess.run(
                command,
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=60,
                check=False,
            )
            where = f"{named(document)}:{block.line}: {command[-1]}\n{done.stdout}"
            assert done.returncode == 0, where
            assert shown is None or matches(shown, done.stdout), where


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_each_block_of_a_document_is_of_a_kind_that_is_run_or_known(document: Path) -> None:
    assert {block.kind for block in blocks(document)} <= KINDS
    assert document.read_text().count("```") == 2 * len(list(blocks(document)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_each_file_that_a_document_names_exists(document: Path) -> None:
    content = document.read_text()
    scripts = {
        word for block in blocks(document) if block.kind == "sh" for word in shlex.split(block.text, comments=True)
    }
    named = {word for word in scripts if word.startswith("./scripts/")}
    named |= {link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", content) if "://" not in link}
    assert not [name for name in named if not (document.parent / name).exists()]
