"""A running emulator: in a thread (Emulator), or until a signal comes (serve)."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import attrs
import uvicorn

from .app import PREFIX
from .assembly import Assembly, Settings
from .connections import protocol
from .errors import EmulatorError
from .faults import named
from .limits import Limits
from .pool import RenderPool

__all__ = ["Emulator", "serve"]

_START_SECONDS = 30
_SLOWEST, _FASTEST = 1e-6, 10**9
_LAST_PORT = 65535


class Emulator:
    """A server of the /videos API, on a socket of this machine, in a thread of this process.

        with Emulator(time_scale=100) as emulator:
            client = OpenVideos(base_url=emulator.base_url)

    `port` 0 takes a free one. Without `data_dir` its data are in a temporary directory that goes with it. `time_scale`
    is by how much jobs are faster than the emulated ones. With `api_key` only requests that bear it are taken.
    `clock` gives unix seconds. `faults` are names of what it does wrong; one that does only what /faults/NAME/v1 has
    wrong is there in any case, with data of its own. Raises EmulatorError where it cannot start.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        data_dir: str | Path | None = None,
        time_scale: float = 1.0,
        api_key: str | None = None,
        *,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        faults: Iterable[str] = (),
    ) -> None:
        if not _SLOWEST <= time_scale <= _FASTEST:
            message = f"time_scale: found {time_scale}; allowed: {_SLOWEST:f} to {_FASTEST}"
            raise EmulatorError(message)
        if data_dir is not None and not str(data_dir):
            raise EmulatorError("data_dir: found an empty one; allowed: a directory")
        if api_key is not None and not (
            api_key.isascii() and api_key.isprintable() and api_key.strip() == api_key != ""
        ):
            message = "api_key: found one that no header can carry; allowed: visible ASCII characters"
            raise EmulatorError(message)
        if not 0 <= port <= _LAST_PORT:
            message = f"port: found {port}; allowed: 0 to {_LAST_PORT}, 0 for a free one"
            raise EmulatorError(message)
        self._address = (host, port)
        self._data_dir = data_dir
        self._time_scale = time_scale
        self._api_key = api_key
        self._limits = limits or Limits()
        self._clock = clock
        self._faults = named(faults)
        self._open = contextlib.ExitStack()
        self._started = False
        self._base_url: str | None = None
        self._pool: RenderPool | None = None

    @property
    def base_url(self) -> str:
        """Where it listens, as in http://127.0.0.1:8000/v1; RuntimeError before it is started."""
        if self._base_url is None:
            message = "the emulator is not started"
            raise RuntimeError(message)
        return self._base_url

    @property
    def data_dir(self) -> Path | None:
        """Where its data are; None for a temporary directory of its own."""
        return None if self._data_dir is None else Path(self._data_dir)

    @property
    def worker_processes(self) -> list[int]:
        """Ids of the processes that render; none before something was rendered."""
        return [] if self._pool is None else self._pool.process_ids

    def start(self) -> Self:
        """Listen, in a thread; returns when requests are answered."""
        server, listener = self._prepare()
        thread = threading.Thread(target=server.run, args=([listener],), name="openvideos-emulator", daemon=True)
        thread.start()
        self._open.callback(_stop, server, thread)
        deadline = time.monotonic() + _START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                self.close()
                message = "the server did not start"
                raise EmulatorError(message)
            time.sleep(0.005)  # uvicorn says that it has started by a flag alone
        return self

    def run(self, ready: Callable[[str], None]) -> None:
        """Listen, in this thread, until SIGINT or SIGTERM; `ready` is called with the base URL when it listens."""
        server, listener = self._prepare()
        with self._open, _signals(server):
            server.when_started = lambda: ready(self.base_url)
            server.run([listener])

    def close(self) -> None:
        """Stop, and end all that was started; closing twice is fine."""
        self._open.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self) -> tuple[_Server, socket.socket]:
        """Open everything; what is opened is closed by close(), in reverse order."""
        if self._started:
            message = "the emulator is started already; one that is closed can't be started again"
            raise RuntimeError(message)
        self._started = True
        with contextlib.ExitStack() as opened:
            listener = opened.enter_context(_listen(*self._address))
            host, port = listener.getsockname()[:2]
            origin = f"http://{_shown(host)}:{port}"
            self._base_url = f"{origin}{PREFIX}"
            if self._data_dir is None:
                directory = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="openvideos-")))
            else:
                directory = Path(self._data_dir)
            settings = Settings(
                origin=origin,
                time_scale=self._time_scale,
                api_key=self._api_key,
                limits=self._limits,
                clock=self._clock,
            )
            assembly = opened.enter_context(contextlib.closing(Assembly(directory, settings, self._faults)))
            self._pool = assembly.pool
            self._open = opened.pop_all()
        return _Server(_config(assembly.app, self._limits), assembly.stop_workers), listener


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    data_dir: str | Path | None = None,
    time_scale: float = 1.0,
    api_key: str | None = None,
    *,
    faults: Iterable[str] = (),
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Run an emulator until SIGINT or SIGTERM; parameters and errors as Emulator has them."""
    Emulator(host, port, data_dir, time_scale, api_key, faults=faults).run(ready)


class _Server(uvicorn.Server):
    """A uvicorn server that leaves signals alone, says when it listens, and ends renders as it stops."""

    def __init__(self, config: uvicorn.Config, stop_workers: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop_workers = stop_workers
        self.when_started: Callable[[], None] = lambda: None

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.when_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await asyncio.to_thread(self._stop_workers)  # whoever waits for a clip is told now
        await super().shutdown(sockets)


def _config(app: Any, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=protocol(attrs.evolve(limits, connections=_connections(limits.connections))),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,  # other servers of this process keep their logging
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=limits.head_bytes,
        timeout_keep_alive=limits.keep_alive_seconds,
        timeout_graceful_shutdown=1,
    )


def _connections(wanted: int) -> int:
    """How many connections leave file handles for everything else."""
    try:
        import resource
    except ImportError:  # a system that has no such limit
        return wanted
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if handles == resource.RLIM_INFINITY else max(1, min(wanted, handles * 3 // 4))


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, number, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, number)
        try:
            if hasattr(signal, "SIGKILL"):  # elsewhere the option would let two servers have one port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except BaseException:
            listener.close()
            raise
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        message = f"cannot listen on {host} port {port}: {reason}"
        raise EmulatorError(message) from error
    return listener


def _shown(host: str) -> str:
    """A host for clients of this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    return f"[{host}]" if ":" in host else host


def _stop(server: _Server, thread: threading.Thread) -> None:
    server.should_exit = True
    thread.join()


@contextlib.contextmanager
def _signals(server: _Server) -> Iterator[None]:
    """Let SIGINT and SIGTERM stop the server, where signals can be caught: in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:  # noqa: ARG001
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
