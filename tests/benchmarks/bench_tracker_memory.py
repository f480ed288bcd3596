"""Growth of resident memory while a track walks through a long video, ours and the package's."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import psutil
import torch
from numpy.typing import NDArray

from backend.services.benchmarks import Row
from backend.services.installation import REPOSITORY
from inference.device import keep_freed_memory, limit_threads
from tests.benchmarks.reference import Footage, Reference, load_nano, render_footage, start_track, start_tracker

NAME = "tracker-memory"
SUMMARY = "growth of resident memory from frame 300 to frame 3,000 of one track, ours and SAM2VideoPredictor"
MEGABYTE = 1 << 20


class LongFootage:
    """`num_frames` frames made of a short clip that is played to and fro, and never held as a whole."""

    def __init__(self, clip: Footage, num_frames: int) -> None:
        self._clip = clip
        self._num_frames = num_frames

    def __len__(self) -> int:
        return self._num_frames

    def read(self, index: int) -> NDArray[np.uint8]:
        period = 2 * (len(self._clip) - 1)
        place = index % period
        return self._clip.read(min(place, period - place))


def run(short: bool) -> list[Row]:
    """Each tracker in a process of its own, so that neither grows into what the other has freed."""
    early, late = (20, 60) if short else (300, 3000)
    return [
        Row(f"ours, frame {early} to {late}", _measure("ours", early, late), "MB", "<= 60"),
        Row(f"reference, frame {early} to {late}", _measure("reference", early, late), "MB"),
    ]


def _measure(who: str, early: int, late: int) -> float:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.bench_tracker_memory", who, str(early), str(late)],
        cwd=REPOSITORY, env=os.environ, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    return float(ran.stdout.split()[-1])


def _walk_ours(model: Any, clip: Footage, num_frames: int) -> Iterator[int]:
    footage = LongFootage(clip, num_frames)
    tracker = start_tracker(model, footage, room_bytes=64 << 20)
    prompts = {number: clip.box(0, number) for number in clip.list_objects(0)[:2]}
    track = start_track(tracker, prompts, range(num_frames))
    for frame in range(num_frames):
        track.step(frame).masks  # noqa: B018 - waits until they are encoded
        yield frame


def _walk_reference(model: Any, clip: Footage, num_frames: int) -> Iterator[int]:
    """Resized frames are shared where the clip repeats, so that only what the package itself keeps grows."""
    reference = Reference(model, clip)
    period = 2 * (len(clip) - 1)
    places: Sequence[int] = [min(at % period, period - at % period) for at in range(num_frames)]
    reference.repeat(places)
    for number in clip.list_objects(0)[:2]:
        reference.prompt(number, clip.box(0, number))
    for frame, _ in reference.walk(range(num_frames)):
        yield frame


def main() -> None:
    who, early, late = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    walks: dict[str, Callable[[Any, Footage, int], Iterator[int]]] = {"ours": _walk_ours, "reference": _walk_reference}
    limit_threads()
    keep_freed_memory()
    process = psutil.Process()
    seen: dict[int, int] = {}
    with torch.inference_mode():
        for frame in walks[who](load_nano(), render_footage(24), late):
            if frame in {early, late - 1}:
                gc.collect()
                seen[frame] = process.memory_info().rss
    print(round((seen[late - 1] - seen[early]) / MEGABYTE, 1))


if __name__ == "__main__":
    main()
