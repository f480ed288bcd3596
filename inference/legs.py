"""Plans in which order a propagation visits frames: one leg for each direction, each object from a start of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Direction = Literal["forward", "backward", "both"]


@dataclass(frozen=True)
class Leg:
    """One walk over `frames` (zero-based, in visiting order); an object joins at its frame in `starts`."""

    reverse: bool
    frames: range
    starts: Mapping[int, int]

    def is_active(self, object_id: int, frame: int) -> bool:
        start = self.starts.get(object_id)
        return start is not None and self.has_begun(start, frame)

    def has_begun(self, start: int, frame: int) -> bool:
        """Whether the walk is at `start` or past it once it is at `frame`."""
        return frame <= start if self.reverse else frame >= start


def pick_start(barriers: Iterable[int], *, direction: Direction, anchor: int) -> int:
    """The frame from which one object is tracked, given the frames of the range where a person said what it is.

    The anchor, where something behind it (seen in the direction) can condition it, otherwise the first such frame
    ahead; for both directions the conditioning frame nearest to the anchor. Raises ValueError without any barrier.
    """
    frames = sorted(set(barriers))
    if not frames:
        raise ValueError("an object without any conditioning frame cannot be tracked")
    if direction == "both":
        return min(frames, key=lambda frame: (abs(frame - anchor), frame))
    if direction == "forward":
        return max(anchor, frames[0])
    return min(anchor, frames[-1])


def plan_legs(*, direction: Direction, start: int, stop: int, starts: Mapping[int, int]) -> tuple[Leg, ...]:
    """The legs over frames [start, stop), forward first; together they visit each object's frames exactly once."""
    legs = []
    if direction in {"forward", "both"}:
        legs.append(Leg(reverse=False, frames=range(min(starts.values()), stop), starts=dict(starts)))
    if direction == "backward":
        legs.append(_plan_backward(start, starts))
    if direction == "both":
        legs.append(_plan_backward(start, {key: frame - 1 for key, frame in starts.items()}))
    return tuple(leg for leg in legs if leg.frames)


def count_frames(legs: Iterable[Leg]) -> int:
    return sum(len(leg.frames) for leg in legs)


def _plan_backward(start: int, starts: Mapping[int, int]) -> Leg:
    reachable = {key: frame for key, frame in starts.items() if frame >= start}
    return Leg(reverse=True, frames=range(max(reachable.values(), default=start - 1), start - 1, -1), starts=reachable)
