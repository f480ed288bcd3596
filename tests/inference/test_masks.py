"""Masks from logits against interpolating the whole picture."""

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional

from inference.masks import describe
from inference.rle import encode

logits = arrays(np.float32, (8, 8), elements=st.floats(-8, 8, width=16))


@given(logits, st.integers(1, 40), st.integers(1, 40))
def test_mask_is_the_interpolated_one(cells: np.ndarray, height: int, width: int) -> None:
    whole = functional.interpolate(
        torch.from_numpy(cells)[None, None], size=(height, width), mode="bilinear", align_corners=False
    )[0, 0].numpy()
    near_zero = np.abs(whole) < 1e-5
    found = describe(np.where(np.abs(cells) < 1e-6, 0, cells), iou=0.5, score=1.0, frame=3, size=(height, width))
    if near_zero.any():
        return
    expected = encode(whole > 0) if (whole > 0).any() else None
    assert found.rle == expected
    assert found.state == ("absent" if expected is None else "present")


def test_an_object_that_the_model_does_not_see_has_no_mask() -> None:
    found = describe(np.ones((8, 8), np.float32), iou=1.5, score=-0.1, frame=0, size=(20, 20))
    assert (found.state, found.rle, found.score) == ("absent", None, 1.0)
