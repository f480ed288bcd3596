"""Looks into the boxes of an MP4 or QuickTime file for what FFmpeg gets wrong or takes too long over."""

import os
import struct
from collections.abc import Iterator

MAX_BOXES = 10_000
MAX_EDITS = 1000
MAX_EDITS_BYTES = 64 * 1024
MAX_HEADER_BYTES = 64 * 1024**2
EDITS = (b"moov", b"trak", b"edts", b"elst")
PACKED_HEADER = (b"moov", b"cmov", b"cmvd")
ENTRY_BYTES = {0: 12, 1: 20}
SPEED_ONE = 65536

SPEED = "The file asks for parts to be played faster or slower; every frame was kept at the speed it was filmed at."
MANY_EDITS = "The file has more than {cap:,} edits; they were ignored and every frame was kept."


def explain_edits(fd: int) -> str | None:
    """Why the file's edit lists are to be ignored, or None where FFmpeg follows them well.

    It cuts parts that are to be played at another speed, and its time grows with the square of their number.
    """
    for start, stop in _find(fd, EDITS):
        edits = os.pread(fd, min(stop - start, MAX_EDITS_BYTES), start)
        entry = ENTRY_BYTES.get(edits[0] if edits else -1)
        if entry is None or len(edits) < 8:
            continue
        count = min(struct.unpack(">I", edits[4:8])[0], (len(edits) - 8) // entry)
        if count > MAX_EDITS:
            return MANY_EDITS.format(cap=MAX_EDITS)
        ends = (8 + entry * (index + 1) for index in range(count))
        if any(struct.unpack(">i", edits[end - 4 : end])[0] != SPEED_ONE for end in ends):
            return SPEED
    return None


def unpacks_too_far(fd: int) -> bool:
    """Whether a compressed header says that it is larger than any honest one."""
    heads = (os.pread(fd, 4, start) for start, _ in _find(fd, PACKED_HEADER))
    return any(len(head) == 4 and struct.unpack(">I", head)[0] > MAX_HEADER_BYTES for head in heads)


def _find(fd: int, path: tuple[bytes, ...]) -> Iterator[tuple[int, int]]:
    """Where the bodies of the boxes at `path` begin and end. Looks at MAX_BOXES headers at most."""
    waiting = [(0, os.fstat(fd).st_size, 0)]
    for _ in range(MAX_BOXES):
        if not waiting:
            return
        at, stop, depth = waiting.pop()
        head = os.pread(fd, 16, at)
        if at + 8 > stop or len(head) < 8:
            continue
        length, kind = struct.unpack(">I4s", head[:8])
        body = at + 8
        if length == 1 and len(head) == 16:
            length, body = struct.unpack(">Q", head[8:])[0], at + 16
        end = min(at + length, stop) if length else stop
        if end < body:
            continue
        waiting.append((end, stop, depth))
        if kind != path[depth]:
            continue
        if depth == len(path) - 1:
            yield body, end
        else:
            waiting.append((body, end, depth + 1))
