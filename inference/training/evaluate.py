"""Figures of a checkpoint on held-out clips, for the model card.

    python -m inference.training.evaluate --checkpoint FILE --pictures FOLDER

`--pictures` is a folder of real pictures or clips that were not trained on; composites over them are then scored too.
"""

import argparse
import itertools
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from tqdm import tqdm

from inference.metrics import boundary_score, region_similarity
from inference.training.annotator import LEAST_VISIBLE_SHARE, Annotator, list_starts
from inference.training.footage import GeneratedFootage
from inference.training.held_out import NUM_CLIPS, composite_clips, held_out_clips
from inference.training.prompting import Mask, box_around, centre_click, encode_frame, prompt_frame
from inference.training.pvs import open_tracker, track_all
from inference.training.scenes import CLIP_PERIOD_FRAMES, Clip, clip_digest


@dataclass(frozen=True)
class FirstFrameScores:
    """Mean J over objects by prompt, and the IoU between answers to different objects."""

    objects: int
    one_click: float
    three_clicks: float
    box: float
    prompt_sensitivity: float


@dataclass(frozen=True)
class PropagationScores:
    """Mean over objects and frames after the first; a share of frames for `absent_recall`."""

    objects: int
    j: float
    f: float
    j_and_f: float
    absent_frames: int
    absent_recall: float


def visible_objects(labels: NDArray[np.uint8]) -> list[Mask]:
    """The masks of objects that cover at least 0.4% of a label map [H, W]."""
    masks = [labels == label for label in range(1, int(labels.max()) + 1)]
    return [mask for mask in masks if mask.mean() >= LEAST_VISIBLE_SHARE]


def score_first_frames(model: Any, clips: list[Clip], *, progress: bool = False) -> FirstFrameScores:
    """Clicks and boxes on each clip's first frame, every visible object by itself."""
    one, three, box, between = [], [], [], []
    for clip in tqdm(clips, "first frames", disable=not progress):
        wanted = visible_objects(_to_model_size(clip.masks[0], model.image_size))
        if not wanted:
            continue
        image = encode_frame(model, clip.frames[0])
        clicked, corrected = _click_masks(model, image, wanted)
        boxed = _box_masks(model, image, wanted)
        one += [region_similarity(w, g) for w, g in zip(wanted, clicked, strict=True)]
        three += [region_similarity(w, g) for w, g in zip(wanted, corrected, strict=True)]
        box += [region_similarity(w, g) for w, g in zip(wanted, boxed, strict=True)]
        between += [region_similarity(a, b) for a, b in itertools.combinations(clicked, 2)]
    means = [float(np.mean(scores)) for scores in (one, three, box, between)]
    return FirstFrameScores(len(one), *means)


def _to_model_size(labels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(labels).resize((side, side), Image.Resampling.NEAREST))


def _click_masks(model: Any, image: torch.Tensor, wanted: list[Mask]) -> tuple[list[Mask], ...]:
    """Masks after one click and after three, the later ones in the largest error."""
    clicks = [[centre_click(mask)] for mask in wanted]
    rounds: list[list[Mask]] = []
    previous = None
    for _ in range(3):
        points = torch.tensor([[click[:2] for click in row] for row in clicks]).float()
        labels = torch.tensor([[click[2] for click in row] for row in clicks]).int()
        logits, previous = prompt_frame(model, image, points, labels, previous)
        rounds.append(list((logits[:, 0] > 0).numpy()))
        for row, mask, given in zip(clicks, wanted, rounds[-1], strict=True):
            row.append(centre_click(mask, given))
    return rounds[0], rounds[2]


def _box_masks(model: Any, image: torch.Tensor, wanted: list[Mask]) -> list[Mask]:
    boxes = torch.tensor([box_around(mask) for mask in wanted]).float().view(-1, 2, 2)
    labels = torch.tensor([[2, 3]] * len(wanted)).int()
    logits, _ = prompt_frame(model, image, boxes, labels)
    return list((logits[:, 0] > 0).numpy())


def score_propagation(model: Any, clips: list[Clip], *, progress: bool = False) -> PropagationScores:
    """Three clicks on each object of the first frame, then one pass over the clip."""
    regions, boundaries, absent = [], [], []
    for clip in tqdm(clips, "propagation", disable=not progress):
        for annotator in _track_clip(model, GeneratedFootage(clip)):
            wanted = clip.masks == annotator.number
            for index in range(1, len(wanted)):
                given = annotator.masks[index]
                if wanted[index].any():
                    regions.append(region_similarity(wanted[index], given))
                    boundaries.append(boundary_score(wanted[index], given))
                else:
                    absent.append(not given.any())
    j, f = float(np.mean(regions)), float(np.mean(boundaries))
    recall = float(np.mean(absent)) if absent else float("nan")
    return PropagationScores(len(regions), j, f, (j + f) / 2, len(absent), recall)


def _track_clip(model: Any, footage: GeneratedFootage) -> list[Annotator]:
    """An annotator for each object of the first frame, with the masks of one track of all."""
    tracker = open_tracker(model, footage)
    annotators = [Annotator(tracker, footage, number, 0) for number, first in list_starts(footage) if first == 0]
    for annotator in annotators:
        annotator.click_next()
    track_all(annotators)
    return annotators


def main() -> None:
    """Prints one JSON object with every figure."""
    from inference.checkpoints import load_predictor

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, help="weights; the shipped ones by default")
    parser.add_argument("--pictures", type=Path, help="folder of real pictures or clips for composites")
    parser.add_argument("--clips", type=int, default=NUM_CLIPS)
    parser.add_argument("--frames", type=int, default=CLIP_PERIOD_FRAMES)
    arguments = parser.parse_args()

    predictor = load_predictor("maskloop-nano", "cpu", weights=arguments.checkpoint)
    clips = held_out_clips(arguments.clips, arguments.frames)
    figures = {
        "held_out_sha256": clip_digest(clips),
        "first_frame": asdict(score_first_frames(predictor, clips, progress=True)),
        "propagation": asdict(score_propagation(predictor, clips, progress=True)),
    }
    if arguments.pictures:
        composites = composite_clips(arguments.pictures, arguments.clips, 1)
        figures["composites_sha256"] = clip_digest(composites)
        figures["first_frame_of_composites"] = asdict(score_first_frames(predictor, composites, progress=True))
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
