"""Frames a second of our tracker beside the package's predictor, in turn in one process."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from backend.services.benchmarks import Row
from inference.device import keep_freed_memory, limit_threads
from inference.tracker import Tracker
from inference.types import Prompt
from tests.benchmarks.reference import Footage, Reference, load_nano, render_footage, start_track, start_tracker

NAME = "tracker-speed"
SUMMARY = "frames/s of our tracker ÷ SAM2VideoPredictor, in the configuration of tracker-agreement"


@dataclass(frozen=True)
class Course:
    """A walk to be timed: `bound` is what the ratio should meet."""

    name: str
    num_objects: int
    is_second_pass: bool
    bound: str


COURSES = (
    Course("1 object, cold", 1, is_second_pass=False, bound=">= 1.25"),
    Course("1 object, second pass", 1, is_second_pass=True, bound=">= 2"),
    Course("10 objects, cold", 10, is_second_pass=False, bound=">= 3"),
    Course("10 objects, second pass", 10, is_second_pass=True, bound=">= 3.3"),
)


def run(short: bool) -> list[Row]:
    limit_threads()
    keep_freed_memory()
    num_pairs, num_frames = (1, 6) if short else (7, 40)
    footage = render_footage(num_frames)
    model = load_nano()
    reference = Reference(model, footage)
    rows = [Row("torch threads", torch.get_num_threads(), "threads")]
    for course in COURSES:
        rows += _race(course, model, reference, footage, num_pairs=num_pairs)
    return rows


def _race(course: Course, model: Any, reference: Reference, footage: Footage, *, num_pairs: int) -> list[Row]:
    prompts: dict[int, Prompt] = {
        number: footage.box(0, number) for number in footage.list_objects(0)[: course.num_objects]
    }
    tracker = start_tracker(model, footage)
    if course.is_second_pass:
        _walk(tracker, prompts, footage)
    pairs = []
    for _ in range(num_pairs):
        theirs = _time(lambda: _walk_reference(reference, prompts, footage), len(footage))
        tracker = tracker if course.is_second_pass else start_tracker(model, footage)
        ours = _time(lambda tracker=tracker: _walk(tracker, prompts, footage), len(footage))
        pairs.append((ours, theirs))
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    return [
        Row(f"{course.name}, ours", round(statistics.median(ours for ours, _ in pairs), 2), "frames/s"),
        Row(f"{course.name}, reference", round(statistics.median(theirs for _, theirs in pairs), 2), "frames/s"),
        Row(f"{course.name}, ours / reference", round(ratio, 3), "ratio", course.bound),
    ]


def _time(walk: Callable[[], None], num_frames: int) -> float:
    began = time.perf_counter()
    walk()
    return num_frames / (time.perf_counter() - began)


def _walk(tracker: Tracker, prompts: dict[int, Prompt], footage: Footage) -> None:
    """To the encoded masks of every frame."""
    track = start_track(tracker, prompts, range(len(footage)))
    steps = [track.step(frame) for frame in range(len(footage))]
    for step in steps:
        step.masks  # noqa: B018 - waits until they are encoded


def _walk_reference(reference: Reference, prompts: dict[int, Prompt], footage: Footage) -> None:
    """To the masks of every frame at the video's size; without encoding them, which the package doesn't do."""
    reference.start()
    for number, prompt in prompts.items():
        reference.prompt(number, prompt)
    for _ in reference.walk(range(len(footage))):
        pass
