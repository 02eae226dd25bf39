# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
"""The operations as methods with explicit keywords. A client subclasses these and says how a request is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Generic, Literal, TypeAlias, TypeVar

import httpx

from . import literals, models, params
from .types import FileTypes, NotGiven, Omit, not_given, omit

VideoT = TypeVar("VideoT")
PageT = TypeVar("PageT")
ContentT = TypeVar("ContentT")
DeletedT = TypeVar("DeletedT")
CharacterT = TypeVar("CharacterT")

Headers: TypeAlias = Mapping[str, str | Omit]
Query: TypeAlias = Mapping[str, object]
Body: TypeAlias = object
Timeout: TypeAlias = float | httpx.Timeout | None | NotGiven
OnViolation: TypeAlias = Literal["warn", "raise", "ignore"] | Callable[[Any], object]


class VideosResource(Generic[VideoT, PageT, ContentT, DeletedT, CharacterT]):
    """Every operation of the contract."""

    def _call(self, operation: str, arguments: dict[str, Any], options: dict[str, Any]) -> Any:
        """Sends the operation with the keywords that were given; omit stands for those that were not."""
        raise NotImplementedError

    def _page(self, operation: str, arguments: dict[str, Any], options: dict[str, Any]) -> Any:
        """The same for an operation that answers with a page; an asynchronous one is not awaited, but iterated."""
        raise NotImplementedError

    def _poll(self, video: Any, poll_interval_ms: int | Omit, on_violation: OnViolation | None) -> Any:
        """Looks at a job until it has ended."""
        raise NotImplementedError

    def create(
        self,
        *,
        prompt: str,
        input_reference: FileTypes | params.ImageReferenceParam | str | Omit = omit,
        model: literals.VideoModel | models.VideoModel | Omit = omit,
        seconds: literals.VideoSeconds | models.VideoSeconds | int | Omit = omit,
        size: literals.VideoSize | models.VideoSize | tuple[int, int] | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a video generation job.

        Takes a prompt, and optionally a reference that the video is to start from, and answers at once with a new
        job. Send a file as multipart/form-data and a reference by URL or file id as JSON.

        Args:
            prompt: What the video is to show. (1 to 32000 characters)
            input_reference: An image that the video starts from, as a file or by reference.
            model: The model to make the video with. (known: sora-2, sora-2-pro, sora-2-2025-10-06,
                sora-2-pro-2025-10-06, sora-2-2025-12-08; left out, a server assumes sora-2)
            seconds: How long the clip is to be, in seconds. (one of 4, 8, 12; left out, a server assumes 4)
            size: Width and height of the picture, in pixels. (one of 720x1280, 1280x720, 1024x1792, 1792x1024; left
                out, a server assumes 720x1280)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = self._call(
            "create",
            {
                "prompt": prompt,
                "input_reference": input_reference,
                "model": model,
                "seconds": seconds,
                "size": size,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def create_and_poll(
        self,
        *,
        prompt: str,
        input_reference: FileTypes | params.ImageReferenceParam | str | Omit = omit,
        model: literals.VideoModel | models.VideoModel | Omit = omit,
        seconds: literals.VideoSeconds | models.VideoSeconds | int | Omit = omit,
        size: literals.VideoSize | models.VideoSize | tuple[int, int] | Omit = omit,
        poll_interval_ms: int | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a video generation job.

        Takes a prompt, and optionally a reference that the video is to start from, and answers at once with a new
        job. Send a file as multipart/form-data and a reference by URL or file id as JSON.

        Then looks at the job until it has ended, or has a status that nobody knows. A job that failed is returned,
        not raised.

        Args:
            prompt: What the video is to show. (1 to 32000 characters)
            input_reference: An image that the video starts from, as a file or by reference.
            model: The model to make the video with. (known: sora-2, sora-2-pro, sora-2-2025-10-06,
                sora-2-pro-2025-10-06, sora-2-2025-12-08; left out, a server assumes sora-2)
            seconds: How long the clip is to be, in seconds. (one of 4, 8, 12; left out, a server assumes 4)
            size: Width and height of the picture, in pixels. (one of 720x1280, 1280x720, 1024x1792, 1792x1024; left
                out, a server assumes 720x1280)
            poll_interval_ms: Milliseconds between two looks; left out, the server's hint, else one second.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        started = self.create(
            prompt=prompt,
            input_reference=input_reference,
            model=model,
            seconds=seconds,
            size=size,
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
            on_violation=on_violation,
        )
        result: VideoT = self._poll(started, poll_interval_ms, on_violation)
        return result

    def list(
        self,
        *,
        after: str | Omit = omit,
        limit: int | Omit = omit,
        order: literals.VideoOrder | models.VideoOrder | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> PageT:
        """List video jobs, a page at a time.

        Answers with one page of jobs. While has_more is true, the next page is asked for with the page's last_id as
        after.

        Args:
            after: Id of the last job of the page before; the page begins behind it.
            limit: How many jobs the page may hold at most. (0 to 100)
            order: Order by time of creation, oldest first (asc) or newest first (desc). (one of asc, desc)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: PageT = self._page(
            "list",
            {
                "after": after,
                "limit": limit,
                "order": order,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def retrieve(
        self,
        video_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Look at a video job.

        Answers with the job as it stands now. Asked again until the status is completed or failed.

        Args:
            video_id: Id of the video job.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = self._call(
            "retrieve",
            {
                "video_id": video_id,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def delete(
        self,
        video_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> DeletedT:
        """Delete an ended job and its media.

        Removes a job that has completed or failed, for good, together with everything stored for it.

        Args:
            video_id: Id of the video job.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: DeletedT = self._call(
            "delete",
            {
                "video_id": video_id,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def download_content(
        self,
        video_id: str,
        *,
        variant: literals.VideoVariant | models.VideoVariant | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> ContentT:
        """Download a job's video or one of its previews.

        Streams the finished video as MP4, or a still or a sheet of stills as WebP.

        Args:
            video_id: Id of the video job.
            variant: Which of the job's media to send. (one of video, thumbnail, spritesheet; left out, a server
                assumes video)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: ContentT = self._call(
            "download_content",
            {
                "video_id": video_id,
                "variant": variant,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def remix(
        self,
        video_id: str,
        *,
        prompt: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a job that varies a completed video.

        Makes a new video from a completed one and a new prompt. The new job names its source.

        Args:
            video_id: Id of the video job.
            prompt: What is to be different. (1 to 32000 characters)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = self._call(
            "remix",
            {
                "video_id": video_id,
                "prompt": prompt,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def edit(
        self,
        *,
        video: FileTypes | params.VideoReferenceParam,
        prompt: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a job that edits a video.

        Makes a new video by changing an existing one, given by id or as a file, as the prompt says.

        Args:
            video: The video to edit, as a file or by reference.
            prompt: How the video is to be changed. (1 to 32000 characters)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = self._call(
            "edit",
            {
                "video": video,
                "prompt": prompt,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def extend(
        self,
        *,
        video: FileTypes | params.VideoReferenceParam,
        prompt: str,
        seconds: literals.VideoExtensionSeconds | models.VideoExtensionSeconds | int,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a job that continues a video.

        Makes a new video that is the given one, by id or as a file, and a newly generated part behind it.

        Args:
            video: The video to continue, as a file or by reference.
            prompt: What the new part is to show. (1 to 32000 characters)
            seconds: How long the new part is to be, in seconds. (one of 4, 8, 12, 16, 20)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = self._call(
            "extend",
            {
                "video": video,
                "prompt": prompt,
                "seconds": seconds,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def create_character(
        self,
        *,
        video: FileTypes,
        name: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> CharacterT:
        """Keep a video's subject as a named character.

        Keeps who is seen in an uploaded video under a name, so that prompts can name the character.

        Args:
            video: The video that shows the character, as a file.
            name: The name that prompts are to use. (1 to 80 characters)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: CharacterT = self._call(
            "create_character",
            {
                "video": video,
                "name": name,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    def get_character(
        self,
        character_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> CharacterT:
        """Look at a character.

        Answers with the character's name and the time it was made.

        Args:
            character_id: Id of the character.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: CharacterT = self._call(
            "get_character",
            {
                "character_id": character_id,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result


class AsyncVideosResource(Generic[VideoT, PageT, ContentT, DeletedT, CharacterT]):
    """Every operation of the contract, awaited."""

    async def _call(self, operation: str, arguments: dict[str, Any], options: dict[str, Any]) -> Any:
        """Sends the operation with the keywords that were given; omit stands for those that were not."""
        raise NotImplementedError

    def _page(self, operation: str, arguments: dict[str, Any], options: dict[str, Any]) -> Any:
        """The same for an operation that answers with a page; an asynchronous one is not awaited, but iterated."""
        raise NotImplementedError

    async def _poll(self, video: Any, poll_interval_ms: int | Omit, on_violation: OnViolation | None) -> Any:
        """Looks at a job until it has ended."""
        raise NotImplementedError

    async def create(
        self,
        *,
        prompt: str,
        input_reference: FileTypes | params.ImageReferenceParam | str | Omit = omit,
        model: literals.VideoModel | models.VideoModel | Omit = omit,
        seconds: literals.VideoSeconds | models.VideoSeconds | int | Omit = omit,
        size: literals.VideoSize | models.VideoSize | tuple[int, int] | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a video generation job.

        Takes a prompt, and optionally a reference that the video is to start from, and answers at once with a new
        job. Send a file as multipart/form-data and a reference by URL or file id as JSON.

        Args:
            prompt: What the video is to show. (1 to 32000 characters)
            input_reference: An image that the video starts from, as a file or by reference.
            model: The model to make the video with. (known: sora-2, sora-2-pro, sora-2-2025-10-06,
                sora-2-pro-2025-10-06, sora-2-2025-12-08; left out, a server assumes sora-2)
            seconds: How long the clip is to be, in seconds. (one of 4, 8, 12; left out, a server assumes 4)
            size: Width and height of the picture, in pixels. (one of 720x1280, 1280x720, 1024x1792, 1792x1024; left
                out, a server assumes 720x1280)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = await self._call(
            "create",
            {
                "prompt": prompt,
                "input_reference": input_reference,
                "model": model,
                "seconds": seconds,
                "size": size,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def create_and_poll(
        self,
        *,
        prompt: str,
        input_reference: FileTypes | params.ImageReferenceParam | str | Omit = omit,
        model: literals.VideoModel | models.VideoModel | Omit = omit,
        seconds: literals.VideoSeconds | models.VideoSeconds | int | Omit = omit,
        size: literals.VideoSize | models.VideoSize | tuple[int, int] | Omit = omit,
        poll_interval_ms: int | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a video generation job.

        Takes a prompt, and optionally a reference that the video is to start from, and answers at once with a new
        job. Send a file as multipart/form-data and a reference by URL or file id as JSON.

        Then looks at the job until it has ended, or has a status that nobody knows. A job that failed is returned,
        not raised.

        Args:
            prompt: What the video is to show. (1 to 32000 characters)
            input_reference: An image that the video starts from, as a file or by reference.
            model: The model to make the video with. (known: sora-2, sora-2-pro, sora-2-2025-10-06,
                sora-2-pro-2025-10-06, sora-2-2025-12-08; left out, a server assumes sora-2)
            seconds: How long the clip is to be, in seconds. (one of 4, 8, 12; left out, a server assumes 4)
            size: Width and height of the picture, in pixels. (one of 720x1280, 1280x720, 1024x1792, 1792x1024; left
                out, a server assumes 720x1280)
            poll_interval_ms: Milliseconds between two looks; left out, the server's hint, else one second.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        started = await self.create(
            prompt=prompt,
            input_reference=input_reference,
            model=model,
            seconds=seconds,
            size=size,
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
            on_violation=on_violation,
        )
        result: VideoT = await self._poll(started, poll_interval_ms, on_violation)
        return result

    def list(
        self,
        *,
        after: str | Omit = omit,
        limit: int | Omit = omit,
        order: literals.VideoOrder | models.VideoOrder | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> PageT:
        """List video jobs, a page at a time.

        Answers with one page of jobs. While has_more is true, the next page is asked for with the page's last_id as
        after.

        Args:
            after: Id of the last job of the page before; the page begins behind it.
            limit: How many jobs the page may hold at most. (0 to 100)
            order: Order by time of creation, oldest first (asc) or newest first (desc). (one of asc, desc)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: PageT = self._page(
            "list",
            {
                "after": after,
                "limit": limit,
                "order": order,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def retrieve(
        self,
        video_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Look at a video job.

        Answers with the job as it stands now. Asked again until the status is completed or failed.

        Args:
            video_id: Id of the video job.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = await self._call(
            "retrieve",
            {
                "video_id": video_id,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def delete(
        self,
        video_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> DeletedT:
        """Delete an ended job and its media.

        Removes a job that has completed or failed, for good, together with everything stored for it.

        Args:
            video_id: Id of the video job.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: DeletedT = await self._call(
            "delete",
            {
                "video_id": video_id,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def download_content(
        self,
        video_id: str,
        *,
        variant: literals.VideoVariant | models.VideoVariant | Omit = omit,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> ContentT:
        """Download a job's video or one of its previews.

        Streams the finished video as MP4, or a still or a sheet of stills as WebP.

        Args:
            video_id: Id of the video job.
            variant: Which of the job's media to send. (one of video, thumbnail, spritesheet; left out, a server
                assumes video)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: ContentT = await self._call(
            "download_content",
            {
                "video_id": video_id,
                "variant": variant,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def remix(
        self,
        video_id: str,
        *,
        prompt: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a job that varies a completed video.

        Makes a new video from a completed one and a new prompt. The new job names its source.

        Args:
            video_id: Id of the video job.
            prompt: What is to be different. (1 to 32000 characters)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = await self._call(
            "remix",
            {
                "video_id": video_id,
                "prompt": prompt,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def edit(
        self,
        *,
        video: FileTypes | params.VideoReferenceParam,
        prompt: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a job that edits a video.

        Makes a new video by changing an existing one, given by id or as a file, as the prompt says.

        Args:
            video: The video to edit, as a file or by reference.
            prompt: How the video is to be changed. (1 to 32000 characters)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = await self._call(
            "edit",
            {
                "video": video,
                "prompt": prompt,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def extend(
        self,
        *,
        video: FileTypes | params.VideoReferenceParam,
        prompt: str,
        seconds: literals.VideoExtensionSeconds | models.VideoExtensionSeconds | int,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> VideoT:
        """Start a job that continues a video.

        Makes a new video that is the given one, by id or as a file, and a newly generated part behind it.

        Args:
            video: The video to continue, as a file or by reference.
            prompt: What the new part is to show. (1 to 32000 characters)
            seconds: How long the new part is to be, in seconds. (one of 4, 8, 12, 16, 20)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: VideoT = await self._call(
            "extend",
            {
                "video": video,
                "prompt": prompt,
                "seconds": seconds,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def create_character(
        self,
        *,
        video: FileTypes,
        name: str,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> CharacterT:
        """Keep a video's subject as a named character.

        Keeps who is seen in an uploaded video under a name, so that prompts can name the character.

        Args:
            video: The video that shows the character, as a file.
            name: The name that prompts are to use. (1 to 80 characters)
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: CharacterT = await self._call(
            "create_character",
            {
                "video": video,
                "name": name,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result

    async def get_character(
        self,
        character_id: str,
        *,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: Timeout = not_given,
        on_violation: OnViolation | None = None,
    ) -> CharacterT:
        """Look at a character.

        Answers with the character's name and the time it was made.

        Args:
            character_id: Id of the character.
            extra_headers: Headers to send as well; they win over the client's.
            extra_query: Query parameters to send as well.
            extra_body: Members of the body to send as well; they win over the keywords.
            timeout: Seconds, or an httpx.Timeout; None for no limit; left out, the client's own.
            on_violation: What to do about an answer that departs from the contract; left out, the client's own.
        """
        result: CharacterT = await self._call(
            "get_character",
            {
                "character_id": character_id,
            },
            {
                "extra_headers": extra_headers,
                "extra_query": extra_query,
                "extra_body": extra_body,
                "timeout": timeout,
                "on_violation": on_violation,
            },
        )
        return result


__all__ = ["AsyncVideosResource", "VideosResource"]
