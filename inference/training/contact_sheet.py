"""Draws clicks and masks over frames: held-out procedural clips, and real ones if given.

    python -m inference.training.contact_sheet --out docs/models/maskloop-nano.jpg \
        --real clip.mp4 640,360 --real other.mp4 200,300

A real clip is followed by the clicks (x,y in its own pixels) on its first frame.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from inference.training.evaluate import visible_objects
from inference.training.held_out import FIRST_SEED, SCENES
from inference.training.prompting import centre_click
from inference.training.scenes import render_clip

Frames = NDArray[np.uint8]
_COLOURS = np.array([[255, 64, 64], [64, 160, 255], [255, 208, 0], [80, 220, 100]], np.float32)
_COLUMNS = 5
_CELL_WIDTH_PX = 200
_REAL_FRAME_STEP = 6
_REAL_FRAMES = 40


@dataclass(frozen=True)
class Row:
    """frames [T, H, W, 3] and one click (x, y) per object, on the first of them."""

    frames: Frames
    clicks: tuple[tuple[float, float], ...]


def held_out_row(seed: int, num_frames: int = 24) -> Row:
    """A held-out procedural clip with one click in the middle of up to three objects."""
    clip = render_clip(seed, num_frames, (180, 320), SCENES)
    clicks = [centre_click(mask)[:2] for mask in visible_objects(clip.masks[0])[:3]]
    return Row(clip.frames, tuple((float(x), float(y)) for x, y in clicks))


def real_row(video: Path, clicks: Sequence[tuple[float, float]]) -> Row:
    """Every sixth frame of the start of a real clip."""
    import av

    frames: list[Frames] = []
    with av.open(str(video)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index % _REAL_FRAME_STEP == 0:
                frames.append(frame.to_ndarray(format="rgb24").astype(np.uint8, copy=False))
            if len(frames) == _REAL_FRAMES:
                break
    return Row(np.stack(frames), tuple(clicks))


def track_row(predictor: Any, row: Row) -> NDArray[np.uint8]:
    """Label map [T, H, W]: 0 background, i the mask from the i-th click, tracked."""
    with tempfile.TemporaryDirectory() as folder:
        for index, frame in enumerate(row.frames):
            Image.fromarray(frame).save(Path(folder) / f"{index:05d}.jpg", quality=95)
        state = predictor.init_state(folder)
    for number, click in enumerate(row.clicks, start=1):
        predictor.add_new_points_or_box(state, 0, number, points=[click], labels=[1])
    labels = np.zeros(row.frames.shape[:3], np.uint8)
    for index, numbers, logits in predictor.propagate_in_video(state):
        for number, mask in zip(numbers, logits, strict=True):
            labels[index][(mask[0] > 0).cpu().numpy()] = number
    return labels


def draw_row(row: Row, labels: NDArray[np.uint8]) -> Image.Image:
    """The first frame with its clicks, then frames spread over the clip, masks on all."""
    picked = np.linspace(0, len(row.frames) - 1, _COLUMNS - 1).astype(int)
    cells = [_draw_cell(row.frames[0], None, row.clicks)]
    cells += [_draw_cell(row.frames[index], labels[index], ()) for index in picked]
    strip = Image.new("RGB", (sum(cell.width for cell in cells), cells[0].height))
    for index, cell in enumerate(cells):
        strip.paste(cell, (index * cell.width, 0))
    return strip


def _draw_cell(frame: Frames, labels: NDArray[np.uint8] | None, clicks: tuple[tuple[float, float], ...]) -> Image.Image:
    shown = frame.astype(np.float32)
    if labels is not None:
        colours = _COLOURS[(labels.astype(int) - 1) % len(_COLOURS)]
        shown = np.where(labels[..., None] > 0, 0.45 * shown + 0.55 * colours, shown)
    height, width = frame.shape[:2]
    scale = _CELL_WIDTH_PX / width
    size = (_CELL_WIDTH_PX, round(height * scale))
    cell = Image.fromarray(shown.astype(np.uint8)).resize(size, Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(cell)
    for number, (x, y) in enumerate(clicks):
        colour = tuple(int(value) for value in _COLOURS[number % len(_COLOURS)])
        centre = (x * scale, y * scale)
        draw.circle(centre, 5, fill=colour, outline="white", width=2)
    return cell


def draw_sheet(predictor: Any, rows: Sequence[Row]) -> Image.Image:
    """All rows under one another."""
    strips = [draw_row(row, track_row(predictor, row)) for row in rows]
    sheet = Image.new("RGB", (strips[0].width, sum(strip.height for strip in strips)))
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    return sheet


def _parse_click(text: str) -> tuple[float, float]:
    x, y = text.split(",")
    return float(x), float(y)


def main() -> None:
    """The command line."""
    from inference.checkpoints import load_predictor

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, help="weights; the shipped ones by default")
    parser.add_argument("--procedural", type=int, default=4, help="held-out clips to draw")
    parser.add_argument("--real", nargs="+", action="append", default=[], metavar="FILE X,Y")
    arguments = parser.parse_args()
    predictor = load_predictor("maskloop-nano", "cpu", weights=arguments.checkpoint)
    rows = [held_out_row(FIRST_SEED + number) for number in range(arguments.procedural)]
    rows += [real_row(Path(video), [_parse_click(c) for c in clicks]) for video, *clicks in arguments.real]
    draw_sheet(predictor, rows).save(arguments.out, quality=70)


if __name__ == "__main__":
    main()
