"""An ingest in a process of its own, whose only child is the ingest's: what it used is what that child used."""

import resource
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from labeling.videos.ingest.supervise import Caps, IngestRefused, run_child


@dataclass(frozen=True)
class Use:
    refusal: str | None
    cpu_s: float
    peak_bytes: int


def measure_ingest(path: Path, scratch: Path, caps: Caps) -> Use:
    """Run the real child on a file; a process counts the peak over all its children so far, so it gets a fresh one."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_ingest, path, scratch, caps).result()


def _ingest(path: Path, scratch: Path, caps: Caps) -> Use:
    scratch.mkdir()
    refusal = None
    try:
        run_child(original=path, scratch=scratch, caps=caps, on_progress=lambda _: None, should_stop=lambda: False)
    except IngestRefused as refused:
        refusal = str(refused)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Use(refusal, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)
