"""The picture in README is what the emulator renders today."""

import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

ROOT = Path(__file__).parents[2]


def test_the_picture_in_readme_is_what_the_emulator_renders(tmp_path: Path) -> None:
    subprocess.run([ROOT / "scripts/picture", tmp_path / "new.jpg"], check=True, timeout=120)
    with Image.open(ROOT / "docs/clips.jpg") as shown, Image.open(tmp_path / "new.jpg") as new:
        assert shown.size == new.size
        # ids are drawn anew each time, and are in the picture
        assert max(ImageStat.Stat(ImageChops.difference(shown, new)).mean) < 2
    assert "docs/clips.jpg" in (ROOT / "README.md").read_text()
