"""Which objects a scene cut stops, on the walk of one propagation."""

from collections.abc import Iterable, Mapping, Sequence

from inference.legs import Leg
from inference.tracker import Tracker
from inference.types import Conditioning


class CutWatch:
    """An object stops at the first cut behind its start, unless a person said beyond it what the object is there.

    `stopped` are the masklets stopped in the present leg, `stopped_at` the frames beyond the cuts of all legs.
    """

    def __init__(self, tracker: Tracker, *, stopped_at: Sequence[int]) -> None:
        self._tracker = tracker
        self._leg = Leg(reverse=False, frames=range(0), starts={})
        self.stopped: set[int] = set()
        self.stopped_at = tuple(stopped_at)

    def start(self, leg: Leg, stopped: Iterable[int]) -> None:
        self._leg = leg
        self.stopped = set(stopped)

    def end(self) -> None:
        """Ends the leg: in the next one, in the other direction, every object is followed from its start."""
        self.start(Leg(reverse=False, frames=range(0), starts={}), ())

    def enter(self, position: int, known: Mapping[int, Conditioning]) -> list[int]:
        """The masklets that stop before the leg's frame at `position`; raises what the frame source raises."""
        if position == 0:
            return []
        frame, last = self._leg.frames[position], self._leg.frames[position - 1]
        stopping = [key for key in known if key not in self.stopped and self._leg.is_active(key, last)]
        if not stopping or not self._tracker.is_cut(max(frame, last)):
            return []
        ahead = self._leg.frames[position:]
        stopping = [key for key in stopping if not _is_told(known[key], ahead)]
        if stopping:
            self.stopped.update(stopping)
            self.stopped_at = (*self.stopped_at, frame)
        return stopping

    def is_everything_stopped(self, known: Mapping[int, Conditioning]) -> bool:
        """Whether the rest of the leg has nothing to follow."""
        return bool(self.stopped) and all(key in self.stopped for key in known if key in self._leg.starts)


def _is_told(known: Conditioning, frames: range) -> bool:
    return any(frame in frames for frame in (*known.prompts, *known.barriers))
