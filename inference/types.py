"""What goes into the model and what comes out of it, as plain values: no torch, no Django.

Pixels count from the top left of the proxy before padding: x to the right, y down. Frames are zero-based indices.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

MaskStateName = Literal["present", "absent", "cleared"]


@dataclass(frozen=True, slots=True)
class Rle:
    """A binary mask as COCO compressed run lengths over columns; `size` is (height, width)."""

    size: tuple[int, int]
    counts: str


@dataclass(frozen=True, slots=True)
class PointPrompt:
    """Points on one frame: `points` are (x_px, y_px), `labels` 1 (on the object) or 0 (not on it), one each."""

    frame: int
    points: tuple[tuple[float, float], ...]
    labels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoxPrompt:
    """A box around the object on one frame: (x0, y0, x1, y1) in pixels, x0 < x1, y0 < y1."""

    frame: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class MaskPrompt:
    """A mask that is the object on one frame."""

    frame: int
    rle: Rle


Prompt = PointPrompt | BoxPrompt | MaskPrompt


@dataclass(frozen=True, slots=True)
class BarrierMask:
    """A mask that people made or approved: it conditions the tracker, which never overwrites it.

    `rle` is None where a person looked and the object is not there.
    """

    frame: int
    rle: Rle | None
    origin: str


@dataclass(frozen=True, slots=True)
class Conditioning:
    """All that is known for sure about one object: prompts by frame in the order given, and barriers by frame.

    A frame may be in both: the barrier is then the mask that its prompts led to. Prompts older than a drawn mask are
    not here, for the drawing replaced them.
    """

    prompts: Mapping[int, tuple[Prompt, ...]]
    barriers: Mapping[int, BarrierMask]


@dataclass(frozen=True, slots=True)
class MaskResult:
    """What the model says of one object on one frame; `score` is its own estimate of the mask's IoU, in 0..1.

    `state` "absent" means that the model sees no object there: `rle` is then None.
    """

    frame: int
    rle: Rle | None
    score: float
    state: MaskStateName
