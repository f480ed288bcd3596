"""Everything that changes masklets."""

from labeling.masklets.actions.approvals import SubmittedMasklet, approve_frames, lock_submitted, refuse_masklet
from labeling.masklets.actions.commits import CommitResult, FrameWrite, commit_masks, lock_masklets
from labeling.masklets.actions.conflicts import FrameConflict
from labeling.masklets.actions.drawing import draw_frame
from labeling.masklets.actions.frames import FrameDrawn
from labeling.masklets.actions.lifecycle import (
    create_masklet,
    delete_masklet,
    recover_masklet,
    relabel_masklet,
    reopen_masklet,
    set_attributes,
    submit_masklet,
)
from labeling.masklets.actions.merging import merge_masklets
from labeling.masklets.actions.predictions import (
    complete_prediction,
    end_predictions,
    fail_prediction,
    reap_predictions,
    request_prediction,
)
from labeling.masklets.actions.prompts import PromptAdded, add_prompt, remove_prompt
from labeling.masklets.actions.restoring import restore_version
from labeling.masklets.actions.side_edits import apply_side_edit, dismiss_side_edit
from labeling.masklets.actions.spans import copy_mask, mark_frames
from labeling.masklets.actions.splitting import split_masklet, swap_masklets
from labeling.masklets.actions.structure import StructureChanged
from labeling.masklets.actions.undo import Undone, redo_operation, undo_operation

__all__ = [
    "CommitResult",
    "FrameConflict",
    "FrameDrawn",
    "FrameWrite",
    "PromptAdded",
    "StructureChanged",
    "SubmittedMasklet",
    "Undone",
    "add_prompt",
    "apply_side_edit",
    "approve_frames",
    "commit_masks",
    "complete_prediction",
    "copy_mask",
    "create_masklet",
    "delete_masklet",
    "dismiss_side_edit",
    "draw_frame",
    "end_predictions",
    "fail_prediction",
    "lock_masklets",
    "lock_submitted",
    "mark_frames",
    "merge_masklets",
    "reap_predictions",
    "recover_masklet",
    "redo_operation",
    "refuse_masklet",
    "relabel_masklet",
    "remove_prompt",
    "reopen_masklet",
    "request_prediction",
    "restore_version",
    "set_attributes",
    "split_masklet",
    "submit_masklet",
    "swap_masklets",
    "undo_operation",
]
