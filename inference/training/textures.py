"""A bank of grey textures, each reproducible from its number alone.

Textures are kept grey and coloured per scene through a random palette, so a few hundred
of them give an endless supply of surfaces at the price of one table look-up.
Numpy and scipy only: the demo and the tests use this without torch.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

TEXTURE_SIZE_PX = 256
TRAINING_KINDS = 12
FloatField = NDArray[np.float32]
GreyTexture = NDArray[np.uint8]


def _grid() -> tuple[FloatField, FloatField]:
    axis = np.linspace(-1.0, 1.0, TEXTURE_SIZE_PX, dtype=np.float32)
    y, x = np.meshgrid(axis, axis, indexing="ij")
    return y, x


def _smooth_noise(rng: np.random.Generator, cells: int) -> FloatField:
    coarse = rng.standard_normal((cells + 3, cells + 3)).astype(np.float32)
    zoomed = ndimage.zoom(coarse, (TEXTURE_SIZE_PX + 8) / cells, order=3)
    return zoomed[:TEXTURE_SIZE_PX, :TEXTURE_SIZE_PX]


def _fractal(rng: np.random.Generator) -> FloatField:
    """Noise with a 1/f^a spectrum: the statistics of photographs (clouds, bark, soil)."""
    frequency = np.hypot(*np.meshgrid(*[np.fft.fftfreq(TEXTURE_SIZE_PX)] * 2))
    frequency[0, 0] = 1.0
    slope = rng.uniform(0.9, 2.0)
    spectrum = np.fft.fft2(rng.standard_normal((TEXTURE_SIZE_PX, TEXTURE_SIZE_PX)))
    return np.real(np.fft.ifft2(spectrum / frequency**slope)).astype(np.float32)


def _gradient(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    angle = rng.uniform(0, 2 * np.pi)
    ramp = np.cos(angle) * x + np.sin(angle) * y
    return ramp + 0.3 * _smooth_noise(rng, int(rng.integers(2, 5)))


def _stripes(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    angle, waves = rng.uniform(0, np.pi), rng.uniform(8, 45)
    bend = _smooth_noise(rng, 3) * rng.uniform(0, 0.15)
    wave = np.sin(waves * (np.cos(angle) * x + np.sin(angle) * y + bend))
    return np.tanh(wave * rng.uniform(0.7, 5))


def _checker(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    angle, cells = rng.uniform(0, np.pi), rng.uniform(6, 30)
    u, v = np.cos(angle) * x - np.sin(angle) * y, np.sin(angle) * x + np.cos(angle) * y
    board = np.sign(np.sin(cells * u) * np.sin(cells * v))
    return board + 0.3 * _smooth_noise(rng, 6)


def _voronoi(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    seeds = int(rng.integers(12, 90))
    points = rng.uniform(-1, 1, (seeds, 2)).astype(np.float32)
    distance = np.hypot(x[..., None] - points[:, 0], y[..., None] - points[:, 1])
    cell = rng.uniform(-1, 1, seeds)[distance.argmin(-1)]
    return (cell - rng.uniform(0, 3) * distance.min(-1)).astype(np.float32)


def _dots(rng: np.random.Generator) -> FloatField:
    field = np.zeros((TEXTURE_SIZE_PX, TEXTURE_SIZE_PX), dtype=np.float32)
    count = int(rng.integers(60, 700))
    rows, columns = rng.integers(0, TEXTURE_SIZE_PX, (2, count))
    field[rows, columns] = rng.uniform(-1, 1, count)
    blurred = ndimage.gaussian_filter(field, rng.uniform(1.2, 4), mode="wrap")
    return np.tanh(blurred / (blurred.std() + 1e-6))


def _grain(rng: np.random.Generator) -> FloatField:
    noise = rng.standard_normal((TEXTURE_SIZE_PX, TEXTURE_SIZE_PX))
    sigma = (rng.uniform(0, 1.5), rng.uniform(0, 8))
    grain = ndimage.gaussian_filter(noise, sigma, mode="wrap")
    turned = ndimage.rotate(grain, rng.uniform(0, 180), reshape=False, order=1, mode="wrap")
    return (turned / turned.std()).astype(np.float32)


def _marble(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    angle = rng.uniform(0, np.pi)
    warp = _fractal(rng)
    warp = warp / warp.std()
    line = np.cos(angle) * x + np.sin(angle) * y
    return np.sin(rng.uniform(3, 14) * line + rng.uniform(0.8, 2.5) * warp)


def _plain(rng: np.random.Generator) -> FloatField:
    return _smooth_noise(rng, 2) * 0.25 + 0.05 * rng.standard_normal((TEXTURE_SIZE_PX, TEXTURE_SIZE_PX)).astype(
        np.float32
    )


def _patches(rng: np.random.Generator) -> FloatField:
    """Smooth noise cut into levels: camouflage, foliage, cow hide."""
    noise = _smooth_noise(rng, int(rng.integers(4, 22)))
    levels = int(rng.integers(2, 5))
    ranks = np.quantile(noise, np.linspace(0, 1, levels + 1)[1:-1])
    return np.digitize(noise, ranks).astype(np.float32) + 0.15 * _fractal_unit(rng)


def _bricks(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    rows, ratio = rng.uniform(5, 18), rng.uniform(0.25, 0.9)
    row = np.floor(y * rows)
    across = x * rows * ratio + 0.5 * (row % 2)
    mortar = (np.abs(y * rows - row - 0.5) > 0.42) | (np.abs(across % 1 - 0.5) > 0.46)
    tone = np.sin(row * 12.9898 + np.floor(across) * 78.233) * 0.5
    return np.where(mortar, -1.5, tone) + 0.2 * _fractal_unit(rng)


def _mosaic(rng: np.random.Generator) -> FloatField:
    """Overlapping soft rectangles: interiors, shelves, windows, streets."""
    field = _smooth_noise(rng, 2) * 0.3
    for _ in range(int(rng.integers(8, 40))):
        top, left = rng.integers(-20, TEXTURE_SIZE_PX, 2)
        height, width = rng.integers(8, 110, 2)
        region = field[max(0, top) : top + height, max(0, left) : left + width]
        region[:] = region * 0.3 + rng.uniform(-1, 1)
    return ndimage.gaussian_filter(field, rng.uniform(0, 2)).astype(np.float32)


def _fractal_unit(rng: np.random.Generator) -> FloatField:
    field = _fractal(rng)
    return (field / (field.std() + 1e-6)).astype(np.float32)


def _weave(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    threads = rng.uniform(12, 34)
    over = np.sin(threads * x) * (np.sin(threads * y / 2) > 0)
    under = np.sin(threads * y) * (np.sin(threads * y / 2) <= 0)
    return over + under + 0.2 * _fractal_unit(rng)


def _rings(rng: np.random.Generator) -> FloatField:
    y, x = _grid()
    centre = rng.uniform(-0.8, 0.8, 2)
    radius = np.hypot(x - centre[0], y - centre[1]) + 0.04 * _fractal_unit(rng)
    return np.sin(rng.uniform(15, 60) * radius).astype(np.float32)


_KINDS: tuple[Callable[[np.random.Generator], FloatField], ...] = (
    _fractal, _gradient, _stripes, _checker, _voronoi, _dots,
    _grain, _marble, _plain, _patches, _bricks, _mosaic,
    # From here on: held out, never drawn for training.
    _weave, _rings,
)  # fmt: skip


@lru_cache(maxsize=1024)
def texture(number: int, *, held_out: bool = False) -> GreyTexture:
    """Grey texture [256, 256], uint8, full contrast, the same for the same arguments.

    Held-out textures come from seeds that training never draws, half of them of kinds
    that training never draws either.
    """
    rng = np.random.default_rng((7, int(held_out), number))
    kind = number % TRAINING_KINDS
    if held_out and number % 2 == 0:
        kind = TRAINING_KINDS + (number // 2) % (len(_KINDS) - TRAINING_KINDS)
    field = _KINDS[kind](rng).astype(np.float32)
    if rng.random() < 0.35:
        detail = _fractal_unit(rng)
        field = field / (field.std() + 1e-6) + rng.uniform(0.1, 0.6) * detail
    low, high = np.percentile(field, (1, 99))
    scaled = (field - low) / max(float(high - low), 1e-6)
    return (np.clip(scaled, 0, 1) * 255).astype(np.uint8)


def random_palette(rng: np.random.Generator, *, contrast: float) -> NDArray[np.uint8]:
    """A look-up table [256, 3] from grey to colour, through three random colours.

    `contrast` scales how far the colours lie from their mean: 0 is flat, 1 is anything.
    """
    anchors = rng.uniform(0, 255, (3, 3))
    if rng.random() < 0.5:  # near-grey surfaces are as common as coloured ones
        anchors = anchors.mean(1, keepdims=True) + rng.uniform(-30, 30, (1, 3))
    anchors = anchors.mean(0) + (anchors - anchors.mean(0)) * contrast
    steps = np.linspace(0, 1, 256)
    table = np.stack([np.interp(steps, (0, rng.uniform(0.3, 0.7), 1), anchors[:, c]) for c in range(3)], -1)
    return np.clip(table, 0, 255).astype(np.uint8)
