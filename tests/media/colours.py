"""Clips whose colours are known in physical units: a grey ramp in nits, and a few colours in a given matrix."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

PQ, HLG, BT2020, BT709 = 16, 18, 9, 1
PATCH_PX = 64


def pq_signal(nits: float) -> float:
    """SMPTE ST 2084, the inverse EOTF."""
    power = (nits / 10_000) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def hlg_signal(nits: float) -> float:
    """ITU-R BT.2100, for a grey on a display of 1,000 nits."""
    scene = (nits / 1000) ** (1 / 1.2)
    return float((3 * scene) ** 0.5 if scene <= 1 / 12 else 0.17883277 * np.log(12 * scene - 0.28466892) + 0.55991073)


def grey_patches(path: Path, levels: list[int], **tags: int) -> Path:
    """Patches of PATCH_PX from left to right at these 10-bit luma codes, HEVC 4:2:0, with the tags of the stream."""
    luma = np.repeat(np.repeat(np.array(levels, dtype=np.uint16)[None], PATCH_PX, axis=0), PATCH_PX, axis=1)
    chroma = np.full((luma.shape[0] // 2, luma.shape[1]), 512, dtype=np.uint16)
    return _write(path, np.vstack([luma, chroma]), "yuv420p10le", tags)


def _write(path: Path, planes: NDArray[np.uint16], pix_fmt: str, tags: dict[str, int]) -> Path:
    with av.open(str(path), "w") as output:
        options = {"crf": "2", "preset": "ultrafast", "x265-params": "log-level=none"}
        stream: Any = output.add_stream("libx265", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = planes.shape[1], planes.shape[0] * 2 // 3, pix_fmt
        for name, code in tags.items():
            setattr(stream.codec_context, name, code)
        for index in range(3):
            frame = av.VideoFrame(stream.width, stream.height, pix_fmt)
            for plane, rows in zip(frame.planes, _split(planes), strict=True):
                padded = np.zeros((plane.height, plane.line_size // 2), dtype=np.uint16)
                padded[:, : rows.shape[1]] = rows
                plane.update(padded.tobytes())
            for name, code in tags.items():
                setattr(frame, name, code)
            frame.pts, frame.time_base = index, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def _split(planes: NDArray[np.uint16]) -> list[NDArray[np.uint16]]:
    height = planes.shape[0] * 2 // 3
    half = planes.shape[1] // 2
    return [planes[:height], planes[height:, :half], planes[height:, half:]]


COLOURS: NDArray[np.uint8] = np.array(
    [(255, 255, 255), (0, 0, 0), (200, 40, 30), (30, 160, 60), (40, 60, 190), (128, 128, 128)], dtype=np.uint8
)


def colour_patches(path: Path, *, matrix: str, code: int, full_range: bool = False, height: int = 64) -> Path:
    """Patches of COLOURS, 4:4:4, coded by `matrix`, a name that swscale knows, and tagged with `code`."""
    row = np.repeat(COLOURS, max(PATCH_PX, height * 16 // 9 // len(COLOURS) // 2 * 2), axis=0)
    picture = np.repeat(row[None], height, axis=0)
    pixels = "yuvj444p" if full_range else "yuv444p"
    with av.open(str(path), "w") as output:
        stream: Any = output.add_stream("libx264", rate=25, options={"crf": "1", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = picture.shape[1], height, pixels
        stream.codec_context.colorspace = code
        for index in range(2):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                format=pixels, dst_colorspace=matrix, dst_color_range=2 if full_range else 1
            )
            frame.colorspace = code
            frame.pts, frame.time_base = index, Fraction(1, 25)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path
