"""Frames of a few pixels, by which scene cuts are found without decoding a frame twice."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

HEIGHT, WIDTH = 18, 32
# Every so many pixels are enough to average: reading all of a large frame takes longer than detecting cuts.
SAMPLES = 5


def shrink_picture(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """uint8 RGB [H, W, 3] → uint8 [18, 32, 3], whatever its shape."""
    step_y, step_x = max(1, picture.shape[0] // (HEIGHT * SAMPLES)), max(1, picture.shape[1] // (WIDTH * SAMPLES))
    sampled = Image.fromarray(np.ascontiguousarray(picture[::step_y, ::step_x]))
    return np.array(sampled.resize((WIDTH, HEIGHT), Image.Resampling.BOX))
