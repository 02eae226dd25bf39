"""What tests of drift share: a file in a folder of its own, which is where they are."""

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Writes a file and gives its name, by which it is found."""
    monkeypatch.chdir(tmp_path)

    def write(content: str | bytes, name: str = "own.yaml") -> str:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    return write
