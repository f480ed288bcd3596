"""Frames a second of Meta's four architectures on a GPU, ours and the package's, eager and compiled.

Weights are random, for speed does not depend on them. Skips with a row that says so where there is no GPU.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import torch

from backend.services.benchmarks import Row
from inference.checkpoints import list_checkpoints, load_model
from inference.device import DevicePolicy
from inference.features import FeatureCache
from inference.tracker import Tracker
from inference.types import Prompt
from tests.benchmarks.reference import SIZE, Footage, Reference, render_footage, start_track

NAME = "gpu"
SUMMARY = "frames/s of the four official models at 1024 px, 1 and 10 objects, ours and reference; skips without CUDA"
PACKAGE = "sam2.sam2_video_predictor."
# Of the paper's second version, on an A100, by size: not measured here.
PAPER_FPS = {"sam2.1_hiera_tiny": 91.2, "sam2.1_hiera_base_plus": 64.1, "sam2.1_hiera_large": 39.5}


@dataclass(frozen=True)
class Race:
    """What is measured: the same on a CPU with small pictures is what the suite runs."""

    device: str
    side: int = 1024
    num_frames: int = 60
    repeats: int = 5
    compiles: tuple[bool, ...] = (False, True)
    objects: tuple[int, ...] = (1, 10)


def run(short: bool) -> list[Row]:
    if not torch.cuda.is_available():
        return [Row("no CUDA device here: nothing measured", None, "frames/s")]
    race = Race("cuda", num_frames=12, repeats=1) if short else Race("cuda")
    names = [checkpoint.name for checkpoint in list_checkpoints() if checkpoint.needs_gpu]
    rows = [Row(f"device: {torch.cuda.get_device_name()}", torch.cuda.device_count(), "devices")]
    for name in names[:1] if short else names:
        rows += race_model(name, race)
        if name in PAPER_FPS:
            rows.append(Row(f"{name}, 1 object, the paper's A100", PAPER_FPS[name], "frames/s"))
    return rows


def race_model(name: str, race: Race) -> Iterator[Row]:
    """Ours and the reference in turn; ratios to the compiled reference, or to the only one there is."""
    footage = render_footage(race.num_frames)
    for count in race.objects:
        prompts: dict[int, Prompt] = {number: footage.point_at(0, number) for number in footage.list_objects(0)[:count]}
        for compiles in race.compiles:
            kind = "compiled" if compiles else "eager"
            walks = {
                "ours": partial(walk_ours, load(name, race, compiles=False), footage, prompts, compiles=compiles),
                "reference": partial(walk_reference, load(name, race, compiles=compiles), footage, prompts),
            }
            fps = measure(walks, race)
            for who, value in fps.items():
                yield Row(f"{name}, {count} objects, {kind}, {who}", round(value, 2), "frames/s")
            bound = (">= 1" if count == 1 else ">= 5") if compiles else None
            ratio = round(fps["ours"] / fps["reference"], 3)
            yield Row(f"{name}, {count} objects, {kind}, ours / reference", ratio, "ratio", bound)


def load(name: str, race: Race, *, compiles: bool) -> Any:
    """The package's predictor, with its own compilation of everything where asked for."""
    torch.manual_seed(3)
    target = "SAM2VideoPredictorVOS" if compiles else "SAM2VideoPredictor"
    model = load_model(
        name,
        race.device,
        untrained=True,
        _target_=PACKAGE + target,
        compile_image_encoder=compiles,
        image_size=race.side,
        add_all_frames_to_correct_as_cond=True,
        max_cond_frames_in_attn=4,
    )
    with torch.no_grad():  # random weights see nothing; with this bias they see something
        model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(5.0)
    return model


def measure(walks: dict[str, Callable[[], None]], race: Race) -> dict[str, float]:
    """Frames a second of each walk, the median of `repeats` taken in turn after one that warms up and compiles."""
    seconds: dict[str, list[float]] = {who: [] for who in walks}
    for turn in range(race.repeats + 1):
        for who, walk in walks.items():
            began = time.perf_counter()
            with torch.inference_mode(), DevicePolicy.choose(race.device).precision():
                walk()
            if race.device != "cpu":
                torch.cuda.synchronize()
            if turn:
                seconds[who].append(time.perf_counter() - began)
    return {who: race.num_frames / median(times) for who, times in seconds.items()}


def walk_ours(model: Any, footage: Footage, prompts: dict[int, Prompt], *, compiles: bool) -> None:
    policy = DevicePolicy.choose(str(model.device), compiles=compiles)
    features = FeatureCache(model, footage, room_bytes=policy.feature_bytes, policy=policy)
    tracker = Tracker(model, features, size=SIZE, num_frames=len(footage))
    for step in start_track(tracker, prompts, range(len(footage))).steps():
        _ = step.masks


def walk_reference(model: Any, footage: Footage, prompts: dict[int, Prompt]) -> None:
    reference = Reference(model, footage)
    for number, prompt in prompts.items():
        reference.prompt(number, prompt)
    for _ in reference.walk(range(len(footage))):
        pass
