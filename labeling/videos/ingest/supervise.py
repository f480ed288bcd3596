"""Runs the ingest child and believes nothing it says unchecked."""

import contextlib
import itertools
import json
import logging
import os
import resource
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from array import array
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from labeling.videos.ingest.limits import NOBODY, Limits
from labeling.videos.ingest.report import (
    FRAMES_NAME,
    MAX_LINE_BYTES,
    POSTER_NAME,
    PROXY_NAME,
    Finished,
    Progress,
    Refused,
    Report,
    ReportUnreadable,
    read_report,
)

logger = logging.getLogger(__name__)

SOURCE_ROOT = Path(__file__).resolve().parents[3]
LOOK_EVERY_S = 0.5
LOG_TAIL_BYTES = 4000

STOPPED = "The ingest was stopped."
TOOK_TOO_LONG = (
    "Reading the video took longer than allowed. Cut it into shorter clips or convert it to H.264 at 4K or less."
)
CRASHED = "The decoder crashed on this file. Convert it to H.264 in an MP4 and upload it again."
WENT_WRONG = (
    "Maskloop could not make a working copy of this video. Convert it to H.264 in an MP4 and upload it again; the "
    "media worker's log has the details."
)


class IngestRefused(Exception):
    """The file cannot become a video; the message is the sentence for people.

    `can_retry`: for a reason that may not be the file's, so that another try may succeed.
    """

    def __init__(self, sentence: str, *, can_retry: bool = True) -> None:
        super().__init__(sentence)
        self.can_retry = can_retry


class IngestStopped(Exception):
    """`should_stop` said so."""


@dataclass(frozen=True)
class Caps:
    """What one file may cost. The wall clock gets as many seconds as the CPU."""

    max_frames: int
    max_pixels: int
    cpu_s: int
    memory_bytes: int

    def limit_child(self, original_bytes: int) -> Limits:
        # A proxy may be larger than a well-coded original; four times and a gigabyte has room for every honest one.
        return Limits(cpu_s=self.cpu_s, memory_bytes=self.memory_bytes, file_bytes=4 * original_bytes + 1024**3)


@dataclass(frozen=True)
class IngestOutput:
    """Files in the scratch folder, regular ones for certain, and what the child said of them, checked."""

    finished: Finished
    pts: list[int]
    proxy: Path
    poster: Path


def run_child(
    *,
    original: Path,
    scratch: Path,
    caps: Caps,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> IngestOutput:
    """Ingest `original` into the empty folder `scratch`. Raises IngestRefused or IngestStopped.

    The child runs in a session of its own, with an empty environment and an opened descriptor instead of a path; when
    this returns or raises, its whole process group is gone.
    """
    if os.geteuid() == 0:
        os.chown(scratch, NOBODY, NOBODY)
    with original.open("rb") as file, tempfile.TemporaryFile() as log:
        limits = caps.limit_child(os.fstat(file.fileno()).st_size)
        child = _start(file.fileno(), scratch, caps, limits, log)
        try:
            deadline = time.monotonic() + caps.cpu_s
            last = _follow(child, deadline=deadline, on_progress=on_progress, should_stop=should_stop)
            status = child.wait(timeout=10)
        except subprocess.TimeoutExpired as error:
            raise IngestRefused(TOOK_TOO_LONG) from error
        finally:
            _end_group(child)
        if status != 0 or not isinstance(last, Finished | Refused):
            _log_failure(log, status)
            raise IngestRefused(_explain_status(status))
    if isinstance(last, Refused):
        raise IngestRefused(last.problem, can_retry=last.can_retry)
    return _collect(scratch, last, caps)


def _start(fd: int, scratch: Path, caps: Caps, limits: Limits, log: IO[bytes]) -> "subprocess.Popen[bytes]":
    order = {"fd": fd, "max_pixels": caps.max_pixels, "max_frames": caps.max_frames, "limits": asdict(limits)}
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "labeling.videos.ingest.child", json.dumps(order)],
        cwd=scratch,
        # OpenBLAS would reserve memory for every core, and its threads would forbid a user namespace.
        env={"PYTHONPATH": str(SOURCE_ROOT), "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
        pass_fds=[fd],
        start_new_session=True,
    )


def _follow(
    child: "subprocess.Popen[bytes]",
    *,
    deadline: float,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> Report | None:
    """The child's last report. Raises TimeoutExpired past the deadline and IngestStopped when told to stop."""
    last: Report | None = None
    for line in _read_lines(child):
        if should_stop():
            raise IngestStopped(STOPPED)
        if time.monotonic() > deadline:
            raise subprocess.TimeoutExpired(child.args, 0)
        if line is None:
            continue
        try:
            last = read_report(line)
        except ReportUnreadable as error:
            logger.warning("the ingest child said %r", str(error))
            return None
        if isinstance(last, Progress):
            on_progress(last)
    return last


def _read_lines(child: "subprocess.Popen[bytes]") -> Iterator[str | None]:
    """Lines of the child's output until it closes it, and None whenever there is nothing for LOOK_EVERY_S."""
    if child.stdout is None:
        return
    pending = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(LOOK_EVERY_S):
                yield None
                continue
            piece = os.read(child.stdout.fileno(), MAX_LINE_BYTES)
            if not piece:
                return
            *lines, pending = (pending + piece).split(b"\n")
            for line in lines:
                yield line.decode(errors="replace")
            if len(pending) > MAX_LINE_BYTES:
                yield "a line without end"
                return


def _end_group(child: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()


def _explain_status(status: int) -> str:
    if status == -signal.SIGXCPU:
        return TOOK_TOO_LONG
    return CRASHED if status < 0 else WENT_WRONG


def _log_failure(log: IO[bytes], status: int) -> None:
    log.seek(0, os.SEEK_END)
    log.seek(max(0, log.tell() - LOG_TAIL_BYTES))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    said = log.read().decode(errors="replace")
    logger.error("ingest child ended with %s after %.0f CPU s in all: %s", status, used.ru_utime + used.ru_stime, said)


def _collect(scratch: Path, finished: Finished, caps: Caps) -> IngestOutput:
    # The child may have been taken over by its file: follow no links, believe no table.
    paths = [scratch / name for name in (PROXY_NAME, POSTER_NAME, FRAMES_NAME)]
    if any(path.is_symlink() or not path.is_file() for path in paths):
        raise IngestRefused(WENT_WRONG)
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, 0, 0)
    proxy, poster, frames = paths
    pts = array("q")
    if finished.num_frames > caps.max_frames or frames.stat().st_size != finished.num_frames * pts.itemsize:
        raise IngestRefused(WENT_WRONG)
    pts.frombytes(frames.read_bytes())
    if pts[0] != 0 or any(later <= earlier for earlier, later in itertools.pairwise(pts)):
        raise IngestRefused(WENT_WRONG)
    return IngestOutput(finished=finished, pts=pts.tolist(), proxy=proxy, poster=poster)
