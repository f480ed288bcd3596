"""Masks of our tracker against those of the package's predictor, frame by frame."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from backend.services.benchmarks import Row
from inference.device import limit_threads
from inference.feature_store import FeatureStore
from inference.features import Shelf
from inference.rle import decode
from inference.tracks import Track
from inference.types import Conditioning, PointPrompt, Prompt
from tests.benchmarks.reference import Footage, Reference, load_nano, render_footage, start_track, start_tracker

NAME = "tracker-agreement"
SUMMARY = "lowest and mean mask IoU of our tracker against SAM2VideoPredictor, same weights, prompts and flags"
LEAST_PX = 400
STORE_BYTES = 1 << 30


@dataclass
class Agreement:
    """IoU on every frame and object on which either mask has `LEAST_PX` pixels or more."""

    values: list[float] = field(default_factory=list)

    def compare(self, ours: NDArray[np.bool_], theirs: NDArray[np.bool_]) -> None:
        if max(ours.sum(), theirs.sum()) >= LEAST_PX:
            self.values.append(float((ours & theirs).sum() / (ours | theirs).sum()))

    def list_rows(self, name: str) -> Iterator[Row]:
        yield Row(f"{name}, lowest", round(min(self.values), 5), "IoU", ">= 0.99")
        yield Row(f"{name}, mean", round(float(np.mean(self.values)), 5), "IoU", ">= 0.999")
        yield Row(f"{name}, masks compared", len(self.values), "masks")


def run(short: bool) -> list[Row]:
    limit_threads()
    num_frames = 12 if short else 96
    footage = render_footage(num_frames)
    model = load_nano()
    reference = Reference(model, footage)
    rows: list[Row] = []
    with torch.inference_mode():
        for count in (1, 4, 10):
            for reverse in (False, True):
                name = f"{count} objects, {'backward' if reverse else 'forward'}"
                rows += _walk(model, reference, footage, count=count, reverse=reverse).list_rows(name)
        rows += _edit(model, reference, footage).list_rows("corrections and an object added")
        with tempfile.TemporaryDirectory() as folder:
            store = FeatureStore(Path(folder), quota_bytes=STORE_BYTES)
            shelf = Shelf(store, video="clip", model="nano")
            rounded = _walk(model, reference, footage, count=4, reverse=False, shelf=shelf)
        rows += rounded.list_rows("4 objects, forward, features in half precision as on disk")
    return rows


def _prompt(footage: Footage, frame: int, count: int) -> dict[int, Prompt]:
    """Points and boxes by turns on the largest objects of a frame."""
    largest = sorted(footage.list_objects(frame), key=lambda number: -int((footage.masks[frame] == number).sum()))
    return {
        number: footage.box(frame, number) if turn % 2 else footage.point_at(frame, number)
        for turn, number in enumerate(largest[:count])
    }


def _walk(
    model: object, reference: Reference, footage: Footage, *, count: int, reverse: bool, shelf: Shelf | None = None
) -> Agreement:
    frames = range(len(footage))[::-1] if reverse else range(len(footage))
    prompts = _prompt(footage, frames[0], count)
    reference.start()
    for number, prompt in prompts.items():
        reference.prompt(number, prompt)
    track = start_track(start_tracker(model, footage, shelf=shelf), prompts, frames)
    agreement = Agreement()
    for frame, theirs in reference.walk(frames):
        _compare(agreement, track, frame, theirs)
    return agreement


def _edit(model: object, reference: Reference, footage: Footage) -> Agreement:
    """Walks a third, corrects one object there, adds another, and walks on with both remembered."""
    third = len(footage) // 3
    frames = range(len(footage))
    first, second, added = list(_prompt(footage, third, 3))
    prompts: dict[int, Prompt] = {number: footage.point_at(0, number) for number in (first, second)}
    reference.start()
    for number, prompt in prompts.items():
        reference.prompt(number, prompt)
    track = start_track(start_tracker(model, footage), prompts, frames)
    agreement = Agreement()
    for frame, theirs in reference.walk(range(third + 1)):
        _compare(agreement, track, frame, theirs)
    correction = _correct(footage, third, first)
    theirs_corrected = reference.prompt(first, correction)
    ours_corrected = track.correct(first, third, [correction])
    agreement.compare(
        decode(ours_corrected.rle) if ours_corrected.rle else np.zeros_like(theirs_corrected), theirs_corrected
    )
    newcomer = footage.point_at(third, added)
    reference.prompt(added, newcomer)
    track.join(added, Conditioning(prompts={third: (newcomer,)}, barriers={}), start=third)
    for frame, theirs in reference.walk(range(third, len(footage))):
        if frame > third:
            _compare(agreement, track, frame, theirs)
    return agreement


def _correct(footage: Footage, frame: int, number: int) -> PointPrompt:
    """A point on the object and one beside it."""
    inside = footage.point_at(frame, number)
    ys, xs = np.nonzero(footage.masks[frame] == 0)
    return PointPrompt(frame=frame, points=(*inside.points, (float(xs[0]), float(ys[0]))), labels=(1, 0))


def _compare(agreement: Agreement, track: Track, frame: int, theirs: dict[int, NDArray[np.bool_]]) -> None:
    ours = track.step(frame).masks
    for number, mask in ours.items():
        agreement.compare(decode(mask.rle) if mask.rle else np.zeros_like(theirs[number]), theirs[number])
