"""Honest clips whose every frame carries its number: the kinds of file that cameras and editors make."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from labeling.videos.frame_numbers import burn_in

Picture = NDArray[np.uint8]


def draw_numbered(number: int, *, size: tuple[int, int] = (180, 320)) -> Picture:
    """A grey slope, brighter to the right, with its number and a patch that moves."""
    height, width = size
    slope = np.linspace(60, 190, width).astype(np.uint8)
    picture = np.repeat(np.repeat(slope[None, :, None], height, axis=0), 3, axis=2)
    left = number * 3 % (width - 20)
    picture[height // 2 : height // 2 + 20, left : left + 20] = (200, 40, 30)
    burn_in(picture, number)
    return picture


def write_clip(
    path: Path,
    pictures: Iterable[Picture],
    *,
    pts: Sequence[int] | None = None,
    time_base: Fraction = Fraction(1, 25),
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
    pix_fmt: str = "yuv420p",
    container: str | None = None,
    prepare: Callable[[Any], None] = lambda _: None,
) -> Path:
    """Encode pictures at the given times; `prepare` gets the stream before the first frame."""
    with av.open(str(path), "w", format=container, options=container_options or {}) as output:
        stream: Any = output.add_stream(codec, rate=Fraction(25), options=options or {"crf": "14"})
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = time_base
        for index, picture in enumerate(pictures):
            if index == 0:
                stream.height, stream.width = picture.shape[:2]
                prepare(stream)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = pts[index] if pts is not None else index
            frame.time_base = time_base
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def numbered_clip(path: Path, num_frames: int = 60, *, size: tuple[int, int] = (180, 320), **how: Any) -> Path:
    """A numbered clip at a constant rate."""
    return write_clip(path, (draw_numbered(n, size=size) for n in range(num_frames)), **how)


def varying_rate_clip(path: Path, num_frames: int = 60) -> tuple[Path, list[int]]:
    """A numbered clip of uneven times, B-frames in it, and those times in milliseconds from the first."""
    steps = np.random.default_rng(4).integers(7, 130, num_frames - 1)
    pts = [0, *np.cumsum(steps).tolist()]
    pictures = (draw_numbered(n) for n in range(num_frames))
    return write_clip(path, pictures, pts=pts, time_base=Fraction(1, 1000)), pts


def turned_clip(path: Path, num_frames: int = 30, *, degrees: int) -> Path:
    """A clip filmed with the camera turned: stored turned, shown upright by its display matrix."""
    quarter_turns = {90: 1, 180: 2, 270: 3}[degrees]
    pictures = (np.ascontiguousarray(np.rot90(draw_numbered(n), -quarter_turns)) for n in range(num_frames))
    return write_clip(path, pictures, prepare=lambda stream: stream.set_display_rotation(degrees))
