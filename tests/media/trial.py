"""One file through the real ingest child: what came of it, what it cost, and what it touched."""

import logging
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from labeling.videos.ingest.supervise import CRASHED, TOOK_TOO_LONG, WENT_WRONG, Caps, IngestRefused, run_child
from tests.media.hostile.traps import Trap

CAPS = Caps(max_frames=5000, max_pixels=8192 * 4320, cpu_s=60, memory_bytes=2 * 1024**3)
MADE = {"proxy.mp4", "poster.jpg", "frames.i64", "tone.cube"}


@dataclass(frozen=True)
class Trial:
    """`said`: the sentence it was refused with, or None for a video. `peak_bytes`: of all children so far."""

    said: str | None
    cpu_s: float
    wall_s: float
    peak_bytes: int
    strays: list[str]
    shows_secret: bool

    @property
    def is_clean(self) -> bool:
        """A video, or a sentence that is about the file and not about an accident of ours."""
        return self.said is None or (
            self.said.endswith(".") and self.said not in {WENT_WRONG, CRASHED, TOOK_TOO_LONG} and len(self.said) > 20
        )


def try_file(path: Path, scratch: Path, trap: Trap, caps: Caps = CAPS) -> Trial:
    """Make the empty folder `scratch` and ingest `path` into it; nothing may run beside it that has children."""
    scratch.mkdir()
    beside = {other.name for other in scratch.parent.iterdir()}
    log = _Log()
    logging.getLogger("labeling.videos.ingest.supervise").addHandler(log)
    used, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    said = None
    try:
        output = run_child(
            original=path, scratch=scratch, caps=caps, on_progress=lambda _: None, should_stop=lambda: False
        )
        said_at_all = output.finished.warning
    except IngestRefused as refused:
        said = said_at_all = str(refused)
    finally:
        logging.getLogger("labeling.videos.ingest.supervise").removeHandler(log)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    strays = sorted({other.name for other in scratch.parent.iterdir()} - beside)
    strays += sorted(str(made.relative_to(scratch)) for made in scratch.rglob("*") if made.name not in MADE)
    seen = f"{said_at_all}\n{log.text}".encode()
    return Trial(
        said=said,
        cpu_s=now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime,
        wall_s=time.monotonic() - started,
        peak_bytes=now.ru_maxrss * 1024,
        strays=strays,
        shows_secret=trap.is_in(scratch) or any(text in seen for text in trap.texts),
    )


class _Log(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += self.format(record) + "\n"
