"""Training clips cut out of labelled footage, as the generator's clips are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.training.curriculum import Task
from inference.training.footage import Footage
from inference.training.scenes import Clip

_LONGEST_STEP = 3


@dataclass(frozen=True)
class _Shrunk:
    """Annotated frames uint8 [T, S, S, 3] and their label maps [T, S, S]; what is small lies over what is large."""

    frames: NDArray[np.uint8]
    masks: NDArray[np.uint8]
    num_objects: int


class Examples:
    """Random clips of footages, which are kept in memory at the sizes they are asked for."""

    def __init__(self, footages: Sequence[Footage]) -> None:
        self._footages = footages
        self._shrunk: dict[tuple[int, int], _Shrunk] = {}

    def cut(self, task: Task, rng: np.random.Generator) -> Clip:
        """A stretch of `task.num_frames` annotated frames, forward or backward, with up to two left out between."""
        index = int(rng.integers(len(self._footages)))
        shrunk = self._shrink(index, task.image_size)
        total = len(shrunk.frames)
        longest = max(1, min(_LONGEST_STEP, (total - 1) // max(task.num_frames - 1, 1)))
        step = int(rng.integers(1, longest + 1))
        first = int(rng.integers(max(total - step * (task.num_frames - 1), 1)))
        picked = np.minimum(first + step * np.arange(task.num_frames), total - 1)
        if rng.random() < 0.5:
            picked = picked[::-1]
        frames, masks = shrunk.frames[picked], shrunk.masks[picked]
        if rng.random() < 0.5:
            frames, masks = frames[:, :, ::-1], masks[:, :, ::-1]
        return Clip(index, shrunk.num_objects, np.ascontiguousarray(frames), np.ascontiguousarray(masks))

    def _shrink(self, index: int, size: int) -> _Shrunk:
        if (index, size) not in self._shrunk:
            footage = self._footages[index]
            frames = [_resize(footage.read(frame), size, Image.Resampling.BILINEAR) for frame in footage.annotated]
            masks = [_label_map(footage, frame, size) for frame in footage.annotated]
            self._shrunk[index, size] = _Shrunk(np.stack(frames), np.stack(masks), len(footage.objects))
        return self._shrunk[index, size]


def _label_map(footage: Footage, frame: int, size: int) -> NDArray[np.uint8]:
    masks = [_resize(footage.read_mask(frame, number).astype(np.uint8), size) for number in footage.objects]
    labels = np.zeros((size, size), np.uint8)
    for number in sorted(range(len(masks)), key=lambda number: -int(masks[number].sum())):
        labels[masks[number] > 0] = number + 1
    return labels


def _resize(
    picture: NDArray[np.uint8], size: int, how: Image.Resampling = Image.Resampling.NEAREST
) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(picture).resize((size, size), how))
