"""pytest's fixtures for tests of applications: an emulator of the /videos API, with faults on demand, and its client.

pytest loads this module by itself where openvideos is installed; it imports nothing but pytest until one is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from openvideos import OpenVideos

__all__ = ["OpenVideosServer", "StartServer", "openvideos_server", "openvideos_server_factory", "pytest_addoption"]

_FASTER = 1000.0


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of this plugin."""
    parser.getgroup("openvideos", "openvideos: an emulator of the /videos API").addoption(
        "--openvideos-time-scale",
        type=float,
        default=_FASTER,
        metavar="X",
        help="How many times faster than usual the jobs of openvideos_server are (%(default)s unless given).",
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


StartServer = Callable[..., OpenVideosServer]


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
            from openvideos import OpenVideos, omit
            from openvideos.emulator import Emulator, EmulatorError

            try:
                scale = usual if time_scale is None else time_scale
                emulator = opened.enter_context(Emulator(time_scale=scale, api_key=api_key, faults=faults))
            except EmulatorError as error:
                pytest.fail(f"openvideos_server: {error}", pytrace=False)
            client = OpenVideos(base_url=emulator.base_url, api_key=omit if api_key is None else api_key)
            opened.enter_context(client)
            return OpenVideosServer(base_url=emulator.base_url, api_key=api_key, client=client)

        yield start


@pytest.fixture
def openvideos_server(openvideos_server_factory: StartServer) -> OpenVideosServer:
    """A correct emulator of the /videos API, for one test: `.client`, `.base_url`, `.api_key`."""
    return openvideos_server_factory()
