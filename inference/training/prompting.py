"""Prompts one frame of any SAM 2 model, without a video state around it."""

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor, nn

from inference.training.dataset import normalise_frames

Mask = NDArray[np.bool_]


def encode_frame(model: Any, frame: NDArray[np.uint8]) -> Tensor:
    """The frame uint8 [H, W, 3] as the model's square input, float32 [1, 3, S, S]."""
    image = normalise_frames(torch.from_numpy(frame)[None])
    size = (model.image_size, model.image_size)
    if image.shape[-2:] != size:
        image = nn.functional.interpolate(image, size, mode="bilinear", antialias=True)
    return image


@torch.inference_mode()
def prompt_frame(
    model: Any,
    image: Tensor,
    points_px: Tensor,
    labels: Tensor,
    previous_logits: Tensor | None = None,
) -> tuple[Tensor, Tensor]:
    """Masks of B objects from P points each, on an image of `encode_frame`.

    `points_px` float [B, P, 2] as (x, y) in pixels of the S x S input, `labels` int [B, P]:
    1 inside, 0 outside, 2 and 3 a box's corners. Returns logits [B, 1, S, S] and the
    low-resolution logits [B, 1, S/4, S/4] to give with the next click.
    """
    features = model.forward_image(image)
    _, feats, positions, sizes = model._prepare_backbone_features(features)
    batch = points_px.shape[0]
    outputs = model._track_step(
        frame_idx=0,
        is_init_cond_frame=True,
        current_vision_feats=[feat.expand(-1, batch, -1) for feat in feats],
        current_vision_pos_embeds=[position.expand(-1, batch, -1) for position in positions],
        feat_sizes=sizes,
        point_inputs={"point_coords": points_px, "point_labels": labels},
        mask_inputs=None,
        output_dict={"cond_frame_outputs": {}, "non_cond_frame_outputs": {}},
        num_frames=1,
        track_in_reverse=False,
        prev_sam_mask_logits=previous_logits,
    )[1]
    low_res, high_res = outputs[3], outputs[4]
    return high_res, low_res


def centre_click(wanted: Mask, given: Mask | None = None) -> tuple[int, int, int]:
    """(x, y, label) in the middle of the largest error: the point farthest from its edge.

    Without `given` it is the middle of the wanted mask. Label 1 adds, 0 takes away.
    """
    given = np.zeros_like(wanted) if given is None else given
    missing = _depth(wanted & ~given)
    surplus = _depth(given & ~wanted)
    adds = missing.max() >= surplus.max()
    depth = missing if adds else surplus
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return int(x), int(y), int(adds)


def _depth(region: Mask) -> NDArray[np.float64]:
    depth: NDArray[np.float64] = ndimage.distance_transform_edt(np.pad(region, 1))
    return depth[1:-1, 1:-1]


def box_around(mask: Mask) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) of a mask that is not empty, in pixels, inclusive."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])
