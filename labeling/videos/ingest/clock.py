"""Frame times: strictly increasing from zero, whatever the file says."""

from dataclasses import dataclass, field
from fractions import Fraction

import av

FINEST_TICKS_PER_S = 1_000_000
"""MP4 stores the distance of two frames in 32 bits, so finer clocks are rounded to the next line's."""
USUAL_TICKS_PER_S = 90_000
DEFAULT_RATE = Fraction(25)
NEW_CLOCK_AFTER = 5
"""So many frames in a row behind their predecessors are a clock that began anew; fewer are slips of single frames."""

LONGEST_GAP_S = 30 * 60
"""A longer gap between two frames is closed; MP4 could not hold it at FINEST_TICKS_PER_S either."""


@dataclass
class FrameClock:
    """Turns the times of decoded frames, in their order, into proxy ticks of 1 / `ticks_per_s` seconds.

    A missing time is filled in by the frame rate, a repeated or earlier one moves just behind its predecessor, and
    where the file's clock starts anew or leaps ahead everything after it is shifted, until the old clock goes on;
    `num_fixed` counts all of these, `closed_s` is by how much leaps were closed.
    """

    time_base: Fraction
    rate: Fraction
    ticks_per_s: int = field(init=False)
    ticks: list[int] = field(init=False, default_factory=list)
    num_fixed: int = field(init=False, default=0)
    closed_s: float = field(init=False, default=0.0)
    _origin: Fraction = field(init=False, default=Fraction(0))
    _left: Fraction | None = field(init=False, default=None)
    _num_behind: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        fine = self.time_base.denominator <= FINEST_TICKS_PER_S
        self.ticks_per_s = self.time_base.denominator if fine else USUAL_TICKS_PER_S

    @property
    def frame_ticks(self) -> int:
        """The usual distance of two frames, at least one tick."""
        return max(1, round(self.ticks_per_s / self.rate))

    @property
    def duration_s(self) -> float:
        """From the first frame's start to the last one's end."""
        return (self.ticks[-1] + self.frame_ticks) / self.ticks_per_s if self.ticks else 0.0

    def place(self, frame: av.VideoFrame) -> int:
        """The next frame's tick."""
        tick = self._fit(frame.pts if frame.pts is not None else frame.dts)
        self.ticks.append(tick)
        return tick

    def _fit(self, stamp: int | None) -> int:
        if not self.ticks:
            self._origin = Fraction(stamp or 0) * self.time_base
            return 0
        last = self.ticks[-1]
        if stamp is None:
            return self._fix(last + self.frame_ticks)
        tick = self._measure(stamp, self._origin)
        if not last < tick <= last + self._longest_gap and self._left is not None:
            # The jump just before may have been one wrong time.
            before = self._measure(stamp, self._left)
            if last < before <= last + self._longest_gap:
                self._origin, self._left, tick = self._left, None, before
        if tick > last + self._longest_gap:
            self._left = self._origin
            fixed = self._begin_anew(tick)
            self.closed_s += float(self._origin - self._left)
            return fixed
        if tick > last:
            self._num_behind = 0
            return tick
        self._num_behind += 1
        if self._num_behind < NEW_CLOCK_AFTER:
            return self._fix(last + 1)
        return self._begin_anew(tick)

    @property
    def _longest_gap(self) -> int:
        return LONGEST_GAP_S * self.ticks_per_s

    def _measure(self, stamp: int, origin: Fraction) -> int:
        return round((stamp * self.time_base - origin) * self.ticks_per_s)

    def _begin_anew(self, tick: int) -> int:
        """Shift everything from here on, so that a frame which would be at `tick` follows its predecessor."""
        following = self.ticks[-1] + self.frame_ticks
        self._origin -= Fraction(following - tick, self.ticks_per_s)
        self._num_behind = 0
        return self._fix(following)

    def _fix(self, tick: int) -> int:
        self.num_fixed += 1
        return tick
