"""The child process: it ends whatever the server does, leaves alone what isn't ours, and tells what it found."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, cast

import pytest

from openvideos.conformance.fuzz.process import run
from openvideos.conformance.fuzz.task import Task
from openvideos.contract import Contract

KEY = "a-key-of-the-fuzzing-tests"
JSON = {"Content-Type": "application/json"}
NAME = re.compile(rb'name="name"\r\n\r\n(.*?)\r\n--', re.DOTALL)
ERROR = json.dumps({"error": {"message": "no", "type": "invalid", "param": None, "code": None}}).encode()


@pytest.fixture
def over() -> Iterator[threading.Event]:
    """Set when the test is over, so that nobody waits any longer."""
    event = threading.Event()
    yield event
    event.set()


def test_a_server_that_never_answers_is_told_of_and_holds_nothing_up(
    serve: Callable[..., str], fuzz: Callable[..., Any], over: threading.Event
) -> None:
    def hang(*_: Any) -> Any:
        over.wait()
        return 0, {}, b""

    said = fuzz(serve(hang), requests=3, answer_timeout=0.5)
    assert said.kinds == {"unanswered"}
    assert "curl" in next(iter(said.findings.values())).found


def test_a_server_whose_headers_never_end_holds_nothing_up(fuzz: Callable[..., Any], over: threading.Event) -> None:
    def drip(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # whoever asked has gone
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not over.wait(0.05):
                connection.sendall(b"x")

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=drip, args=(listening.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        accepting = threading.Thread(target=accept)
        accepting.start()
        said = fuzz(f"http://127.0.0.1:{listening.getsockname()[1]}/v1", seconds=3.0)
        listening.shutdown(socket.SHUT_RDWR)
        accepting.join()
    assert said.requests == 0


def test_the_same_seed_makes_the_same_requests(serve: Callable[..., str], fuzz: Callable[..., Any]) -> None:
    asked: list[tuple[str, str, bytes]] = []

    def note(method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        asked.append((method, target, body))
        return 400, JSON, ERROR

    base_url, found = serve(note), []
    for _ in range(2):
        fuzz(base_url, seed=5, requests=40)
        found.append(asked[:])
        asked.clear()
    assert found[0] == found[1]
    assert len(found[0]) > 30  # some can't be sent at all


def test_what_is_found_is_made_small(serve: Callable[..., str], fuzz: Callable[..., Any]) -> None:
    def fail(method: str, target: str, headers: dict[str, str], body: bytes) -> Any:
        name = NAME.search(body)
        return 500 if name and len(name[1].decode()) > 4 else 400, JSON, ERROR

    others = [each for each in Contract.load().operations if each != "create_character"]
    said = fuzz(serve(fail), requests=200, phases=("fuzzing",), lacking=others)
    found = NAME.search(said.findings["error create_character"].answer.request_body)
    assert found is not None
    assert len(found[1].decode()) == 5


def test_nothing_of_schemathesis_is_loaded_where_it_is_asked_for() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = (
        "import sys; from openvideos.conformance.fuzz.process import run; from openvideos.conformance.fuzz.task import "
        f"Task; run(Task(base_url='http://127.0.0.1:{port}/v1', seconds=60, requests=1), lambda said: None);"
        "print(sorted({'schemathesis', 'hypothesis', 'requests'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_ctrl_c_ends_the_child(serve: Callable[..., str]) -> None:
    children = []

    def heard(said: Any) -> None:
        if said["about"] == "start":
            children.append(said["process"])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Task(base_url=serve(lambda *_: (400, JSON, ERROR)), seconds=600.0), heard)
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)


def test_a_child_ends_with_its_parent(serve: Callable[..., str], over: threading.Event) -> None:
    def hang(*_: Any) -> Any:
        over.wait()
        return 0, {}, b""

    command = [sys.executable, "-P", "-m", "openvideos.conformance.fuzz"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        child.stdin.write(Task(base_url=serve(hang), seconds=600.0, answer_timeout=600.0).dump() + "\n")
        child.stdin.close()
        assert child.wait(60) == 1


def test_a_child_that_breaks_says_why_in_a_line_without_the_key() -> None:
    with pytest.raises(RuntimeError, match=re.escape("fuzzing ended with 1: ")) as caught:
        run(Task(base_url=cast("str", [KEY]), api_key=KEY), lambda said: None)
    assert "***" in str(caught.value)
    assert KEY not in str(caught.value)
    assert "\n" not in str(caught.value)
