"""scripts/regenerate: what it writes, what --check notices, and what a failed run leaves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from codegen.__main__ import main
from codegen.tree import files
from codegen.tree import replace as put_in_place


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A checkout with what regeneration reads and writes."""
    for folder in ("openapi", "generated"):
        shutil.copytree(root / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(folder: Path, *options: str) -> int:
    return main(["--root", str(folder), *options])


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def a_hand_edit(folder: Path) -> str:
    replace(folder / "generated/openvideos_api/models/video.py", "A video generation job.", "A job.")
    return '-    """A job."""'


def a_stray_file(folder: Path) -> str:
    (folder / "generated/openvideos_api/models/extra.py").touch()
    return "stray: openvideos_api/models/extra.py"


def a_missing_file(folder: Path) -> str:
    (folder / "generated/openvideos_api/py.typed").unlink()
    return "missing: openvideos_api/py.typed"


def a_changed_template(folder: Path) -> str:
    replace(folder / "openapi/templates/wire.py.jinja", "No I/O.", "None.")
    return '+"""From arguments to a URL, and from a body to a model. None."""'


def a_changed_contract(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "default: '4'", "default: '8'")
    return '"default": "8"'


def a_changed_comment(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "openapi: 3.1.0\n", "# a comment\nopenapi: 3.1.0\n")
    return "+# a comment"


@pytest.mark.parametrize(
    "departure",
    [
        a_hand_edit,
        a_stray_file,
        a_missing_file,
        a_changed_template,
        a_changed_contract,
        a_changed_comment,
    ],
    ids=lambda departure: departure.__name__,
)
def test_check_notices_a_departure_and_changes_nothing(
    departure: Callable[[Path], str], copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = departure(copy)
    before = files(copy)
    assert run(copy, "--check") == 1
    assert said in capsys.readouterr().out
    assert files(copy) == before
    assert sorted(path.name for path in (copy / "generated").iterdir()) == ["openvideos_api"]


def test_the_committed_tree_is_what_the_contract_gives(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(copy, "--check") == 0
    assert capsys.readouterr().out == ""


def test_regenerate_mends_a_departure(root: Path, copy: Path) -> None:
    a_hand_edit(copy)
    a_stray_file(copy)
    a_missing_file(copy)
    assert run(copy) == 0
    assert files(copy / "generated") == files(root / "generated")


def unreadable_yaml(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "openapi: 3.1.0", "openapi: [")
    return "videos.yaml"


def a_media_type_that_the_generator_drops(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "            image/webp:", "            image/x-unheard-of:")
    replace(folder / "openapi/videos.yaml", "            video/mp4:", "            video/x-unheard-of:")
    return "/videos/{video_id}/content"


def a_reference_to_nothing(folder: Path) -> str:
    replace(
        folder / "openapi/videos.yaml",
        "$ref: '#/components/schemas/VideoCreateForm'",
        "$ref: '#/components/schemas/Nothing'",
    )
    return "#/components/schemas/Nothing"


def an_enum_whose_names_do_not_fit(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "[FOUR, EIGHT, TWELVE]", "[FOUR]")
    return "4, 8, 12"


def a_template_that_writes_no_python(folder: Path) -> str:
    replace(folder / "openapi/templates/wire.py.jinja", "def path_segment(", "def path_segment((")
    return "wire.py"


def a_template_that_is_none(folder: Path) -> str:
    replace(folder / "openapi/templates/wire.py.jinja", "No I/O.", "{% if %}")
    return "TemplateSyntaxError"


def an_operation_without_a_summary(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "      summary: Start a video generation job.\n", "")
    return "summary"


def a_document_without_paths(folder: Path) -> str:
    replace(folder / "openapi/videos.yaml", "\npaths:", "\npahts:")
    return "paths"


def an_enum_that_is_no_component(folder: Path) -> str:
    inline = "type: string\n            enum: [up]"
    replace(folder / "openapi/videos.yaml", "$ref: '#/components/schemas/VideoOrder'", inline)
    return "an enum has to be a component: "


def a_conversion_of_nothing(folder: Path) -> str:
    replace(folder / "openapi/codegen.yaml", "VideoSize:", "VideoSzie:")
    return "x-openvideos.accepts: the contract has no VideoSzie"


def an_operation_that_waits_for_nothing(folder: Path) -> str:
    replace(folder / "openapi/codegen.yaml", "[create]", "[creat]")
    return "x-openvideos.and_poll: the contract has no creat"


@pytest.mark.parametrize(
    "fault",
    [
        a_template_that_is_none,
        an_operation_without_a_summary,
        a_document_without_paths,
        an_enum_that_is_no_component,
        a_conversion_of_nothing,
        an_operation_that_waits_for_nothing,
        unreadable_yaml,
        a_media_type_that_the_generator_drops,
        a_reference_to_nothing,
        an_enum_whose_names_do_not_fit,
        a_template_that_writes_no_python,
    ],
    ids=lambda fault: fault.__name__,
)
def test_a_failed_run_says_why_and_leaves_the_old_tree(
    fault: Callable[[Path], str], copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = fault(copy)
    before = files(copy)
    assert run(copy) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert files(copy) == before
    assert sorted(path.name for path in (copy / "generated").iterdir()) == ["openvideos_api"]


def test_the_output_does_not_depend_on_hashing_or_place(root: Path, copy: Path) -> None:
    shutil.rmtree(copy / "generated")
    done = subprocess.run(
        [sys.executable, "-m", "codegen", "--root", str(copy)],
        cwd=copy,
        env={
            **os.environ,
            "PYTHONPATH": str(root / "scripts"),
            "PYTHONHASHSEED": "7",
            "LC_ALL": "C",
            "HOME": str(copy),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert files(copy / "generated") == files(root / "generated")


def test_an_interruption_between_the_two_renames_leaves_the_old_tree(
    copy: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, new = copy / "generated", tmp_path_factory.mktemp("new")
    before = files(target)
    rename = os.rename

    def interrupted(source: Path, place: Path) -> None:
        if source == new:
            raise KeyboardInterrupt
        rename(source, place)

    monkeypatch.setattr(os, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put_in_place(target, new)
    assert files(target) == before
