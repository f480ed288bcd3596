"""Good files of every container with a few bytes wrong: flipped, swapped, cut out, cut off, or lengths that lie."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.media import albums
from tests.media.kinds import X265, interlaced
from tests.media.numbered import numbered_clip

SEED = 20_260
NUM_FRAMES = 8
SIZE = (64, 96)
HEADER_BYTES = 3000
LENGTHS = (0, 1, 7, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

Random = np.random.Generator


def _clip(codec: str = "libx264", **how: Any) -> Callable[[Path], Path]:
    how.setdefault("options", {} if codec != "libx264" else {"crf": "20", "bf": "2", "g": "4"})
    return lambda path: numbered_clip(path, NUM_FRAMES, size=SIZE, codec=codec, **how)


def _pictures(kind: str, pack: Callable[..., Path]) -> Callable[[Path], Path]:
    files = [(f"{n}.{kind.lower()}", albums.picture(n, size=SIZE, kind=kind)) for n in range(NUM_FRAMES)]
    return lambda path: pack(path, [albums.manifest(), *files])


BASES: dict[str, Callable[[Path], Path]] = {
    "h264.mp4": _clip(container_options={"movflags": "+faststart"}),
    "index-behind.mp4": _clip(),
    "fragments.mp4": _clip(container_options={"movflags": "frag_keyframe+empty_moov"}),
    "hevc.mp4": _clip("libx265", options=X265, pix_fmt="yuv420p10le"),
    "prores.mov": _clip("prores_ks", pix_fmt="yuv422p10le"),
    "mjpeg.mov": _clip("mjpeg", pix_fmt="yuvj420p"),
    "animation.mov": _clip("qtrle", pix_fmt="rgb24"),
    "h264.mkv": _clip(),
    "ffv1.mkv": _clip("ffv1"),
    "vp8.webm": _clip("libvpx", options={"deadline": "realtime"}),
    "vp9.webm": _clip("libvpx-vp9", options={"cpu-used": "8", "deadline": "realtime"}),
    "av1.webm": _clip("libsvtav1", options={"preset": "12"}),
    "mpeg4.avi": _clip("mpeg4"),
    "mjpeg.avi": _clip("mjpeg", pix_fmt="yuvj420p"),
    "h264.ts": _clip(),
    "interlaced.ts": interlaced("mpeg2video", {"b": "2M"}),
    "mpeg2.mpg": _clip("mpeg2video", container="vob"),
    "mpeg2.mxf": _clip("mpeg2video"),
    "wmv2.wmv": _clip("wmv2", container="asf"),
    "flv.flv": _clip("flv", container="flv"),
    "gif.gif": _clip("gif", pix_fmt="rgb8", container="gif"),
    "jpegs.tar": _pictures("JPEG", albums.pack_tar),
    "pngs.tar": _pictures("PNG", albums.pack_tar),
    "pngs.zip": _pictures("PNG", albums.pack_zip),
}


def make_bases(folder: Path) -> list[bytes]:
    return [make(folder / name).read_bytes() for name, make in BASES.items()]


def make_mutant(bases: list[bytes], number: int) -> bytes:
    """Mutant `number` of these files; the same number gives the same bytes."""
    random = np.random.default_rng((SEED, number))
    data = bases[number % len(bases)]
    for _ in range(random.integers(1, 5)):
        data = random.choice(np.array(CHANGES, dtype=object))(data, random) or data
    return data


def _flip_bits(data: bytes, random: Random) -> bytes:
    new = bytearray(data)
    for at in random.integers(0, len(data), random.integers(1, 40)):
        new[at] ^= 1 << random.integers(8)
    return bytes(new)


def _flip_in_header(data: bytes, random: Random) -> bytes:
    new = bytearray(data)
    for at in random.integers(0, min(len(data), HEADER_BYTES), random.integers(1, 10)):
        new[at] ^= 1 << random.integers(8)
    return bytes(new)


def _overwrite(data: bytes, random: Random) -> bytes:
    start, stop = _span(data, random)
    return data[:start] + random.bytes(stop - start) + data[stop:]


def _blank(data: bytes, random: Random) -> bytes:
    start, stop = _span(data, random)
    return data[:start] + bytes(stop - start) + data[stop:]


def _cut_out(data: bytes, random: Random) -> bytes:
    start, stop = _span(data, random)
    return data[:start] + data[stop:]


def _cut_off(data: bytes, random: Random) -> bytes:
    return data[: random.integers(1, len(data) + 1)]


def _repeat(data: bytes, random: Random) -> bytes:
    start, stop = _span(data, random)
    return data[:stop] + data[start:stop] * int(random.integers(1, 5)) + data[stop:]


def _swap(data: bytes, random: Random) -> bytes:
    first, second = sorted(int(at) for at in random.integers(0, len(data), 2))
    size = min(int(random.integers(1, 2000)), second - first, len(data) - second)
    one, other = data[first : first + size], data[second : second + size]
    return data[:first] + other + data[first + size : second] + one + data[second + size :]


def _lie_about_length(data: bytes, random: Random) -> bytes:
    """Writes a length into a place where one may be: near the beginning or the end, before letters where there are."""
    zone = 0 if random.integers(2) else max(0, len(data) - HEADER_BYTES)
    at = zone + int(random.integers(0, min(HEADER_BYTES, len(data))))
    for ahead in range(at, min(at + 200, len(data) - 8)):
        if data[ahead + 4 : ahead + 8].isalpha():
            at = ahead
            break
    value = int(random.choice(LENGTHS)) if random.integers(2) else int(random.integers(0, len(data)))
    order = "big" if random.integers(2) else "little"
    return data[:at] + value.to_bytes(4, order) + data[at + 4 :]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = int(random.integers(0, len(data)))
    return start, min(len(data), start + int(2 ** random.uniform(0, 12)))


CHANGES = (
    _flip_bits,
    _flip_in_header,
    _overwrite,
    _blank,
    _cut_out,
    _cut_off,
    _repeat,
    _swap,
    _lie_about_length,
    _lie_about_length,
)
