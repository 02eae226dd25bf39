"""Who imports whom, read from the source: overlay -> generated -> attrs, httpx; and inside the overlay one way only."""

import ast
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OVERLAY, GENERATED = ROOT / "overlay/openvideos", ROOT / "generated/openvideos_api"

# the parts of the overlay, and what each may import of the others; "base" are the modules directly in openvideos
MAY_IMPORT = {
    "contract": {"contract"},
    "base": {"base", "contract", "client"},
    "client": {"client", "base", "contract"},
    "emulator": {"emulator", "base", "contract"},
    "conformance": {"conformance", "base", "contract"},
    "drift": {"drift", "base", "contract"},
    "cli": {"cli", "client", "emulator", "conformance", "drift", "base", "contract"},
    "pytest_plugin": {"pytest_plugin", "client", "emulator", "base", "contract"},
}
PARTS = MAY_IMPORT.keys() - {"base"}

# where generated code enters the overlay; a folder ends with /
DOORS = (
    "client/decode.py",
    "client/request.py",
    "client/videos.py",
    "contract/document.py",
    "enums.py",
    "models.py",
    "omit.py",
    "types/",
)

# the extra of pyproject.toml that a part may build on, beside what everybody has
EXTRA_OF = {"cli": "cli", "emulator": "emulator", "conformance": "conformance"}
# a YAML file that the user brings; what brought it brought this too, or the user reads the line that says so; and the
# program that loads a plugin or collects a test
OPTIONAL = {
    "contract/yaml_text.py": {"pyyaml"},
    "pytest_plugin.py": {"pytest"},
    "conformance/test_requirements.py": {"pytest"},
}


def modules(package: Path) -> list[Path]:
    return sorted(package.rglob("*.py"))


@cache
def imports(file: Path, package: Path) -> set[str]:
    """Full dotted names of what a module imports, anywhere in it; relative ones resolved."""
    parent = (package.name, *file.relative_to(package).parent.parts)
    found = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = parent[: len(parent) - node.level + 1] if node.level else ()
            module = ".".join((*base, *filter(None, [node.module])))
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


def part_of(file: Path) -> str:
    first = file.relative_to(OVERLAY).parts[0].removesuffix(".py")
    return "cli" if first == "__main__" else first if first in PARTS else "base"


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def provided_by() -> dict[str, list[str]]:
    return dict(packages_distributions())


def third_party(found: set[str]) -> set[str]:
    """Distributions that imports come from: their names as pyproject.toml spells them."""
    tops = {name.partition(".")[0] for name in found} - sys.stdlib_module_names - {"openvideos", "openvideos_api"}
    return {distribution.lower().replace("_", "-") for top in tops for distribution in provided_by().get(top, [top])}


def declared(requirements: list[str]) -> set[str]:
    return {requirement.partition(">")[0].partition("=")[0].strip().lower() for requirement in requirements}


@pytest.mark.parametrize("file", modules(OVERLAY), ids=named)
def test_a_module_of_the_overlay_imports_only_what_its_part_may(file: Path) -> None:
    allowed = MAY_IMPORT[part_of(file)]
    found = {name.split(".")[1] for name in imports(file, OVERLAY) if name.startswith("openvideos.")}
    assert {name if name in PARTS else "base" for name in found} <= allowed


@pytest.mark.parametrize("file", modules(OVERLAY), ids=named)
def test_generated_code_enters_by_the_named_doors(file: Path) -> None:
    inside = file.relative_to(OVERLAY).as_posix()
    uses = any(name.partition(".")[0] == "openvideos_api" for name in imports(file, OVERLAY))
    assert not uses or any(inside == door or (door.endswith("/") and inside.startswith(door)) for door in DOORS)


@pytest.mark.parametrize("file", modules(OVERLAY), ids=named)
def test_a_module_of_the_overlay_builds_on_declared_distributions(file: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extra = project["optional-dependencies"].get(EXTRA_OF.get(part_of(file)), [])
    optional = OPTIONAL.get(file.relative_to(OVERLAY).as_posix(), set())
    assert third_party(imports(file, OVERLAY)) <= declared([*project["dependencies"], *extra]) | optional


def test_generated_code_imports_nothing_of_ours_and_needs_two_distributions() -> None:
    found = set().union(*(imports(file, GENERATED) for file in modules(GENERATED)))
    assert not {name for name in found if name.partition(".")[0] == "openvideos"}
    assert third_party(found) == {"attrs", "httpx"}
