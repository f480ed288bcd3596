"""Whether the model works on this machine: loads it, clicks once and tracks a few frames of a generated scene."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from inference.checkpoints import load_predictor
from inference.device import is_out_of_memory, limit_threads, pick_device
from inference.features import FeatureCache
from inference.legs import Leg
from inference.rle import encode, iou
from inference.tracker import Tracker
from inference.tracks import Track
from inference.types import BarrierMask, Conditioning, MaskResult, PointPrompt
from labeling.videos.demo_clip import draw_demo_frames

NUM_FRAMES = 8
SIZE = (360, 640)
# The scene's object is large and plain: a model that works finds nearly all of it.
LEAST_IOU = 0.5


class SelfTestFailed(Exception):
    """The model does not work here; the message says why and what to do."""


@dataclass(frozen=True)
class Measured:
    what: str
    seconds: float


class _Scene:
    """A frame source of generated frames, with the true mask [T, H, W] of its last object and a point on it."""

    def __init__(self) -> None:
        clip = draw_demo_frames(first=0, count=NUM_FRAMES, size=SIZE)
        self._frames = clip.frames
        self.masks = clip.masks == clip.masks[0].max()
        ys, xs = np.nonzero(self.masks[0])
        middle = len(xs) // 2
        self.point = PointPrompt(frame=0, points=((float(xs[middle]), float(ys[middle])),), labels=(1,))

    def __len__(self) -> int:
        return len(self._frames)

    def read(self, index: int) -> NDArray[np.uint8]:
        frame: NDArray[np.uint8] = self._frames[index]
        return frame


def check_model(
    model_name: str, *, device: str | None = None, load: Callable[[str, str], Any] = load_predictor
) -> Iterator[Measured]:
    """Yields each step with its seconds as it is done; `device` is where to, by default the best that is here.

    Raises CheckpointProblem and SelfTestFailed, each with a sentence, and whatever else torch raises.
    """
    limit_threads()
    try:
        yield from _check(model_name, _require_device(device), load)
    except (RuntimeError, MemoryError) as error:
        if not is_out_of_memory(error):
            raise
        raise SelfTestFailed(
            f"{model_name} does not fit into the memory of this machine. End other programs that use it, or choose a "
            "smaller model: ./maskloop manage check_inference --model maskloop-nano"
        ) from error


def _check(model_name: str, device: str, load: Callable[[str, str], Any]) -> Iterator[Measured]:
    yield Measured(f"found {describe_device(device)}", 0.0)
    clock = _Clock()
    model = load(model_name, device)
    yield clock.stop(f"loaded {model_name}")
    scene = _Scene()
    tracker = Tracker(model, FeatureCache(model, scene, room_bytes=2**28), size=SIZE, num_frames=NUM_FRAMES)
    nothing = Conditioning(prompts={}, barriers={})
    for what in ("first click", "second click on the same frame"):
        clock = _Clock()
        result = tracker.click(0, (scene.point,), known=nothing)
        yield clock.stop(f"{what}: {_require_overlap(model_name, what, result, scene):.0%} of the object's mask")

    known = Conditioning(
        prompts={0: (scene.point,)}, barriers={0: BarrierMask(frame=0, rle=result.rle, origin="prompted")}
    )
    clock = _Clock()
    leg = Leg(reverse=False, frames=range(NUM_FRAMES), starts={1: 0})
    for step in Track(tracker, leg, {1: known}).steps():
        for mask in step.masks.values():
            overlap = _require_overlap(model_name, f"track on frame {step.frame}", mask, scene)
    yield clock.stop(f"tracked {NUM_FRAMES - 1} frames: {overlap:.0%} of the object's mask on the last")


def describe_device(device: str) -> str:
    if device.startswith("cuda"):
        return f"{device}, {torch.cuda.get_device_name(device)}"
    return f"{device}, {torch.get_num_threads()} thread(s) of PyTorch"


def _require_device(asked: str | None) -> str:
    device = asked or pick_device()
    if device == "cpu":
        return device
    if device.partition(":")[0] != "cuda":
        raise SelfTestFailed(f"There is no device “{device}”: ask for cpu, cuda or cuda:1.")
    if not torch.cuda.is_available():
        build = "this PyTorch is built without CUDA" if torch.version.cuda is None else "the driver offers no GPU"
        raise SelfTestFailed(
            f"PyTorch sees no GPU here: {build}. Look at what `nvidia-smi` says, install PyTorch's CUDA build, or ask "
            "for --device cpu."
        )
    number = device.partition(":")[2] or "0"
    if not number.isdigit() or int(number) >= torch.cuda.device_count():
        raise SelfTestFailed(f"There is no GPU {number}: this machine has {torch.cuda.device_count()}, from cuda:0 on.")
    return device


def _require_overlap(model_name: str, what: str, result: MaskResult, scene: _Scene) -> float:
    overlap = iou(result.rle, encode(scene.masks[result.frame])) if result.rle else 0.0
    if overlap < LEAST_IOU:
        raise SelfTestFailed(
            f"{model_name} runs, but its {what} gave a mask that has {overlap:.0%} in common with the object: these "
            "weights are not trained, or not for this configuration. Fetch or restore them."
        )
    return overlap


class _Clock:
    def __init__(self) -> None:
        self._began = time.perf_counter()

    def stop(self, what: str) -> Measured:
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        return Measured(what, time.perf_counter() - self._began)
