"""What a download is: the bytes of an answer, and ways to read or keep them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .saving import save

if TYPE_CHECKING:
    import httpx

__all__ = ["BinaryContent", "HttpxBinaryResponseContent"]


class BinaryContent:
    """The media that `download_content` answers with, read already; one class for both clients.

    Names as in the official SDK: `a...` methods are awaited, and those that iterate are awaited for an iterator.
    """

    def __init__(self, response: httpx.Response) -> None:
        self.response = response

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self.content)} bytes)"

    @property
    def content(self) -> bytes:
        """All bytes."""
        return self.response.content

    @property
    def text(self) -> str:
        """The bytes as text."""
        return self.response.text

    @property
    def encoding(self) -> str | None:
        """The encoding that `text` is read by."""
        return self.response.encoding

    @property
    def charset_encoding(self) -> str | None:
        """The encoding that the server named."""
        return self.response.charset_encoding

    def json(self, **kwargs: Any) -> Any:
        """The bytes as JSON; raises ValueError for what is none."""
        return self.response.json(**kwargs)

    def read(self) -> bytes:
        """All bytes."""
        return self.response.read()

    def iter_bytes(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, in pieces of at most chunk_size."""
        return self.response.iter_bytes(chunk_size)

    def iter_text(self, chunk_size: int | None = None) -> Iterator[str]:
        """The text, in pieces of at most chunk_size characters."""
        return self.response.iter_text(chunk_size)

    def iter_lines(self) -> Iterator[str]:
        """The text, line by line."""
        return self.response.iter_lines()

    def iter_raw(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes, in pieces of at most chunk_size; they were decoded when they were read."""
        return self.response.iter_bytes(chunk_size)

    def write_to_file(self, file: str | os.PathLike[str]) -> None:
        """Write the bytes to a file, which has all of them or, if that fails, what it had before.

        Raises DownloadError, which names the file.
        """
        self.stream_to_file(file)

    def stream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """The same."""
        save(self._pieces(chunk_size), file)

    def close(self) -> None:
        """Give the answer's connection back."""
        if not self.response.is_closed:  # one that was read is, and httpx's method is of one kind of client only
            self.response.close()

    async def aread(self) -> bytes:
        """All bytes."""
        return await self.response.aread()

    async def aiter_bytes(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Get an iterator over the bytes."""
        return self.response.aiter_bytes(chunk_size)

    async def aiter_text(self, chunk_size: int | None = None) -> AsyncIterator[str]:
        """Get an iterator over the text."""
        return self.response.aiter_text(chunk_size)

    async def aiter_lines(self) -> AsyncIterator[str]:
        """Get an iterator over the text's lines."""
        return self.response.aiter_lines()

    async def aiter_raw(self, chunk_size: int | None = None) -> AsyncIterator[bytes]:
        """Get an iterator over the bytes; they were decoded when they were read."""
        return self.response.aiter_bytes(chunk_size)

    async def awrite_to_file(self, file: str | os.PathLike[str]) -> None:
        """As `write_to_file`, in a thread."""
        await self.astream_to_file(file)

    async def astream_to_file(self, file: str | os.PathLike[str], *, chunk_size: int | None = None) -> None:
        """As `stream_to_file`, in a thread."""
        await asyncio.to_thread(save, self._pieces(chunk_size), file)

    async def aclose(self) -> None:
        """Give the answer's connection back."""
        if not self.response.is_closed:
            await self.response.aclose()

    def _pieces(self, chunk_size: int | None) -> Iterable[bytes]:
        return self.iter_bytes(chunk_size) if chunk_size else (self.content,)


HttpxBinaryResponseContent = BinaryContent
"""The official SDK's name."""
