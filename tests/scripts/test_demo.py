"""scripts/demo, as somebody runs it who has just cloned."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

# Ctrl-C counts for the demo, though whoever runs these tests in the background is deaf to it
RUN = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"

Start = Callable[[], "subprocess.Popen[str]"]


@pytest.fixture
def start(root: Path) -> Iterator[Start]:
    """Starts scripts/demo in a process group of its own, from another folder."""
    started: list[subprocess.Popen[str]] = []

    def start() -> "subprocess.Popen[str]":
        environment = {name: os.environ[name] for name in os.environ if not name.startswith(("OPENAI_", "OPENVIDEOS_"))}
        demo = subprocess.Popen(
            [sys.executable, "-c", RUN, root / "scripts/demo"],
            cwd="/",
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(demo)
        return demo

    yield start
    for demo in started:
        if not is_gone(demo.pid):
            os.killpg(demo.pid, signal.SIGKILL)
        demo.communicate()


def address(demo: "subprocess.Popen[str]") -> tuple[str, int]:
    """Where the demo's emulator listens, as soon as it says so."""
    assert demo.stdout
    url = next(line for line in demo.stdout if line.startswith("openvideos emulator: ")).split()[-1]
    found = urlsplit(url)
    assert found.hostname
    assert found.port
    return found.hostname, found.port


def is_gone(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def is_gone_within(seconds: float, group: int) -> bool:
    deadline = time.monotonic() + seconds
    while not is_gone(group) and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_gone(group)


def test_the_demo_ends_with_the_path_of_an_mp4_and_leaves_nothing_running(root: Path, start: Start) -> None:
    demo = start()
    out, err = demo.communicate(timeout=60)
    assert demo.returncode == 0, out + err
    assert "$ openvideos videos create --api-key 'My API Key' --prompt x\n{\n" in out
    assert "out/x.mp4: h264, 720 x 1280, 4 s, 48 frames\n" in out
    last = Path(out.splitlines()[-1])
    assert last == root / "out/paper-boat.mp4"
    assert last.read_bytes()[4:8] == b"ftyp"
    assert is_gone_within(10, demo.pid)


# a terminal tells all of its processes; whoever kills a script tells only that
@pytest.mark.parametrize(
    ("send", "number", "code"),
    [(os.killpg, signal.SIGINT, 130), (os.kill, signal.SIGTERM, 143)],
    ids=["Ctrl-C", "kill"],
)
def test_a_demo_that_is_stopped_stops_its_emulator(
    start: Start, send: Callable[[int, int], None], number: signal.Signals, code: int
) -> None:
    demo = start()
    place = address(demo)
    with socket.create_connection(place):
        pass
    send(demo.pid, number)
    demo.communicate(timeout=30)
    assert demo.returncode == code
    assert is_gone_within(10, demo.pid)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(place)
