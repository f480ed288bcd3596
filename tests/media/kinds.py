"""Every honest kind of file that ingest promises to keep whole: what it is made of, and what must come of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from tests.media.boxes import edit_list
from tests.media.numbered import draw_numbered, numbered_clip, write_clip

NUM_FRAMES = 30
X265 = {"crf": "14", "preset": "ultrafast", "x265-params": "log-level=none:keyint=12:bframes=3"}
TIMES = "Frames without a time of their own, or with a wrong one, were put in order: {count}."
SIZES = "The picture size changes within the video; every frame was scaled to fit the first one's size."
SPEED = "The file asks for parts to be played faster or slower; every frame was kept at the speed it was filmed at."
GAPS = "The recording was interrupted or lost data on its way, in places: 1. Frames may be missing there."
TRACKS = "The file has 2 video tracks; the one that it marks as its main one, or else its first, was used."


@dataclass(frozen=True)
class Kept:
    """`numbers`: what is burned into the frames that must come out. `size`: width and height shown."""

    make: Callable[[Path], Path]
    suffix: str = "mp4"
    numbers: list[int] = field(default_factory=lambda: list(range(NUM_FRAMES)))
    size: tuple[int, int] = (320, 180)
    warning: str = ""


def clip(**how: Any) -> Callable[[Path], Path]:
    return lambda path: numbered_clip(path, NUM_FRAMES, **how)


def laid(matrix: tuple[int, int, int, int], lay: Callable[[Any], Any]) -> Callable[[Path], Path]:
    """A clip stored as `lay` turns its pictures, with the display matrix (a, b, c, d) that sets them upright."""
    a, b, c, d = (65536 * value for value in matrix)

    def make(path: Path) -> Path:
        pictures = (np.ascontiguousarray(lay(draw_numbered(n))) for n in range(NUM_FRAMES))
        return write_clip(
            path, pictures, prepare=lambda stream: stream.set_display_matrix([a, b, 0, c, d, 0, 0, 0, 1 << 30])
        )

    return make


def edited(edits: list[tuple[int, int, float]]) -> Callable[[Path], Path]:
    """60 frames with B-frames at 25 a second, 512 ticks each, and an edit list over them."""

    def make(path: Path) -> Path:
        numbered_clip(path, 60, options={"crf": "14", "bf": "3", "g": "25"})
        return edit_list(path, edits)

    return make


def interlaced(codec: str, options: dict[str, str]) -> Callable[[Path], Path]:
    def prepare(stream: Any) -> None:
        stream.codec_context.flags |= 0x40000 | 0x20000000

    return clip(codec=codec, options=options, prepare=prepare, size=(192, 320))


def with_company(path: Path) -> Path:
    """Two video tracks, the second marked as the main one, sound, and a cover picture."""
    with av.open(str(path), "w", format="mp4") as output:
        other: Any = output.add_stream("libx264", rate=25)
        main: Any = output.add_stream("libx264", rate=25, options={"crf": "14"})
        sound: Any = output.add_stream("aac", rate=48_000)
        cover: Any = output.add_stream("png", rate=1)
        for stream, size in ((other, (96, 64)), (main, (320, 180))):
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        cover.width, cover.height, cover.pix_fmt = 160, 90, "rgb24"
        main.disposition, other.disposition, cover.disposition = 1, 0, 0x400
        output.mux(cover.encode(av.VideoFrame.from_ndarray(draw_numbered(7, size=(90, 160)), format="rgb24")))
        for number in range(NUM_FRAMES):
            for stream, size in ((other, (64, 96)), (main, (180, 320))):
                frame = av.VideoFrame.from_ndarray(draw_numbered(number, size=size), format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 25)
                output.mux(stream.encode(frame))
            silence = av.AudioFrame.from_ndarray(np.zeros((2, 1024), dtype=np.float32), format="fltp", layout="stereo")
            silence.sample_rate, silence.pts, silence.time_base = 48_000, number * 1024, Fraction(1, 48_000)
            output.mux(sound.encode(silence))
        for stream in (other, main, sound):
            output.mux(stream.encode(None))
    return path


def changing_size(path: Path) -> Path:
    """A transport stream in which the encoder began anew with another picture size."""
    first = numbered_clip(path.with_suffix(".1"), 15, container="mpegts").read_bytes()
    pictures = (draw_numbered(n, size=(90, 160)) for n in range(15, NUM_FRAMES))
    times = list(range(17, NUM_FRAMES + 2))
    second = write_clip(path.with_suffix(".2"), pictures, pts=times, container="mpegts").read_bytes()
    path.write_bytes(first + second)
    return path


def one_leap(path: Path) -> Path:
    """One frame's time is a day ahead."""
    pts = [40 * n for n in range(NUM_FRAMES)]
    pts[12] += 24 * 3600 * 1000
    with av.open(str(path), "w", format="matroska") as output:
        stream: Any = output.add_stream("mjpeg", rate=25, options={"q": "2"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuvj420p"
        for number, at in enumerate(pts):
            frame = av.VideoFrame.from_ndarray(draw_numbered(number), format="rgb24").reformat(format="yuvj420p")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            for packet in stream.encode(frame):
                packet.pts, packet.dts, packet.time_base = at, number * 40, Fraction(1, 1000)
                output.mux(packet)
    return path


def cut_open_gop(path: Path) -> Path:
    """A transport stream that begins in the middle: the B-frames before its first whole picture cannot be decoded."""
    options = {"crf": "14", "x264-params": "open-gop=1:keyint=12:min-keyint=12:bframes=3:scenecut=0"}
    data = numbered_clip(path, 60, options=options, container="mpegts").read_bytes()
    middle = len(data) // 2 // 188 * 188
    path.write_bytes(data[: 188 * 3] + data[middle:])
    return path


KEPT: dict[str, Kept] = {
    "B-frames": Kept(clip(options={"crf": "14", "bf": "3", "g": "250"})),
    "H.264 in a transport stream": Kept(clip(), "ts"),
    "MPEG-4": Kept(clip(codec="mpeg4", options={"q": "2", "bf": "2"}), "avi"),
    "trimmed by its encoder": Kept(clip(options={"crf": "14", "bf": "3", "g": "25"}), "mov"),
    "open GOP, H.264": Kept(clip(options={"crf": "14", "x264-params": "open-gop=1:keyint=10:bframes=3:scenecut=0"})),
    "open GOP, HEVC": Kept(clip(codec="libx265", options=X265), "mkv"),
    "10 bits": Kept(clip(pix_fmt="yuv420p10le", codec="libx265", options=X265)),
    "10 bits, 4:2:2": Kept(clip(pix_fmt="yuv422p10le"), "mov"),
    "ProRes": Kept(clip(codec="prores_ks", pix_fmt="yuv422p10le", options={"profile": "3"}), "mov"),
    "ProRes 4444": Kept(clip(codec="prores_ks", pix_fmt="yuva444p10le", options={"profile": "4"}), "mov"),
    "VP8": Kept(clip(codec="libvpx", options={"b": "2M", "deadline": "realtime", "auto-alt-ref": "1"}), "webm"),
    "VP9": Kept(clip(codec="libvpx-vp9", options={"crf": "14", "cpu-used": "8", "deadline": "realtime"}), "webm"),
    "AV1": Kept(clip(codec="libsvtav1", options={"crf": "20", "preset": "12"}), "webm"),
    "MJPEG": Kept(clip(codec="mjpeg", pix_fmt="yuvj420p", options={"q": "2"}), "avi"),
    "DV-like MPEG-2 in MXF": Kept(clip(codec="mpeg2video", options={"b": "4M", "bf": "2"}), "mxf"),
    "MPEG-2 program stream": Kept(clip(codec="mpeg2video", options={"b": "4M", "bf": "2"}, container="vob"), "mpg"),
    "WMV": Kept(clip(codec="wmv2", options={"b": "4M"}, container="asf"), "wmv"),
    "Flash": Kept(clip(codec="flv", options={"b": "4M"}, container="flv"), "flv"),
    "GIF": Kept(clip(codec="gif", pix_fmt="rgb8", options={}, container="gif"), "gif"),
    "QuickTime animation": Kept(clip(codec="qtrle", pix_fmt="rgb24", options={}), "mov"),
    "fragments": Kept(clip(container_options={"movflags": "frag_keyframe+empty_moov+default_base_moof"})),
    "full range": Kept(clip(pix_fmt="yuvj420p")),
    "upside down": Kept(laid((-1, 0, 0, -1), lambda p: p[::-1, ::-1])),
    "mirrored": Kept(laid((-1, 0, 0, 1), lambda p: p[:, ::-1])),
    "mirrored upside down": Kept(laid((1, 0, 0, -1), lambda p: p[::-1])),
    "axes swapped": Kept(laid((0, 1, 1, 0), lambda p: p.swapaxes(0, 1))),
    "axes swapped and mirrored": Kept(laid((0, -1, -1, 0), lambda p: p.swapaxes(0, 1)[::-1, ::-1])),
    "edit: start trimmed": Kept(edited([(1600, 1024 + 20 * 512, 1)]), numbers=list(range(20, 60))),
    "edit: empty, then all": Kept(edited([(2000, -1, 1), (2400, 1024, 1)]), numbers=list(range(60))),
    "edit: the end first": Kept(
        edited([(800, 1024 + 40 * 512, 1), (800, 1024, 1)]),
        numbers=[*range(40, 60), *range(20)],
        warning=TIMES.format(count=3),
    ),
    "edit: twice as fast": Kept(edited([(1200, 1024, 2)]), numbers=list(range(60)), warning=SPEED),
    "interlaced H.264": Kept(
        interlaced("libx264", {"crf": "14", "x264-params": "interlaced=1:tff=1:bframes=2"}), "ts", size=(320, 192)
    ),
    "interlaced MPEG-2": Kept(interlaced("mpeg2video", {"b": "6M", "bf": "2"}), "mpg", size=(320, 192)),
    "sound, a cover and a second track": Kept(with_company, warning=TRACKS),
    "a clock that begins late": Kept(
        lambda path: numbered_clip(path, NUM_FRAMES, pts=[90_000 + n for n in range(NUM_FRAMES)]), "ts"
    ),
    "one time a day ahead": Kept(one_leap, "mkv", warning=TIMES.format(count=1)),
    "another size from the middle on": Kept(changing_size, "ts", warning=f"{GAPS} {SIZES}"),
}
