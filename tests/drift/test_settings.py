"""`[tool.openvideos.drift]` of a pyproject.toml."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from openvideos.drift.accepted import Accepted
from openvideos.drift.settings import Against, Settings, SettingsError, find, load

AGAINST = """
[tool.openvideos.drift.against]
openai = { sdk = "openai" }
"""
ACCEPTED = """
[[tool.openvideos.drift.accepted]]
against = "openai"
rule = "R35"
pointer = "/components/schemas/Video/properties/error"
values = "*"
reason = "an SDK may leave out what it doesn't need"
until = 2027-03-01
"""


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[str], Path]:
    """Keeps a text as pyproject.toml."""

    def keep(text: str) -> Path:
        file = tmp_path / "pyproject.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return keep


def test_what_is_compared_and_accepted_is_read(kept: Callable[[str], Path]) -> None:
    file = kept(
        """
[tool.openvideos.drift]
contract = "videos.yaml"
fail-on = "compatible"
surface = "sdk"
assert-format = true

[tool.openvideos.drift.against]
openai = { sdk = "openai" }
page = { docs = "page.txt" }
vendor = { upstream = "https://videos.example/openapi.yaml" }
released = { spec = ["main:videos.yaml", "videos.yaml"] }
"""
        + ACCEPTED
        + 'operation = "GET /videos"\ndirection = "response"\n'
    )
    assert load(file) == Settings(
        against=(
            Against(name="openai", kind="sdk", sources=("openai",)),
            Against(name="page", kind="docs", sources=("page.txt",)),
            Against(name="vendor", kind="upstream", sources=("https://videos.example/openapi.yaml",)),
            Against(name="released", kind="spec", sources=("main:videos.yaml", "videos.yaml")),
        ),
        accepted=(
            Accepted(
                against="openai",
                rule="R35",
                operation="GET /videos",
                direction="response",
                pointer="/components/schemas/Video/properties/error",
                values="*",
                reason="an SDK may leave out what it doesn't need",
                until=date(2027, 3, 1),
                place="accepted[0]",
            ),
        ),
        contract="videos.yaml",
        fail_on="compatible",
        surface="sdk",
        assert_format=True,
        folder=file.parent,
    )


def test_little_has_to_be_said(kept: Callable[[str], Path]) -> None:
    file = kept(AGAINST)
    against = (Against(name="openai", kind="sdk", sources=("openai",)),)
    assert load(file) == Settings(against=against, folder=file.parent)


WRONG = {
    "against": ("[tool.openvideos.drift]\n", "against: found none; allowed: a name for each comparison, such as"),
    "an against that is no table": (
        '[tool.openvideos.drift]\nagainst = "openai"\n',
        "against: found 'openai'; allowed: a name for each comparison",
    ),
    "the kind": (
        '[tool.openvideos.drift.against]\nx = { sdks = "openai" }\n',
        "against.x: found {'sdks': 'openai'}; allowed: a table with one of sdk, docs, upstream, spec",
    ),
    "two kinds": (
        '[tool.openvideos.drift.against]\nx = { sdk = "openai", docs = "a" }\n',
        "against.x: found {'sdk': 'openai', 'docs': 'a'}; allowed: a table with one of sdk",
    ),
    "a spec": (
        '[tool.openvideos.drift.against]\nx = { spec = "a" }\n',
        "against.x.spec: found 'a'; allowed: [base, revised]",
    ),
    "a page": ("[tool.openvideos.drift.against]\nx = { docs = 5 }\n", "against.x.docs: found 5; allowed: text"),
    "a setting": (
        f"[tool.openvideos.drift]\nfail_on = 'info'\n{AGAINST}",
        "fail_on: no such setting; allowed: accepted, against, assert-format, contract, fail-on, surface; did you",
    ),
    "a level": (
        f"[tool.openvideos.drift]\nfail-on = 'error'\n{AGAINST}",
        "fail-on: found 'error'; allowed: breaking, compatible, info, never",
    ),
    "a surface": (
        f"[tool.openvideos.drift]\nsurface = ['sdk']\n{AGAINST}",
        "surface: found ['sdk']; allowed: wire, sdk",
    ),
    "a flag": (
        f"[tool.openvideos.drift]\nassert-format = 1\n{AGAINST}",
        "assert-format: found 1; allowed: true, false",
    ),
    "a contract": (f"[tool.openvideos.drift]\ncontract = 1\n{AGAINST}", "contract: found 1; allowed: text"),
    "accepted": (
        f"[tool.openvideos.drift]\naccepted = 'all'\n{AGAINST}",
        "accepted: found 'all'; allowed: tables: [[tool.openvideos.drift.accepted]]",
    ),
    "an accepted drift": (
        f"[tool.openvideos.drift]\naccepted = ['R35']\n{AGAINST}",
        "accepted[0]: found 'R35'; allowed: a table",
    ),
}
WRONG_ENTRY = {
    "a reason that is none": ("reason", 'reason = " "', "reason: found ' '; allowed: why it is accepted, in words"),
    "no reason": ("reason", "", "reason: found none; allowed: one, as each accepted drift has it"),
    "no date": ("until", "", "until: found none; allowed: one"),
    "a date as text": ("until", 'until = "2027-03-01"', "until: found '2027-03-01'; allowed: a date, such as"),
    "a time": ("until", "until = 2027-03-01T00:00:00", "until: found a Python datetime; allowed: a date"),
    "no values": ("values", "", "values: found none; allowed: one"),
    "no pointer": ("pointer", "", "pointer: found none; allowed: one"),
    "any pointer": ("pointer", 'pointer = "*"', "pointer: found '*'; allowed: a JSON pointer (/paths/...), not every"),
    "any parts": ("pointer", 'pointer = "/*/*"', "pointer: found '/*/*'; allowed: a JSON pointer"),
    "a pointer that is none": ("pointer", 'pointer = "#/a"', "pointer: found '#/a'; allowed: a JSON pointer"),
    "an unknown rule": ("rule", 'rule = "R99"', "rule: found 'R99'; allowed: an id of docs/drift.md, R01 to R85"),
    "any rule": ("rule", 'rule = "*"', "rule: found '*'; allowed: an id of docs/drift.md"),
    "an unknown comparison": ("against", 'against = "page"', "against: found 'page'; allowed: openai"),
    "no comparison": ("against", 'against = ""', "against: found ''; allowed: openai"),
    "a direction": (
        "reason",
        'reason = "x"\ndirection = "both"',
        "direction: found 'both'; allowed: request, response",
    ),
    "another key": ("reason", 'reason = "x"\npath = "/videos"', "path: no such setting; allowed: against, direction"),
    "a number": ("values", "values = 4", "values: found 4; allowed: text"),
}


@pytest.mark.parametrize(("text", "line"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_a_line_with_its_key(kept: Callable[[str], Path], text: str, line: str) -> None:
    with pytest.raises(SettingsError) as raised:
        load(kept(text))
    (told,) = raised.value.lines
    assert f"pyproject.toml: tool.openvideos.drift.{line}" in told


@pytest.mark.parametrize(("name", "instead", "line"), WRONG_ENTRY.values(), ids=WRONG_ENTRY)
def test_what_is_wrong_with_an_accepted_drift_is_a_line_with_its_key(
    kept: Callable[[str], Path], name: str, instead: str, line: str
) -> None:
    lines = [instead if each.startswith(f"{name} =") else each for each in ACCEPTED.splitlines()]
    with pytest.raises(SettingsError) as raised:
        load(kept(AGAINST + "\n".join(lines)))
    (told,) = raised.value.lines
    assert f"pyproject.toml: tool.openvideos.drift.accepted[0].{line}" in told


def test_everything_that_is_wrong_is_told_at_once(kept: Callable[[str], Path]) -> None:
    text = AGAINST + "page = { doc = 'a' }" + ACCEPTED.replace("R35", "35").replace("2027-03-01", "true")
    with pytest.raises(SettingsError) as raised:
        load(kept(text))
    keys = [line.split(": ")[1].removeprefix("tool.openvideos.drift.") for line in raised.value.lines]
    assert keys == ["against.page", "accepted[0].rule", "accepted[0].until"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[tool", "found no TOML ("),
        (b"\xff", "found no TOML ("),
        (b"x = " + b"[" * 100_000, "found no TOML (nested too deep)"),
        (b"#" * 1_000_001, "found more than 1000000 bytes"),
        (b"", "found no [tool.openvideos.drift]; allowed: one that says what to compare"),
        (b"tool = 5", "found no [tool.openvideos.drift]"),
    ],
    ids=["cut", "no text", "too deep", "too long", "empty", "no tables"],
)
def test_a_file_that_says_nothing_is_a_line(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as raised:
        load(file)
    (told,) = raised.value.lines
    assert told.startswith(f"{file}: {reason}")
    assert told.isprintable()


def test_the_nearest_file_above_with_the_table_is_found(kept: Callable[[str], Path], tmp_path: Path) -> None:
    file = kept(AGAINST)
    inner = tmp_path / "a/b"
    inner.mkdir(parents=True)
    (tmp_path / "a/pyproject.toml").write_text("[project]\nname = 'a'\n")
    assert find(inner) == file
    (inner / "pyproject.toml").write_text(AGAINST)
    assert find(inner) == inner / "pyproject.toml"


def test_where_there_is_none_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^pyproject\.toml: found none with \[tool\.openvideos\.drift\] here or"):
        find(tmp_path)
