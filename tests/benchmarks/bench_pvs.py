"""Promptable video segmentation by the paper's protocols: J&F after each clicked frame, and modelled seconds."""

import os
from itertools import pairwise
from pathlib import Path

from backend.services.benchmarks import Row
from inference.checkpoints import NANO, load_predictor
from inference.device import keep_freed_memory, limit_threads, pick_device
from inference.training.footage import Footage, GeneratedFootage, open_folder
from inference.training.held_out import NUM_CLIPS, held_out_clips
from inference.training.pvs import MOST_FRAMES, Summary, evaluate_offline, evaluate_online, summarise

NAME = "pvs"
SUMMARY = "J&F after 1 to 8 clicked frames, offline and online, of MASKLOOP_PVS_MODEL on the folder MASKLOOP_PVS_DATA"
# Online takes a walk for each allowance of clicked frames.
ONLINE_FOOTAGES = 8


def run(short: bool) -> list[Row]:
    limit_threads()
    keep_freed_memory()
    most_frames = 2 if short else MOST_FRAMES
    model = load_predictor(os.environ.get("MASKLOOP_PVS_MODEL", NANO), pick_device())
    footages = choose_footages(short)
    offline = summarise(evaluate_offline(model, footages, most_frames))
    online = summarise(evaluate_online(model, footages[:ONLINE_FOOTAGES], most_frames))
    return [*describe("offline", offline), *describe("online", online), *judge(offline)]


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
