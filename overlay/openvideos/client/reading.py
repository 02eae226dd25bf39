"""An answer, read: what came of one that breaks off still says which job was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openvideos.contract.found import hide
from openvideos.contract.passing import Copy, Stream, decoded

from .keys import sent_keys
from .named import ABOUT, LONGEST_LOOK, id_in, name_job

if TYPE_CHECKING:
    import httpx

__all__ = ["aread", "read"]


def read(response: httpx.Response) -> None:
    """Read an answer to its end; on what ends it before, there is the id of the job that it is about."""
    copy = _copied(response)
    try:
        response.read()
    except BaseException as error:
        _name(error, response, copy)
        raise


async def aread(response: httpx.Response) -> None:
    """The same, awaited."""
    copy = _copied(response)
    try:
        await response.aread()
    except BaseException as error:
        _name(error, response, copy)
        raise


def _copied(response: httpx.Response) -> Copy:
    copy = Copy(LONGEST_LOOK)
    if response.request.method == "POST" and response.status_code < 400 and not response.is_closed:
        response.stream = Stream(response.stream, copy, lambda: None)
    return copy


def _name(error: BaseException, response: httpx.Response, copy: Copy) -> None:
    found = id_in(decoded(response, copy.begun()) or b"")
    if found is not None and hide(found, sent_keys(response)) == found:
        name_job(error, found, ABOUT)
