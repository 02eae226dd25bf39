"""pytest's fixtures for tests of applications: an emulator of the /videos API, with faults on demand, and its client.

pytest loads this module by itself where openvideos is installed; it imports nothing but pytest until one is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from openvideos import OpenVideos

__all__ = ["OpenVideosServer", "StartServer", "openvideos_server", "openvideos_server_factory", "pytest_addoption"]

_FASTER = 1000.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this plugin."""
    group = parser.getgroup("openvideos", "openvideos: an emulator of the /videos API, and its conformance suite")
    group.addoption(
        "--openvideos-time-scale",
        type=float,
        default=_FASTER,
        metavar="X",
        help="How many times faster than usual the jobs of openvideos_server are (%(default)s unless given).",
    )
    group.addoption("--openvideos-url", metavar="URL", help="The server that `--pyargs openvideos.conformance` judges.")
    group.addoption("--openvideos-api-key", metavar="KEY", help="The key to send to it; none unless given.")
    group.addoption(
        "--openvideos-level",
        choices=["must", "should", "may"],
        default="must",
        help="Which of its requirements fail a test when they are not met (%(default)s unless given).",
    )


class OpenVideosServer:
    """An emulator on this machine: its `base_url`, for whatever client; `client`, an OpenVideos; and `api_key`.

    The key is the only one that it takes; None if it takes any.
    """

    def __init__(self, *, base_url: str, api_key: str | None, client: OpenVideos) -> None:
        self.base_url = base_url
        self.api_key = api_key
        self.client = client

    def __repr__(self) -> str:
        return f"OpenVideosServer(base_url={self.base_url!r})"


class StartServer(Protocol):
    """What `openvideos_server_factory` is: starts an emulator."""

    def __call__(
        self, *, faults: Sequence[str] = (), time_scale: float | None = None, api_key: str | None = None
    ) -> OpenVideosServer:
        """Start one; arguments as Emulator has them. Fails the test where it can't be started."""
        ...


@pytest.fixture
def openvideos_server_factory(request: pytest.FixtureRequest) -> Iterator[StartServer]:
    """Starts emulators: `openvideos_server_factory(faults=["create-429"], time_scale=1000, api_key="key")`.

    All of it can be left out. Each is a server of its own, without jobs, and is gone with the test. Faults are those
    that `openvideos serve --list-faults` shows. What can't be started fails the test with a line.
    """
    usual: float = request.config.getoption("--openvideos-time-scale")
    with ExitStack() as opened:

        def start(
            *, faults: Sequence[str] = (), time_scale: float | None = None, api_key: str | None = None
        ) -> OpenVideosServer:
            from openvideos.extras import missing, wanting

            if (absent := missing("emulator")) is not None:
                pytest.fail(wanting("openvideos_server", absent), pytrace=False)
            import httpx

            from openvideos import OpenVideos, omit
            from openvideos.client.http import open_http
            from openvideos.emulator import Emulator, EmulatorError

            try:
                scale = usual if time_scale is None else time_scale
                emulator = opened.enter_context(Emulator(time_scale=scale, api_key=api_key, faults=faults))
            except EmulatorError as error:
                raise pytest.fail.Exception(f"openvideos_server: {error}", pytrace=False) from None
            # a proxy of the environment doesn't reach this machine's addresses
            http = open_http(httpx.Client, trust_env=False)
            key = omit if api_key is None else api_key
            client = opened.enter_context(OpenVideos(base_url=emulator.base_url, api_key=key, http_client=http))
            return OpenVideosServer(base_url=emulator.base_url, api_key=api_key, client=client)

        yield start


@pytest.fixture
def openvideos_server(openvideos_server_factory: StartServer) -> OpenVideosServer:
    """A correct emulator of the /videos API, for one test: `.client`, `.base_url`, `.api_key`."""
    return openvideos_server_factory()
