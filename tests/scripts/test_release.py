"""A release is refused until tree, changelog and versions are ready, and versions are held to what changed since."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from releasing.__main__ import main
from releasing.held import Held
from releasing.version import Level, Version, least

ROOT = Path(__file__).parents[2]

CONTRACT = """openapi: 3.1.0
info:
  title: Shop
  version: 0.1.0
paths:
  /videos:
    get:
      operationId: list
      parameters:
        - name: limit
          in: query
          schema:
            type: integer
            maximum: 100
      responses:
        "200":
          description: What there is.
          content:
            application/json:
              schema:
                type: object
                required: [count]
                properties:
                  count:
                    type: integer
"""
SHOP = '__all__ = ["buy"]\n\n\ndef buy(what: str, how_many: int = 1) -> str: ...\n'
FILES = {
    "openapi/videos.yaml": CONTRACT,
    "overlay/openvideos/__init__.py": "",
    "overlay/openvideos/_version.py": '"""The version."""\n\n__version__ = "0.1.0"\n',
    "overlay/openvideos/shop.py": SHOP,
    "generated/openvideos_api/__init__.py": "",
    "CHANGELOG.md": "# Changelog\n\n## 0.1.0\n\nFirst.\n",
}
Said = tuple[int, list[str], list[str]]
Run = Callable[..., Said]


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")


def edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small project that has never been released, all of it committed."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


@pytest.fixture
def run(checkout: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> Said:
        code = main([*arguments, "--root", str(checkout)])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return run


@pytest.fixture
def released(checkout: Path, run: Run) -> Path:
    """The same one, released as 0.1.0."""
    assert run("release", "0.1.0")[0] == 0
    commit(checkout)
    return checkout


LEAST: list[tuple[str, Level, str]] = [
    ("0.1.0", "", "0.1.0"),
    ("0.1.0", "info", "0.1.1"),
    ("0.1.0", "compatible", "0.1.1"),
    ("0.1.4", "breaking", "0.2.0"),
    ("1.2.3", "", "1.2.3"),
    ("1.2.3", "info", "1.2.4"),
    ("1.2.3", "compatible", "1.3.0"),
    ("1.2.3", "breaking", "2.0.0"),
]


@pytest.mark.parametrize(("released", "level", "next_one"), LEAST)
def test_the_least_version_that_may_follow(released: str, level: Level, next_one: str) -> None:
    assert str(least(Version.parse(released, "here"), level)) == next_one


@pytest.mark.parametrize(
    "text", ["", "1", "1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.2.3-rc1", "1.2.x", "1.2.3\n", "१.2.3"]
)
def test_a_version_has_three_numbers(text: str) -> None:
    with pytest.raises(ValueError, match=r"^here: found .*; allowed: a version of three numbers, as in 0\.2\.0$"):
        Version.parse(text, "here")


def test_versions_compare_as_numbers() -> None:
    assert Version.parse("0.10.0", "here") > Version.parse("0.9.9", "here")


HELD: list[tuple[Level, str, bool, str]] = [
    ("", "0.1.0", True, "shop: nothing since 0.1.0; there has 0.1.0"),
    ("", "0.0.9", False, "shop: nothing since 0.1.0; there: found 0.0.9; allowed: 0.1.0 or higher"),
    ("info", "0.1.0", False, "shop: nothing that counts since 0.1.0; there: found 0.1.0; allowed: 0.1.1 or higher"),
    ("compatible", "0.1.0", False, "shop: additions since 0.1.0; there: found 0.1.0; allowed: 0.1.1 or higher"),
    ("compatible", "0.1.1", True, "shop: additions since 0.1.0; there has 0.1.1"),
    (
        "breaking",
        "0.1.9",
        False,
        "shop: 1 breaking change since 0.1.0; there: found 0.1.9; allowed: 0.2.0 or higher, or restore it",
    ),
    ("breaking", "0.2.0", True, "shop: 1 breaking change since 0.1.0; there has 0.2.0"),
    ("breaking", "1.0.0", True, "shop: 1 breaking change since 0.1.0; there has 1.0.0"),
]


@pytest.mark.parametrize(("level", "current", "ok", "summary"), HELD)
def test_a_version_is_held_to_what_changed(level: Level, current: str, ok: bool, summary: str) -> None:
    versions = {"released": Version(0, 1, 0), "current": Version.parse(current, "here")}
    held = Held(name="shop", where="there", level=level, lines=("x",) if level == "breaking" else (), **versions)
    assert (held.ok, held.summary) == (ok, summary)


AT = "overlay/openvideos/_version.py:3"
BUY = "overlay/openvideos/shop.py:4: openvideos.shop.buy"
API: dict[str, tuple[str, str, str, int, list[str]]] = {
    "nothing": ("", "", "0.1.0", 0, [f"api: nothing since 0.1.0; {AT} has 0.1.0"]),
    "an older version": (
        "",
        "",
        "0.0.9",
        1,
        [f"api: nothing since 0.1.0; {AT}: found 0.0.9; allowed: 0.1.0 or higher"],
    ),
    "a parameter more": (
        "= 1)",
        "= 1, why: str = '')",
        "0.1.0",
        1,
        [f"api: additions since 0.1.0; {AT}: found 0.1.0; allowed: 0.1.1 or higher"],
    ),
    "a parameter more, versioned": (
        "= 1)",
        "= 1, why: str = '')",
        "0.1.1",
        0,
        [f"api: additions since 0.1.0; {AT} has 0.1.1"],
    ),
    "a default less": (
        "int = 1",
        "int",
        "0.1.1",
        1,
        [
            f"{BUY}: how_many: has no default any more",
            f"api: 1 breaking change since 0.1.0; {AT}: found 0.1.1; allowed: 0.2.0 or higher, or restore it",
        ],
    ),
    "a default less, versioned": (
        "int = 1",
        "int",
        "0.2.0",
        0,
        [f"api: 1 breaking change since 0.1.0; {AT} has 0.2.0"],
    ),
}


@pytest.mark.parametrize(("old", "new", "version", "code", "lines"), API.values(), ids=API)
def test_the_api_is_held_to_the_last_release(
    released: Path, run: Run, *, old: str, new: str, version: str, code: int, lines: list[str]
) -> None:
    edit(released, "overlay/openvideos/shop.py", old, new)
    edit(released, "overlay/openvideos/_version.py", "0.1.0", version)
    assert run("api") == (code, lines, [])


INFO = "openapi/videos.yaml:4 info.version"
# what is edited in the contract, its version, the exit code, the last line, and a word of the line before it
OWN: dict[str, tuple[str, str, str, int, str, str]] = {
    "nothing": ("", "", "0.1.0", 0, f"contract: nothing since 0.1.0; {INFO} has 0.1.0", ""),
    "whitespace and comments": (
        "paths:",
        "\n# here\npaths:",
        "0.1.0",
        0,
        f"contract: nothing since 0.1.0; {INFO} has 0.1.0",
        "",
    ),
    "a version that is ahead": ("", "", "0.3.0", 0, f"contract: nothing since 0.1.0; {INFO} has 0.3.0", ""),
    "words": (
        "What there is",
        "All",
        "0.1.0",
        1,
        f"contract: nothing that counts since 0.1.0; {INFO}: found 0.1.0; allowed: 0.1.1 or higher",
        "",
    ),
    "an operation's name": (
        "operationId: list",
        "operationId: list_all",
        "0.1.0",
        1,
        f"contract: nothing that counts since 0.1.0; {INFO}: found 0.1.0; allowed: 0.1.1 or higher",
        "",
    ),
    "a wider limit": (
        "maximum: 100",
        "maximum: 200",
        "0.1.0",
        1,
        f"contract: additions since 0.1.0; {INFO}: found 0.1.0; allowed: 0.1.1 or higher",
        "",
    ),
    "a wider limit, versioned": (
        "maximum: 100",
        "maximum: 200",
        "0.1.1",
        0,
        f"contract: additions since 0.1.0; {INFO} has 0.1.1",
        "",
    ),
    "a narrower limit": (
        "maximum: 100",
        "maximum: 50",
        "0.1.1",
        1,
        f"contract: 1 breaking change since 0.1.0; {INFO}: found 0.1.1; allowed: 0.2.0 or higher, or restore it",
        "GET /videos: ",
    ),
    "a narrower limit, versioned": (
        "maximum: 100",
        "maximum: 50",
        "0.2.0",
        0,
        f"contract: 1 breaking change since 0.1.0; {INFO} has 0.2.0",
        "",
    ),
}


@pytest.mark.parametrize(("old", "new", "version", "code", "last", "before"), OWN.values(), ids=OWN)
def test_the_contract_is_held_to_the_last_release(
    released: Path, run: Run, *, old: str, new: str, version: str, code: int, last: str, before: str
) -> None:
    edit(released, "openapi/videos.yaml", old, new)
    edit(released, "openapi/videos.yaml", "version: 0.1.0", f"version: {version}")
    exit_code, lines, errors = run("contract")
    assert (exit_code, lines[-1], errors) == (code, last, [])
    assert len(lines) == 1 + bool(before)
    assert lines[0].startswith("openapi/videos.yaml:") == bool(before)
    assert before in lines[0]


@pytest.mark.parametrize(
    ("what", "file"), [("api", "openapi/released/api.json"), ("contract", "openapi/released/videos.yaml")]
)
def test_without_a_release_there_is_no_answer(run: Run, what: str, file: str) -> None:
    code, out, (error,) = run(what)
    assert (code, out) == (2, [])
    assert file in error


def test_the_first_release_writes_what_there_is_and_says_what_is_next(checkout: Path, run: Run) -> None:
    assert run("release", "--check") == (0, ["nothing stands in the way"], [])
    assert not (checkout / "openapi/released").exists()
    code, out, errors = run("release")
    assert (code, errors) == (0, [])
    assert out[:3] == ["openapi/released/api.json: written", "openapi/released/videos.yaml: written", "then:"]
    assert "    git tag v0.1.0" in out
    record = json.loads((checkout / "openapi/released/api.json").read_text())
    assert record["version"] == "0.1.0"
    assert record["modules"] == {"openvideos.shop": {"buy": "def (what: str, how_many: int = 1) -> str"}}
    assert (checkout / "openapi/released/videos.yaml").read_text() == CONTRACT


IN_THE_WAY: dict[str, tuple[str, str, str, list[str]]] = {
    "work that is not committed": (
        "overlay/openvideos/shop.py",
        "1",
        "2",
        ["not committed: overlay/openvideos/shop.py"],
    ),
    "no heading": (
        "CHANGELOG.md",
        "## 0.1.0",
        "## 0.1",
        ["not committed: CHANGELOG.md", "CHANGELOG.md: no heading '## 0.1.0'"],
    ),
    "a longer version's heading": (
        "CHANGELOG.md",
        "## 0.1.0",
        "## 0.1.01",
        ["not committed: CHANGELOG.md", "CHANGELOG.md: no heading '## 0.1.0'"],
    ),
    "another version": (
        "overlay/openvideos/_version.py",
        "0.1.0",
        "0.3.0",
        [
            f"{AT}: found 0.3.0; asked for is 0.1.0: set it first",
            "not committed: overlay/openvideos/_version.py",
            "CHANGELOG.md: no heading '## 0.3.0'",
        ],
    ),
}


@pytest.mark.parametrize(("file", "old", "new", "lines"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_stands_in_the_way_is_told_and_nothing_is_written(
    checkout: Path, run: Run, *, file: str, old: str, new: str, lines: list[str]
) -> None:
    edit(checkout, file, old, new)
    assert run("release", "0.1.0") == (1, [], lines)
    assert not (checkout / "openapi/released").exists()


def test_a_version_is_released_once(released: Path, run: Run) -> None:
    assert run("release") == (1, [], [f"{AT}: 0.1.0 is released; allowed: 0.1.1 or higher"])


def test_the_next_release_is_held_to_the_one_before(released: Path, run: Run) -> None:
    edit(released, "overlay/openvideos/_version.py", "0.1.0", "0.1.1")
    edit(released, "overlay/openvideos/shop.py", "int = 1", "int")
    edit(released, "openapi/videos.yaml", "maximum: 100", "maximum: 200")
    edit(released, "CHANGELOG.md", "## 0.1.0", "## 0.1.1 - today\n\n## 0.1.0")
    commit(released)
    code, _, errors = run("release")
    assert (code, errors) == (
        1,
        [
            f"{BUY}: how_many: has no default any more",
            f"api: 1 breaking change since 0.1.0; {AT}: found 0.1.1; allowed: 0.2.0 or higher, or restore it",
            f"contract: additions since 0.1.0; {INFO}: found 0.1.0; allowed: 0.1.1 or higher",
        ],
    )
    edit(released, "overlay/openvideos/shop.py", ": int)", ": int = 1)")
    edit(released, "openapi/videos.yaml", "version: 0.1.0", "version: 0.1.1")
    commit(released)
    assert run("release", "--check") == (0, ["nothing stands in the way"], [])
    assert run("release", "0.1.1")[0] == 0
    assert json.loads((released / "openapi/released/api.json").read_text())["version"] == "0.1.1"
    assert "maximum: 200" in (released / "openapi/released/videos.yaml").read_text()


BROKEN = {
    "a record that is none": (
        "openapi/released/api.json",
        "{}",
        "api",
        "scripts/release: openapi/released/api.json: not what",
    ),
    "a version that is none": (
        "overlay/openvideos/_version.py",
        '__version__ = "next"\n',
        "api",
        "scripts/release: overlay/openvideos/_version.py:1: found 'next'",
    ),
    "no version": (
        "overlay/openvideos/_version.py",
        "",
        "api",
        "scripts/release: overlay/openvideos/_version.py: found no __version__",
    ),
    "a package that is no Python": (
        "overlay/openvideos/__init__.py",
        "def (",
        "api",
        "scripts/release: openvideos: Syntax error",
    ),
    "a contract without a version": (
        "openapi/videos.yaml",
        CONTRACT.replace("version: 0.1.0", "version: next"),
        "contract",
        "scripts/release: openapi/videos.yaml:4 info.version: found 'next'",
    ),
}


@pytest.mark.parametrize(("file", "text", "what", "says"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_no_answer(
    released: Path, run: Run, *, file: str, text: str, what: str, says: str
) -> None:
    (released / file).write_text(text)
    code, out, (error,) = run(what)
    assert (code, out) == (2, [])
    assert error.startswith(says)


def test_a_folder_that_git_does_not_know_is_no_answer(released: Path, run: Run) -> None:
    (released / ".git").rename(released / "git")
    code, out, (error,) = run("release")
    assert (code, out) == (2, [])
    assert error.startswith("scripts/release: git status: ")


def test_the_last_release_of_this_project_stands_in_it() -> None:
    record = json.loads((ROOT / "openapi/released/api.json").read_text())
    Version.parse(record["version"], "api.json")
    assert {"openvideos", "openvideos_api"} <= set(record["modules"])
    contract = yaml.safe_load((ROOT / "openapi/released/videos.yaml").read_text())
    Version.parse(contract["info"]["version"], "videos.yaml")


def test_the_script_names_what_it_takes() -> None:
    environment = {**os.environ, "PYTHONPATH": "scripts"}
    command = [sys.executable, "-m", "releasing", "release", "--help"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("usage: scripts/release [VERSION] [--check]\n")
