"""Files that are no videos, or broken ones, as happens without ill will."""

import zlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.media.numbered import draw_numbered, numbered_clip


def text_file(path: Path) -> Path:
    path.write_text("To whom it may concern: this is a letter and no film.\n" * 40)
    return path


def empty_file(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def random_bytes(path: Path) -> Path:
    path.write_bytes(np.random.default_rng(8).bytes(50_000))
    return path


def sound_only(path: Path) -> Path:
    with av.open(str(path), "w", format="mp4") as container:
        stream: Any = container.add_stream("aac", rate=44_100)
        samples = np.zeros((1, 44_100), dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        frame.sample_rate = 44_100
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def no_frames(path: Path) -> Path:
    """An MP4 with a video track that was closed before the first frame."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov"}) as container:
        _begin_track(container)
    return path


def no_clusters(path: Path) -> Path:
    """The same as Matroska."""
    with av.open(str(path), "w", format="matroska") as container:
        _begin_track(container)
    return path


def without_index(path: Path) -> Path:
    """An MP4 that lost its end, where its index was."""
    data = numbered_clip(path).read_bytes()
    path.write_bytes(data[: data.index(b"moov") - 4 - 100])
    return path


def cut_tail(path: Path, *, keep: float = 0.6, num_frames: int = 100) -> Path:
    """An MP4 with its index in front that breaks off."""
    data = numbered_clip(path, num_frames, container_options={"movflags": "+faststart"}).read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    return path


def cut_matroska(path: Path) -> Path:
    data = numbered_clip(path, 100, container="matroska").read_bytes()
    path.write_bytes(data[: int(len(data) * 0.6)])
    return path


def damaged_middle(path: Path) -> Path:
    """An MP4 with a stretch of zeros in its pictures."""
    data = bytearray(numbered_clip(path, 100, container_options={"movflags": "+faststart"}).read_bytes())
    start = int(len(data) * 0.5)
    data[start : start + 3000] = bytes(3000)
    path.write_bytes(data)
    return path


def png_of(side: int) -> bytes:
    """A PNG of side × side pixels in few bytes."""
    rows = zlib.compressobj(9)
    line = bytes(1 + side // 8)
    packed = b"".join(rows.compress(line) for _ in range(side)) + rows.flush()
    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(kind, body) for kind, body in chunks)


def picture_bomb(path: Path, *, side: int = 30_000, claimed: tuple[int, int] = (64, 64)) -> Path:
    """A QuickTime file of a few hundred kilobytes that says 64 × 64 and holds a PNG of 900 million pixels."""
    png = png_of(side)
    with av.open(str(path), "w", format="mov") as container:
        stream: Any = container.add_stream("png", rate=25)
        stream.width, stream.height, stream.pix_fmt = claimed[0], claimed[1], "monob"
        container.start_encoding()
        for index in range(3):
            packet = av.Packet(png)
            packet.stream, packet.pts, packet.dts, packet.time_base = stream, index, index, Fraction(1, 25)
            container.mux(packet)
    return path


def wide_pictures(path: Path) -> Path:
    """An honest clip of more pixels than are allowed."""
    return numbered_clip(path, 1, size=(4400, 8192), options={"crf": "50", "preset": "ultrafast"})


def tiny_pictures(path: Path) -> Path:
    return numbered_clip(path, 5, size=(8, 320))


def still_image(path: Path) -> Path:
    av.VideoFrame.from_ndarray(draw_numbered(1), format="rgb24").to_image().save(path, format="PNG")
    return path


def _begin_track(container: Any) -> None:
    stream = container.add_stream("libx264", rate=25)
    stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
    container.start_encoding()


def _png_chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "text": (text_file, "This is a text file"),
    "empty": (empty_file, "The file is empty (0 bytes)"),
    "random": (random_bytes, "This is not a video file that Maskloop reads"),
    "image": (still_image, "This is a single picture, not a video"),
    "sound": (sound_only, "The file has sound but no pictures"),
    "no frames": (no_frames, "The file has a video track without a single frame"),
    "no clusters": (no_clusters, "The file begins like a video but holds no readable frames"),
    "no index": (without_index, "The file is incomplete: its index is missing"),
    "picture bomb": (picture_bomb, "None of the video's pictures could be decoded"),
    "wide": (wide_pictures, "The pictures are 8192 × 4400 pixels"),
    "tiny": (tiny_pictures, "The pictures are 320 × 8 pixels"),
}
"""What each file is refused with: the sentence's beginning."""
