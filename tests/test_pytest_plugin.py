"""The plugin as an application's tests meet it: in a folder of their own, with its usual neighbours."""

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

Pytest = Callable[..., subprocess.CompletedProcess[str]]

APPLICATION = """
import urllib.request

import pytest


def finished(client, video):
    return client.videos.poll(video.id)


@pytest.mark.parametrize("number", range(3))
def test_a_video_is_made(openvideos_server, number):
    client = openvideos_server.client
    assert list(client.videos.list()) == []  # of this test alone
    assert finished(client, client.videos.create(prompt=f"{number}", seconds="12")).status == "completed"


def test_a_picture_is_kept(openvideos_server, tmp_path):
    client = openvideos_server.client
    video = client.videos.create_and_poll(prompt="x")
    client.videos.download_content(video.id, variant="thumbnail").write_to_file(tmp_path / "a.webp")
    assert (tmp_path / "a.webp").read_bytes()[:4] == b"RIFF"


def test_any_client_will_do(openvideos_server):
    with urllib.request.urlopen(f"{openvideos_server.base_url}/videos") as answer:
        assert answer.status == 200


def test_a_rate_limit_is_met(openvideos_server_factory):
    from openvideos import RateLimitError

    correct, faulty = openvideos_server_factory(), openvideos_server_factory(faults=["create-429"])
    assert correct.base_url != faulty.base_url
    assert correct.client.videos.create(prompt="x").status == "queued"
    with pytest.raises(RateLimitError):
        faulty.client.videos.create(prompt="x")


def test_a_key_is_asked_for(openvideos_server_factory):
    from openvideos import AuthenticationError, OpenVideos

    server = openvideos_server_factory(api_key="key-12345678", time_scale=1)
    assert server.api_key == "key-12345678"
    assert "key-12345678" not in repr(server)
    assert server.client.videos.create(prompt="x").status == "queued"
    with OpenVideos(base_url=server.base_url) as stranger, pytest.raises(AuthenticationError):
        stranger.videos.list()


def test_a_job_fails(openvideos_server):
    video = openvideos_server.client.videos.create_and_poll(prompt="[[fail]]")
    assert video.error.code == "failed_on_request"
"""

NEIGHBOUR = """
def test_the_applications_own_address_is_left_alone(base_url, openvideos_server):
    assert base_url == "http://application.example"
    assert openvideos_server.base_url.startswith("http://127.0.0.1:")
"""

ALONE = """
import sys


def test_nothing_was_loaded():
    parts = ("openvideos.client", "openvideos.contract", "openvideos.emulator", "openvideos_api.models")
    parts += ("attr", "av", "httpx", "starlette", "uvicorn")
    assert [name for name in sys.modules if name.startswith(parts)] == []


def test_it_adds_options_and_what_is_asked_for(request):
    plugin = sys.modules["openvideos.pytest_plugin"]
    assert [name for name in vars(plugin) if name.startswith("pytest_")] == ["pytest_addoption"]
    assert [name for name in request.fixturenames if name.startswith("openvideos")] == []
"""

STARTED = """
import threading

servers = []


def running():
    return [thread for thread in threading.enumerate() if thread.name == "openvideos-emulator"]


def test_two_are_started(openvideos_server_factory):
    servers.extend([openvideos_server_factory(), openvideos_server_factory(faults=["slow-answers"])])
    assert len(running()) == 2


def test_they_are_gone():
    assert running() == []
    assert [server.client.is_closed() for server in servers] == [True, True]
"""


# installed here for other reasons, and slow to load
SLOW = ("-p", "no:schemathesis", "-p", "no:hypothesispytest")


PROXY = """
from openvideos import OpenVideos


def test_it_is_passed_by(openvideos_server, monkeypatch):
    assert list(openvideos_server.client.videos.list()) == []
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with OpenVideos(base_url=openvideos_server.base_url) as other:
        assert list(other.videos.list()) == []
"""


@pytest.fixture
def run_pytest(tmp_path: Path) -> Pytest:
    """Runs pytest in an empty folder, with the plugins that are installed; warnings are errors."""

    def run(*arguments: str, python: tuple[str, ...] = (), **files: str) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        ours = ("PYTEST", "OPENVIDEOS")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        return subprocess.run(
            [sys.executable, *python, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", *SLOW, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


def test_an_applications_tests_pass_beside_other_plugins_and_in_two_processes(run_pytest: Pytest) -> None:
    address = ("--base-url", "http://application.example")
    done = run_pytest(*address, "-n", "2", test_application=APPLICATION, test_neighbour=NEIGHBOUR)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Using --randomly-seed=" in done.stdout
    assert "9 passed" in done.stdout


def test_nothing_of_ours_is_loaded_before_a_fixture_is_used(run_pytest: Pytest) -> None:
    done = run_pytest(test_alone=ALONE)
    assert "2 passed" in done.stdout, done.stdout


def test_what_a_test_starts_is_gone_with_it(run_pytest: Pytest) -> None:
    done = run_pytest("-p", "no:randomly", test_started=STARTED)
    assert "2 passed" in done.stdout, done.stdout


def test_a_proxy_of_the_environment_is_not_asked(run_pytest: Pytest, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # nobody listens there
    done = run_pytest(test_proxy=PROXY)
    assert "1 passed" in done.stdout, done.stdout


def test_where_the_emulator_is_not_installed_a_line_says_how_to(
    run_pytest: Pytest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: Path
) -> None:
    installed = tmp_path / "installed"
    installed.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if entry.name != "av" and not entry.name.startswith("av-"):
            (installed / entry.name).symlink_to(entry)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (installed, root / "overlay", root / "generated"))))
    asked = "def test_it(openvideos_server): pass\n"
    done = run_pytest("test_it.py", python=("-S",), test_it=asked)
    assert "\nopenvideos_server needs av, which is not installed; in a clone: pip install '.[all]'\n" in done.stdout
    assert "1 error" in done.stdout


def test_its_options_begin_with_its_name(run_pytest: Pytest) -> None:
    def options(*arguments: str) -> set[str]:
        words = run_pytest("--help", *arguments).stdout.split()
        return {word.partition("=")[0] for word in words if word.startswith("--")}

    own = options() - options("-p", "no:openvideos")
    judging = {"--openvideos-url", "--openvideos-api-key", "--openvideos-level"}
    assert own == {"--openvideos-time-scale", *judging}


def test_its_fixtures_are_two_and_explained(run_pytest: Pytest) -> None:
    _, _, shown = run_pytest("--fixtures").stdout.partition(" fixtures defined from openvideos.pytest_plugin -")
    shown, _, _ = shown.partition("\n---")
    lines = [line.split(" -- ")[0] for line in shown.splitlines() if " -- " in line]
    assert sorted(lines) == ["openvideos_server", "openvideos_server_factory"]
    for text in ("A correct emulator of the /videos API", "Starts emulators:"):
        assert text in shown


def test_jobs_are_as_fast_as_is_said(run_pytest: Pytest) -> None:
    asked = """
def test_it(openvideos_server):
    videos = openvideos_server.client.videos
    assert videos.retrieve(videos.create(prompt="x").id).status == "queued"
"""
    done = run_pytest("--openvideos-time-scale", "0.001", test_it=asked)
    assert done.returncode == 0, done.stdout


def test_what_cannot_be_started_is_a_line(run_pytest: Pytest) -> None:
    lines = {
        "faults=['no-such']": "openvideos_server: fault: found 'no-such'; allowed: create-500, ",
        "time_scale=0": "openvideos_server: time_scale: found 0; allowed: 0.000001 to 1000000000",
        r"api_key='\n'": "openvideos_server: api_key: found one that no header can carry; allowed: ",
    }
    tests = [
        f"def test_{n}(openvideos_server_factory): openvideos_server_factory({given})" for n, given in enumerate(lines)
    ]
    done = run_pytest(test_it="\n".join(tests))
    assert done.returncode == 1
    assert "3 failed" in done.stdout
    assert [line for line in lines.values() if f"_\n{line}" not in done.stdout] == []  # under a test's title at once


def test_it_can_be_switched_off(run_pytest: Pytest) -> None:
    done = run_pytest("-p", "no:openvideos", test_it="def test_it(openvideos_server): pass\n")
    assert "fixture 'openvideos_server' not found" in done.stdout
