"""Rewrites boxes of an MP4 or QuickTime file, to make what no encoder at hand writes."""

import struct
from collections.abc import Callable
from pathlib import Path

CONTAINERS = {b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"moof", b"traf", b"mvex", b"udta"}


def change_box(data: bytes, path: str, change: Callable[[bytes], bytes]) -> bytes:
    """`data` with the body of the first box at `path`, such as "moov/trak/edts", passed through `change`.

    Sizes of the boxes around it follow; offsets do not, so the index must lie behind the media.
    """
    name, _, rest = path.partition("/")
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        size = size or len(data) - at
        if kind == name.encode():
            body = data[at + 8 : at + size]
            new = change_box(body, rest, change) if rest else change(body)
            return data[:at] + make_box(kind, new) + data[at + size :]
        at += size
    raise LookupError(f"there is no box {name}")


def make_box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def edit_list(path: Path, edits: list[tuple[int, int, float]]) -> Path:
    """Give the first track of an MP4 these edits: milliseconds shown, first media tick (-1: nothing), rate."""
    entries = b"".join(struct.pack(">Iii", shown_ms, start, round(rate * 65536)) for shown_ms, start, rate in edits)
    elst = make_box(b"elst", struct.pack(">II", 0, len(edits)) + entries)
    path.write_bytes(change_box(path.read_bytes(), "moov/trak/edts", lambda _: elst))
    return path
