"""Everything that reads masklets."""

from labeling.masklets.queries.access import find_masklet, find_prompt, list_masklets
from labeling.masklets.queries.conditioning import list_conditioning
from labeling.masklets.queries.history import OperationState, VersionState, list_operations, list_versions
from labeling.masklets.queries.masks import (
    FrameMaskState,
    HeadRange,
    MasksPage,
    list_head_ranges,
    list_masks,
    list_stated_frames,
)
from labeling.masklets.queries.states import (
    describe_masklet,
    describe_masklets,
    describe_prompt,
    list_live_prompts,
    read_rle,
)

__all__ = [
    "FrameMaskState",
    "HeadRange",
    "MasksPage",
    "OperationState",
    "VersionState",
    "describe_masklet",
    "describe_masklets",
    "describe_prompt",
    "find_masklet",
    "find_prompt",
    "list_conditioning",
    "list_head_ranges",
    "list_live_prompts",
    "list_masklets",
    "list_masks",
    "list_operations",
    "list_stated_frames",
    "list_versions",
    "read_rle",
]
