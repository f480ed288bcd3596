"""Prompts and masks of people as the tensors that SAM 2 takes."""

from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional

from inference.rle import decode
from inference.types import BoxPrompt, PointPrompt, Prompt, Rle

# Labels of a box's corners in the prompt encoder.
TOP_LEFT, BOTTOM_RIGHT = 2, 3
# The logits of a mask that is certain, as the package has them for masks given by people.
CERTAIN_SCALE, CERTAIN_BIAS = 20.0, -10.0


def encode_points(prompts: Sequence[Prompt], size: tuple[int, int], model: Any) -> dict[str, torch.Tensor]:
    """Points and boxes (pixels of a picture of `size` (height, width)) as `point_coords` [1, P, 2] float32 in pixels of
    the model's square and `point_labels` [1, P] int32. A box comes first, as in training."""
    height, width = size
    boxes = [prompt.box for prompt in prompts if isinstance(prompt, BoxPrompt)]
    coords = [corner for x0, y0, x1, y1 in boxes[-1:] for corner in ((x0, y0), (x1, y1))]
    labels = [label for _ in boxes[-1:] for label in (TOP_LEFT, BOTTOM_RIGHT)]
    for prompt in prompts:
        if isinstance(prompt, PointPrompt):
            coords.extend(prompt.points)
            labels.extend(prompt.labels)
    scale = torch.tensor([model.image_size / width, model.image_size / height])
    return {
        "point_coords": (torch.tensor(coords, dtype=torch.float32) * scale).unsqueeze(0).to(model.device),
        "point_labels": torch.tensor(labels, dtype=torch.int32).unsqueeze(0).to(model.device),
    }


def encode_mask_input(rle: Rle, model: Any) -> torch.Tensor:
    """A mask as 0 or 1, float32 [1, 1, S, S]."""
    mask = torch.from_numpy(decode(rle)).float()[None, None].to(model.device)
    side = (model.image_size, model.image_size)
    if mask.shape[-2:] != side:
        mask = functional.interpolate(mask, size=side, mode="bilinear", align_corners=False, antialias=True)
    return (mask >= 0.5).float()


def encode_previous_mask(rle: Rle, model: Any) -> torch.Tensor:
    """A mask as the logits of an earlier answer, which new points correct: float32 [1, 1, S/4, S/4]."""
    logits = encode_mask_input(rle, model) * CERTAIN_SCALE + CERTAIN_BIAS
    side = model.image_size // 4
    return functional.interpolate(logits, size=(side, side), mode="bilinear", align_corners=False, antialias=True)
