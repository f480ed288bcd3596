"""Scene cuts: between which frames a video jumps to another scene, where no object can be followed any further.

Two thumbnails are as far apart as their parts are after each was sought nearby (so that motion and pans hardly count),
plus a share for their colours. A cut is where every one of the last frames before is far from every one of the first
frames after, both absolutely (slow scenes) and beside what moves within each side (fast ones). So a flash or a black
frame of one or two frames is no cut, for the frames around it are alike. A fade over many frames is not found.

Chosen on 40 clips of `inference.training` at one to four times their speed, the three real clips and 120 sequences
joined from them, with flashes: far at a cut 0.57 and more, elsewhere up to 0.54, and there at most 1.3 times what moves
within the sides, at a cut 1.6 times and more. `tests/inference/test_scenes.py` measures it on others.
"""

from collections import OrderedDict
from collections.abc import Callable
from itertools import pairwise, product
from statistics import median

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

FAR = 0.52
BESIDE_MOTION = 1.4
# A flash of fewer frames than this is seen through.
SIDE_FRAMES = 3

PART = (6, 8)
REACH = (4, 6)
COLOUR_SHARE = 0.3
COLOUR_STEPS = 6
# Below this contrast noise would count as a picture.
LEAST_CONTRAST = 6.0
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)

ANSWERS_KEPT = 4096

Thumbnail = NDArray[np.uint8]
Grey = NDArray[np.float32]


class CutDetector:
    """Finds cuts in a video of `num_frames` frames, given a thumbnail (uint8 [18, 32, 3]) of each.

    Looks at two frames before and three after, and at these only where two frames in a row are far apart.
    """

    def __init__(self, thumbnail: Callable[[int], Thumbnail], num_frames: int) -> None:
        self._thumbnail = thumbnail
        self._num_frames = num_frames
        self._answers: OrderedDict[int, bool] = OrderedDict()

    def is_cut(self, frame: int) -> bool:
        """Whether `frame` is the first of another scene than the frame before it. Raises what the source raises."""
        if not 0 < frame < self._num_frames:
            return False
        if frame not in self._answers:
            self._answers[frame] = self._compare_sides(frame)
            while len(self._answers) > ANSWERS_KEPT:
                self._answers.popitem(last=False)
        return self._answers[frame]

    def _compare_sides(self, frame: int) -> bool:
        if measure_distance(self._thumbnail(frame - 1), self._thumbnail(frame)) < FAR:
            return False
        before = [self._thumbnail(at) for at in range(max(0, frame - SIDE_FRAMES), frame)]
        after = [self._thumbnail(at) for at in range(frame, min(self._num_frames, frame + SIDE_FRAMES))]
        nearest = min(measure_distance(left, right) for left, right in product(before, after))
        moves = [measure_distance(left, right) for side in (before, after) for left, right in pairwise(side)]
        return nearest >= FAR and nearest >= BESIDE_MOTION * median(moves or [0.0])


def measure_distance(left: Thumbnail, right: Thumbnail) -> float:
    """How far two thumbnails are apart: about 0 for the same scene, 0.6 to 1.1 for two that have nothing in common."""
    grey = _grey(left), _grey(right)
    parts = min(_seek_parts(*grey), _seek_parts(*reversed(grey)))
    colours = np.abs(_count_colours(left) - _count_colours(right)).sum() / 2
    return parts + COLOUR_SHARE * float(colours)


def _grey(thumbnail: Thumbnail) -> Grey:
    """Without the scene's light: of mean 0 and deviation 1."""
    grey = thumbnail.astype(np.float32) @ LUMA
    normal: Grey = (grey - grey.mean()) / max(float(grey.std()), LEAST_CONTRAST)
    return normal


def _seek_parts(picture: Grey, other: Grey) -> float:
    """The mean difference of the picture's parts, each where in `other` it fits best."""
    places = sliding_window_view(np.pad(other, [(reach, reach) for reach in REACH], mode="edge"), PART)
    differences = []
    for y, x in product(range(0, picture.shape[0], PART[0]), range(0, picture.shape[1], PART[1])):
        near = places[y : y + 2 * REACH[0] + 1, x : x + 2 * REACH[1] + 1]
        part = picture[y : y + PART[0], x : x + PART[1]]
        differences.append(float(np.abs(near - part).mean(axis=(-1, -2)).min()))
    return sum(differences) / len(differences)


def _count_colours(thumbnail: Thumbnail) -> NDArray[np.float64]:
    steps = thumbnail.reshape(-1, 3).astype(np.int64) * COLOUR_STEPS // 256
    numbers = steps @ np.array([COLOUR_STEPS**2, COLOUR_STEPS, 1])
    return np.bincount(numbers, minlength=COLOUR_STEPS**3) / len(numbers)
