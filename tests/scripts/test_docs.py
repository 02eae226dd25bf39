"""What scripts/docs writes into the documents is what the contract says today."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("docs/validation.md", "docs/requirements.md", "docs/faults.md", "docs/drift.md")


def test_the_documents_say_what_the_contract_says() -> None:
    done = subprocess.run([ROOT / "scripts/docs", "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stale_document_is_noticed_and_mended(tmp_path: Path) -> None:
    for folder in ("scripts/pages", "docs", "openapi", "tests/drift/fixtures"):
        (tmp_path / folder).mkdir(parents=True)
    for file in (
        "scripts/docs",
        "scripts/pages/__init__.py",
        "scripts/pages/__main__.py",
        "scripts/pages/drift.py",
        "openapi/videos.yaml",
        "pyproject.toml",
        *(f"tests/drift/fixtures/{name}" for name in ("upstream.yaml", "page-create-video.txt")),
        *PAGES,
    ):
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / "scripts/environment").write_text(f'set -e\ncd "$(dirname "$0")/.."\npython="{sys.executable}"\n')

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([tmp_path / "scripts/docs", *arguments], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    pages = {page: (ROOT / page).read_text() for page in PAGES}
    assert "| `completed-progress` | Video |" in pages["docs/validation.md"]
    assert "| `create-500` |" in pages["docs/faults.md"]
    assert "VID-REQUEST-001" in pages["docs/requirements.md"]
    assert '<a id="R43"></a>' in pages["docs/drift.md"]
    for page, text in pages.items():
        (tmp_path / page).write_text(
            text.replace("| Video |", "| Vide |").replace("`create-500`", "``").replace('id="R43"', 'id="R4"')
        )
    (tmp_path / "docs/requirements.md").unlink()
    assert run("--check") == (1, f"{', '.join(PAGES)}: stale; scripts/docs writes them\n")
    assert run() == (0, "")
    assert {page: (tmp_path / page).read_text() for page in PAGES} == pages
    assert run("--chek") == (2, "scripts/docs: found '--chek'; allowed: --check\n")
