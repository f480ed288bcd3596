"""MP4 files whose boxes lie."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.media.boxes import change_box, edit_list, make_box
from tests.media.hostile.traps import Trap
from tests.media.numbered import numbered_clip

Change = Callable[[bytes], bytes]
STBL = "moov/trak/mdia/minf/stbl"
NUM_FRAMES = 12


def lie(box: str, change: Change) -> Callable[[Path, Trap], Path]:
    """A good clip with one box changed."""

    def make(path: Path, trap: Trap) -> Path:
        del trap
        data = numbered_clip(path, NUM_FRAMES).read_bytes()
        path.write_bytes(change_box(data, box, change))
        return path

    return make


def patch(offset: int, new: bytes) -> Change:
    return lambda body: body[:offset] + new + body[offset + len(new) :]


def number(value: int) -> bytes:
    return struct.pack(">I", value)


def file_of(*parts: bytes) -> Callable[[Path, Trap], Path]:
    def make(path: Path, trap: Trap) -> Path:
        del trap
        path.write_bytes(b"".join(parts))
        return path

    return make


def outside_reference(path: Path, trap: Trap) -> Path:
    """The media are said to lie in another file, which the entry names."""
    data = numbered_clip(path, NUM_FRAMES).read_bytes()
    entry = make_box(b"url ", number(0) + f"file://{trap.secret}".encode() + b"\0")
    path.write_bytes(change_box(data, "moov/trak/mdia/minf/dinf/dref", lambda _: number(0) + number(1) + entry))
    return path


def alias_reference(path: Path, trap: Trap) -> Path:
    """The same as a QuickTime alias with an absolute path (type 2) in it."""
    data = numbered_clip(path, NUM_FRAMES).read_bytes()
    name = str(trap.secret).encode()
    alias = bytes(10) + bytes([1]) + b"x" + bytes(26) + bytes([1]) + b"y" + bytes(78)
    tail = struct.pack(">HH", 2, len(name)) + name + b"\xff\xff\0\0"
    entry = make_box(b"alis", number(0) + alias[:150].ljust(150, b"\0") + tail)
    path.write_bytes(change_box(data, "moov/trak/mdia/minf/dinf/dref", lambda _: number(0) + number(1) + entry))
    return path


def redirecting_movie(path: Path, trap: Trap) -> Path:
    """A QuickTime reference movie: nothing but the address of another."""
    rdrf = make_box(b"rdrf", number(0) + b"url " + number(len(trap.url)) + trap.url.encode())
    movie = make_box(b"moov", make_box(b"rmra", make_box(b"rmda", rdrf)))
    path.write_bytes(make_box(b"ftyp", b"qt  " + number(0)) + movie)
    return path


def nested(name: bytes, depth: int) -> bytes:
    heads = [struct.pack(">I4s", 8 * (depth - level), name) for level in range(depth)]
    return b"".join(heads)


def packed_header(path: Path, trap: Trap) -> Path:
    """A compressed `moov` that says it unpacks to a gigabyte."""
    del trap
    cmvd = make_box(b"cmvd", number(1000 * 1024**2) + zlib.compress(bytes(1024**2)))
    cmov = make_box(b"cmov", make_box(b"dcom", b"zlib") + cmvd)
    path.write_bytes(make_box(b"ftyp", b"qt  " + number(0)) + make_box(b"moov", cmov))
    return path


def many_edits(path: Path, trap: Trap) -> Path:
    del trap
    return edit_list(numbered_clip(path, NUM_FRAMES), [(1, 0, 1.0)] * 50_000)


FTYP = make_box(b"ftyp", b"isom" + number(512) + b"isomiso2")
MILLION = number(1_000_000)
HUGE = number(0xFFFFFFF0)

BROKEN = "The file begins like a video but holds no readable frames"
CUT_OFF = "The file is incomplete: its index is missing"
NO_FRAMES = "The file has a video track without a single frame"
UNDECODABLE = "None of the video's pictures could be decoded"

BOXES: dict[str, tuple[Callable[[Path, Trap], Path], str | None]] = {
    "media in another file": (outside_reference, None),
    "media behind an alias": (alias_reference, None),
    "movie that points elsewhere": (redirecting_movie, BROKEN),
    "compressed header that unpacks to a gigabyte": (packed_header, BROKEN),
    "boxes 100,000 deep": (file_of(FTYP, nested(b"moov", 100_000)), CUT_OFF),
    "tracks 100,000 deep": (file_of(FTYP, make_box(b"moov", nested(b"trak", 100_000))), None),
    "a box of four gigabytes": (file_of(FTYP, struct.pack(">I4s", 0xFFFFFFFF, b"moov"), bytes(100)), None),
    "a box of eight exabytes": (file_of(FTYP, struct.pack(">I4sQ", 1, b"moov", 2**63 - 1), bytes(100)), None),
    "a box of less than its head": (file_of(FTYP, struct.pack(">I4sQ", 1, b"moov", 3), bytes(100)), None),
    "nothing but a type": (file_of(FTYP), CUT_OFF),
    "nothing but media": (file_of(FTYP, make_box(b"mdat", bytes(5000))), CUT_OFF),
    "a billion sizes": (lie(f"{STBL}/stsz", patch(8, number(10**9))), None),
    "one size for four billion frames": (lie(f"{STBL}/stsz", lambda _: number(0) + number(1) + HUGE), None),
    "a million frames of no size": (
        lie(f"{STBL}/stsz", lambda _: number(0) + number(0) + MILLION + bytes(4 * 10**6)),
        None,
    ),
    "frames larger than the file": (lie(f"{STBL}/stsz", lambda body: body[:12] + number(0x7FFFFFFF) * 12), None),
    "a billion times": (lie(f"{STBL}/stts", lambda _: number(0) + number(1) + number(10**9) + number(0)), None),
    "steps of 2³¹ ticks": (
        lie(f"{STBL}/stts", lambda _: number(0) + number(1) + number(12) + number(0x7FFFFFFF)),
        None,
    ),
    "steps backwards": (lie(f"{STBL}/stts", lambda _: number(0) + number(1) + number(12) + number(0xFFFFFF00)), None),
    "shown before it is decoded": (
        lie(f"{STBL}/stts", lambda body: body + make_box(b"ctts", number(1 << 24) + number(1) + number(12) + HUGE)),
        None,
    ),
    "chunks outside the file": (lie(f"{STBL}/stco", patch(8, number(0x7FFFFFFF))), NO_FRAMES),
    "chunks that are the index": (lie(f"{STBL}/stco", patch(8, number(8300))), None),
    "a billion chunks": (lie(f"{STBL}/stco", patch(4, number(10**9))), None),
    "a billion runs of chunks": (lie(f"{STBL}/stsc", patch(4, number(10**9))), None),
    "two billion frames a chunk": (lie(f"{STBL}/stsc", patch(12, number(0x7FFFFFFF))), None),
    "no coding at all": (lie(f"{STBL}/stsd", lambda _: number(0) + number(0)), None),
    "ten million codings": (lie(f"{STBL}/stsd", patch(4, number(10**7))), None),
    "an unknown coding": (lie(f"{STBL}/stsd", patch(12, b"zzzz")), None),
    "encrypted": (lie(f"{STBL}/stsd", patch(12, b"encv")), None),
    "JPEG said to be H.264": (lie(f"{STBL}/stsd", patch(12, b"jpeg")), UNDECODABLE),
    "pictures of 65,535 × 65,535 in the header": (lie(f"{STBL}/stsd", patch(8 + 8 + 24, b"\xff\xff\xff\xff")), None),
    "parameter sets of noise": (
        lie(f"{STBL}/stsd", lambda body: body[:100] + bytes(range(256))[: len(body) - 100]),
        None,
    ),
    "no clock": (lie("moov/trak/mdia/mdhd", patch(12, number(0))), None),
    "a clock of four gigahertz": (lie("moov/trak/mdia/mdhd", patch(12, HUGE)), None),
    "lasting 2³² ticks": (lie("moov/trak/mdia/mdhd", patch(16, HUGE)), None),
    "sound that is a picture": (lie("moov/trak/mdia/hdlr", patch(8, b"soun")), None),
    "text that is a picture": (lie("moov/trak/mdia/hdlr", patch(8, b"text")), None),
    "a display matrix of noise": (lie("moov/trak/tkhd", patch(40, bytes(range(200, 236)))), None),
    "a display matrix of zeros": (lie("moov/trak/tkhd", patch(40, bytes(36))), None),
    "50,000 edits": (many_edits, None),
    "an edit from beyond the end": (
        lambda path, _: edit_list(numbered_clip(path, NUM_FRAMES), [(1000, 0x7FFFFFF0, 1)]),
        None,
    ),
    "an edit of nothing": (lambda path, _: edit_list(numbered_clip(path, NUM_FRAMES), [(0x7FFFFFFF, -1, 1)]), None),
    "an edit at no speed": (lambda path, _: edit_list(numbered_clip(path, NUM_FRAMES), [(480, 1024, 0)]), None),
    "a title of 20 megabytes": (lie("moov/udta", lambda _: make_box(b"\xa9nam", b"A" * 20_000_000)), None),
}
