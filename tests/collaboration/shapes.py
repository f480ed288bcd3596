"""Masks as they travel, made without the server's models."""

from typing import Any

import numpy as np

from inference import rle as rle_codec


def square(left: int, top: int, *, side: int = 30, size: tuple[int, int]) -> dict[str, Any]:
    """The mask of a square in a frame of `size` (height, width) pixels, as JSON."""
    mask = np.zeros(size, dtype=np.bool_)
    mask[top : top + side, left : left + side] = True
    rle = rle_codec.encode(mask)
    return {"size": list(rle.size), "counts": rle.counts}
