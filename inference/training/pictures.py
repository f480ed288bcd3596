"""Real surfaces for generated scenes: crops of the pictures and clips of any folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from inference.training.textures import TEXTURE_SIZE_PX

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
CLIP_SUFFIXES = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi"})
FRAMES_OF_A_CLIP = 12
# A crop is never enlarged by more than the ratio of this to a texture's side.
_SHORTER_SIDE_PX = 480
_LEAST_CROP_PX = 160


class PicturesProblem(Exception):
    """A folder has no pictures; the message says which kinds are read."""


@dataclass(frozen=True)
class Pictures:
    """Pictures in memory, scaled to a shorter side of 480 pixels, in the order of their paths."""

    images: tuple[Image.Image, ...]

    def crop(self, rng: np.random.Generator) -> Image.Image:
        """A random square of a random picture, RGB 256 × 256, mirrored to twice that so that sampling stays inside."""
        image = self.images[int(rng.integers(len(self.images)))]
        side = int(rng.integers(_LEAST_CROP_PX, min(image.size) + 1))
        left, top = (int(rng.integers(length - side + 1)) for length in image.size)
        square = (TEXTURE_SIZE_PX, TEXTURE_SIZE_PX)
        cut = image.resize(square, Image.Resampling.BILINEAR, box=(left, top, left + side, top + side))
        half = TEXTURE_SIZE_PX // 2
        return Image.fromarray(np.pad(np.asarray(cut), ((half, half), (half, half), (0, 0)), mode="symmetric"))


def read_pictures(*folders: Path) -> Pictures:
    """Every picture below the folders, and frames spread over every clip. Raises PicturesProblem where none is."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    images = tuple(_shrink(image) for path in paths for image in _read(path))
    if not images:
        kinds = ", ".join(sorted(PICTURE_SUFFIXES | CLIP_SUFFIXES))
        raise PicturesProblem(f"There is no picture in {', '.join(map(str, folders))}; read are {kinds}.")
    return Pictures(images)


def _read(path: Path) -> Iterator[Image.Image]:
    suffix = path.suffix.lower()
    if suffix in PICTURE_SUFFIXES:
        with Image.open(path) as image:
            if min(image.size) >= _LEAST_CROP_PX:
                yield image.convert("RGB")
    elif suffix in CLIP_SUFFIXES:
        yield from _read_clip(path)


def _read_clip(path: Path) -> Iterator[Image.Image]:
    import av

    with av.open(str(path)) as container:
        total = container.streams.video[0].frames or FRAMES_OF_A_CLIP
        every = max(1, total // FRAMES_OF_A_CLIP)
        for index, frame in enumerate(container.decode(video=0)):
            if index % every == 0:
                yield frame.to_image()


def _shrink(image: Image.Image) -> Image.Image:
    scale = _SHORTER_SIDE_PX / min(image.size)
    if scale >= 1:
        return image
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
