"""Small clips in memory: a bright square that moves over noise."""

import numpy as np
from numpy.typing import NDArray

SIZE = (80, 120)


class ArrayFrames:
    """A frame source over an array, which remembers what was read."""

    def __init__(self, frames: NDArray[np.uint8]) -> None:
        self._frames = frames
        self.reads: list[int] = []

    def __len__(self) -> int:
        return len(self._frames)

    def read(self, index: int) -> NDArray[np.uint8]:
        self.reads.append(index)
        picture: NDArray[np.uint8] = self._frames[index]
        return picture


def draw_square(frame: int) -> NDArray[np.bool_]:
    """The mask [80, 120] of the square on a frame."""
    mask = np.zeros(SIZE, dtype=np.bool_)
    left = 10 + frame
    mask[20:50, left : left + 30] = True
    return mask


def draw_squares(num_frames: int) -> NDArray[np.uint8]:
    """The clip, uint8 [T, 80, 120, 3]."""
    noise = np.random.default_rng(1).integers(0, 90, size=(*SIZE, 3), dtype=np.uint8)
    frames = np.repeat(noise[None], num_frames, axis=0)
    for frame in range(num_frames):
        frames[frame][draw_square(frame)] = (230, 60, 40)
    return frames
