from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labeling.videos.ingest.clock import FrameClock

DAY = 24 * 3600 * 25
HALF_HOUR = 1800 * 25


@dataclass
class Stamped:
    """As much of a decoded frame as a clock looks at."""

    pts: int | None
    dts: int | None = None


def place_all(stamps: list[int | None], time_base: Fraction = Fraction(1, 25)) -> FrameClock:
    clock = FrameClock(time_base, Fraction(25))
    for stamp in stamps:
        clock.place(cast(Any, Stamped(stamp)))
    return clock


@pytest.mark.parametrize(
    ("stamps", "ticks", "num_fixed"),
    [
        ([7, 8, 9], [0, 1, 2], 0),
        ([0, 2, 9], [0, 2, 9], 0),
        ([0, None, None, 3], [0, 1, 2, 3], 2),
        ([None, None], [0, 1], 1),
        ([0, 10, 10, 20], [0, 10, 11, 20], 1),
        ([0, 10, 5, 20], [0, 10, 11, 20], 1),
        ([100, 110, 120, 0, 10, 20, 30, 40, 50], [0, 10, 20, 21, 22, 23, 24, 25, 35], 5),
        ([0, 10, 20 + DAY, 30, 40], [0, 10, 11, 30, 40], 1),
        ([0, 10 + DAY, 20 + DAY, 30 + DAY], [0, 1, 11, 21], 1),
        ([0, 10 + DAY, 20 + 2 * DAY, 30 + 2 * DAY], [0, 1, 2, 12], 2),
        ([9 * DAY, 9 * DAY + 10], [0, 10], 0),
        ([0, HALF_HOUR, 2 * HALF_HOUR + 1], [0, HALF_HOUR, HALF_HOUR + 1], 1),
    ],
    ids=[
        "plain",
        "uneven",
        "missing",
        "none at all",
        "repeated",
        "out of order",
        "began anew",
        "a leap",
        "a leap for good",
        "two leaps",
        "late",
        "gaps",
    ],
)
def test_clock_puts_times_in_order(stamps: list[int | None], ticks: list[int], num_fixed: int):
    clock = place_all(stamps)

    assert (clock.ticks, clock.num_fixed) == (ticks, num_fixed)


def test_clock_uses_decoding_times_where_the_others_are_missing():
    clock = FrameClock(Fraction(1, 25), Fraction(25))
    for dts in (4, 5, 9):
        clock.place(cast(Any, Stamped(None, dts)))

    assert (clock.ticks, clock.num_fixed) == ([0, 1, 5], 0)


def test_clock_rounds_a_clock_too_fine_for_mp4():
    clock = place_all([0, 40_000_000, 80_000_000], Fraction(1, 1_000_000_000))

    assert (clock.ticks_per_s, clock.ticks) == (90_000, [0, 3600, 7200])


@given(st.lists(st.none() | st.integers(-(2**40), 2**40), min_size=1, max_size=60))
def test_clock_always_starts_at_zero_and_only_grows(stamps: list[int | None]):
    ticks = place_all(stamps).ticks

    assert ticks[0] == 0
    assert ticks == sorted(set(ticks))
    assert len(ticks) == len(stamps)
