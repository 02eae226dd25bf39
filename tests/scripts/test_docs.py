"""What scripts/docs writes into the documents is what the contract says today."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = "docs/validation.md"


def test_the_documents_say_what_the_contract_says() -> None:
    done = subprocess.run([ROOT / "scripts/docs", "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stale_document_is_noticed_and_mended(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "scripts/docs", tmp_path / "scripts/docs")
    (tmp_path / "scripts/environment").write_text(f'set -e\ncd "$(dirname "$0")/.."\npython="{sys.executable}"\n')
    page = (ROOT / PAGE).read_text()
    assert "| `completed-progress` | Video |" in page
    (tmp_path / PAGE).write_text(page.replace("| `completed-progress` | Video |", "| `another` | Video |"))

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run([tmp_path / "scripts/docs", *arguments], capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    assert run("--check") == (1, f"{PAGE} is stale: scripts/docs writes it\n")
    assert run() == (0, "")
    assert (tmp_path / PAGE).read_text() == page
    assert run("--chek") == (2, "scripts/docs: found '--chek'; allowed: --check\n")
