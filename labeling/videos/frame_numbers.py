"""Frame numbers burned into pictures, by which a test proves that the frame on the screen is the frame it should be.

The strip lies in the top left corner: 16 square blocks from left to right, each a fortieth of the picture's width
(16 px at 640), white for 1 and black for 0. Blocks 0 to 14 are the zero-based frame number, the most significant bit
first; block 15 makes the number of white blocks odd, so that a black or white corner is no number. Block k is read at
its centre, ((k + 0.5) · width / 40, 0.5 · width / 40), in any picture of the whole frame, whatever its scale.
"""

import numpy as np
from numpy.typing import NDArray

NUM_BLOCKS = 16
BLOCKS_PER_WIDTH = 40
LARGEST_NUMBER = 2 ** (NUM_BLOCKS - 1) - 1
WHITE = 235
BLACK = 16


def burn_in(picture: NDArray[np.uint8], number: int) -> None:
    """Write `number` (0 to LARGEST_NUMBER) into a picture, uint8 [height, width, 3], in place."""
    if not 0 <= number <= LARGEST_NUMBER:
        raise ValueError(f"{number} does not fit into {NUM_BLOCKS - 1} blocks")
    edges = [round(k * picture.shape[1] / BLOCKS_PER_WIDTH) for k in range(NUM_BLOCKS + 1)]
    for block, bit in enumerate(_to_bits(number)):
        picture[: edges[1], edges[block] : edges[block + 1]] = WHITE if bit else BLACK


def read_burned_in(picture: NDArray[np.uint8]) -> int:
    """The number burned into a picture, uint8 [height, width, 3]. Raises ValueError where there is none."""
    side = picture.shape[1] / BLOCKS_PER_WIDTH
    row = picture[int(side / 2)]
    levels = [float(row[int((k + 0.5) * side)].mean()) for k in range(NUM_BLOCKS)]
    bits = [level > (WHITE + BLACK) / 2 for level in levels]
    if sum(bits) % 2 == 0:
        raise ValueError(f"no frame number: the blocks are {[round(level) for level in levels]}")
    return sum(bit << (NUM_BLOCKS - 2 - k) for k, bit in enumerate(bits[:-1]))


def _to_bits(number: int) -> list[bool]:
    bits = [bool(number >> (NUM_BLOCKS - 2 - k) & 1) for k in range(NUM_BLOCKS - 1)]
    return [*bits, sum(bits) % 2 == 0]
