"""What the numbers in a frame mean as colours, where files say so and where they leave it open."""

import struct
from dataclasses import dataclass
from typing import Any, cast

import av

from labeling.videos.ingest.tone import Tone

# Codes of ITU-T H.273.
UNSPECIFIED = 2
MATRICES = {1: "bt709", 4: "fcc", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
RGB_MATRIX = 0
PQ, HLG = 16, 18
PRIMARIES = {9: "bt2020", 11: "p3", 12: "p3"}
FULL_RANGE = 2

LARGEST_SD = (1279, 576)
"""Untagged pictures up to this size are BT.601, larger ones BT.709, as players have it."""
USUAL_PEAK_NITS = 1000.0
SANE_PEAK_NITS = (200.0, 10_000.0)


@dataclass(frozen=True)
class Colour:
    """`matrix`: swscale's name of what turns Y′CbCr into R′G′B′. `tone`: what remains to be done to be BT.709, if
    anything. `is_known` is False where the file names a matrix that nothing here can undo."""

    matrix: str
    is_full_range: bool
    tone: Tone | None
    is_known: bool = True


def read_colour(frame: av.VideoFrame) -> Colour:
    is_rgb = frame.format.is_rgb
    is_full = frame.color_range == FULL_RANGE or is_rgb or frame.format.name.startswith("yuvj")
    return Colour(
        matrix=MATRICES.get(frame.colorspace) or _usual_matrix(frame),
        is_full_range=is_full,
        tone=_read_tone(frame),
        is_known=is_rgb or frame.colorspace in {RGB_MATRIX, UNSPECIFIED, *MATRICES},
    )


def _usual_matrix(frame: av.VideoFrame) -> str:
    if frame.color_trc in {PQ, HLG}:
        return "bt2020"
    width, height = LARGEST_SD
    return "smpte170m" if frame.width <= width and frame.height <= height else "bt709"


def _read_tone(frame: av.VideoFrame) -> Tone | None:
    if frame.color_trc in {PQ, HLG}:
        said = "bt2020" if frame.color_primaries == UNSPECIFIED else "bt709"
        primaries = PRIMARIES.get(frame.color_primaries, said)
        if frame.color_trc == HLG:
            return Tone("hlg", primaries, USUAL_PEAK_NITS)
        return Tone("pq", primaries, _read_peak_nits(frame))
    wide = PRIMARIES.get(frame.color_primaries)
    return Tone("sdr", wide, 0.0) if wide else None


def _read_peak_nits(frame: av.VideoFrame) -> float:
    """The brightest that the pictures get: as measured (MaxCLL), else as the mastering display could, else as usual."""
    side_data = cast(Any, frame.side_data)
    peak = 0.0
    if (light := _find(side_data, "CONTENT_LIGHT_LEVEL")) is not None and len(light) >= 4:
        peak = float(struct.unpack("=I", light[:4])[0])
    display = _find(side_data, "MASTERING_DISPLAY_METADATA")
    if not peak and display is not None and len(display) >= 88:
        # Ten fractions come before it; two flags follow, of which the second says whether there is a luminance.
        numerator, denominator, _, has_luminance = struct.unpack("=4i", display[72:88])
        peak = numerator / denominator if has_luminance and denominator else 0.0
    low, high = SANE_PEAK_NITS
    return min(max(peak, low), high) if peak else USUAL_PEAK_NITS


def _find(side_data: Any, name: str) -> bytes | None:
    try:
        return bytes(side_data[name])
    except KeyError:
        return None
