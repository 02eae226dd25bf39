"""Starting and stopping: in a thread, and as a process of its own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from openvideos.emulator import Emulator, EmulatorError, serve

Start = Callable[..., tuple[subprocess.Popen[str], str]]


def completed(base_url: str, **body: str) -> str:
    name = str(httpx.post(f"{base_url}/videos", json={"prompt": "x", **body}).json()["id"])
    while httpx.get(f"{base_url}/videos/{name}").json()["status"] != "completed":
        pass
    return name


def children(process: subprocess.Popen[str]) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [line.split() for line in listed.splitlines()]
    return [int(child) for child, parent in pairs if int(parent) == process.pid]


def lives(process: int) -> bool:
    listed = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return listed.stdout.strip()[:1] not in ("", "Z")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly_also_while_it_renders(tmp_path: Path, start: Start, number: signal.Signals) -> None:
    process, base_url = start()
    name = completed(base_url, seconds="12", size="1792x1024")
    answers: list[int] = []
    url = f"{base_url}/videos/{name}/content"
    reader = threading.Thread(target=lambda: answers.append(httpx.get(url, timeout=60).status_code))
    reader.start()
    while not children(process):
        pass
    workers = children(process)
    process.send_signal(number)
    assert process.wait(30) == 0
    reader.join()
    assert answers == [503]
    assert [worker for worker in workers if lives(worker)] == []
    assert list((tmp_path / "temporary").iterdir()) == []
    assert (tmp_path / "log").read_text() == ""


def test_workers_end_with_a_server_that_is_killed(start: Start) -> None:
    process, base_url = start()
    name = completed(base_url)
    assert httpx.get(f"{base_url}/videos/{name}/content", timeout=60).status_code == 200
    workers = children(process)
    assert workers
    process.kill()
    process.wait()
    until = time.monotonic() + 20
    while left := [worker for worker in workers if lives(worker)]:
        if time.monotonic() > until:
            for worker in left:
                os.kill(worker, signal.SIGKILL)
            pytest.fail("workers outlive their server")


def test_jobs_and_media_are_there_again_after_a_kill(tmp_path: Path, start: Start) -> None:
    data_dir = str(tmp_path / "data")
    process, base_url = start(data_dir)
    name = completed(base_url)
    path = f"/videos/{name}/content?variant=thumbnail"
    before = (httpx.get(f"{base_url}/videos/{name}").json(), httpx.get(base_url + path, timeout=60))
    process.kill()
    process.wait()
    _, base_url = start(data_dir)
    after = (httpx.get(f"{base_url}/videos/{name}").json(), httpx.get(base_url + path))
    assert after[0] == before[0]
    assert after[1].content == before[1].content
    assert after[1].headers["etag"] == before[1].headers["etag"]


def test_neither_keys_nor_prompts_are_logged(tmp_path: Path, start: Start) -> None:
    process, base_url = start(api_key="sk-secret-4711")
    for headers in ({"Authorization": "Bearer sk-secret-4711"}, {"Authorization": "Bearer sk-other-4712"}):
        httpx.post(f"{base_url}/videos", json={"prompt": "needle"}, headers=headers)
        httpx.post(f"{base_url}/videos", content=b'{"needle', headers={**headers, "Content-Type": "application/json"})
    assert process.stdout is not None
    process.terminate()
    assert process.stdout.read() == ""
    assert (tmp_path / "log").read_text() == ""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"port": 70000}, "port: found 70000; allowed: 0 to 65535, 0 for a free one", id="port"),
        pytest.param({"time_scale": 0}, "time_scale: found 0; allowed: 0.000001 to 1000000000", id="no speed"),
        pytest.param({"time_scale": float("nan")}, "time_scale: found nan; allowed: 0.000001 to 1000000000", id="nan"),
        pytest.param({"api_key": ""}, "api_key: found one that no header can carry", id="empty key"),
        pytest.param(
            {"api_key": "sk-secret\n"}, "api_key: found one that no header can carry", id="key with a line feed"
        ),
        pytest.param({"host": "host.invalid"}, "cannot listen on host.invalid port 0: ", id="unknown host"),
        pytest.param({"host": "192.0.2.1"}, "cannot listen on 192.0.2.1 port 0: ", id="host of another"),
        pytest.param({"data_dir": __file__}, f"data directory {__file__!r}: not a directory", id="data directory"),
    ],
)
def test_what_it_cannot_start_with_is_said_in_one_line(given: dict[str, Any], said: str) -> None:
    for run in (lambda: Emulator(**given).start(), lambda: serve(**{"port": 0, **given})):
        with pytest.raises(EmulatorError) as caught:
            run()
        assert str(caught.value).startswith(said)
        assert "\n" not in str(caught.value)
        assert "secret" not in str(caught.value)


def test_a_port_that_is_taken_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(EmulatorError, match=f"cannot listen on 127.0.0.1 port {port}: .*in use"):
            Emulator(port=port).start()


def test_a_data_directory_in_use_is_said_in_one_line_and_the_first_lives_on(tmp_path: Path) -> None:
    with Emulator(data_dir=tmp_path) as first:
        with pytest.raises(EmulatorError, match="in use by another emulator"):
            Emulator(data_dir=tmp_path).start()
        assert httpx.post(f"{first.base_url}/videos", json={"prompt": "x"}).status_code == 200


def test_closing_it_frees_everything_and_may_be_done_twice(tmp_path: Path) -> None:
    emulator = Emulator(data_dir=tmp_path).start()
    port = httpx.URL(emulator.base_url).port
    emulator.close()
    emulator.close()
    with Emulator(port=port or 0, data_dir=tmp_path) as again:
        assert httpx.URL(again.base_url).port == port


def test_two_in_one_process_know_nothing_of_each_other() -> None:
    with Emulator() as one, Emulator() as other:
        name = httpx.post(f"{one.base_url}/videos", json={"prompt": "x"}).json()["id"]
        assert httpx.get(f"{one.base_url}/videos/{name}").status_code == 200
        assert httpx.get(f"{other.base_url}/videos/{name}").status_code == 404


def test_an_ephemeral_directory_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with Emulator() as emulator:
        httpx.post(f"{emulator.base_url}/videos", json={"prompt": "x"})
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_importing_it_loads_no_server_and_no_client() -> None:
    program = "import openvideos.emulator, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {"starlette", "uvicorn", "av", "PIL", "httpx", "openvideos.client"}.isdisjoint(loaded)
    program = "from openvideos.emulator import Emulator; import sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert {"av", "openvideos.client", "openvideos_api.models"}.isdisjoint(loaded)


def test_time_never_goes_back_not_even_over_a_restart(tmp_path: Path) -> None:
    now = 1e9
    with Emulator(data_dir=tmp_path, clock=lambda: now) as emulator:
        url = f"{emulator.base_url}/videos"
        name = httpx.post(url, json={"prompt": "x"}).json()["id"]
        now += 100
        assert httpx.get(f"{url}/{name}").json()["status"] == "completed"
        now -= 1e6
        assert httpx.get(f"{url}/{name}").json()["status"] == "completed"
        assert httpx.post(url, json={"prompt": "x"}).json()["created_at"] == 1e9 + 100
    with Emulator(data_dir=tmp_path, clock=lambda: now) as emulator:
        assert httpx.get(f"{emulator.base_url}/videos/{name}").json()["status"] == "completed"


def test_one_that_was_started_is_not_started_again() -> None:
    with Emulator() as emulator, pytest.raises(RuntimeError, match="started already"):
        emulator.start()


def test_an_empty_data_directory_name_is_refused() -> None:
    with pytest.raises(EmulatorError, match="data_dir: found an empty one; allowed: a directory"):
        Emulator(data_dir="")
