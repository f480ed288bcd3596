import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from inference import rle
from inference.types import Rle

GOLDEN = json.loads((Path(__file__).parents[1] / "golden" / "rle.json").read_text())
masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=30))
square = np.zeros((6, 8), dtype=np.bool_)
square[1:4, 2:6] = True


@given(masks)
def test_decoded_mask_is_the_encoded_one(mask: np.ndarray) -> None:
    encoded = rle.encode(mask)

    np.testing.assert_array_equal(rle.decode(encoded), mask)
    assert rle.area(encoded) == mask.sum()
    rle.validate(encoded, mask.shape)


@given(masks, st.data())
def test_crop_is_encoded_as_the_whole_mask(crop: np.ndarray, data: st.DataObject) -> None:
    top, left, below, right = (data.draw(st.integers(0, 3)) for _ in range(4))
    whole = np.pad(crop, ((top, below), (left, right)))

    assert rle.encode_crop(crop, at=(top, left), size=whole.shape) == rle.encode(whole)


@given(masks)
def test_bbox_is_the_tight_box(mask: np.ndarray) -> None:
    rows, columns = np.nonzero(mask)
    tight = None if len(rows) == 0 else (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)

    assert rle.bbox(rle.encode(mask)) == tight


@given(st.data())
def test_iou_counts_shared_pixels(data: st.DataObject) -> None:
    first = data.draw(masks)
    second = data.draw(arrays(np.bool_, first.shape))
    union = (first | second).sum()
    expected = (first & second).sum() / union if union else 1.0

    assert rle.iou(rle.encode(first), rle.encode(second)) == pytest.approx(expected)


def test_iou_of_different_sizes_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        rle.iou(rle.encode(square), rle.encode_empty((5, 5)))


@pytest.mark.parametrize("entry", GOLDEN, ids=[entry["name"] for entry in GOLDEN])
def test_golden_mask_is_read_as_the_browser_reads_it(entry: dict) -> None:
    size = (entry["size"][0], entry["size"][1])
    encoded = Rle(size=size, counts=entry["counts"])

    rle.validate(encoded, size)
    pixels = np.repeat(np.arange(len(entry["runs"])) % 2 == 1, entry["runs"])
    np.testing.assert_array_equal(rle.decode(encoded), pixels.reshape(size, order="F"))
    assert rle.area(encoded) == entry["area"]


@given(st.text(max_size=12))
def test_validated_counts_decode_to_a_mask_of_the_size(counts: str) -> None:
    encoded = Rle(size=(6, 8), counts=counts)
    try:
        rle.validate(encoded, (6, 8))
    except rle.InvalidRle:
        return
    assert rle.decode(encoded).shape == (6, 8)


@pytest.mark.parametrize(
    ("encoded", "sentence"),
    [
        (Rle(size=(8, 6), counts=rle.encode(square).counts), "the video is 6 high and 8 wide"),
        (Rle(size=(6, 8), counts=""), "no run lengths"),
        (Rle(size=(6, 8), counts="1"), "cover 1 pixels of 48"),
        (Rle(size=(6, 8), counts=rle.encode(square).counts + "1"), "cover 52 pixels of 48"),
        (Rle(size=(6, 8), counts="P"), "end in the middle"),
        (Rle(size=(6, 8), counts="P" * 10), "not COCO compressed counts"),
        (Rle(size=(6, 8), counts="~"), "not COCO compressed counts"),
        (Rle(size=(6, 8), counts="N"), "impossible runs"),
    ],
)
def test_counts_that_are_no_mask_are_refused(encoded: Rle, sentence: str) -> None:
    with pytest.raises(rle.InvalidRle, match=sentence):
        rle.validate(encoded, (6, 8))


def test_mask_of_three_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="two dimensions"):
        rle.encode(np.zeros((2, 3, 4), dtype=np.bool_))
