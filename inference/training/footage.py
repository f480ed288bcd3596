"""Footage with known masks, one interface for all: generated clips, and folders in SA-V's two layouts. Torch-free.

A folder holds `{video}.mp4` beside `{video}_manual.json` (as SA-V's training set and our own exports do, every fourth
frame annotated), or `JPEGImages_24fps/{video}/*.jpg` and `Annotations_6fps/{video}/{object}/*.png` (as its validation
and test sets do).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.frames import ProxyReader
from inference.rle import decode
from inference.training.scenes import Clip
from inference.types import Rle

ANNOTATED_EVERY = 4
VIDEO_SUFFIXES = (".mp4", ".mov", ".mkv", ".webm", ".avi")

Mask = NDArray[np.bool_]
Picture = NDArray[np.uint8]


class FootageProblem(Exception):
    """A folder cannot be used as labelled footage; the message says why and what to do."""


class Footage(Protocol):
    """`len` frames, read by index as uint8 [H, W, 3]; `annotated` frames have a mask [H, W] for each of `objects`."""

    @property
    def name(self) -> str: ...

    @property
    def annotated(self) -> Sequence[int]: ...

    @property
    def objects(self) -> Sequence[int]: ...

    def __len__(self) -> int: ...

    def read(self, index: int) -> Picture: ...

    def read_mask(self, frame: int, number: int) -> Mask: ...


@dataclass(frozen=True)
class GeneratedFootage:
    """A clip of the generator: every frame is annotated."""

    clip: Clip

    @property
    def name(self) -> str:
        return f"generated-{self.clip.seed}"

    @property
    def annotated(self) -> range:
        return range(len(self.clip.frames))

    @property
    def objects(self) -> range:
        return range(1, self.clip.num_objects + 1)

    def __len__(self) -> int:
        return len(self.clip.frames)

    def read(self, index: int) -> Picture:
        picture: Picture = self.clip.frames[index]
        return picture

    def read_mask(self, frame: int, number: int) -> Mask:
        mask: Mask = self.clip.masks[frame] == number
        return mask


class ExportedFootage:
    """A video beside its `_manual.json`. Raises FootageProblem where the two do not belong together."""

    def __init__(self, video: Path, annotation: Path) -> None:
        content = json.loads(annotation.read_text())
        self.name = video.stem
        self._reader = ProxyReader(video)
        self._rows: list[list[dict[str, Any]]] = content["masklet"]
        self.objects = range(int(content["masklet_num"]))
        every = find_step(len(self._reader), len(self._rows))
        if every is None:
            raise FootageProblem(
                f"{annotation.name} has masks for {len(self._rows)} frames, which does not fit the "
                f"{len(self._reader)} frames of {video.name}. Export it again from the video that lies beside it."
            )
        self.annotated = range(0, len(self._reader), every)

    def __len__(self) -> int:
        return len(self._reader)

    def read(self, index: int) -> Picture:
        return self._reader.read(index)

    def read_mask(self, frame: int, number: int) -> Mask:
        cell = self._rows[self.annotated.index(frame)][number]
        height, width = cell["size"]
        return decode(Rle(size=(int(height), int(width)), counts=cell["counts"]))


def find_step(num_frames: int, num_annotated: int) -> int | None:
    """Every how many frames a video is annotated, which the format does not say: SA-V's four where that fits."""
    steps = (ANNOTATED_EVERY, *range(1, num_frames + 1))
    return next((step for step in steps if len(range(0, num_frames, step)) == num_annotated), None)


class PictureFootage:
    """A folder of JPEGs and one of PNGs for each object, whose names are the frames' numbers."""

    def __init__(self, pictures: Path, annotations: Path) -> None:
        self.name = pictures.name
        self._pictures = sorted(pictures.glob("*.jpg"))
        numbers = {int(path.stem): index for index, path in enumerate(self._pictures)}
        folders = sorted(path for path in annotations.iterdir() if path.is_dir())
        self._masks = [{numbers[int(png.stem)]: png for png in folder.glob("*.png")} for folder in folders]
        self.objects = range(len(folders))
        self.annotated = sorted({frame for masks in self._masks for frame in masks})

    def __len__(self) -> int:
        return len(self._pictures)

    def read(self, index: int) -> Picture:
        return _read_picture(self._pictures[index])

    def read_mask(self, frame: int, number: int) -> Mask:
        path = self._masks[number].get(frame)
        if path is None:
            return np.zeros(self.read(frame).shape[:2], bool)
        return np.asarray(Image.open(path)) > 0


@lru_cache(maxsize=256)
def _read_picture(path: Path) -> Picture:
    return np.asarray(Image.open(path).convert("RGB"))


def open_folder(folder: Path) -> list[Footage]:
    """All footage of a folder in one of SA-V's layouts, by name. Raises FootageProblem where there is none."""
    pictures, annotations = folder / "JPEGImages_24fps", folder / "Annotations_6fps"
    if pictures.is_dir() and annotations.is_dir():
        names = sorted(path.name for path in annotations.iterdir() if (pictures / path.name).is_dir())
        return [PictureFootage(pictures / name, annotations / name) for name in names]
    found: list[Footage] = []
    for annotation in sorted(folder.glob("*_manual.json")):
        stem = annotation.name.removesuffix("_manual.json")
        video = next((path for suffix in VIDEO_SUFFIXES if (path := folder / f"{stem}{suffix}").exists()), None)
        if video is None:
            raise FootageProblem(f"There is no video beside {annotation.name}: put {stem}.mp4 into the same folder.")
        found.append(ExportedFootage(video, annotation))
    if not found:
        raise FootageProblem(
            f"{folder} holds no labelled footage: neither NAME_manual.json beside NAME.mp4, nor the folders "
            "JPEGImages_24fps and Annotations_6fps."
        )
    return found
