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
from collections.abc import Iterable
from pathlib import Path

import av

from labeling.videos.ingest import archive, probe
from labeling.videos.ingest.album import Album, open_album, prepare
from labeling.videos.ingest.clock import FrameClock
from labeling.videos.ingest.film import Film
from labeling.videos.ingest.limits import Limits, confine
from labeling.videos.ingest.picture import Geometry, Painted, Painter, Unpaintable, plan_geometry
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
PROGRESS_EVERY_S = 0.5
POSTER_SIDE_PX = 640

TOO_MANY_FRAMES = "The video has more than {cap:,} frames. Cut it into shorter clips and upload those."
TOO_LONG = "The video is longer than {hours} hours. Cut it into shorter clips and upload those."
OUT_OF_MEMORY = (
    "Decoding the video needs more memory than allowed. Convert it to H.264 at 4K or less and upload it again."
)
UNPAINTABLE = (
    "The pictures are stored as {pixels} in a way that Maskloop cannot convert. Convert the video to H.264 in an MP4."
)
DISK_FULL = "The server's disk is full. Ask an admin to make room, then upload the video again."
PROXY_TOO_LARGE = "The working copy of this video would be too large. Cut it into shorter clips and upload those."
TIMES_FIXED = "Frames without a time of their own, or with a wrong one, were put in order: {count}."
UNKNOWN_COLOURS = "The file codes its colours in a way that Maskloop does not know; they may look wrong."
SIZE_CHANGED = "The picture size changes within the video; every frame was scaled to fit the first one's size."


def main() -> int:
    order = json.loads(sys.argv[1])
    av.logging.set_level(av.logging.PANIC)
    import_all_of_av()
    prepare()
    confine(Limits(**order["limits"]))
    try:
        report: Report = ingest(order["fd"], max_pixels=order["max_pixels"], max_frames=order["max_frames"])
    except probe.Refusal as refusal:
        report = Refused(str(refusal), can_retry=refusal.can_retry)
    except Unpaintable as error:
        report = Refused(UNPAINTABLE.format(pixels=error))
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
    film = open_film(fd, max_pixels=max_pixels, max_frames=max_frames)
    clock = FrameClock(film.time_base, film.rate)
    transcript = transcode(film, clock, max_pixels=max_pixels, max_frames=max_frames)
    check_proxy(Path(PROXY_NAME), clock.ticks)
    Path(FRAMES_NAME).write_bytes(array("q", clock.ticks).tobytes())
    return Finished(
        num_frames=len(clock.ticks),
        width=transcript.geometry.width,
        height=transcript.geometry.height,
        time_base_num=1,
        time_base_den=clock.ticks_per_s,
        duration_s=clock.duration_s,
        warning=" ".join(describe_warnings(film, clock, transcript.painter)),
    )


def open_film(fd: int, *, max_pixels: int, max_frames: int) -> Film | Album:
    head = os.pread(fd, probe.HEAD_BYTES, 0)
    if archive.is_tar(head) or archive.is_zip(head):
        return open_album(fd, head, max_pixels=max_pixels, max_frames=max_frames)
    return Film(probe.open_source(fd, max_pixels=max_pixels), max_pixels)


class Transcript:
    """Where painted frames go: the proxy, and of the first one the poster."""

    def __init__(self, geometry: Geometry, clock: FrameClock) -> None:
        self.geometry = geometry
        self.painter = Painter(geometry, clock.ticks_per_s)
        self._writer = ProxyWriter(Path(PROXY_NAME), geometry, ticks_per_s=clock.ticks_per_s, rate=clock.rate)
        self._has_poster = False

    def add(self, frame: av.VideoFrame, tick: int) -> None:
        self._write(self.painter.paint(frame, tick))

    def finish(self) -> None:
        self._write(self.painter.finish())
        self._writer.finish()

    def _write(self, painted: Iterable[Painted]) -> None:
        for one in painted:
            if not self._has_poster:
                write_poster(one.picture, self.geometry)
                self._has_poster = True
            self._writer.write(one.picture, one.tick)


def transcode(film: Film | Album, clock: FrameClock, *, max_pixels: int, max_frames: int) -> Transcript:
    transcript: Transcript | None = None
    said_at = time.monotonic()
    for frame in film.frames():
        if len(clock.ticks) == max_frames:
            raise probe.Refusal(TOO_MANY_FRAMES.format(cap=max_frames), can_retry=True)
        tick = clock.place(frame)
        if tick > MAX_DURATION_S * clock.ticks_per_s:
            raise probe.Refusal(TOO_LONG.format(hours=MAX_DURATION_S // 3600))
        if transcript is None:
            probe.refuse_size(frame.width, frame.height, max_pixels=max_pixels)
            geometry = plan_geometry(frame, film.pixel_aspect)
            probe.refuse_size(geometry.width, geometry.height, max_pixels=max_pixels)
            transcript = Transcript(geometry, clock)
        transcript.add(frame, tick)
        if time.monotonic() - said_at > PROGRESS_EVERY_S:
            say(Progress(min(0.99, film.share_read), len(clock.ticks)))
            said_at = time.monotonic()
    if transcript is None:
        raise probe.Refusal(film.explain_no_frames())
    transcript.finish()
    return transcript


def describe_warnings(film: Film | Album, clock: FrameClock, painter: Painter) -> list[str]:
    said = film.describe(clock)
    if painter.num_sizes > 1:
        said.append(SIZE_CHANGED)
    if painter.has_unknown_colours:
        said.append(UNKNOWN_COLOURS)
    if clock.num_fixed:
        said.append(TIMES_FIXED.format(count=f"{clock.num_fixed:,}"))
    return said


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
