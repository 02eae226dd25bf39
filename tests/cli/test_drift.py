"""`openvideos drift`: what each command compares, its exit codes, and what bad input gets."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from openvideos.drift.report.json_report import json_schema

Run = Callable[..., Any]

STATUS = "enum: [queued, in_progress, completed, failed]"
MORE = STATUS.replace("failed", "failed, cancelled")
AGAINST = """
[tool.openvideos.drift.against]
main = { spec = ["videos.yaml", "more.yaml"] }
"""


@pytest.fixture
def contract(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The text of the contract, which is in videos.yaml here; more.yaml has one more status."""
    monkeypatch.chdir(tmp_path)
    text = (root / "openapi/videos.yaml").read_text()
    assert STATUS in text
    Path("videos.yaml").write_text(text)
    Path("more.yaml").write_text(text.replace(STATUS, MORE))
    return text


@pytest.mark.parametrize(
    ("revised", "options", "code"),
    [
        ("more.yaml", [], 1),
        ("more.yaml", ["--fail-on", "info"], 1),
        ("more.yaml", ["--fail-on", "never"], 0),
        ("videos.yaml", ["--fail-on", "info"], 0),
        ("text.yaml", [], 0),
        ("text.yaml", ["--fail-on", "compatible"], 0),
        ("text.yaml", ["--fail-on", "info"], 1),
        ("name.yaml", [], 0),
        ("name.yaml", ["--surface", "wire"], 0),
        ("name.yaml", ["--surface", "sdk"], 1),
        ("name.yaml", ["--surface", "sdk", "--surface", "wire"], 1),
    ],
    ids=str,
)
def test_the_exit_code_says_whether_something_counts(
    run: Run, contract: str, revised: str, options: list[str], code: int
) -> None:
    Path("text.yaml").write_text(contract.replace("Where a job is in its life.", "A job's state."))
    Path("name.yaml").write_text(contract.replace("VideoStatus", "JobStatus"))
    done = run("drift", "spec", "videos.yaml", revised, *options)
    assert (done.code, done.err) == (code, "")


def test_what_breaks_is_a_line_with_a_value_and_a_place(run: Run, contract: str) -> None:
    lines = run("drift", "spec", "videos.yaml", "more.yaml").out.splitlines()
    number = contract[: contract.index(STATUS)].count("\n") + 1
    assert lines[0].startswith("1 breaking: videos.yaml -> more.yaml")
    assert lines[2] == "Breaking (1)"
    assert lines[-1].startswith("  R43 response /components/schemas/VideoStatus")
    assert 'server may now send "status": "cancelled"' in lines[-1]
    place = lines[-1].rpartition("(more.yaml:")[2].removesuffix(")")
    assert number - 3 <= int(place) <= number


def test_each_format_says_it(run: Run, contract: str) -> None:
    found = {
        form: run("drift", "spec", "videos.yaml", "more.yaml", "--format", form).out
        for form in ("json", "markdown", "github")
    }
    assert [each["rule"] for each in json.loads(found["json"])["changes"]] == ["R43"]
    assert found["markdown"].startswith("### Drift: 1 breaking\n")
    assert "::error file=more.yaml,line=" in found["github"]


def test_json_is_what_its_schema_says(run: Run, contract: str) -> None:
    done = run("drift", "spec", "videos.yaml", "more.yaml", "--format", "json")
    jsonschema_rs.Draft202012Validator(json_schema(), validate_formats=True).validate(done.json)


def test_reports_are_written_by_their_suffix(run: Run, contract: str) -> None:
    files = ["a.json", "a.md", "a.txt"]
    done = run("drift", "spec", "videos.yaml", "more.yaml", *(word for file in files for word in ("--report", file)))
    assert done.code == 1
    assert done.err.splitlines() == [f"Wrote report to: {file}" for file in files]
    assert Path("a.txt").read_text() == done.out
    assert json.loads(Path("a.json").read_text())["summary"]["breaking"] == 1
    assert Path("a.md").read_text().startswith("### Drift: 1 breaking")


def test_a_revision_of_git_is_a_document(run: Run, contract: str) -> None:
    for command in ("init -q", "add videos.yaml", "-c user.name=a -c user.email=a@a.example commit -q -m one"):
        subprocess.run(["git", "-c", "commit.gpgsign=false", *command.split()], check=True)
    Path("videos.yaml").write_text(contract.replace(STATUS, MORE))
    done = run("drift", "spec", "HEAD:videos.yaml", "videos.yaml")
    assert (done.code, done.out.splitlines()[0]) == (1, "1 breaking: HEAD:videos.yaml -> videos.yaml")


def test_upstream_is_compared_with_the_bundled_contract_or_another(run: Run, contract: str) -> None:
    done = run("drift", "upstream", "more.yaml")
    assert (done.code, done.out.splitlines()[0]) == (1, "1 breaking: openvideos contract -> more.yaml")
    assert run("drift", "upstream", "videos.yaml", "--fail-on", "info").code == 0
    assert run("drift", "upstream", "more.yaml", "--contract", "more.yaml").code == 0


def test_of_upstream_only_what_is_below_videos_is_looked_at(run: Run, contract: str) -> None:
    Path("more.yaml").write_text(contract.replace("\npaths:\n", "\npaths:\n  /models:\n    get: {responses: {}}\n"))
    assert run("drift", "upstream", "more.yaml", "--fail-on", "info").code == 0
    assert run("drift", "spec", "videos.yaml", "more.yaml", "--fail-on", "compatible").code == 1


def test_a_vendor_may_say_the_version_in_its_paths(run: Run, contract: str) -> None:
    Path("v1.yaml").write_text(contract.replace("\n  /videos", "\n  /v1/videos"))
    assert run("drift", "upstream", "v1.yaml", "--fail-on", "compatible").code == 0
    Path("v1.yaml").write_text(contract.replace("\n  /videos", "\n  /v1/videos").replace(STATUS, MORE))
    last = run("drift", "upstream", "v1.yaml").out.splitlines()[-1]
    assert 'server may now send "status": "cancelled"' in last
    assert run("drift", "spec", "videos.yaml", "v1.yaml").code == 1


def test_which_paths_of_a_vendor_were_compared_is_said_in_each_format(run: Run, contract: str) -> None:
    data = yaml.safe_load(contract)
    Path("both.json").write_text(json.dumps(data | {"paths": data["paths"] | {"/v1/videos": {}}}))
    note = "its /videos was compared, and not /v1/videos"
    assert run("drift", "upstream", "both.json").out.splitlines()[1] == f"  {note}"
    assert f"::notice title=compared::{note}" in run("drift", "upstream", "both.json", "--format", "github").out
    found = run("drift", "upstream", "both.json", "--format", "json").json
    assert [each["notes"] for each in found["summary"]["comparisons"]] == [[note]]
    jsonschema_rs.Draft202012Validator(json_schema(), validate_formats=True).validate(found)


def test_what_is_gone_is_told_by_its_line_in_the_contract(run: Run, contract: str) -> None:
    data = yaml.safe_load(contract)
    del data["paths"]["/videos"]["get"]
    Path("less.json").write_text(json.dumps(data))
    last = run("drift", "upstream", "less.json").out.splitlines()[-1]
    assert last.startswith("  R01 ")
    line = contract.splitlines()[int(last.rpartition(":")[2].removesuffix(")")) - 1]
    assert line.strip() == "get:"


BAD = {
    "no such file": (["spec", "videos.yaml", "none.yaml"], "openvideos: none.yaml: found no such file"),
    "no such base": (
        ["upstream", "videos.yaml", "--contract", "none.yaml"],
        "openvideos: none.yaml: found no such file",
    ),
    "a folder": (["spec", ".", "videos.yaml"], "openvideos: .: can't be read (Is a directory)"),
    "no page": (["docs", "none.txt"], "openvideos: none.txt: found no such file"),
    "no text": (["docs", "bytes.txt"], "openvideos: bytes.txt: found no text (byte 1); allowed: text in UTF-8"),
    "no document": (["spec", "videos.yaml", "bytes.txt"], "openvideos: bytes.txt"),
    "another sdk": (["sdk", "other"], "openvideos drift sdk: Invalid value for '{openai}': 'other' is not"),
    "a report": (
        ["spec", "none.yaml", "none.yaml", "--report", "a.html"],
        "openvideos: --report: found 'a.html'; allowed: a file that ends in .json, .md, .txt",
    ),
    "no settings": (["all"], "openvideos: pyproject.toml: found none with [tool.openvideos.drift] here or above"),
    "no such settings": (["all", "--config", "none.toml"], "openvideos: none.toml: no such file or directory"),
}


@pytest.mark.parametrize(("arguments", "line"), BAD.values(), ids=BAD)
def test_bad_input_is_a_line_and_ends_in_2(run: Run, contract: str, arguments: list[str], line: str) -> None:
    Path("bytes.txt").write_bytes(b"a\xff")
    done = run("drift", *arguments)
    (told,) = done.err.splitlines()
    assert told.startswith(line)
    assert (done.code, done.out) == (2, "")


def test_without_its_extra_yaml_is_a_line_and_json_is_read(contract: str) -> None:
    Path("videos.json").write_text(json.dumps(yaml.safe_load(contract)))
    code = "import sys; sys.modules['yaml'] = None; from openvideos.cli.main import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "drift", "spec", "videos.json"]
    done = [
        subprocess.run([*command, file], capture_output=True, text=True, check=False)
        for file in ("videos.yaml", "videos.json")
    ]
    assert [each.returncode for each in done] == [2, 0]
    assert done[0].stderr == "openvideos: videos.yaml: found YAML, which needs PyYAML: pip install PyYAML\n"


def test_options_of_a_client_are_refused(run: Run, contract: str) -> None:
    done = run("--base-url", "http://127.0.0.1:1/v1", "drift", "spec", "videos.yaml", "videos.yaml")
    assert (done.code, done.err) == (
        2,
        "openvideos: found options of a client before its name; allowed: its own, behind it\n",
    )


def accepted(until: str, values: str = "*", pointer: str = "/components/schemas/VideoStatus") -> str:
    """The table that accepts the one change of more.yaml."""
    return f"""
[[tool.openvideos.drift.accepted]]
against = "main"
rule = "R43"
operation = "*"
direction = "response"
pointer = "{pointer}"
values = "{values}"
reason = "our clients wait on"
until = {until}
"""


HELD = accepted("2999-12-31")
LATE = accepted("2000-01-01")
OTHER = accepted("2999-12-31", values="4 -> 5")
GONE = HELD + accepted("2999-12-31", pointer="/a")


@pytest.mark.parametrize(
    ("entries", "fail_on", "ended"),
    [
        ("", "breaking", (1, "1 breaking")),
        ("", "never", (0, "1 breaking")),
        (HELD, "breaking", (0, "no drift; 1 accepted")),
        (LATE, "breaking", (1, "1 breaking; 1 accepted but expired")),
        (LATE, "never", (0, "1 breaking; 1 accepted but expired")),
        (OTHER, "breaking", (1, "1 breaking; 1 accepted but gone")),
        (GONE, "breaking", (1, "no drift; 1 accepted; 1 accepted but gone")),
        (GONE, "never", (0, "no drift; 1 accepted; 1 accepted but gone")),
    ],
    ids=["none", "none, never", "accepted", "expired", "expired, never", "other values", "gone", "gone, never"],
)
def test_all_leaves_out_what_is_accepted(
    run: Run, contract: str, entries: str, fail_on: str, ended: tuple[int, str]
) -> None:
    Path("pyproject.toml").write_text(AGAINST + entries)
    done = run("drift", "all", "--fail-on", fail_on)
    assert (done.code, done.out.splitlines()[0]) == (ended[0], f"{ended[1]}: main: videos.yaml -> more.yaml")
    assert done.err == ""


def test_all_is_asked_from_a_folder_below_and_its_files_are_named_from_its_own(
    run: Run, contract: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("pyproject.toml").write_text(AGAINST)
    Path("inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")
    done = run("drift", "all")
    assert (done.code, done.out.splitlines()[0]) == (1, "1 breaking: main: ../videos.yaml -> ../more.yaml")
    assert run("drift", "all", "--config", "../pyproject.toml").out == done.out


def test_all_compares_what_it_can_and_ends_in_2(run: Run, contract: str) -> None:
    more = 'page = { docs = "none.txt" }\nother = { spec = ["none.yaml", "more.yaml"] }\n'
    Path("pyproject.toml").write_text(AGAINST + more + accepted("2999-12-31").replace('"main"', '"other"'))
    done = run("drift", "all")
    assert done.code == 2
    assert [line.partition("; allowed")[0] for line in done.out.splitlines()[:4]] == [
        "1 breaking; 2 not compared",
        "  main: videos.yaml -> more.yaml",
        "  page: not compared: none.txt: found no such file",
        "  other: not compared: none.yaml: found no such file",
    ]
    assert "R43 response" in done.out
    assert "gone" not in done.out


def test_what_settings_say_holds_unless_the_command_line_says_else(run: Run, contract: str) -> None:
    Path("more.yaml").write_text(contract.replace("VideoStatus", "JobStatus"))
    said = '[tool.openvideos.drift]\nsurface = "sdk"\n'
    Path("pyproject.toml").write_text(said + AGAINST)
    assert run("drift", "all").code == 1
    assert run("drift", "all", "--surface", "wire").code == 0
    Path("pyproject.toml").write_text(said + 'fail-on = "never"\n' + AGAINST)
    assert run("drift", "all").code == 0
    assert run("drift", "all", "--fail-on", "breaking").code == 1


def test_bad_settings_are_a_line_each(run: Run, contract: str) -> None:
    Path("pyproject.toml").write_text(
        AGAINST + accepted("true").replace("R43", "R99").replace("our clients wait on", "")
    )
    done = run("drift", "all")
    keys = [line.split(": ")[2].rpartition(".")[2] for line in done.err.splitlines()]
    assert (done.code, done.out, keys) == (2, "", ["rule", "reason", "until"])


def test_what_is_suggested_needs_a_reason_and_then_accepts(run: Run, contract: str) -> None:
    Path("more.yaml").write_text(
        contract.replace(STATUS, MORE).replace("Where a job is in its life.", "A job's state.")
    )
    settings = Path("pyproject.toml")
    settings.write_text(AGAINST)
    suggested = run("drift", "all", "--suggest")
    assert (suggested.code, suggested.out.count("[[")) == (1, 1)
    settings.write_text(AGAINST + suggested.out)
    assert "accepted[0].reason: found ''; allowed: why it is accepted" in run("drift", "all").err
    settings.write_text(AGAINST + suggested.out.replace('reason = ""', 'reason = "our clients wait on"'))
    done = run("drift", "all")
    assert (done.code, done.out.splitlines()[0].partition(":")[0]) == (0, "1 info; 1 accepted")
    Path("more.yaml").write_text(contract.replace(STATUS, MORE.replace("cancelled", "paused")))
    assert run("drift", "all").code == 1
