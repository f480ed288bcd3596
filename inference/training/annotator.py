"""A modelled annotator of one object, who knows its true masks and clicks as the SAM 2 paper lets people click."""

from statistics import fmean

import numpy as np

from inference.metrics import mean_score, region_similarity
from inference.rle import decode, encode
from inference.tracker import Tracker
from inference.tracks import Track
from inference.training.footage import Footage, Mask
from inference.training.prompting import centre_click
from inference.types import Conditioning, MaskResult, PointPrompt, Prompt, Rle

CLICKS = 3
LEAST_VISIBLE_SHARE = 0.004


class Annotator:
    """A modelled person at one object of one footage, with a tracker of the model's."""

    def __init__(self, tracker: Tracker, footage: Footage, number: int, first: int) -> None:
        self.tracker = tracker
        self.footage = footage
        self.number = number
        self.first = first
        self.prompts: dict[int, tuple[Prompt, ...]] = {}
        self.masks: dict[int, Mask] = {}
        self._truth = {frame: footage.read_mask(frame, number) for frame in footage.annotated if frame >= first}

    @property
    def frames(self) -> range:
        return range(self.first, len(self.footage))

    def score(self) -> float:
        """J&F over the annotated frames."""
        return fmean(mean_score(wanted, self.masks[frame]) for frame, wanted in self._truth.items())

    def iou(self, frame: int) -> float:
        return region_similarity(self._truth[frame], self.masks[frame])

    def find_worst(self) -> int:
        """The annotated frame with the lowest IoU that has no clicks yet."""
        return min((frame for frame in self._truth if frame not in self.prompts), key=self.iou)

    def click_next(self) -> None:
        """The object's first frame, then whatever is worst."""
        self.click(self.find_worst() if self.prompts else self.first)

    def is_done(self) -> bool:
        return all(frame in self.prompts for frame in self._truth)

    def click(self, frame: int, track: Track | None = None) -> None:
        """Three clicks on a frame; during a walk it is the walk that is corrected."""
        wanted = self._truth[frame]
        given = self.masks.get(frame, np.zeros_like(wanted))
        points: list[tuple[float, float]] = []
        labels: list[int] = []
        shown = encode(given) if given.any() else None
        for _ in range(CLICKS):
            x, y, label = centre_click(wanted, given)
            points.append((float(x), float(y)))
            labels.append(label)
            prompt = PointPrompt(frame=frame, points=tuple(points), labels=tuple(labels))
            answer = self._ask(frame, prompt, track, shown)
            given, shown = read_answer(answer, wanted), answer.rle
            if (given == wanted).all():
                break
        self.prompts[frame] = (PointPrompt(frame=frame, points=tuple(points), labels=tuple(labels)),)
        self.masks[frame] = given

    def _ask(self, frame: int, prompt: PointPrompt, track: Track | None, shown: Rle | None) -> MaskResult:
        if track is not None:
            return track.correct(self.number, frame, (prompt,))
        return self.tracker.click(frame, (prompt,), known=self.known, previous=shown)

    @property
    def known(self) -> Conditioning:
        return Conditioning(prompts=dict(self.prompts), barriers={})

    def take(self, frame: int, answer: MaskResult) -> None:
        self.masks[frame] = read_answer(answer, self._truth.get(frame, self.masks[self.first]))

    def is_annotated(self, frame: int) -> bool:
        return frame in self._truth


def list_starts(footage: Footage) -> list[tuple[int, int]]:
    """(object, frame) for each object: the first annotated frame on which it covers at least 0.4% of the picture."""
    starts = []
    for number in footage.objects:
        seen = (f for f in footage.annotated if footage.read_mask(f, number).mean() >= LEAST_VISIBLE_SHARE)
        first = next(seen, None)
        if first is not None:
            starts.append((number, first))
    return starts


def read_answer(answer: MaskResult, like: Mask) -> Mask:
    return decode(answer.rle) if answer.rle is not None else np.zeros_like(like)
