"""Writes the pages, and parts of pages, that other things say already; --check says which are stale."""

import sys
from pathlib import Path

from openvideos.conformance.listing import requirements_page
from openvideos.contract import Contract
from openvideos.contract.codes import codes
from openvideos.emulator import known_faults

from .drift import rules_table, todays

DOCS = Path("docs")
FAULTS = """# Faults of the emulator

`scripts/docs` wrote this. `openvideos serve --fault NAME` has one, and so has the path `/faults/NAME/v1`; see
[emulator.md](emulator.md). Those of clients everywhere come first; the others are what the requirements of a group
([requirements.md](requirements.md)) are there to find.

"""


def rules() -> list[str]:
    lines = ["| rule | of | says |", "|---|---|---|"]
    for name, schema in Contract.load().document["components"]["schemas"].items():
        lines += [f"| `{rule['id']}` | {name} | {rule['says']} |" for rule in schema.get("x-rules", ())]
    return lines


def table_of_codes() -> list[str]:
    members: dict[str, tuple[list[str], list[str]]] = {}
    for code, parts in codes(Contract.load()).items():
        member, _, ending = code.rpartition(".")
        endings, of = members.setdefault(member, ([], []))
        endings.append(f"`{ending}`")
        of += [part for part in parts if part not in of]
    lines = ["| code begins with | ends in | of |", "|---|---|---|"]
    for member, (endings, of) in members.items():
        lines.append(f"| `{member}.` | {' '.join(endings)} | {', '.join(of)} |")
    return lines


def faults() -> str:
    by_group: dict[str, list[str]] = {}
    for each in known_faults().values():
        group = each.act.__module__.rpartition(".")[2].replace("_", " ")
        by_group.setdefault(group, []).append(f"| `{each.name}` | {each.summary} |")
    heads = "| fault | what happens |\n|---|---|\n"
    parts = [f"## {group.capitalize()}\n\n{heads}" + "\n".join(rows) + "\n" for group, rows in by_group.items()]
    return FAULTS + "\n".join(parts)


def inserted(page: Path, parts: dict[str, list[str]]) -> str:
    """A page with what stands between its marks written anew."""
    text = page.read_text(encoding="utf-8")
    for name, lines in parts.items():
        begin, end = f"<!-- {name}: written by scripts/docs -->\n", f"<!-- {name} end -->"
        part = begin + "\n" + "\n".join(lines) + "\n\n" + end
        before, _, rest = text.partition(begin)
        text = before + part + rest.partition(end)[2]
    return text


def main(arguments: list[str]) -> int:
    pages = {
        "validation.md": inserted(DOCS / "validation.md", {"rules": rules(), "codes": table_of_codes()}),
        "requirements.md": requirements_page(),
        "faults.md": faults(),
        "drift.md": inserted(DOCS / "drift.md", {"drift rules": rules_table(), "drift today": todays()}),
    }
    stale = []
    for name, text in pages.items():
        page = DOCS / name
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            stale.append(str(page))
            if not arguments:
                page.write_text(text, encoding="utf-8")
    if arguments and stale:
        print(f"{', '.join(stale)}: stale; scripts/docs writes them", file=sys.stderr)
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
