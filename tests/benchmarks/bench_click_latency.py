"""From a click, sent by REST, to its mask, received over the websocket, beside the same prediction on its own."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from websockets.sync.client import ClientConnection

from backend.services.benchmarks import Row
from labeling.events.wire import MaskFrame
from tests.benchmarks.other_track import track_elsewhere
from tests.benchmarks.scene import BarePredictor, Scene, listen, receive, set_scene, wait_for_commit

NAME = "click-latency"
SUMMARY = "click by REST to mask over the websocket, idle and beside a 10-object track, less the bare prediction"
TRACKED_OBJECTS = 10
IDLE_BOUND = "<= 60"
BUSY_BOUND = "<= 1.5"


@dataclass(frozen=True)
class Clicks:
    """Seconds of a new object's first click on a frame not seen before, and of its second click there."""

    fresh_s: list[float]
    again_s: list[float]


def run(short: bool) -> list[Row]:
    num_clicks = 10 if short else 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with set_scene(folder, num_frames=2 * num_clicks + 1) as scene:
            idle = measure_product(scene, range(1, num_clicks + 1))
            with track_elsewhere(scene, folder / "clip.mp4", num_objects=TRACKED_OBJECTS) as step_s:
                busy = measure_product(scene, range(num_clicks + 1, 2 * num_clicks + 1))
            bare = BarePredictor(scene, folder)
    bare_clicks = measure_bare(bare, scene, num_clicks)
    return [
        *describe("idle, new frame", idle.fresh_s),
        *describe("idle, same frame", idle.again_s),
        *describe("bare predictor, new frame", bare_clicks.fresh_s),
        *describe("bare predictor, same frame", bare_clicks.again_s),
        *describe_overhead("new frame", idle.fresh_s, bare_clicks.fresh_s),
        *describe_overhead("same frame", idle.again_s, bare_clicks.again_s),
        Row(f"one step of a track of {TRACKED_OBJECTS} objects", to_ms(step_s), "ms"),
        *describe("beside the track, new frame", busy.fresh_s),
        *describe("beside the track, same frame", busy.again_s),
        describe_wait("new frame", busy.fresh_s, idle.fresh_s, step_s),
        describe_wait("same frame", busy.again_s, idle.again_s, step_s),
    ]


def measure_product(scene: Scene, frames: range) -> Clicks:
    """The very first click loads the model and is left out."""
    point = scene.points[0]
    masklets = [scene.create_masklet() for _ in range(len(frames) + 1)]
    clicks = Clicks([], [])
    with listen(scene) as socket:
        time_click(scene, socket, masklets[0], 0, point)
        for frame, masklet in zip(frames, masklets[1:], strict=True):
            clicks.fresh_s.append(time_click(scene, socket, masklet, frame, point))
            wait_for_commit(socket, masklet)
            clicks.again_s.append(time_click(scene, socket, masklet, frame, (point[0] + 3, point[1])))
            wait_for_commit(socket, masklet)
    return clicks


def time_click(scene: Scene, socket: ClientConnection, masklet: int, frame: int, point: tuple[int, int]) -> float:
    began = time.perf_counter()
    scene.click(masklet, frame, point)
    while True:
        message = receive(socket)
        if isinstance(message, MaskFrame) and (message.masklet, message.frame) == (masklet, frame):
            return time.perf_counter() - began


def measure_bare(bare: BarePredictor, scene: Scene, num_clicks: int) -> Clicks:
    point = scene.points[0]
    bare.click(0, point)
    pairs = [(bare.click(frame, point), bare.click(frame, point)) for frame in range(1, num_clicks + 1)]
    return Clicks([fresh for fresh, _ in pairs], [again for _, again in pairs])


def describe(what: str, seconds: list[float]) -> list[Row]:
    return [Row(f"{what}, p50", to_ms(median(seconds)), "ms"), Row(f"{what}, p95", to_ms(find_p95(seconds)), "ms")]


def describe_overhead(what: str, seconds: list[float], bare_s: list[float]) -> list[Row]:
    added = [second - median(bare_s) for second in seconds]
    return [
        Row(f"what the product adds, {what}, p50", to_ms(median(added)), "ms"),
        Row(f"what the product adds, {what}, p95", to_ms(find_p95(added)), "ms", IDLE_BOUND),
    ]


def describe_wait(what: str, busy_s: list[float], idle_s: list[float], step_s: float) -> Row:
    steps = (find_p95(busy_s) - find_p95(idle_s)) / step_s
    return Row(f"what the track adds, {what}, p95", round(steps, 2), "steps of the track", BUSY_BOUND)


def find_p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1]


def to_ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
