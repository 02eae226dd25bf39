"""httpx clients and requests, made by our defaults; what httpx can't make is one line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx

from openvideos.errors import ConfigurationError, RequestValidationError
from openvideos.escape import escape

from .options import shown_url

__all__ = ["DEFAULT_CONNECTION_LIMITS", "DEFAULT_TIMEOUT", "open_http", "request_of"]

DEFAULT_CONNECTION_LIMITS = httpx.Limits(max_connections=1000, max_keepalive_connections=100)
DEFAULT_TIMEOUT = httpx.Timeout(600.0, connect=5.0)


def request_of(
    http: httpx.Client | httpx.AsyncClient, keywords: Mapping[str, Any], without: tuple[str, ...]
) -> httpx.Request:
    """Build a request with an httpx client, without the headers that are named.

    Raises ConfigurationError for a URL and RequestValidationError for a body that can't be written.
    """
    try:
        # as a socket would, so that a name that is none is taken neither for a bad body nor for a bug
        httpx.URL(keywords["url"]).host.encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ConfigurationError(
            f"base_url: found '{shown_url(keywords['url'])}' ({escape(str(error), 200)})"
        ) from None
    try:
        request = http.build_request(**keywords)
    except (TypeError, ValueError) as error:
        raise RequestValidationError(f"body: can't be written ({escape(str(error), 200)})") from error
    for name in without:
        request.headers.pop(name, None)
    return request


def open_http(kind: type[Any], **keywords: Any) -> Any:
    """An httpx client by our defaults; proxies and certificates of the environment are honoured.

    Raises ConfigurationError for a proxy or a certificate file of the environment that can't be used.
    """
    try:
        return kind(**{"limits": DEFAULT_CONNECTION_LIMITS, "follow_redirects": False, **keywords})
    except (OSError, ValueError, ImportError) as error:
        reason = "the proxy's URL" if isinstance(error, ValueError) else escape(str(error), 200)
        raise ConfigurationError(
            f"the environment's HTTP settings can't be used ({reason}): look at HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, "
            "SSL_CERT_FILE and SSL_CERT_DIR"
        ) from None
