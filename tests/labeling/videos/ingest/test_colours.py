"""Colours come out as BT.709 shows them, whatever a file codes them by."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.frames import ProxyReader
from labeling.videos.ingest.supervise import IngestOutput
from tests.labeling.videos.conftest import Ingest
from tests.media import colours

# What a reference display of 100 nits shows: (nits / 100) ** (1 / 2.4) in 8 bits while BT.2390 leaves them alone, up to
# its knee at 32 nits for a peak of 1,000; then what its spline gives, and white at the peak.
RAMP = {0: 0, 1: 37, 10: 98, 32: 158, 100: 219, 203: 242, 1000: 255}
SIGNALS = {"pq": (colours.PQ, colours.pq_signal), "hlg": (colours.HLG, colours.hlg_signal)}


def read_patches(output: IngestOutput, num_patches: int) -> NDArray[np.int64]:
    with ProxyReader(output.proxy) as reader:
        picture = reader.read(1).astype(np.int64)
    step = picture.shape[1] // num_patches
    return picture[picture.shape[0] // 2, step // 2 :: step][:num_patches]


@pytest.mark.parametrize("kind", SIGNALS)
def test_ingest_shows_a_grey_ramp_of_high_dynamic_range_as_a_standard_display_would(
    kind: str, ingest_file: Ingest, tmp_path: Path
):
    code, signal = SIGNALS[kind]
    levels = [round(64 + 876 * signal(nits)) for nits in RAMP]
    path = colours.grey_patches(
        tmp_path / "ramp.mp4", levels, color_trc=code, color_primaries=colours.BT2020, colorspace=colours.BT2020
    )

    shown = read_patches(ingest_file(path), len(RAMP))

    assert np.abs(shown - np.array(list(RAMP.values()))[:, None]).max() <= 2


@pytest.mark.parametrize(
    ("matrix", "code", "full_range", "height"),
    [
        ("itu709", 1, False, 64),
        ("itu601", 6, False, 64),
        ("itu601", 2, False, 64),
        ("itu709", 2, False, 720),
        ("itu601", 6, True, 64),
        ("itu709", 1, True, 64),
    ],
    ids=["BT.709", "BT.601", "small, untagged", "large, untagged", "BT.601, full range", "BT.709, full range"],
)
def test_ingest_keeps_colours(
    matrix: str, code: int, full_range: bool, height: int, ingest_file: Ingest, tmp_path: Path
):
    path = colours.colour_patches(
        tmp_path / "colours.mkv", matrix=matrix, code=code, full_range=full_range, height=height
    )

    shown = read_patches(ingest_file(path), len(colours.COLOURS))

    assert np.abs(shown - colours.COLOURS.astype(np.int64)).max() <= 5


def test_ingest_brings_wide_colours_into_range(ingest_file: Ingest, tmp_path: Path):
    """Greys stay as they are when only the primaries differ."""
    levels = [64, 502, 940]
    path = colours.grey_patches(
        tmp_path / "wide.mp4", levels, color_primaries=colours.BT2020, colorspace=colours.BT2020
    )

    shown = read_patches(ingest_file(path), len(levels))

    assert np.abs(shown - np.array([0, 127, 255])[:, None]).max() <= 2
