"""Packages that the generator makes, under names of their own: ours, and stock's of the same document."""

import importlib
import importlib.util
import itertools
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData

from codegen import package

Document = dict[str, Any]
_numbers = itertools.count()


class Generated:
    """A generated package; its modules are imported on demand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"generated_{next(_numbers)}"
        spec = importlib.util.spec_from_file_location(
            self.name, folder / "__init__.py", submodule_search_locations=[str(folder)]
        )
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[self.name] = module
        spec.loader.exec_module(module)

    def module(self, path: str) -> ModuleType:
        """A module of the package, as `models.video`."""
        return importlib.import_module(f"{self.name}.{path}")

    def forget(self) -> None:
        """Takes the package's modules out of sys.modules."""
        for name in [name for name in sys.modules if name == self.name or name.startswith(f"{self.name}.")]:
            del sys.modules[name]


@pytest.fixture(scope="session")
def contract(root: Path) -> Document:
    """The contract as data; copy it before changing it."""
    document: Document = yaml.safe_load((root / "openapi" / "videos.yaml").read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def generate(
    root: Path, contract: Document, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Generated]]:
    """generate(way, change): what "ours" or "stock" makes of the contract after `change(document)`."""
    made: list[Generated] = []

    def make(way: str, change: Callable[[Document], None] = lambda document: None) -> Generated:
        document = deepcopy(contract)
        change(document)
        folder = tmp_path_factory.mktemp(way)
        (folder / "videos.yaml").write_text(yaml.safe_dump(document, sort_keys=False), encoding="utf-8")
        output = folder / "made"
        if way == "ours":
            (folder / "codegen.yaml").write_bytes((root / "openapi" / "codegen.yaml").read_bytes())
            (folder / "templates").symlink_to(root / "openapi" / "templates")
            package.build(folder, output)
        else:
            _stock(folder / "videos.yaml", document, output)
        made.append(Generated(output))
        return made[-1]

    yield make
    for generated in made:
        generated.forget()


def _stock(source: Path, document: Document, output: Path) -> None:
    """What openapi-python-client makes of a document by itself."""
    config = Config.from_sources(ConfigFile(post_hooks=[]), MetaType.NONE, source, "utf-8", True, output)
    data = GeneratorData.from_dict(document, config=config)
    assert isinstance(data, GeneratorData)
    Project(openapi=data, config=config).build()
