"""scripts/environment, on a small project whose only requirement is itself: no network is needed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import attrs
import pytest

ROOT = Path(__file__).parents[2]
BACKEND = """
import os
import zipfile


def build_editable(folder, settings=None, metadata=None):
    with zipfile.ZipFile(f"{folder}/small-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("small.pth", os.getcwd())
        wheel.writestr("small-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: small\\nVersion: 1\\n")
        wheel.writestr("small-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
        wheel.writestr("small-1.dist-info/RECORD", "")
    return "small-1-py3-none-any.whl"
"""
PROJECT = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
SCRIPT = '. "$(dirname "${BASH_SOURCE[0]}")/environment"\n"$python" -P -c "import small; print(small.__file__)"\n'
TOOLS = ("bash", "cat", "cksum", "dirname", "env", "rm", "tail", "touch")

# settings of somebody's pip that would put things elsewhere, or refuse them
SETTINGS = {
    "PIP_USER": "1",
    "PIP_TARGET": "elsewhere",
    "PIP_REQUIRE_HASHES": "1",
    "PIP_NO_BINARY": ":all:",
    "CI": "true",
}


@attrs.frozen(kw_only=True)
class Clone:
    """A project with scripts/environment, and a way to run its one script from another folder."""

    folder: Path
    bin: Path

    def start(self, **more: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", self.folder / "scripts/say"],
            cwd="/",
            env={"PATH": f"{self.bin}{os.pathsep}{os.defpath}", "HOME": "", "PIP_NO_INDEX": "1", **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, **more: str) -> tuple[int, str, str]:
        return ended(self.start(**more))


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def links(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A fresh clone in a folder with spaces in its name, and the interpreter of these tests as python3."""
    folder, programs = tmp_path_factory.mktemp("a clone"), tmp_path_factory.mktemp("bin")
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/environment", folder / "scripts")
    (folder / "scripts/say").write_text(SCRIPT)
    (folder / "backend.py").write_text(BACKEND)
    (folder / "small.py").touch()
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "requirements.lock").touch()
    (programs / "python3").symlink_to(Path(sys.executable).resolve())
    return Clone(folder=folder, bin=programs)


def test_a_set_up_that_failed_shows_why_and_is_done_again_from_its_beginning_whatever_the_settings(
    clone: Clone,
) -> None:
    (clone.folder / "requirements.lock").write_text(f"missing==1 --hash=sha256:{64 * '0'}\n")
    code, out, err = clone.run()
    assert (code, out) == (2, "")
    assert "No matching distribution found for missing==1" in err
    assert "set-up: this failed: " in err

    (clone.folder / ".venv/left-over").touch()
    (clone.folder / "requirements.lock").write_text("")
    code, out, err = clone.run(**SETTINGS)
    assert (code, err.count("\n"), err[:8]) == (0, 1, "set-up: "), err
    assert Path(out.strip()) == clone.folder / "small.py"
    assert not (clone.folder / ".venv/left-over").exists()


def test_what_changed_in_the_lock_is_installed_once_though_two_scripts_ask_and_the_rest_stays(clone: Clone) -> None:
    assert clone.run()[0] == 0
    (clone.folder / ".venv/mine").touch()
    (clone.folder / "requirements.lock").write_text("# another\n")
    both = [ended(process) for process in [clone.start(), clone.start()]]
    assert [code for code, _, _ in both] == [0, 0], both
    assert "".join(err for _, _, err in both).count("set-up: ") == 1
    assert (clone.folder / ".venv/mine").exists()


def test_what_is_set_up_is_used_without_a_word(clone: Clone) -> None:
    assert clone.run()[0] == 0
    code, _, err = clone.run()
    assert (code, err) == (0, "")


def test_a_clone_that_was_moved_is_set_up_again(clone: Clone, tmp_path: Path) -> None:
    assert clone.run()[0] == 0
    moved = Clone(folder=tmp_path / "moved", bin=clone.bin)
    shutil.copytree(clone.folder, moved.folder, symlinks=True)
    code, out, _ = moved.run()
    assert code == 0
    assert Path(out.strip()) == moved.folder / "small.py"


@pytest.mark.parametrize(
    ("python", "named"),
    [("[[ $1 == --version ]] && echo Python 3.9.2", "Python 3.9.2"), (None, "missing")],
    ids=["too old", "none at all"],
)
def test_without_a_python_that_is_new_enough_there_is_one_line_and_nothing_is_made(
    clone: Clone, tmp_path: Path, python: str | None, named: str
) -> None:
    fresh = Clone(folder=tmp_path / "clone", bin=tmp_path / "bin")
    shutil.copytree(clone.folder / "scripts", fresh.folder / "scripts")
    fresh.bin.mkdir()
    links(fresh.bin, TOOLS)
    if python:
        (fresh.bin / "python3").write_text(f"#!/usr/bin/env bash\n{python}\n")
        (fresh.bin / "python3").chmod(0o755)
    code, out, err = fresh.run(PATH=str(fresh.bin))
    assert (code, out, err.count("\n")) == (2, "", 1), err
    assert err.startswith("set-up: needs Python 3.11 or newer")
    assert named in err
    assert not (fresh.folder / ".venv").exists()
