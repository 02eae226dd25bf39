"""What only a process of its own shows: signals, terminals, and a stdout that doesn't take what is written."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
COMMAND = [sys.executable, "-m", "openvideos"]
# whoever runs the tests in the background has Ctrl-C ignored, and so would every process that they start
LISTENING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
INTERRUPTIBLE = [sys.executable, "-c", LISTENING, *COMMAND]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize(
    ("words", "request_number", "note"),
    [
        pytest.param(
            ["create", "--prompt", "x", "--wait", "-o", "clip.mp4"],
            1,
            "to pick job video_1 up again: openvideos wait video_1 -o clip.mp4\n",
            id="while waiting for a new job",
        ),
        pytest.param(
            ["wait", "video_1"],
            0,
            "to pick job video_1 up again: openvideos wait video_1\n",
            id="while waiting for a job",
        ),
        pytest.param(
            ["create", "--prompt", "x"],
            0,
            "interrupted while the server was asked to make it: the request may have been accepted\n",
            id="while the job is made",
        ),
    ],
)
def test_an_interruption_tells_what_there_is(
    canned: Any, tmp_path: Path, *, words: list[str], request_number: int, note: str, number: int, code: int
) -> None:
    canned.video()
    running = subprocess.Popen([*INTERRUPTIBLE, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)

    def interrupt(request: int) -> None:
        if request == request_number:  # and it is waiting for the answer to this one
            running.send_signal(number)
            running.wait(30)

    canned.before = interrupt
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.decode()) == (code, b"", note)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_download_leaves_nothing_half(canned: Any, tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(b"old")
    canned.video(status="completed")
    canned.bytes(b"\0\0\0\x18ftypisom", length=100)
    running = subprocess.Popen(
        [*INTERRUPTIBLE, "wait", "video_1", "-o", "clip.mp4", "--max-retries", "0"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
    )

    def interrupt(request: int) -> None:
        if request == 1:
            running.send_signal(signal.SIGINT)
            running.wait(30)

    canned.before = interrupt
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130
    assert b"openvideos wait video_1 -o clip.mp4\n" in err
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]
    assert (tmp_path / "clip.mp4").read_bytes() == b"old"


def on_terminal(*words: str, cwd: Path) -> tuple[int, str]:
    """Run a command line on a terminal; its exit code, and what the terminal got."""
    master, slave = pty.openpty()
    running = subprocess.Popen([*COMMAND, *words], stdin=slave, stdout=slave, stderr=slave, cwd=cwd)
    os.close(slave)
    said = b""
    try:
        while piece := os.read(master, 65536):
            said += piece
    except OSError:  # that is how the end of a terminal looks on Linux
        pass
    os.close(master)
    return running.wait(30), said.decode().replace("\r\n", "\n")


def test_on_a_terminal_there_is_a_bar_and_json_for_people(canned: Any, tmp_path: Path) -> None:
    hint = {"openai-poll-after-ms": "1"}
    canned.video()
    for status, progress in (("queued", 0), ("in_progress", 50), ("completed", 100)):
        canned.json({"id": "video_1", "prompt": "a\x1b[2J\x9b", "status": status, "progress": progress}, **hint)
    canned.bytes(b"\0\0\0\x18ftypisom" + b"\0" * 2_000_000)
    code, said = on_terminal("create", "--prompt", "x", "--wait", "-o", "clip.mp4", cwd=tmp_path)
    assert code == 0
    shown = re.sub(r"\d+ s", "N s", said).split("\r")
    assert shown[1:3] == [
        "queued       [------------------------------]   0% N s",
        "in_progress  [###############---------------]  50% N s",
    ]
    assert "completed    [##############################] 100% N s\n" in shown[3]
    assert '\n  "id": "video_1",\n' in said
    assert r'"prompt": "a\u001b[2J\u009b"' in said
    assert "downloading  [##############################] 100% 2.0 MB N s\n" in shown[-1]
    assert said.endswith("Wrote output to: clip.mp4\n")
    assert "\x1b" not in said


def test_media_are_not_written_to_a_terminal_unasked(canned: Any, tmp_path: Path) -> None:
    code, said = on_terminal("download-content", "video_1", cwd=tmp_path)
    assert (code, said) == (
        2,
        "openvideos: --output: missing; a video is nothing for a terminal: -o FILE, or -o - for stdout\n",
    )
    assert canned.requests == []


@pytest.mark.parametrize("words", [["retrieve", "video_1"], ["--version"], ["--help"]], ids=" ".join)
def test_a_full_disk_is_one_line(canned: Any, process: Run, words: list[str]) -> None:
    canned.video()
    with open("/dev/full", "wb") as full:
        done = process(*words, stdout=full)
    assert done.returncode == 2
    assert done.stderr.startswith(b"openvideos: ")
    assert done.stderr.endswith(b"no space left on device\n")
    assert done.stderr.count(b"\n") == 1


def test_a_job_that_was_made_is_told_though_stdout_does_not_take_it(canned: Any, process: Run) -> None:
    canned.video()
    note = b"to pick job video_1 up again: openvideos wait video_1\n"
    with open("/dev/full", "wb") as full:
        done = process("create", "--prompt", "x", stdout=full)
    assert (done.returncode, done.stderr) == (2, b"openvideos: stdout: no space left on device\n" + note)
    done = process("create", "--prompt", "x", stdout=None, preexec_fn=lambda: os.close(1))
    assert (done.returncode, done.stderr) == (2, b"openvideos: stdout: it is closed\n" + note)


def test_a_reader_that_goes_away_is_nobodys_fault(canned: Any, process: Run) -> None:
    canned.bytes(b"\0\0\0\x18ftypisom" + b"\0" * 1_000_000)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = process("download-content", "video_1", stdout=writer)
        assert (done.returncode, done.stderr) == (2, b"")
        done = process("--help", stdout=writer)
        assert (done.returncode, done.stderr) == (2, b"")
    finally:
        os.close(writer)


def test_without_a_utf_8_stdout_json_is_ascii(canned: Any, process: Run, environment: dict[str, str]) -> None:
    canned.video(prompt="Größe")
    done = process("retrieve", "a", env={**environment, "PYTHONIOENCODING": "latin-1"})
    assert rb'"prompt": "Gr\u00f6\u00dfe"' in done.stdout


MISSING = "import sys; sys.modules[{module!r}] = None; from openvideos.cli.main import main; sys.exit(main({words!r}))"


@pytest.mark.parametrize(
    ("module", "words", "line"),
    [
        ("click", ["--help"], "openvideos: the command line needs click; in a clone: pip install '.[cli]'\n"),
        (
            "starlette",
            ["serve", "--port", "0"],
            ("openvideos: the emulator needs starlette, which is not installed; in a clone: pip install '.[all]'\n"),
        ),
    ],
    ids=["cli", "emulator"],
)
def test_a_missing_extra_is_one_line_with_the_command_that_installs_it(
    module: str, words: list[str], line: str
) -> None:
    code = MISSING.format(module=module, words=words)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", line)
