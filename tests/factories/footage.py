"""Labelled footage on disk, in SA-V's two layouts, out of generated clips."""

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from inference.rle import encode
from inference.training.footage import ANNOTATED_EVERY
from inference.training.scenes import Clip
from tests.factories.proxies import write_proxy


def write_exports(folder: Path, clips: Iterable[Clip]) -> Path:
    """`{video}.mp4` and `{video}_manual.json` for each clip, every fourth frame annotated."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, clip in enumerate(clips):
        write_proxy(folder / f"clip{number:02d}.mp4", clip.frames)
        rows = [
            [
                {"size": list(clip.masks.shape[1:]), "counts": encode(clip.masks[frame] == label).counts}
                for label in range(1, clip.num_objects + 1)
            ]
            for frame in range(0, len(clip.frames), ANNOTATED_EVERY)
        ]
        content = {"masklet": rows, "masklet_num": clip.num_objects}
        (folder / f"clip{number:02d}_manual.json").write_text(json.dumps(content))
    return folder


def write_pictures(folder: Path, clip: Clip) -> Path:
    """`JPEGImages_24fps/clip` and `Annotations_6fps/clip/{object}`."""
    pictures = folder / "JPEGImages_24fps" / "clip"
    pictures.mkdir(parents=True)
    for index, frame in enumerate(clip.frames):
        Image.fromarray(frame).save(pictures / f"{index:05d}.jpg", quality=95)
    for label in range(1, clip.num_objects + 1):
        masks = folder / "Annotations_6fps" / "clip" / f"{label:03d}"
        masks.mkdir(parents=True)
        for index in range(0, len(clip.frames), ANNOTATED_EVERY):
            Image.fromarray((clip.masks[index] == label).astype(np.uint8) * 255).save(masks / f"{index:05d}.png")
    return folder
