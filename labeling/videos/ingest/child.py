"""The ingest child: decodes a file once, in confinement, and leaves proxy, poster and frame times in its folder.

    python -m labeling.videos.ingest.child '{"fd": 3, "max_pixels": …, "max_frames": …, "limits": {…}}'

Its current folder must be an empty scratch folder that it may write. Standard output carries report.py's lines.
"""

import errno
import importlib
import json
import os
import pkgutil
import sys
import time
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from PIL import JpegImagePlugin  # noqa: F401 - Pillow would load it late, when there is nothing to load it from

from labeling.videos.ingest import probe
from labeling.videos.ingest.clock import DEFAULT_RATE, FrameClock
from labeling.videos.ingest.limits import Limits, confine
from labeling.videos.ingest.picture import Geometry, Painter, plan_geometry
from labeling.videos.ingest.proxy import ProxyWriter, check_proxy
from labeling.videos.ingest.report import (
    FRAMES_NAME,
    POSTER_NAME,
    PROXY_NAME,
    Finished,
    Progress,
    Refused,
    Report,
    write_report,
)

MAX_DURATION_S = 24 * 3600
MAX_DAMAGED_IN_A_ROW = 200
PROGRESS_EVERY_S = 0.5
POSTER_SIDE_PX = 640
MAX_SANE_RATE = 1000
MAX_SOUND_AFTER_S = 2.0

TOO_MANY_FRAMES = "The video has more than {cap:,} frames. Cut it into shorter clips and upload those."
TOO_LONG = "The video is longer than {hours} hours. Cut it into shorter clips and upload those."
OUT_OF_MEMORY = (
    "Decoding the video needs more memory than allowed. Convert it to H.264 at 4K or less and upload it again."
)
DISK_FULL = "The server's disk is full. Ask an admin to make room, then upload the video again."
PROXY_TOO_LARGE = "The working copy of this video would be too large. Cut it into shorter clips and upload those."
CUT_SHORT = "The file breaks off or is damaged at its end. The frames before that were kept: {kept}."
DAMAGED = "Damaged frames were left out: {count}. Those just after them may look wrong."
TIMES_FIXED = "Frames without a time of their own, or with a wrong one, were put in order: {count}."
SIZE_CHANGED = "The picture size changes within the video; every frame was scaled to the first one's size."


@dataclass
class Reading:
    """What was met while decoding."""

    num_damaged: int = 0
    is_cut_short: bool = False
    position: int = 0
    warnings: list[str] = field(default_factory=list)


def main() -> int:
    order = json.loads(sys.argv[1])
    av.logging.set_level(av.logging.PANIC)
    import_all_of_av()
    confine(Limits(**order["limits"]))
    try:
        report: Report = ingest(order["fd"], max_pixels=order["max_pixels"], max_frames=order["max_frames"])
    except probe.Refusal as refusal:
        report = Refused(str(refusal), can_retry=refusal.can_retry)
    except MemoryError:
        report = Refused(OUT_OF_MEMORY, can_retry=True)
    except OSError as error:
        report = Refused(explain_write_error(error), can_retry=True)
    say(report)
    return 0


def import_all_of_av() -> None:
    """PyAV loads its modules when a file first needs them; in confinement there is no file system to load from."""
    for module in pkgutil.walk_packages(av.__path__, "av."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def ingest(fd: int, *, max_pixels: int, max_frames: int) -> Finished:
    """Decode, write and check; raises Refusal with the sentence for the uploader."""
    source = probe.open_source(fd, max_pixels=max_pixels)
    reading = Reading()
    clock = FrameClock(source.stream.time_base or Fraction(1, 1000), choose_rate(source))
    geometry = transcode(source, reading, clock, max_pixels=max_pixels, max_frames=max_frames)
    reading.is_cut_short = reading.is_cut_short or ends_early(source, clock)
    check_proxy(Path(PROXY_NAME), clock.ticks)
    Path(FRAMES_NAME).write_bytes(array("q", clock.ticks).tobytes())
    return Finished(
        num_frames=len(clock.ticks),
        width=geometry.width,
        height=geometry.height,
        time_base_num=1,
        time_base_den=clock.ticks_per_s,
        duration_s=clock.duration_s,
        warning=" ".join(describe_warnings(reading, clock)),
    )


def transcode(
    source: probe.Source, reading: Reading, clock: FrameClock, *, max_pixels: int, max_frames: int
) -> Geometry:
    writer: ProxyWriter | None = None
    painter: Painter | None = None
    geometry: Geometry | None = None
    said_at = time.monotonic()
    for frame in decode_frames(source, reading):
        if geometry is None or painter is None or writer is None:
            probe.refuse_size(frame.width, frame.height, max_pixels=max_pixels)
            geometry = plan_geometry(frame, source.stream.sample_aspect_ratio)
            probe.refuse_size(geometry.width, geometry.height, max_pixels=max_pixels)
            painter = Painter(geometry, clock.time_base)
            writer = ProxyWriter(Path(PROXY_NAME), geometry, ticks_per_s=clock.ticks_per_s, rate=clock.rate)
        if len(clock.ticks) == max_frames:
            raise probe.Refusal(TOO_MANY_FRAMES.format(cap=max_frames), can_retry=True)
        tick = clock.place(frame)
        if tick > MAX_DURATION_S * clock.ticks_per_s:
            raise probe.Refusal(TOO_LONG.format(hours=MAX_DURATION_S // 3600))
        picture = painter.paint(frame)
        if tick == 0:
            write_poster(picture, geometry)
        writer.write(picture, tick)
        if time.monotonic() - said_at > PROGRESS_EVERY_S:
            say(Progress(min(0.99, reading.position / source.num_bytes), len(clock.ticks)))
            said_at = time.monotonic()
    if geometry is None or painter is None or writer is None:
        raise probe.Refusal(explain_no_frames(source, reading, max_pixels=max_pixels))
    writer.finish()
    if painter.num_changes:
        reading.warnings.append(SIZE_CHANGED)
    return geometry


def decode_frames(source: probe.Source, reading: Reading) -> Iterator[av.VideoFrame]:
    """Every whole frame in display order. Damage is counted and passed over; a broken end ends the video."""
    packets = source.container.demux(source.stream)
    damaged_in_a_row = 0
    while damaged_in_a_row < MAX_DAMAGED_IN_A_ROW:
        try:
            packet = next(packets, None)
        except MemoryError:
            raise
        except (av.FFmpegError, IndexError):
            # IndexError: PyAV, where a damaged header made FFmpeg number its tracks anew.
            reading.is_cut_short = True
            packet = None
        if packet is not None:
            reading.position = max(reading.position, packet.pos or 0)
            reading.is_cut_short = reading.is_cut_short or packet.is_corrupt
        try:
            frames = source.stream.codec_context.decode(packet) if packet is None or packet.size else []
        except MemoryError:
            raise
        except av.FFmpegError:
            reading.num_damaged += 1
            damaged_in_a_row += 1
            frames = []
        for frame in frames:
            if frame.is_corrupt:
                reading.num_damaged += 1
                continue
            damaged_in_a_row = 0
            yield frame
        if packet is None:
            return
    reading.is_cut_short = True


def ends_early(source: probe.Source, clock: FrameClock) -> bool:
    """Whether the file promises more time than its frames fill.

    A track's own promise is kept to three frames. Matroska promises for the file as a whole, in which sound may go on
    for a while after the pictures end.
    """
    three_frames_s = 3 * clock.frame_ticks / clock.ticks_per_s
    if source.stream.duration is not None and source.stream.time_base is not None:
        return float(source.stream.duration * source.stream.time_base) - clock.duration_s > three_frames_s
    if source.container.duration is None:
        return False
    promised_s = source.container.duration / av.time_base
    has_sound = bool(source.container.streams.audio)
    allowed_s = max(MAX_SOUND_AFTER_S, 0.05 * promised_s) if has_sound else three_frames_s
    return promised_s - clock.duration_s > allowed_s


def choose_rate(source: probe.Source) -> Fraction:
    for rate in (source.stream.average_rate, source.stream.guessed_rate):
        if rate and 0 < rate <= MAX_SANE_RATE:
            return Fraction(rate)
    return DEFAULT_RATE


def explain_no_frames(source: probe.Source, reading: Reading, *, max_pixels: int) -> str:
    context = source.stream.codec_context
    if context.width * context.height > max_pixels:
        return probe.TOO_LARGE.format(width=context.width, height=context.height, cap=max_pixels)
    if reading.num_damaged:
        return (
            "None of the video's pictures could be decoded: they are damaged, encrypted, or larger than "
            f"{max_pixels:,} pixels. Export the video again as H.264 in an MP4."
        )
    return probe.NO_FRAMES


def describe_warnings(reading: Reading, clock: FrameClock) -> list[str]:
    if reading.is_cut_short:
        reading.warnings.insert(0, CUT_SHORT.format(kept=f"{len(clock.ticks):,}"))
    elif reading.num_damaged:
        reading.warnings.insert(0, DAMAGED.format(count=f"{reading.num_damaged:,}"))
    if clock.num_fixed:
        reading.warnings.append(TIMES_FIXED.format(count=f"{clock.num_fixed:,}"))
    return reading.warnings


def explain_write_error(error: OSError) -> str:
    """A sentence for what stopped the proxy from being written; raises `error` again where it was something else."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DISK_FULL
    if error.errno == errno.EFBIG:
        return PROXY_TOO_LARGE
    raise error


def write_poster(picture: av.VideoFrame, geometry: Geometry) -> None:
    image = picture.to_image(src_colorspace=picture.colorspace).crop((0, 0, geometry.width, geometry.height))
    image.thumbnail((POSTER_SIDE_PX, POSTER_SIDE_PX))
    image.save(POSTER_NAME, format="JPEG", quality=82)


def say(report: Report) -> None:
    sys.stdout.write(write_report(report) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    # No interpreter shutdown: FFmpeg's threads may be inside a hostile file.
    status = main()
    sys.stdout.flush()
    os._exit(status)
