"""The clients: OpenVideos and AsyncOpenVideos. Importing and making them loads no HTTP."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic, Self

from openvideos.omit import NotGiven, Omit, not_given

from .pool import HttpT, Pool

if TYPE_CHECKING:
    import httpx

    from openvideos.contract.reporting import OnViolation

    from .decode import Decoder
    from .options import Settings
    from .request import Setup
    from .transport import AsyncDriver, Driver
    from .videos import AsyncVideos, Videos

__all__ = ["DEFAULT_MAX_RETRIES", "AsyncOpenVideos", "OpenVideos"]

DEFAULT_MAX_RETRIES = 2


class _Client(Generic[HttpT]):
    """What both clients share: settings, and nothing that waits."""

    _kind: str

    def __init__(
        self,
        *,
        api_key: str | Omit | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
        max_retries: int = DEFAULT_MAX_RETRIES,
        default_headers: Mapping[str, str | Omit] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: HttpT | None = None,
        defaults: Mapping[str, Any] | None = None,
        check_requests: bool = True,
        on_violation: OnViolation = "warn",
        _pool: Pool[HttpT] | None = None,
    ) -> None:
        from openvideos.contract.reporting import check_on_violation

        from .options import resolve
        from .retries import check_max_retries

        self.max_retries = check_max_retries(max_retries)
        self.webhook_secret = webhook_secret
        self.default_headers = dict(default_headers or {})
        self.default_query = dict(default_query or {})
        self.check_requests = check_requests
        self.on_violation = check_on_violation(on_violation)
        self.defaults: dict[str, Any] = {}
        if defaults:
            from openvideos.defaults import check_defaults

            self.defaults = check_defaults(defaults, check_values=check_requests)
        self._given: dict[str, Any] = {
            "api_key": api_key,
            "base_url": base_url,
            "organization": organization,
            "project": project,
        }
        self._settings: Settings = resolve(**self._given, environ=os.environ)
        self._timeout = timeout
        self._pool: Pool[HttpT] = Pool(self._kind, http_client) if _pool is None else _pool

    def __repr__(self) -> str:
        from .options import shown_url

        return f"{type(self).__name__}(base_url={shown_url(self._settings.base_url)!r})"

    @property
    def api_key(self) -> str | None:
        """The key that is sent; None for none. Can be assigned to."""
        return self._settings.api_key

    @api_key.setter
    def api_key(self, value: str | Omit | None) -> None:
        self._set(api_key=value)

    @property
    def base_url(self) -> httpx.URL:
        """Where the API is, ending in a slash and without user information. Can be assigned to, like the argument."""
        import httpx

        return httpx.URL(self._settings.base_url)

    @base_url.setter
    def base_url(self, value: str | httpx.URL) -> None:
        self._set(base_url=value)

    @property
    def organization(self) -> str | None:
        """The organization that requests are made for."""
        return self._settings.organization

    @organization.setter
    def organization(self, value: str | None) -> None:
        self._set(organization=value)

    @property
    def project(self) -> str | None:
        """The project that requests are made for."""
        return self._settings.project

    @project.setter
    def project(self, value: str | None) -> None:
        self._set(project=value)

    @property
    def timeout(self) -> float | httpx.Timeout | None:
        """How long to wait: seconds for each phase of a request, or an httpx.Timeout; None for no limit."""
        if not isinstance(self._timeout, NotGiven):
            return self._timeout
        import httpx

        from .http import DEFAULT_TIMEOUT

        given = self._pool.given
        # an httpx client that was made without a timeout has httpx's own, which is too short for this API
        if given is not None and given.timeout != httpx.Timeout(5.0):
            return given.timeout
        return DEFAULT_TIMEOUT

    @timeout.setter
    def timeout(self, value: float | httpx.Timeout | None) -> None:
        self._timeout = value

    def copy(
        self,
        *,
        api_key: str | Omit | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout | NotGiven | None = not_given,
        max_retries: int | NotGiven = not_given,
        default_headers: Mapping[str, str | Omit] | None = None,
        set_default_headers: Mapping[str, str | Omit] | None = None,
        default_query: Mapping[str, object] | None = None,
        set_default_query: Mapping[str, object] | None = None,
        http_client: HttpT | None = None,
        defaults: Mapping[str, Any] | None = None,
        check_requests: bool | None = None,
        on_violation: OnViolation | None = None,
    ) -> Self:
        """A client with other options, on the same connections.

        What is not given stays. `default_headers` and `default_query` are added to those of this client and
        `set_default_...` replace them; `defaults` replace this client's, {} for none.
        """
        return type(self)(
            api_key=self._given["api_key"] if api_key is None else api_key,
            organization=organization or self._given["organization"],
            project=project or self._given["project"],
            webhook_secret=webhook_secret or self.webhook_secret,
            base_url=self._given["base_url"] if base_url is None else base_url,
            timeout=self._timeout if isinstance(timeout, NotGiven) else timeout,
            max_retries=self.max_retries if isinstance(max_retries, NotGiven) else max_retries,
            default_headers=_merged("default_headers", self.default_headers, default_headers, set_default_headers),
            default_query=_merged("default_query", self.default_query, default_query, set_default_query),
            http_client=http_client,
            defaults=self.defaults if defaults is None else defaults,
            check_requests=self.check_requests if check_requests is None else check_requests,
            on_violation=self.on_violation if on_violation is None else on_violation,
            _pool=self._pool if http_client is None else None,
        )

    with_options = copy

    def is_closed(self) -> bool:
        """Whether the client, or one that shares its connections, was closed."""
        return self._pool.closed or (self._pool.http is not None and self._pool.http.is_closed)

    @property
    def _decoder(self) -> Decoder:
        from .decode import Decoder

        return Decoder(self.on_violation, self._pool.warned, self._pool.seen)

    def _set(self, **changed: Any) -> None:
        from .options import resolve

        given = {**self._given, **changed}
        self._settings = resolve(**given, environ=os.environ)
        self._given = given

    def _setup(self) -> Setup:
        from .request import Setup

        return Setup(
            settings=self._settings,
            default_headers=self.default_headers,
            default_query=self.default_query,
            defaults=self.defaults,
            check_requests=self.check_requests,
        )


class OpenVideos(_Client["httpx.Client"]):
    """A client of a server of the /videos API.

    Args:
        api_key: The key; `omit` for none. Left out, that of the environment, if the base URL comes from there too:
            OPENVIDEOS_API_KEY with OPENVIDEOS_BASE_URL, else OPENAI_API_KEY with OPENAI_BASE_URL.
        organization: Sent as OpenAI-Organization.
        project: Sent as OpenAI-Project.
        webhook_secret: Kept for webhooks.
        base_url: Where the API is, such as http://127.0.0.1:8000/v1. There is no default server.
        timeout: Seconds for each phase of a request, an httpx.Timeout, or None; 600 s by default, 5 s to connect.
        max_retries: How often a read is sent again after a failure that may pass; what creates is never sent again.
        default_headers: Headers of each request; a value `omit` leaves one out.
        default_query: Query parameters of each request.
        http_client: An httpx.Client to send with: proxies, certificates, transports.
        defaults: Members of each create request, such as {"size": "1280x720"}; a call's own keywords win.
        check_requests: Whether a request that the contract forbids is refused before it is sent.
        on_violation: What to do about an answer that departs from the contract: "warn", "raise", "ignore", or a
            function that is called with each Violation.

    Raises ConfigurationError where a base URL or a key is missing or can't be used.
    """

    _kind = "Client"

    @cached_property
    def videos(self) -> Videos:
        """The operations."""
        from .videos import Videos

        return Videos(self)

    def close(self) -> None:
        """Close the connections, those of copies too; later calls raise RuntimeError."""
        self._pool.closed = True
        if self._pool.http is not None:
            self._pool.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _driver(self) -> Driver:
        from .transport import Driver

        return Driver(self._pool.open())


class AsyncOpenVideos(_Client["httpx.AsyncClient"]):
    """The same, awaited; one client serves one event loop. Arguments as of `OpenVideos`."""

    _kind = "AsyncClient"

    @cached_property
    def videos(self) -> AsyncVideos:
        """The operations."""
        from .videos import AsyncVideos

        return AsyncVideos(self)

    async def close(self) -> None:
        """Close the connections, those of copies too; later calls raise RuntimeError."""
        self._pool.closed = True
        if self._pool.http is not None:
            await self._pool.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _driver(self) -> AsyncDriver:
        from .transport import AsyncDriver

        return AsyncDriver(self._pool.open())


def _merged(
    name: str, own: dict[str, Any], added: Mapping[str, Any] | None, instead: Mapping[str, Any] | None
) -> dict[str, Any]:
    if added is not None and instead is not None:
        raise ValueError(f"{name}: found together with set_{name}; allowed: one of the two")
    return {**own, **(added or {})} if instead is None else dict(instead)
