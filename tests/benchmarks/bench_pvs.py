"""Promptable video segmentation by the paper's protocols: J&F after each clicked frame, and modelled seconds."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch

from backend.services.benchmarks import Row
from inference.checkpoints import NANO, load_predictor
from inference.device import keep_freed_memory, pick_device
from inference.training.footage import Footage, GeneratedFootage, open_folder
from inference.training.held_out import NUM_CLIPS, held_out_clips
from inference.training.pvs import MOST_FRAMES, Course, Summary, evaluate_offline, evaluate_online, summarise

NAME = "pvs"
SUMMARY = "J&F after 1 to 8 clicked frames, offline and online, of MASKLOOP_PVS_MODEL on the folder MASKLOOP_PVS_DATA"
Protocol = Callable[[Any, Sequence[Footage], int], list[Course]]

_own: dict[str, Any] = {}
# Online takes a walk for each allowance of clicked frames.
ONLINE_FOOTAGES = 8


def run(short: bool) -> list[Row]:
    most_frames = 2 if short else MOST_FRAMES
    number = len(choose_footages(short))
    with ProcessPoolExecutor(count_processes(), get_context("spawn"), _prepare, (short,)) as pool:
        offline = pool.map(partial(_evaluate, evaluate_offline, most_frames), range(number))
        online = pool.map(partial(_evaluate, evaluate_online, most_frames), range(min(number, ONLINE_FOOTAGES)))
        offline_summary, online_summary = (summarise([*chain.from_iterable(found)]) for found in (offline, online))
    rows = [*describe("offline", offline_summary), *describe("online", online_summary)]
    return [*rows, *judge(offline_summary)]


def count_processes() -> int:
    """One for each core, and one for a GPU."""
    return 1 if pick_device() != "cpu" else os.cpu_count() or 1


def _prepare(short: bool) -> None:
    """In each process: a thread, a model and footage of its own."""
    torch.set_num_threads(1)
    keep_freed_memory()
    _own["model"] = load_predictor(os.environ.get("MASKLOOP_PVS_MODEL", NANO), pick_device())
    _own["footages"] = choose_footages(short)


def _evaluate(protocol: Protocol, most_frames: int, index: int) -> list[Course]:
    return protocol(_own["model"], [_own["footages"][index]], most_frames)


def choose_footages(short: bool) -> list[Footage]:
    folder = os.environ.get("MASKLOOP_PVS_DATA")
    if folder:
        return open_folder(Path(folder))
    clips = held_out_clips(1, 6) if short else held_out_clips(NUM_CLIPS)
    return [GeneratedFootage(clip) for clip in clips]


def describe(protocol: str, summary: Summary) -> list[Row]:
    rows = [Row(f"{protocol}, objects", summary.objects, "objects")]
    for count, (score, seconds) in enumerate(zip(summary.scores, summary.seconds, strict=True), start=1):
        frames = f"{count} clicked frame{'s' if count > 1 else ''}"
        rows.append(Row(f"{protocol}, {frames}", round(score, 4), "J&F"))
        rows.append(Row(f"{protocol}, {frames}, modelled time", round(seconds, 1), "s an object"))
    return [*rows, Row(f"{protocol}, mean", round(summary.mean, 4), "J&F")]


def judge(offline: Summary) -> list[Row]:
    scores = offline.scores
    rises = sum(after > before for before, after in pairwise(scores))
    return [
        Row("offline, steps at which J&F rises", rises, "steps", f">= {len(scores) - 1}"),
        Row("offline, after the last clicked frame", round(scores[-1], 4), "J&F", ">= 0.85"),
    ]
