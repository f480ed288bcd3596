"""Low-resolution logits → the mask that people see, without work where no object is."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from inference.rle import encode_crop
from inference.types import MaskResult


@dataclass(frozen=True, slots=True)
class Axis:
    """For each pixel of an axis the two cells that it lies between, `low` and `high`, and how near it is to `high`."""

    low: NDArray[np.intp]
    high: NDArray[np.intp]
    share: NDArray[np.float32]

    def find_pixels(self, cells: NDArray[np.bool_]) -> slice:
        """The pixels that lie next to any of the marked cells."""
        marked = np.flatnonzero(cells)
        start = int(np.searchsorted(self.high, marked[0], side="left"))
        stop = int(np.searchsorted(self.low, marked[-1], side="right"))
        return slice(start, stop)


@lru_cache(maxsize=32)
def lay_out_axis(num_cells: int, num_pixels: int) -> Axis:
    """The axis as bilinear interpolation with `align_corners=False` has it."""
    scale = np.float32(num_cells / num_pixels)
    centres = np.maximum((np.arange(num_pixels, dtype=np.float32) + np.float32(0.5)) * scale - np.float32(0.5), 0)
    low = np.minimum(centres.astype(np.intp), num_cells - 1)
    return Axis(low=low, high=np.minimum(low + 1, num_cells - 1), share=(centres - low).astype(np.float32))


def describe(logits: NDArray[np.float32], *, iou: float, score: float, frame: int, size: tuple[int, int]) -> MaskResult:
    """The mask of `size` (height, width) where the interpolated `logits` [h, w] are positive; absent where the presence
    `score` (a logit) or no cell is. Only pixels next to a positive cell are interpolated: no other can be positive."""
    estimate = min(max(iou, 0.0), 1.0)
    positive = logits > 0
    if score <= 0 or not positive.any():
        return MaskResult(frame=frame, rle=None, score=estimate, state="absent")
    rows, columns = (lay_out_axis(cells, pixels) for cells, pixels in zip(logits.shape, size, strict=True))
    down = rows.find_pixels(np.asarray(positive.any(1)))
    across = columns.find_pixels(np.asarray(positive.any(0)))
    reached = down.start < down.stop and across.start < across.stop  # a smaller picture may pass between cells
    mask = _interpolate(logits, rows, columns, down, across) > 0 if reached else positive[:0]
    if not mask.any():
        return MaskResult(frame=frame, rle=None, score=estimate, state="absent")
    rle = encode_crop(mask, at=(down.start, across.start), size=size)
    return MaskResult(frame=frame, rle=rle, score=estimate, state="present")


def _interpolate(
    logits: NDArray[np.float32], rows: Axis, columns: Axis, down: slice, across: slice
) -> NDArray[np.float32]:
    low, high, share = rows.low[down], rows.high[down], rows.share[down][:, None]
    band = logits[low[0] : high[-1] + 1]
    near = columns.share[across]
    band = band[:, columns.low[across]] * (1 - near) + band[:, columns.high[across]] * near
    mixed: NDArray[np.float32] = band[low - low[0]] * (1 - share)
    mixed += band[high - low[0]] * share
    return mixed
