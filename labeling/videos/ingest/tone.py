"""Brings high dynamic range and wide colours to BT.709, as a table for libavfilter's `lut3d`.

The transfer functions are ITU-R BT.2100's. Light beyond what a reference display of 100 cd/m² shows is rolled off by
the EETF of ITU-R BT.2390 (section 5.4.1), on the largest of R, G and B, so that hues stay; colours outside BT.709 are
clipped.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DISPLAY_NITS = 100.0
"""The peak of BT.1886's reference display."""
DISPLAY_GAMMA = 2.4
CUBE_SIDE = 33
"""Interpolated between 33³ entries, greys are at most 0.6 steps of 8 bits from the formulas."""

M1, M2 = 2610 / 16384, 2523 / 4096 * 128
C1, C2, C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
PQ_NITS = 10_000.0
HLG_A = 0.17883277
HLG_B = 1 - 4 * HLG_A
HLG_C = 0.5 - HLG_A * np.log(4 * HLG_A)
HLG_NITS = 1000.0
HLG_GAMMA = 1.2
LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])

TO_709 = {
    "bt709": np.eye(3),
    # ITU-R BT.2407, annex 2.
    "bt2020": np.array(
        [[1.660491, -0.587641, -0.072850], [-0.124550, 1.132900, -0.008349], [-0.018151, -0.100579, 1.118730]]
    ),
    # SMPTE EG 432-1 with the white point of BT.709.
    "p3": np.array([[1.224940, -0.224940, 0.0], [-0.042057, 1.042057, 0.0], [-0.019638, -0.078636, 1.098274]]),
}


@dataclass(frozen=True)
class Tone:
    """`transfer`: pq, hlg or sdr. `primaries`: a key of TO_709. `peak_nits`: the brightest in the pictures, cd/m²."""

    transfer: str
    primaries: str
    peak_nits: float


def map_signal(signal: Array, tone: Tone) -> Array:
    """R′G′B′ of the file, [..., 3] from 0 to 1, as R′G′B′ of BT.709 for a reference display, 0 to 1."""
    if tone.transfer == "sdr":
        light = signal**DISPLAY_GAMMA
    else:
        nits = _pq_to_nits(signal) if tone.transfer == "pq" else _hlg_to_nits(signal)
        light = _roll_off(nits, tone.peak_nits) / DISPLAY_NITS
    inside = np.clip(light @ TO_709[tone.primaries].T, 0, 1)
    return np.asarray(inside ** (1 / DISPLAY_GAMMA))


def write_cube(path: Path, tone: Tone) -> None:
    """Write `map_signal` as a table of CUBE_SIDE³ entries in Adobe's .cube format, red changing fastest."""
    steps = np.linspace(0, 1, CUBE_SIDE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    entries = map_signal(np.stack([red, green, blue], axis=-1), tone).reshape(-1, 3)
    with path.open("wb") as file:
        file.write(f"LUT_3D_SIZE {CUBE_SIDE}\n".encode())
        np.savetxt(file, entries, fmt="%.6f")


def _pq_to_nits(signal: Array) -> Array:
    root = signal ** (1 / M2)
    return np.asarray(PQ_NITS * (np.maximum(root - C1, 0) / (C2 - C3 * root)) ** (1 / M1))


def _nits_to_pq(nits: Array) -> Array:
    power = (nits / PQ_NITS) ** M1
    return np.asarray(((C1 + C2 * power) / (1 + C3 * power)) ** M2)


def _hlg_to_nits(signal: Array) -> Array:
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - HLG_C) / HLG_A) + HLG_B) / 12)
    luma = scene @ LUMA_2020
    return np.asarray(HLG_NITS * np.maximum(luma, 1e-9)[..., None] ** (HLG_GAMMA - 1) * scene)


def _roll_off(nits: Array, peak_nits: float) -> Array:
    if peak_nits <= DISPLAY_NITS:
        return nits
    brightest = np.maximum(nits.max(axis=-1, keepdims=True), 1e-9)
    source = float(_nits_to_pq(np.asarray(peak_nits)))
    target = float(_nits_to_pq(np.asarray(DISPLAY_NITS))) / source
    knee = 1.5 * target - 0.5
    level = np.minimum(_nits_to_pq(brightest) / source, 1.0)
    t = np.maximum(level - knee, 0) / (1 - knee)
    spline = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (-2 * t**3 + 3 * t**2) * target
    rolled = _pq_to_nits(np.where(level < knee, level, spline) * source)
    return np.asarray(nits * rolled / brightest)
