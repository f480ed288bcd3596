"""Binary masks as COCO compressed run lengths, over pycocotools; every function is pure.

A mask is a C-order bool array of shape (H, W). Counts run down the columns, the first run being background, as in
the COCO API. Only `validate` may be given counts from outside: pycocotools trusts what it decodes.
"""

from typing import TypedDict

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from inference.types import Rle


class InvalidRle(ValueError):
    """Counts that do not describe a mask of the expected size; the message says what to do."""


class _CocoRle(TypedDict):
    size: list[int]
    counts: bytes


def encode(mask: NDArray[np.bool_]) -> Rle:
    """Encode a mask of shape (H, W), True on the object."""
    if mask.ndim != 2:
        raise ValueError(f"A mask has two dimensions, height and width, not {mask.ndim}.")
    encoded = coco.encode(np.asfortranarray(mask, dtype=np.uint8))
    return Rle(size=(int(mask.shape[0]), int(mask.shape[1])), counts=encoded["counts"].decode("ascii"))


def encode_crop(mask: NDArray[np.bool_], *, at: tuple[int, int], size: tuple[int, int]) -> Rle:
    """Encode a mask of shape `size` (H, W) that is given only where it may be True: `mask` with its top left corner at
    (row, column) `at`. The same counts as `encode` of the whole mask, without touching the rest."""
    height, width = size
    top, left = at
    columns = np.zeros((mask.shape[1], mask.shape[0] + 2), dtype=np.int8)
    columns[:, 1:-1] = mask.T
    column, row = np.nonzero(np.diff(columns, axis=1))
    edges = (left + column) * height + top + row
    joined = np.flatnonzero(edges[1:] == edges[:-1])  # a run that goes on at the top of the next column
    edges = np.delete(edges, np.concatenate((joined, joined + 1)))
    runs = np.diff(edges, prepend=0, append=height * width)
    counts = runs[:-1] if runs[-1] == 0 and len(runs) > 1 else runs
    encoded = coco.frPyObjects({"size": [height, width], "counts": counts.tolist()}, height, width)
    return Rle(size=(height, width), counts=encoded["counts"].decode("ascii"))


def encode_empty(size: tuple[int, int]) -> Rle:
    """The mask of shape `size` (H, W) that has no pixel."""
    return encode(np.zeros(size, dtype=np.bool_))


def decode(rle: Rle) -> NDArray[np.bool_]:
    """Decode to a bool array of shape (H, W)."""
    return np.ascontiguousarray(coco.decode(_as_coco(rle))).astype(np.bool_)


def area(rle: Rle) -> int:
    """The number of pixels on the object."""
    return int(coco.area(_as_coco(rle)))


def bbox(rle: Rle) -> tuple[float, float, float, float] | None:
    """The tight box (x0, y0, x1, y1) in pixels, right and bottom exclusive; None for an empty mask."""
    if area(rle) == 0:
        return None
    x, y, width, height = (float(side) for side in coco.toBbox(_as_coco(rle)))
    return x, y, x + width, y + height


def iou(first: Rle, second: Rle) -> float:
    """Intersection over union in 0..1; two empty masks agree fully."""
    if first.size != second.size:
        raise ValueError(f"Masks of {first.size} and {second.size} cannot be compared.")
    union = coco.area(coco.merge([_as_coco(first), _as_coco(second)]))
    if union == 0:
        return 1.0
    return float(coco.iou([_as_coco(first)], [_as_coco(second)], [0])[0][0])


def union(first: Rle, second: Rle) -> Rle:
    """The mask of the pixels that are in either of two masks of one size."""
    if first.size != second.size:
        raise ValueError(f"Masks of {first.size} and {second.size} cannot be combined.")
    merged = coco.merge([_as_coco(first), _as_coco(second)])
    return Rle(size=first.size, counts=merged["counts"].decode("ascii"))


def validate(rle: Rle, size: tuple[int, int]) -> None:
    """Check counts from outside against a frame of `size` (H, W); raises InvalidRle with a sentence."""
    height, width = size
    if rle.size != size:
        raise InvalidRle(
            f"The mask is {rle.size[0]} high and {rle.size[1]} wide, but the video is {height} high and {width} wide: "
            "encode the mask at the video's size."
        )
    if not rle.counts:
        raise InvalidRle("The mask has no run lengths: encode it as COCO compressed counts.")
    runs = _parse_counts(rle.counts, limit=height * width + 2)
    if sum(runs) != height * width:
        raise InvalidRle(
            f"The mask's runs cover {sum(runs)} pixels of {height * width}: encode the whole frame, column by column."
        )


def _parse_counts(counts: str, *, limit: int) -> list[int]:
    """Run lengths of COCO's LEB128-like code: 5 bits a character from '0', sign-extended, each from the third on a
    difference to the run before the last. Written out because pycocotools does not check what it reads."""
    runs: list[int] = []
    value, shift = 0, 0
    for character in counts:
        code = ord(character) - 48
        if not 0 <= code < 64 or shift > 30:
            raise InvalidRle("The mask's counts are not COCO compressed counts: encode it with the COCO API.")
        value |= (code & 0x1F) << shift
        shift += 5
        if code & 0x20:
            continue
        if code & 0x10:
            value -= 1 << shift
        run = value + runs[-2] if len(runs) > 2 else value
        if run < 0 or len(runs) >= limit:
            raise InvalidRle("The mask's counts hold impossible runs: encode it again with the COCO API.")
        runs.append(run)
        value, shift = 0, 0
    if shift:
        raise InvalidRle("The mask's counts end in the middle of a run: send them whole.")
    return runs


def _as_coco(rle: Rle) -> _CocoRle:
    return {"size": [rle.size[0], rle.size[1]], "counts": rle.counts.encode("ascii")}
