"""The package's own training model and losses, without its CUDA trainer."""

import sys
from types import ModuleType
from typing import Any

import torch

from inference.torchvision_ops import declare_torchvision_ops

CORE_LOSS_KEY = "core_loss"
# With the paper's weights (mask 20, dice 1) a model from scratch answers with empty masks
# for hundreds of steps; equal weights learn from the first step.
LOSS_WEIGHTS = {"loss_mask": 5.0, "loss_dice": 5.0, "loss_iou": 1.0, "loss_class": 1.0}


def _stand_in_for_trainer() -> None:
    """`training.loss_fns` imports its trainer for one constant; the trainer wants CUDA."""
    declare_torchvision_ops()
    if "training.trainer" in sys.modules:
        return
    stand_in = ModuleType("training.trainer")
    stand_in.CORE_LOSS_KEY = CORE_LOSS_KEY  # type: ignore[attr-defined]
    sys.modules["training.trainer"] = stand_in


def build_loss() -> torch.nn.Module:
    """The multi-step loss over clicks and frames: focal, dice, IoU and object score.

    Called with SAM2Train's list of outputs and masks [T, O, H, W]; returns a dict with the
    weighted sum under `CORE_LOSS_KEY`.
    """
    _stand_in_for_trainer()
    from training.loss_fns import MultiStepMultiMasksAndIous

    loss: torch.nn.Module = MultiStepMultiMasksAndIous(
        weight_dict=dict(LOSS_WEIGHTS),
        supervise_all_iou=True,
        iou_use_l1_loss=True,
        pred_obj_scores=True,
        focal_gamma_obj_score=0.0,
        focal_alpha_obj_score=-1.0,
    )
    return loss


def training_overrides() -> dict[str, Any]:
    """What SAM2Train takes beside the model's own configuration."""
    return {
        "_target_": "training.model.sam2.SAM2Train",
        "prob_to_use_pt_input_for_train": 0.5,
        "prob_to_use_box_input_for_train": 0.5,
        "prob_to_sample_from_gt_for_train": 0.1,
        "num_frames_to_correct_for_train": 2,
        "rand_frames_to_correct_for_train": True,
        "num_correction_pt_per_frame": 1,
        "forward_backbone_per_frame_for_eval": True,
    }
