"""Where the modelled annotator clicks."""

import numpy as np

from inference.training.prompting import box_around, centre_click


def mask_of(top: int, bottom: int, left: int, right: int) -> np.ndarray:
    mask = np.zeros((20, 30), bool)
    mask[top:bottom, left:right] = True
    return mask


def test_centre_click_without_answer_is_inside_the_middle() -> None:
    assert centre_click(mask_of(4, 9, 10, 15)) == (12, 6, 1)


def test_centre_click_on_missing_part_adds() -> None:
    wanted = mask_of(2, 9, 2, 23)
    x, y, label = centre_click(wanted, mask_of(2, 9, 2, 14))
    assert (y, label) == (5, 1)
    assert 14 < x < 23


def test_centre_click_on_surplus_takes_away() -> None:
    assert centre_click(mask_of(2, 9, 2, 9), mask_of(2, 9, 2, 9) | mask_of(12, 17, 20, 25)) == (22, 14, 0)


def test_box_around_is_inclusive() -> None:
    assert box_around(mask_of(4, 9, 10, 15)) == (10, 4, 14, 8)
