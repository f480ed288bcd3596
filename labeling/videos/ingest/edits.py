"""Looks for the one thing in an MP4's edit lists that FFmpeg gets wrong: parts that are played at another speed."""

import os
import struct
from collections.abc import Iterator

MAX_BOXES = 10_000
MAX_EDITS_BYTES = 1024**2
PATH = (b"moov", b"trak", b"edts", b"elst")
ENTRY_BYTES = {0: 12, 1: 20}


def has_changed_speed(fd: int) -> bool:
    """Whether an edit list in the MP4 or QuickTime file behind `fd` asks for a speed other than one."""
    size = os.fstat(fd).st_size
    return any(
        _changes_speed(os.pread(fd, min(stop - start, MAX_EDITS_BYTES), start)) for start, stop in _find(fd, size)
    )


def _find(fd: int, size: int) -> Iterator[tuple[int, int]]:
    """Where the bodies of the boxes at PATH begin and end. Looks at MAX_BOXES headers at most."""
    waiting = [(0, size, 0)]
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
        if kind == PATH[depth]:
            if depth == len(PATH) - 1:
                yield body, end
            else:
                waiting.append((body, end, depth + 1))


def _changes_speed(elst: bytes) -> bool:
    entry = ENTRY_BYTES.get(elst[0] if elst else -1)
    if entry is None or len(elst) < 8:
        return False
    count = min(struct.unpack(">I", elst[4:8])[0], (len(elst) - 8) // entry)
    ends = (8 + entry * (index + 1) for index in range(count))
    return any(struct.unpack(">i", elst[end - 4 : end])[0] != 65536 for end in ends)
