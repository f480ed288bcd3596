"""J and F against cases worked out by hand."""

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.metrics import boundary_score, mask_boundary, mean_score, region_similarity

Mask = NDArray[np.bool_]


def square(side: int, top: int, left: int, picture: int = 40) -> Mask:
    mask = np.zeros((picture, picture), bool)
    mask[top : top + side, left : left + side] = True
    return mask


def test_region_similarity_half_overlap_is_a_third() -> None:
    # 10 x 10 squares shifted by 5: 50 pixels shared of 150.
    assert region_similarity(square(10, 5, 5), square(10, 5, 10)) == 50 / 150


def test_region_similarity_both_empty_is_one() -> None:
    empty = np.zeros((8, 8), bool)
    assert region_similarity(empty, empty) == 1.0


def test_region_similarity_one_empty_is_zero() -> None:
    assert region_similarity(square(4, 2, 2), np.zeros((40, 40), bool)) == 0.0


def test_mask_boundary_of_one_pixel_is_its_upper_left_block() -> None:
    mask = np.zeros((4, 4), bool)
    mask[2, 2] = True
    expected = np.zeros((4, 4), bool)
    expected[1:3, 1:3] = True
    assert np.array_equal(mask_boundary(mask), expected)


def test_mask_boundary_of_full_picture_is_empty() -> None:
    assert not mask_boundary(np.ones((6, 6), bool)).any()


def test_boundary_score_identical_is_one() -> None:
    assert boundary_score(square(10, 5, 5), square(10, 5, 5)) == 1.0


def test_boundary_score_shift_within_tolerance_is_one() -> None:
    assert boundary_score(square(10, 5, 5), square(10, 5, 6), tolerance=1) == 1.0


def test_boundary_score_far_apart_is_zero() -> None:
    assert boundary_score(square(6, 2, 2), square(6, 28, 28), tolerance=1) == 0.0


def test_boundary_score_one_empty_is_zero() -> None:
    assert boundary_score(square(6, 2, 2), np.zeros((40, 40), bool)) == 0.0


def test_boundary_score_both_empty_is_one() -> None:
    empty = np.zeros((8, 8), bool)
    assert boundary_score(empty, empty) == 1.0


def test_boundary_score_extra_object_halves_precision() -> None:
    # Two equal squares given, one wanted: precision 1/2, recall 1, F = 2/3.
    given = square(8, 4, 4) | square(8, 24, 24)
    assert boundary_score(square(8, 4, 4), given, tolerance=1) == pytest.approx(2 / 3)


def test_boundary_score_tolerance_is_share_of_diagonal_rounded_up() -> None:
    # The diagonal of 40 x 40 is 56.6 px, 0.8% of it 0.45 px: one pixel of tolerance.
    near, far = square(10, 5, 6), square(10, 5, 7)
    assert boundary_score(square(10, 5, 5), near) == 1.0
    assert boundary_score(square(10, 5, 5), far) < 1.0


def test_mean_score_is_mean_of_both() -> None:
    truth, given = square(10, 5, 5), square(10, 5, 10)
    expected = (region_similarity(truth, given) + boundary_score(truth, given)) / 2
    assert mean_score(truth, given) == expected
