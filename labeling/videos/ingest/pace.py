"""How long the rest will take, by how fast the last part went."""

from collections import deque
from dataclasses import dataclass, field

WINDOW_S = 60.0
"""A video's scenes differ in how hard they are; a minute smooths that and still notices a busy machine."""
LEAST_SHARE = 0.002
"""With less than that done since the first sample, the estimate would be noise."""


@dataclass
class Pace:
    _samples: deque[tuple[float, float]] = field(default_factory=deque)

    def note(self, share: float, at_s: float) -> None:
        """`share`: what is done, 0 to 1, at a moment of a monotonic clock."""
        self._samples.append((share, at_s))
        while len(self._samples) > 2 and self._samples[1][1] < at_s - WINDOW_S:
            self._samples.popleft()

    @property
    def remaining_s(self) -> float | None:
        """Seconds until all is done, or None where that is not yet known."""
        if not self._samples:
            return None
        first_share, first_s = self._samples[0]
        share, at_s = self._samples[-1]
        if share - first_share < LEAST_SHARE or at_s <= first_s:
            return None
        return (1 - share) * (at_s - first_s) / (share - first_share)
