# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from attrs import define

from ..model import Model, Reader, one

if TYPE_CHECKING:
    from .error_detail import ErrorDetail


@define(kw_only=True)
class ErrorResponse(Model):
    """What every refused or failed request is answered with."""

    error: ErrorDetail
    """What went wrong."""

    _fields: ClassVar[tuple[tuple[str, str, bool], ...]] = (("error", "error", True),)

    @classmethod
    def _nested(cls) -> Mapping[str, Reader]:
        from .error_detail import ErrorDetail

        return {
            "error": one(ErrorDetail),
        }
