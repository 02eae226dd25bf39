"""`openvideos serve`: an emulator in a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

Run = Callable[..., Any]
LINE = "openvideos emulator: "


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_listens_and_serves_until_it_is_stopped(tmp_path: Path, run: Run, number: int) -> None:
    words = ["serve", "--port", "0", "--time-scale", "1000", "--data-dir", str(tmp_path), "--api-key", "right-key"]
    words += ["--fault", "content-is-error-json", "--fault", "failed-job-500"]
    running = subprocess.Popen(
        [sys.executable, "-m", "openvideos", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert line.startswith(f"{LINE}http://127.0.0.1:")
        assert line.endswith("/v1\n")
        base_url = line.removeprefix(LINE).strip()
        assert httpx.get(f"{base_url}/openapi.json", headers={"Authorization": "Bearer right-key"}).status_code == 200
        done = run("create", "--prompt", "x", "--wait", "--base-url", base_url, "--api-key", "right-key")
        assert (done.code, done.json["status"]) == (0, "completed")
        content = httpx.get(
            f"{base_url}/videos/{done.json['id']}/content", headers={"Authorization": "Bearer right-key"}
        )
        assert "error" in content.json()
        refused = run("retrieve", "a", "--base-url", base_url)
        assert refused.code == 1
        assert "401 Unauthorized" in refused.err
        assert "--api-key" in refused.err
    finally:
        running.send_signal(number)
        out, err = running.communicate(timeout=30)
    assert (running.returncode, out, err) == (0, "", "")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["--port", "x"], "openvideos serve: Invalid value for '--port': 'x' is not a valid integer range"),
        (["--port", "70000"], "openvideos serve: Invalid value for '--port': 70000 is not in the range 0<=x<=65535"),
        (["--time-scale", "0"], "openvideos serve: Invalid value for '--time-scale': 0.0 is not in the range x>0"),
        (["--time-scale", "nan", "--port", "0"], "openvideos: time_scale: found nan; allowed: 0.000001 to 1000000000"),
        (["--host", "no.such.host.invalid", "--port", "0"], "openvideos: cannot listen on no.such.host.invalid port 0"),
        (["--fault", "no-such"], "openvideos: fault: found 'no-such'; allowed: create-500, create-429, "),
        (["--data-dir", ""], "openvideos: data_dir: found an empty one; allowed: a directory"),
        (["stray"], "openvideos serve: Got unexpected extra argument (stray)"),
    ],
)
def test_what_it_cannot_do_is_one_line(run: Run, words: list[str], line: str) -> None:
    done = run("serve", *words)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(line)


def test_a_port_that_is_taken_is_one_line(canned: Any, run: Run) -> None:
    port = canned.base_url.removesuffix("/v1").rpartition(":")[2]
    done = run("serve", "--port", port)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith(f"openvideos: cannot listen on 127.0.0.1 port {port}: ")


def test_a_clients_options_before_its_name_are_refused(run: Run) -> None:
    done = run("--api-key", "k", "serve", "--host", "no.such.host.invalid")
    assert (done.code, done.err) == (
        2,
        "openvideos: found options of a client before its name; allowed: its own, behind it\n",
    )


def test_the_faults_are_listed_each_with_what_it_does(run: Run) -> None:
    from openvideos.emulator import known_faults

    done = run("serve", "--list-faults")
    assert (done.code, done.err) == (0, "")
    lines = [line.split(maxsplit=1) for line in done.out.splitlines()]
    assert lines == [[fault.name, fault.summary] for fault in known_faults().values()]
