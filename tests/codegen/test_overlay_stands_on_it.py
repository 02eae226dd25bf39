"""A change of the contract reaches whoever imports, types or calls the overlay, with no hand edit under overlay/.

On a copy of the repository the contract gets a response member, an enum value, an optional request member and another
default; scripts/regenerate runs; and the copy is then used as its users would.
"""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from codegen.__main__ import main

CHANGES = [
    # a response member
    (
        "          description: Where the job is in its life.\n",
        "        fps:\n          type: integer\n          description: Pictures in a second.\n",
    ),
    # an enum value, with its name
    ("        - 1792x1024\n      x-enum-varnames:", "        - 1920x1080\n"),
    ("        - LANDSCAPE_LARGE\n", "        - FULL_HD\n"),
    # an optional request member, in both bodies
    (
        "          default: 720x1280\n          description: Width and height of the picture, in pixels.\n",
        "        seed:\n          type: integer\n          minimum: 0\n          description: Where chance begins.\n",
    ),
]

VIDEO = {
    "id": "video_1",
    "object": "video",
    "model": "sora-2",
    "status": "queued",
    "progress": 0,
    "created_at": 1790000000,
    "completed_at": None,
    "expires_at": None,
    "prompt": "x",
    "size": "1920x1080",
    "seconds": "4",
    "remixed_from_video_id": None,
    "error": None,
    "fps": 24,
}

USER = """
from openvideos import OpenVideos, VideoSize

client = OpenVideos(base_url="http://127.0.0.1:1/v1")
video = client.videos.create(prompt="x", seed=7, size="1920x1080")
reveal_type(video.fps)
reveal_type(VideoSize.FULL_HD)
client.videos.create(prompt="x", seed="seven")
"""


@pytest.fixture(scope="module")
def copy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The changed copy, regenerated."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("openapi", "generated", "overlay"):
        shutil.copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    path = folder / "openapi" / "videos.yaml"
    text = path.read_text(encoding="utf-8")
    for place, added in CHANGES:
        assert place in text
        anchor = place.removesuffix("      x-enum-varnames:")
        text = text.replace(place, anchor + added + place.removeprefix(anchor))
    text = text.replace("default: 720x1280", "default: 1280x720")
    path.write_text(text, encoding="utf-8")
    assert main(["--root", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, list[bytes]]]:
    """Answers every request with VIDEO; the base URL, and the bodies it got."""
    bodies: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["content-length"])))
            answer = json.dumps(VIDEO).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}/v1", bodies
        listening.shutdown()


def run(copy: Path, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """A process that imports the copy."""
    paths = os.pathsep.join(str(copy / name) for name in ("generated", "overlay"))
    return subprocess.run(
        [sys.executable, *command],
        env={**os.environ, "PYTHONPATH": paths, **environ},
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_client_has_the_member_the_value_and_the_keyword(copy: Path, server: tuple[str, list[bytes]]) -> None:
    base_url, bodies = server
    code = f"""
import openvideos
assert openvideos.__file__.startswith({str(copy)!r}), openvideos.__file__
client = openvideos.OpenVideos(base_url={base_url!r}, on_violation="raise")
video = client.videos.create(prompt="x", seed=7, size=openvideos.VideoSize.FULL_HD)
assert video.fps == 24 and "fps" not in video.extra
assert "1920x1080" in list(openvideos.VideoSize) and openvideos.VideoSize(video.size).known
assert openvideos.contract_defaults("create")["size"] == "1280x720"
try:
    client.videos.create(prompt="x", seed=-1)
except openvideos.RequestValidationError as error:
    assert "seed" in str(error)
else:
    raise SystemExit("seed=-1 was sent")
"""
    done = run(copy, "-c", code)
    assert (done.returncode, done.stderr) == (0, "")
    assert b'name="seed"\r\n\r\n7\r\n' in bodies[-1]
    assert b'name="size"\r\n\r\n1920x1080\r\n' in bodies[-1]


def test_the_command_line_has_the_flag_the_choice_and_the_default(copy: Path, server: tuple[str, list[bytes]]) -> None:
    base_url, bodies = server
    helped = run(copy, "-m", "openvideos", "create", "--help", COLUMNS="100")
    text = " ".join(helped.stdout.split())
    assert helped.returncode == 0, helped.stderr
    assert "--seed" in text
    assert "Where chance begins." in text
    assert "1920x1080" in text
    assert "720x1280]" not in text.split("--size")[1].split("default")[1][:40]
    assert "1280x720" in text.split("--size")[1].split("default", 1)[1][:40]
    created = run(
        copy,
        "-m",
        "openvideos",
        "create",
        "--base-url",
        base_url,
        "--prompt",
        "x",
        "--seed",
        "7",
        "--size",
        "1920x1080",
    )
    assert created.returncode == 0, created.stderr
    assert json.loads(created.stdout)["fps"] == 24
    assert b'name="seed"\r\n\r\n7\r\n' in bodies[-1]


def test_a_type_checker_knows_them(root: Path, copy: Path) -> None:
    (copy / "user.py").write_text(USER, encoding="utf-8")
    paths = os.pathsep.join(str(copy / name) for name in ("generated", "overlay"))
    cache = str(root / ".mypy_cache" / "changed-contract")
    done = run(
        copy,
        "-m",
        "mypy",
        "--config-file=",
        "--strict",
        f"--cache-dir={cache}",
        "--no-error-summary",
        "user.py",
        MYPYPATH=paths,
    )
    assert done.stdout.splitlines() == [
        'user.py:6: note: Revealed type is "int | None"',
        'user.py:7: note: Revealed type is "openvideos.enums.VideoSize"',
        (
            'user.py:8: error: Argument "seed" to "create" of "VideosResource" has incompatible type "str"; '
            'expected "int | Omit"  [arg-type]'
        ),
    ]
