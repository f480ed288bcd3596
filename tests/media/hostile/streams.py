"""Other containers that lie, codecs that claim the impossible, and files of other programs."""

import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.media.hostile.boxes import FTYP, file_of
from tests.media.hostile.traps import Trap
from tests.media.numbered import draw_numbered, numbered_clip, write_clip

Make = Callable[[Path, Trap], Path]
NUM_FRAMES = 12
EBML = (
    bytes.fromhex("1a45dfa3 9f 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 88")
    + b"matroska"
    + bytes.fromhex("4287 81 04 4285 81 02")
)
UNKNOWN = b"\x01" + b"\xff" * 7
SEGMENT = bytes.fromhex("18538067")


def spoil(change: Callable[[bytes], bytes], **how: Any) -> Make:
    """A good clip whose bytes go through `change`."""

    def make(path: Path, trap: Trap) -> Path:
        del trap
        data = numbered_clip(path, NUM_FRAMES, **how).read_bytes()
        path.write_bytes(change(data))
        return path

    return make


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Replaces the first `old`, which must be there."""

    def change(data: bytes) -> bytes:
        if old not in data:
            raise LookupError(old)
        return data.replace(old, new, 1)

    return change


def after(mark: bytes, offset: int, new: bytes) -> Callable[[bytes], bytes]:
    """Writes `new` so many bytes after the beginning of the first `mark`."""

    def change(data: bytes) -> bytes:
        at = data.index(mark) + offset
        return data[:at] + new + data[at + len(new) :]

    return change


def element(kind: str, body: bytes) -> bytes:
    return bytes.fromhex(kind) + b"\x01" + len(body).to_bytes(7, "big") + body


def looping_seek_heads() -> bytes:
    """An index that says of itself where it is, over and over."""
    seek = element("4dbb", element("53ab", bytes.fromhex("114d9b74")) + element("53ac", bytes(8)))
    return EBML + SEGMENT + UNKNOWN + element("114d9b74", seek * 2000)


def nested_riff(depth: int) -> bytes:
    """Lists within lists, a hundred thousand deep."""
    return b"RIFF\xff\xff\xff\x7fAVI " + b"LIST\xff\xff\xff\x7fhdrl" * depth


def nested_objects(depth: int) -> bytes:
    """Flash metadata: an object whose field is an object, and so on."""
    body = b"\x02\x00\x0aonMetaData" + b"\x03\x00\x01a" * depth
    tag = b"\x12" + len(body).to_bytes(3, "big") + bytes(7) + body + (len(body) + 11).to_bytes(4, "big")
    return b"FLV\x01\x01" + (9).to_bytes(4, "big") + bytes(4) + tag


def gif_of(width: int, height: int, data: bytes = b"\x02\x02\x44\x01\x00") -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    return head + b"\x2c" + struct.pack("<HHHHB", 0, 0, width, height, 0) + data + b"\x3b"


def packets_in(path: Path, codec: str, pixels: str, packets: list[bytes], size: tuple[int, int] = (64, 64)) -> Path:
    """A Matroska file that says `size` and holds these packets."""
    with av.open(str(path), "w", format="matroska") as container:
        stream: Any = container.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        container.start_encoding()
        for index, content in enumerate(packets):
            packet = av.Packet(content)
            packet.stream, packet.pts, packet.dts, packet.time_base = stream, index, index, Fraction(1, 25)
            packet.is_keyframe = True
            container.mux(packet)
    return path


def huge_jpeg(path: Path, trap: Trap) -> Path:
    """JPEG headers of 65,500 × 65,500 pixels."""
    del trap
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_500, 65_500) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    jpeg = b"\xff\xd8" + frame + b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" + bytes(500) + b"\xff\xd9"
    return packets_in(path, "mjpeg", "yuvj420p", [jpeg] * 3)


def nothing_in_packets(path: Path, trap: Trap) -> Path:
    del trap
    return packets_in(path, "mjpeg", "yuvj420p", [b"\x00"] * 500)


def jumping_size(path: Path, trap: Trap) -> Path:
    """JPEGs of another size each."""
    del trap
    packets: list[bytes] = []
    for index in range(20):
        size = (64 + 16 * (index % 5), 96 + 32 * (index % 7))
        encoder: Any = av.CodecContext.create("mjpeg", "w")
        encoder.height, encoder.width, encoder.pix_fmt, encoder.time_base = *size, "yuvj420p", Fraction(1, 25)
        frame = av.VideoFrame.from_ndarray(draw_numbered(index, size=size), format="rgb24").reformat(format="yuvj420p")
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return packets_in(path, "mjpeg", "yuvj420p", packets)


def noise(path: Path, trap: Trap) -> Path:
    """H.264 that is a good clip's, but for every seventh byte of its pictures."""
    del trap
    data = bytearray(numbered_clip(path, 60, container_options={"movflags": "+faststart"}).read_bytes())
    start = data.index(b"mdat") + 800
    data[start::7] = bytes(byte ^ 0x55 for byte in data[start::7])
    path.write_bytes(data)
    return path


def attachments(path: Path, trap: Trap) -> Path:
    """A good clip with a program and a page attached, named as if they were elsewhere."""
    with av.open(str(path), "w", format="matroska") as container:
        stream: Any = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        container.add_attachment(
            "../../../../etc/cron.d/evil", "application/x-sh", b"#!/bin/sh\ncat " + str(trap.secret).encode()
        )
        container.add_attachment("/srv/evil.ttf", "font/ttf", bytes(range(256)) * 40)
        for index in range(NUM_FRAMES):
            frame = av.VideoFrame.from_ndarray(draw_numbered(index), format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def before_time(path: Path, trap: Trap) -> Path:
    """Every time is negative."""
    del trap
    pictures = (draw_numbered(n) for n in range(NUM_FRAMES))
    return write_clip(
        path,
        pictures,
        pts=list(range(-500, -500 + NUM_FRAMES)),
        container="mpegts",
        container_options={"avoid_negative_ts": "disabled"},
    )


def page_in_movie(path: Path, trap: Trap) -> Path:
    """A good MP4 that is a web page too."""
    data = numbered_clip(path, NUM_FRAMES).read_bytes()
    page = f"<html><script src='{trap.url}'></script></html>".encode()
    path.write_bytes(data + struct.pack(">I4s", len(page) + 8, b"free") + page)
    return path


def gif_that_is_a_script(path: Path, trap: Trap) -> Path:
    data = numbered_clip(path, 5, codec="gif", pix_fmt="rgb8", options={}, container="gif").read_bytes()
    path.write_bytes(data + f"/*=1;fetch('{trap.url}')//*/".encode())
    return path


def sparse(path: Path, trap: Trap) -> Path:
    """Eight gigabytes of nothing, which take no room."""
    del trap
    with path.open("wb") as file:
        file.truncate(8 * 1024**3)
    return path


def sparse_movie(path: Path, trap: Trap) -> Path:
    """An MP4 whose media box holds eight gigabytes of nothing before the index that is not there."""
    sparse(path, trap)
    with path.open("r+b") as file:
        file.write(FTYP + struct.pack(">I4sQ", 1, b"mdat", 8 * 1024**3 - 100))
    return path


NOISE = np.random.default_rng(5).bytes(4000)
FOREIGN = "This is not a video file that Maskloop reads"
BROKEN = "The file begins like a video but holds no readable frames"
PACKED = "This is a compressed archive"
STILL = "This is a single picture, not a video"

STREAMS: dict[str, tuple[Make, str | None]] = {
    "colours by codes that mean nothing": (
        # In the head of the first ProRes frame, after its sizes and flags: primaries, transfer, matrix.
        spoil(
            after(b"icpf", 18, b"\x03\xfa\x05"), codec="prores_ks", options={}, pix_fmt="yuv422p10le", container="mov"
        ),
        None,
    ),
    "Matroska without an end": (file_of(EBML, SEGMENT, UNKNOWN, bytes(5000)), None),
    "Matroska index that names itself": (file_of(looping_seek_heads()), None),
    "Matroska void of 2⁵⁶ bytes": (file_of(EBML, SEGMENT, UNKNOWN, b"\xec\x01", b"\xff" * 6, b"\xfe"), None),
    "Matroska in Matroska": (file_of((EBML + SEGMENT + UNKNOWN) * 3000), None),
    "Matroska without a clock": (
        spoil(swap(bytes.fromhex("2ad7b183"), bytes.fromhex("2ad7b103")), container="matroska"),
        None,
    ),
    "Matroska with a clock of years": (
        spoil(after(bytes.fromhex("2ad7b1"), 4, b"\xff\xff\xff"), container="matroska"),
        None,
    ),
    "Matroska with programs attached": (attachments, None),
    "AVI of lists in lists": (file_of(nested_riff(100_000)), None),
    "AVI of 2³¹ × 2³¹ pixels": (
        spoil(after(b"strf", 12, b"\xff\xff\xff\x7f\xff\xff\xff\x7f"), codec="mpeg4", options={}, container="avi"),
        None,
    ),
    "AVI at no rate": (spoil(after(b"vids", 20, bytes(8)), codec="mpeg4", options={}, container="avi"), None),
    "AVI with an index of noise": (
        spoil(after(b"idx1", 8, NOISE[:180]), codec="mpeg4", options={}, container="avi"),
        None,
    ),
    "AVI with a gigabyte of index": (
        spoil(after(b"idx1", 4, b"\xff\xff\xff\x3f"), codec="mpeg4", options={}, container="avi"),
        None,
    ),
    "transport stream of noise": (file_of(b"".join(b"\x47" + NOISE[n : n + 187] for n in range(3000))), None),
    "transport stream of nothing": (file_of((b"\x47\x1f\xff\x10" + b"\xff" * 184) * 3000), None),
    "transport stream with a program of noise": (
        spoil(after(b"\x47\x50\x00", 5, NOISE[:183]), container="mpegts"),
        None,
    ),
    "before the beginning of time": (before_time, None),
    "program stream of starts": (file_of(b"\x00\x00\x01\xba" * 20_000), None),
    "Flash of objects in objects": (file_of(nested_objects(15_000)), None),
    "Flash without tags": (file_of(b"FLV\x01\x05\x00\x00\x00\x09", bytes(4)), None),
    "WMV with packets of no size": (
        spoil(
            after(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365"), 92, bytes(8)),
            codec="wmv2",
            options={},
            container="asf",
        ),
        None,
    ),
    "MXF with a value of 2⁶⁰ bytes": (
        file_of(bytes.fromhex("060e2b34020501010d01020101020400 88 1000000000000000"), bytes(2000)),
        None,
    ),
    "GIF of 65,535 × 65,535": (file_of(gif_of(65_535, 65_535)), None),
    "GIF of noise": (file_of(gif_of(320, 180, b"\x08\xff" + NOISE[:255] + b"\xff" + NOISE[255:510] + b"\x00")), None),
    "GIF that is a script": (gif_that_is_a_script, None),
    "JPEG headers of 65,500 × 65,500": (huge_jpeg, None),
    "packets of one byte": (nothing_in_packets, None),
    "another size each frame": (jumping_size, None),
    "pictures of noise": (noise, None),
    "MP4 that is a page": (page_in_movie, None),
    "eight gigabytes of nothing": (sparse, None),
    "eight gigabytes of nothing in an MP4": (sparse_movie, None),
    "one byte": (file_of(b"\x00"), FOREIGN),
    "zeros": (file_of(bytes(100_000)), FOREIGN),
    "program": (file_of(b"\x7fELF\x02\x01\x01", bytes(9), NOISE), FOREIGN),
    "PDF": (file_of(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</JS(app.launchURL)>>endobj\n", NOISE), FOREIGN),
    "database": (file_of(b"SQLite format 3\0", bytes(4000)), FOREIGN),
    "wave sound": (file_of(b"RIFF\x24\x10\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00", NOISE), FOREIGN),
    "MIDI": (file_of(b"MThd\0\0\0\x06\0\x01\0\x01\x01\xe0MTrk", NOISE), FOREIGN),
    "text in two bytes a letter": (file_of("#EXTM3U\n/etc/passwd\n".encode("utf-16")), FOREIGN),
    "gzip": (file_of(b"\x1f\x8b\x08\x00", bytes(4), NOISE), PACKED),
    "7z": (file_of(b"7z\xbc\xaf\x27\x1c", NOISE), PACKED),
    "RAR": (file_of(b"Rar!\x1a\x07\x01\x00", NOISE), PACKED),
    "JPEG": (file_of(b"\xff\xd8\xff\xe0\x00\x10JFIF\0", NOISE), STILL),
    "HEIC": (file_of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", NOISE), STILL),
}
"""What each is refused with, where that is certain."""
