"""Promptable video segmentation, evaluated as in the SAM 2 paper (section 6.1.1 and appendix E.1.2).

An annotator clicks three times on a frame: first in the middle of the object, then in the middle of the largest
error. Offline, the first frame is clicked and propagated; then, again and again, the frame with the lowest IoU gets
clicks and everything is propagated anew. Online, one walk through the footage stops wherever the IoU is below 0.75.
J&F is the mean over the annotated frames from the object's first one on, after 1 to 8 clicked frames.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from tqdm import tqdm

from inference.features import FeatureCache
from inference.legs import Leg
from inference.tracker import Tracker
from inference.tracks import Track
from inference.training.annotator import CLICKS, Annotator, list_starts
from inference.training.footage import Footage

MOST_FRAMES = 8
STOPS_BELOW_IOU = 0.75
FEATURE_BYTES = 1 << 30

# Seconds of a person, as the paper models them: to look for the frame, to click, to watch 300 frames.
LOCATE_S, CLICK_S, WATCH_300_FRAMES_S = 1.0, 1.5, 30.0


@dataclass(frozen=True)
class Course:
    """One object of one footage: its J&F after 1, 2, … clicked frames, and the person's seconds for each."""

    name: str
    number: int
    scores: tuple[float, ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Summary:
    """Means over objects by number of clicked frames, from 1 on; `mean` is their mean, as the paper reports it."""

    objects: int
    scores: tuple[float, ...]
    seconds: tuple[float, ...]

    @property
    def mean(self) -> float:
        return fmean(self.scores)


def summarise(courses: Sequence[Course]) -> Summary:
    return Summary(
        objects=len(courses),
        scores=tuple(fmean(column) for column in zip(*(course.scores for course in courses), strict=True)),
        seconds=tuple(fmean(column) for column in zip(*(course.seconds for course in courses), strict=True)),
    )


def offline_seconds(num_frames: int, clicked: int, clicks: int = CLICKS) -> float:
    """Each pass is watched from beginning to end."""
    return (WATCH_300_FRAMES_S * num_frames / 300 + LOCATE_S + CLICK_S * clicks) * clicked


def online_seconds(num_frames: int, clicked: int, clicks: int = CLICKS) -> float:
    """The one pass is watched once."""
    return WATCH_300_FRAMES_S * num_frames / 300 + (LOCATE_S + CLICK_S * clicks) * clicked


def run_offline(annotators: Sequence[Annotator], most_frames: int = MOST_FRAMES) -> list[Course]:
    """The courses of one footage's annotators, tracked together; whoever has nothing left to click stays as is."""
    scores: list[list[float]] = [[] for _ in annotators]
    for _ in range(most_frames):
        clicking = [annotator for annotator in annotators if not annotator.is_done()]
        for annotator in clicking:
            annotator.click_next()
        track_all(clicking)
        for column, annotator in zip(scores, annotators, strict=True):
            column.append(annotator.score())
    return [
        Course(
            name=annotator.footage.name,
            number=annotator.number,
            scores=tuple(column),
            seconds=tuple(offline_seconds(len(annotator.frames), count + 1) for count in range(most_frames)),
        )
        for annotator, column in zip(annotators, scores, strict=True)
    ]


def run_online(annotator: Annotator, most_frames: int) -> tuple[float, int]:
    """One walk with at most `most_frames` clicked frames: the J&F, and how many were clicked."""
    annotator.click_next()
    track = start_track([annotator])
    clicked = 1
    for step in track.steps():
        for answer in step.masks.values():
            annotator.take(step.frame, answer)
        may_click = clicked < most_frames and annotator.is_annotated(step.frame)
        if may_click and step.frame not in annotator.prompts and annotator.iou(step.frame) < STOPS_BELOW_IOU:
            annotator.click(step.frame, track)
            clicked += 1
    return annotator.score(), clicked


def track_all(annotators: Sequence[Annotator]) -> None:
    """One walk of all their objects, from which each takes its masks."""
    by_number = {annotator.number: annotator for annotator in annotators}
    for step in start_track(annotators).steps() if annotators else ():
        for number, answer in step.masks.items():
            by_number[number].take(step.frame, answer)


def start_track(annotators: Sequence[Annotator]) -> Track:
    """A walk of all their objects, each from its first frame, under everything that was clicked."""
    starts = {annotator.number: annotator.first for annotator in annotators}
    first = annotators[0]
    leg = Leg(reverse=False, frames=range(min(starts.values()), len(first.footage)), starts=starts)
    return Track(first.tracker, leg, {annotator.number: annotator.known for annotator in annotators})


def evaluate_offline(model: Any, footages: Sequence[Footage], most_frames: int = MOST_FRAMES) -> list[Course]:
    """Every object of every footage; see the module."""
    courses: list[Course] = []
    for footage in tqdm(footages, "offline", disable=None):
        tracker = open_tracker(model, footage)
        annotators = [Annotator(tracker, footage, number, first) for number, first in list_starts(footage)]
        courses += run_offline(annotators, most_frames)
    return courses


def evaluate_online(model: Any, footages: Sequence[Footage], most_frames: int = MOST_FRAMES) -> list[Course]:
    """Every object of every footage, a walk for each allowance of clicked frames; see the module."""
    courses = []
    for footage in tqdm(footages, "online", disable=None):
        tracker = open_tracker(model, footage)
        for number, first in list_starts(footage):
            walks: list[tuple[float, int]] = []
            for most in range(1, most_frames + 1):
                is_over = walks and walks[-1][1] < most - 1  # the walk before did not use its allowance
                walks.append(walks[-1] if is_over else run_online(Annotator(tracker, footage, number, first), most))
            seconds = tuple(online_seconds(len(footage) - first, clicked) for _, clicked in walks)
            courses.append(Course(footage.name, number, tuple(score for score, _ in walks), seconds))
    return courses


def open_tracker(model: Any, footage: Footage) -> Tracker:
    height, width = footage.read(0).shape[:2]
    features = FeatureCache(model, footage, room_bytes=FEATURE_BYTES)
    return Tracker(model, features, size=(height, width), num_frames=len(footage))
