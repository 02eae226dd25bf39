"""Builds the whole generated package in a folder: the generator's files, ours beside them, and the contract as data."""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError

from .document import METHODS, lines, load
from .filters import Filters
from .prepare import prepare
from .signatures import Signatures

HEADER = "# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.\n"
# our own files: template -> path in the package
OWN = {
    "model_base.py.jinja": "model.py",
    "open_enum.py.jinja": "open_enum.py",
    "wire.py.jinja": "wire.py",
    "literals.py.jinja": "literals.py",
    "params.py.jinja": "params.py",
    "resource.py.jinja": "resource.py",
}
FORMAT = ["--isolated", "--no-cache", "--line-length=120", "--target-version=py311"]


class RegenerationError(Exception):
    """The contract, the configuration or a template does not give a package; the message says where."""


def build(openapi: Path, output: Path) -> None:
    """Writes the package that openapi/ (videos.yaml, codegen.yaml, templates/) gives to the new folder `output`."""
    document = load(openapi / "videos.yaml")
    settings = load(openapi / "codegen.yaml")
    project = _project(openapi, document, output)
    with contextlib.redirect_stdout(io.StringIO()):
        errors = project.build()
    if errors:
        raise RegenerationError("\n".join(_line(error) for error in errors))
    _count(project, document)
    signatures = Signatures(document, settings.get("x-openvideos", {}))
    operations = signatures.operations()
    values = {"operations": operations, "enums": signatures.enums(), "objects": signatures.objects()}
    for template, path in OWN.items():
        text = project.env.get_template(template).render(**values)
        (output / path).write_text(text, encoding="utf-8")
    (output / "py.typed").touch()
    _bundle(openapi, document, output / "contract")
    _format(output)
    for module in sorted(output.rglob("*.py")):
        module.write_text(HEADER + module.read_text(encoding="utf-8"), encoding="utf-8")


def _project(openapi: Path, document: dict[str, Any], output: Path) -> Project:
    config = Config.from_sources(
        ConfigFile.load_from_path(openapi / "codegen.yaml"),
        MetaType.NONE,
        openapi / "videos.yaml",
        "utf-8",
        True,
        output,
    )
    prepared = prepare(document)
    data = GeneratorData.from_dict(prepared, config=config)
    if isinstance(data, GeneratorError):
        raise RegenerationError(_line(data))
    project = Project(openapi=data, config=config, custom_template_path=openapi / "templates")
    stock = PackageLoader("openapi_python_client")
    project.env.loader = ChoiceLoader(
        [FileSystemLoader(str(openapi / "templates")), PrefixLoader({"stock": stock}), stock]
    )
    project.env.filters.update(Filters(prepared).all())
    return project


def _line(error: GeneratorError) -> str:
    reference = getattr(getattr(error, "data", None), "ref", None)
    named = reference.get_untrusted_value() if reference else ""
    return " ".join(f"the generator: {error.header} {error.detail or ''} {named}".split())


def _count(project: Project, document: dict[str, Any]) -> None:
    """What the generator drops without a word is found by counting."""
    wanted = sum(len(METHODS & set(item)) for item in document["paths"].values())
    made = sum(len(collection.endpoints) for collection in project.openapi.endpoint_collections_by_tag.values())
    if made != wanted:
        raise RegenerationError(f"the generator: {made} of {wanted} operations came out")
    classes = {str(thing.class_info.name) for thing in [*project.openapi.models, *project.openapi.enums]}
    inline = [
        name
        for enum in project.openapi.enums
        if (name := str(enum.class_info.name)) not in document["components"]["schemas"]
    ]
    if inline:
        raise RegenerationError(f"an enum has to be a component: {', '.join(inline)}")
    branches = {name: [schema, *schema.get("anyOf", [])] for name, schema in document["components"]["schemas"].items()}
    lost = [
        name
        for name, schemas in branches.items()
        if any("properties" in schema or "enum" in schema for schema in schemas) and name not in classes
    ]
    if lost:
        raise RegenerationError(f"the generator: no class came out for {', '.join(lost)}")


def _bundle(openapi: Path, document: dict[str, Any], folder: Path) -> None:
    folder.mkdir()
    text = (openapi / "videos.yaml").read_text(encoding="utf-8")
    (folder / "__init__.py").write_text(
        '"""The contract as package data: videos.json, videos.yaml as it is, and pointer -> line of the latter."""\n',
        encoding="utf-8",
    )
    (folder / "videos.yaml").write_text(text, encoding="utf-8")
    for name, data in (("videos.json", document), ("lines.json", lines(text))):
        (folder / name).write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _format(output: Path) -> None:
    ruff = [sys.executable, "-m", "ruff"]
    for command in (
        [*ruff, "check", *FORMAT, "--select=I,F401,UP", "--fix-only", output.name],
        [*ruff, "format", *FORMAT, output.name],
    ):
        done = subprocess.run(command, cwd=output.parent, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RegenerationError(f"ruff: {(done.stderr or done.stdout).strip()}")
