"""From a click, sent by REST, to its mask, received over the websocket, beside the same prediction on its own."""

import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from websockets.sync.client import ClientConnection

from backend.services.benchmarks import Row
from labeling.events.wire import MaskFrame
from tests.benchmarks.scene import BarePredictor, Scene, listen, receive, set_scene

NAME = "click-latency"
SUMMARY = "click by REST to mask over the websocket, p50 and p95, beside the bare prediction"


def run(short: bool) -> list[Row]:
    num_clicks = 10 if short else 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with set_scene(folder, num_frames=num_clicks + 1) as scene:
            fresh_s, again_s = measure_product(scene, num_clicks)
            bare = BarePredictor(scene, folder)
    bare_fresh_s, bare_again_s = measure_bare(bare, scene, num_clicks)
    return [
        *describe("click on a new frame", fresh_s),
        *describe("another click on the same frame", again_s),
        *describe("bare predictor, new frame", bare_fresh_s),
        *describe("bare predictor, same frame", bare_again_s),
        Row("what the product adds, new frame, p50", to_ms(median(fresh_s) - median(bare_fresh_s)), "ms"),
    ]


def measure_product(scene: Scene, num_clicks: int) -> tuple[list[float], list[float]]:
    """Seconds of a new object's first click on a frame not seen before, and of its second click there.

    The very first click loads the model and is left out.
    """
    point = scene.points[0]
    masklets = [scene.create_masklet() for _ in range(num_clicks + 1)]
    with listen(scene) as socket:
        time_click(scene, socket, masklets[0], 0, point)
        fresh = []
        again = []
        for frame, masklet in enumerate(masklets[1:], start=1):
            fresh.append(time_click(scene, socket, masklet, frame, point))
            again.append(time_click(scene, socket, masklet, frame, (point[0] + 3, point[1])))
    return fresh, again


def time_click(scene: Scene, socket: ClientConnection, masklet: int, frame: int, point: tuple[int, int]) -> float:
    began = time.perf_counter()
    scene.click(masklet, frame, point)
    while True:
        message = receive(socket)
        if isinstance(message, MaskFrame) and (message.masklet, message.frame) == (masklet, frame):
            return time.perf_counter() - began


def measure_bare(bare: BarePredictor, scene: Scene, num_clicks: int) -> tuple[list[float], list[float]]:
    point = scene.points[0]
    bare.click(0, point)
    pairs = [(bare.click(frame, point), bare.click(frame, point)) for frame in range(1, num_clicks + 1)]
    return [fresh for fresh, _ in pairs], [again for _, again in pairs]


def describe(what: str, seconds: list[float]) -> list[Row]:
    p95 = quantiles(seconds, n=20, method="inclusive")[-1]
    return [Row(f"{what}, p50", to_ms(median(seconds)), "ms"), Row(f"{what}, p95", to_ms(p95), "ms")]


def to_ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
