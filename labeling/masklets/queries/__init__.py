"""Everything that reads masklets."""

from labeling.masklets.queries.access import (
    find_deleted_masklet,
    find_masklet,
    find_prompt,
    find_side_edit,
    list_masklets,
)
from labeling.masklets.queries.conditioning import list_conditioning
from labeling.masklets.queries.deleted import DeletedMasklet, list_deleted
from labeling.masklets.queries.diff import DifferingFrame, DiffPage, compare_versions
from labeling.masklets.queries.history import OperationState, VersionState, list_operations, list_versions
from labeling.masklets.queries.masks import (
    FrameMaskState,
    HeadRange,
    MasksPage,
    list_head_ranges,
    list_masks,
    list_stated_frames,
)
from labeling.masklets.queries.side_edits import StandingMask, find_standing_mask, list_open_side_edits
from labeling.masklets.queries.states import (
    describe_masklet,
    describe_masklets,
    describe_prompt,
    describe_side_edit,
    list_live_prompts,
    read_rle,
)
from labeling.masklets.queries.undo_state import Step, UndoState, find_undo_state
from labeling.masklets.queries.usage import LabelUsage, count_usage

__all__ = [
    "DeletedMasklet",
    "DiffPage",
    "DifferingFrame",
    "FrameMaskState",
    "HeadRange",
    "LabelUsage",
    "MasksPage",
    "OperationState",
    "StandingMask",
    "Step",
    "UndoState",
    "VersionState",
    "compare_versions",
    "count_usage",
    "describe_masklet",
    "describe_masklets",
    "describe_prompt",
    "describe_side_edit",
    "find_deleted_masklet",
    "find_masklet",
    "find_prompt",
    "find_side_edit",
    "find_standing_mask",
    "find_undo_state",
    "list_conditioning",
    "list_deleted",
    "list_head_ranges",
    "list_live_prompts",
    "list_masklets",
    "list_masks",
    "list_open_side_edits",
    "list_operations",
    "list_stated_frames",
    "list_versions",
    "read_rle",
]
