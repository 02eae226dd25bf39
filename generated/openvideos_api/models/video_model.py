# Written by scripts/regenerate from openapi/videos.yaml. Do not edit: the next run overwrites it.
from __future__ import annotations

from typing import ClassVar, Self

from ..open_enum import OpenEnum


class VideoModel(OpenEnum):
    """A model's name. Servers serve models of their own; these are names that are known.

    Iterating over the class gives the listed values; a value that is not listed is kept as it is.
    """

    __slots__ = ()

    SORA_2: ClassVar[Self]
    SORA_2_PRO: ClassVar[Self]
    SORA_2_2025_10_06: ClassVar[Self]
    SORA_2_PRO_2025_10_06: ClassVar[Self]
    SORA_2_2025_12_08: ClassVar[Self]

    _members_: ClassVar[dict[str, str]] = {
        "SORA_2": "sora-2",
        "SORA_2_PRO": "sora-2-pro",
        "SORA_2_2025_10_06": "sora-2-2025-10-06",
        "SORA_2_PRO_2025_10_06": "sora-2-pro-2025-10-06",
        "SORA_2_2025_12_08": "sora-2-2025-12-08",
    }
