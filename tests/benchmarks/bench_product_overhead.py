"""Frames a second of a propagation through worker, Postgres and websocket to a client, beside the bare tracker."""

import tempfile
import time
from pathlib import Path
from statistics import median

from backend.services.benchmarks import Row
from inference.device import keep_freed_memory, limit_threads, pick_device
from inference.legs import Leg
from inference.sessions import Clip, Sessions
from inference.tracks import Track
from inference.types import BarrierMask, Conditioning, PointPrompt
from labeling.events.wire import MaskFrame
from labeling.videos.demo_clip import render_demo_clip
from tests.benchmarks.scene import SIZE, Point, Scene, find_objects, listen, receive, set_scene, wait_for_commit
from tests.e2e.product import expect, upload_video

NAME = "product-overhead"
SUMMARY = "propagation frames/s of one object through the whole product, beside the bare tracker on the same proxy"
BOUND = ">= 0.85"


def run(short: bool) -> list[Row]:
    """Product and bare tracker in turn, each pair on a clip of its own that neither has seen."""
    num_frames, num_pairs = (40, 1) if short else (240, 5)
    limit_threads()
    keep_freed_memory()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with set_scene(folder, num_frames=num_frames) as scene:
            sessions = Sessions(device=pick_device())
            measure_pair(
                scene, sessions, scene.video, scene.points[0]
            )  # loads the model there, warms the allocator here
            pairs = []
            for number in range(num_pairs):
                clip = folder / f"clip{number}.mp4"
                render_demo_clip(clip, num_frames=num_frames, size=SIZE, seed=1000 + number)
                video = upload_video(scene.client, project=scene.project, path=clip)
                point = find_objects(seed=1000 + number)[0]
                pairs.append(measure_pair(scene, sessions, video, point))
    return [
        Row("through the product", round(median(product for product, _, _ in pairs), 2), "frames/s"),
        Row("bare tracker", round(median(bare for _, bare, _ in pairs), 2), "frames/s"),
        Row("product / bare, median", round(median(product / bare for product, bare, _ in pairs), 3), "ratio", BOUND),
        Row("product / bare, lowest", round(min(product / bare for product, bare, _ in pairs), 3), "ratio"),
        Row("pairs", num_pairs, "pairs"),
        Row("masks shown before their commit", sum(shown for _, _, shown in pairs), "masks"),
    ]


def measure_pair(scene: Scene, sessions: Sessions, video: int, point: Point) -> tuple[float, float, int]:
    """Frames a second through the product and of the bare tracker, and how many masks came before their commit."""
    product_fps, num_provisional = measure_product(scene, video, point)
    return product_fps, measure_bare(scene, sessions, video, point), num_provisional


def measure_product(scene: Scene, video: int, point: Point) -> tuple[float, int]:
    """From the request to the last committed mask."""
    masklet = scene.create_masklet(video)
    num_frames = expect(scene.client.get(f"/api/videos/{video}/"))["num_frames"]
    with listen(scene, video) as socket:
        scene.click(masklet, 0, point)
        wait_for_commit(socket, masklet)
        asked = {"masklets": [masklet], "direction": "forward", "start": 0, "stop": num_frames}
        began = time.perf_counter()
        expect(scene.client.post(f"/api/videos/{video}/propagations/", json=asked), 201)
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


def measure_bare(scene: Scene, sessions: Sessions, video: int, point: Point) -> float:
    """The tracker as the worker sets it up, on the product's proxy: the same click, then the walk with all masks."""
    proxy = next((scene.product.home / "media" / "videos" / str(video)).glob("*proxy*"))
    pts = expect(scene.client.get(f"/api/videos/{video}/frames/"))["pts"]
    tracker = sessions.open(scene.model_name, Clip(key=str(video), path=proxy, size=SIZE, pts=pts))
    prompt = PointPrompt(frame=0, points=((float(point[0]), float(point[1])),), labels=(1,))
    first = tracker.click(0, (prompt,), known=Conditioning(prompts={}, barriers={}))
    barrier = BarrierMask(frame=0, rle=first.rle, origin="prompted")
    known = {1: Conditioning(prompts={0: (prompt,)}, barriers={0: barrier})}
    leg = Leg(reverse=False, frames=range(len(pts)), starts={1: 0})
    began = time.perf_counter()
    results = [result.masks for result in Track(tracker, leg, known).steps()]
    return len(results) / (time.perf_counter() - began)
