"""The generated clip of the story: real pixels, known truth, its frame number burned into every frame."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from labeling.videos.demo_clip import draw_demo_frames, render_demo_clip

HEIGHT_WIDTH_PX = (360, 640)
NUM_FRAMES = 60
FPS = 24


def write_clip(path: Path) -> Path:
    render_demo_clip(path, num_frames=NUM_FRAMES, size=HEIGHT_WIDTH_PX, fps=FPS, burned_in=True)
    return path


def true_masks(frame: int) -> list[NDArray[np.bool_]]:
    """The visible masks of the clip's objects on a frame, the largest first."""
    clip = draw_demo_frames(first=frame, count=1, size=HEIGHT_WIDTH_PX)
    masks = [clip.masks[0] == number for number in range(1, clip.num_objects + 1)]
    return sorted(masks, key=lambda mask: -int(mask.sum()))


def click_point(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """(x, y) in pixels of the point that lies deepest inside a mask, as a person would click it."""
    padded = np.pad(mask, 1)
    y, x = np.unravel_index(np.argmax(ndimage.distance_transform_edt(padded)), padded.shape)
    return int(x) - 1, int(y) - 1
