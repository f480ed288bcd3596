"""Whether the model works on this machine: loads it, clicks once and tracks a few frames of a generated scene."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.checkpoints import load_predictor
from inference.device import limit_threads, pick_device
from inference.features import FeatureCache
from inference.legs import Leg
from inference.rle import area
from inference.tracker import Tracker
from inference.tracks import Track
from inference.types import BarrierMask, Conditioning, PointPrompt
from labeling.videos.demo_clip import draw_demo_frames

NUM_FRAMES = 8
SIZE = (360, 640)


@dataclass(frozen=True)
class Measured:
    what: str
    seconds: float


class _Frames:
    def __init__(self, frames: NDArray[np.uint8]) -> None:
        self._frames = frames

    def __len__(self) -> int:
        return len(self._frames)

    def read(self, index: int) -> NDArray[np.uint8]:
        frame: NDArray[np.uint8] = self._frames[index]
        return frame


def check_model(model_name: str) -> Iterator[Measured]:
    """Yields each step with its seconds as it is done. Raises CheckpointProblem, and what torch raises."""
    limit_threads()
    device = pick_device()
    clock = _Clock()
    with clock.time():
        model = load_predictor(model_name, device)
    yield Measured(f"loaded {model_name} on {device}", clock.seconds)

    scene = draw_demo_frames(first=0, count=NUM_FRAMES, size=SIZE)
    tracker = Tracker(
        model, FeatureCache(model, _Frames(scene.frames), room_bytes=2**28), size=SIZE, num_frames=NUM_FRAMES
    )
    ys, xs = np.nonzero(scene.masks[0] == scene.masks[0].max())
    middle = len(xs) // 2
    prompt = PointPrompt(frame=0, points=((float(xs[middle]), float(ys[middle])),), labels=(1,))
    nothing = Conditioning(prompts={}, barriers={})
    for what in ("first click", "second click on the same frame"):
        with clock.time():
            result = tracker.click(0, (prompt,), known=nothing)
        yield Measured(f"{what}: {area(result.rle) if result.rle else 0} pixels", clock.seconds)

    known = Conditioning(prompts={0: (prompt,)}, barriers={0: BarrierMask(frame=0, rle=result.rle, origin="prompted")})
    leg = Leg(reverse=False, frames=range(NUM_FRAMES), starts={1: 0})
    with clock.time():
        for _ in Track(tracker, leg, {1: known}).steps():
            pass
    yield Measured(f"tracked {NUM_FRAMES - 1} frames", clock.seconds)


class _Clock:
    seconds = 0.0

    @contextmanager
    def time(self) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.seconds = time.perf_counter() - began
