"""Frames a second of a propagation through worker, Postgres and websocket, beside the bare predictor."""

import tempfile
import time
from pathlib import Path

from backend.services.benchmarks import Row
from labeling.events.wire import MaskFrame
from tests.benchmarks.scene import BarePredictor, Scene, listen, receive, set_scene, wait_for_commit
from tests.e2e.product import expect

NAME = "product-overhead"
SUMMARY = "propagation frames/s through the whole product, beside the bare SAM2VideoPredictor"


def run(short: bool) -> list[Row]:
    num_frames = 40 if short else 240
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with set_scene(folder, num_frames=num_frames) as scene:
            product_fps, num_provisional = measure_product(scene, num_frames)
            bare = BarePredictor(scene, folder)
            bare.click(0, scene.points[0])
            bare_fps = bare.propagate()
    return [
        Row("through the product", round(product_fps, 2), "frames/s"),
        Row("bare SAM2VideoPredictor", round(bare_fps, 2), "frames/s"),
        Row("product / bare", round(product_fps / bare_fps, 3), "ratio"),
        Row("masks shown before their commit", num_provisional, "masks"),
    ]


def measure_product(scene: Scene, num_frames: int) -> tuple[float, int]:
    """Frames a second from the request to the last committed mask, and how many masks came before their commit."""
    masklet = scene.create_masklet()
    with listen(scene) as socket:
        scene.click(masklet, 0, scene.points[0])
        wait_for_commit(socket, masklet)
        asked = {"masklets": [masklet], "direction": "forward", "start": 0, "stop": num_frames}
        began = time.perf_counter()
        expect(scene.client.post(f"/api/videos/{scene.video}/propagations/", json=asked), 201)
        num_provisional = 0
        while True:
            message = receive(socket)
            if isinstance(message, MaskFrame):
                num_provisional += not message.is_committed
            elif message["type"] == "event" and message["event"]["type"] == "propagation.changed":
                state = message["event"]["propagation"]
                if state["status"] == "failed":
                    raise RuntimeError(state["problem"])
                if state["status"] == "done":
                    return num_frames / (time.perf_counter() - began), num_provisional
