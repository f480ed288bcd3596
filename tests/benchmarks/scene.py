"""What the benches of the model share: a running product with a clip in it, and the package's own predictor."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import torch
from PIL import Image
from websockets.sync.client import ClientConnection, connect

from inference.checkpoints import load_predictor
from inference.device import limit_threads, pick_device
from inference.frames import ProxyReader
from labeling.events.wire import MaskFrame, decode_mask_frame
from labeling.videos.demo_clip import DEFAULT_SEED, draw_demo_frames, render_demo_clip
from tests.e2e.clip import click_point
from tests.e2e.product import Product, expect, run_product, upload_video

SIZE = (360, 640)
Point = tuple[int, int]
Message = dict[str, Any] | MaskFrame


@dataclass(frozen=True)
class Scene:
    """A clip in a project of its own. `points` are (x, y) in pixels, one on each object of its first frame."""

    product: Product
    client: httpx.Client
    project: int
    video: int
    label: int
    model_name: str
    points: tuple[Point, ...]

    def create_masklet(self, video: int | None = None) -> int:
        body = {"label": self.label}
        return int(expect(self.client.post(f"/api/videos/{video or self.video}/masklets/", json=body), 201)["id"])

    def click(self, masklet: int, frame: int, point: tuple[int, int]) -> None:
        body = {"frame": frame, "kind": "point", "points": [list(point)], "labels": [1]}
        expect(self.client.post(f"/api/masklets/{masklet}/prompts/", json=body), 202)


@contextmanager
def set_scene(folder: Path, *, num_frames: int) -> Iterator[Scene]:
    """The product with a generated clip in it, as `./maskloop up` starts it."""
    clip = folder / "clip.mp4"
    render_demo_clip(clip, num_frames=num_frames, size=SIZE)
    with run_product(folder / "home", "--no-demo") as product, product.api("admin") as client:
        project = expect(client.post("/api/projects/", json={"name": "Bench"}), 201)
        label = expect(
            client.post(f"/api/projects/{project['id']}/labels/", json={"name": "thing", "color": "#E69F00"}), 201
        )
        yield Scene(
            product=product,
            client=client,
            project=project["id"],
            video=upload_video(client, project=project["id"], path=clip),
            label=label["id"],
            model_name=project["tracking_model"],
            points=find_objects(),
        )


def find_objects(*, seed: int = DEFAULT_SEED) -> tuple[Point, ...]:
    """A point, (x, y) in pixels, on each object of a clip's first frame."""
    first = draw_demo_frames(first=0, count=1, size=SIZE, seed=seed)
    objects = [first.masks[0] == number for number in range(1, first.num_objects + 1)]
    return tuple(click_point(mask) for mask in objects if mask.any())


@contextmanager
def listen(scene: Scene, video: int | None = None) -> Iterator[ClientConnection]:
    """A websocket on the video that has heard everything so far."""
    token = {"Authorization": scene.client.headers["Authorization"]}
    address = f"{scene.product.url.replace('http', 'ws')}/ws/videos/{video or scene.video}/?after=0"
    with connect(address, additional_headers=token, proxy=None, max_size=None) as socket:
        hello = json.loads(socket.recv(30))
        seq = 0
        while seq < hello["last_seq"]:
            message = receive(socket)
            if isinstance(message, dict) and message["type"] == "event":
                seq = message["event"]["seq"]
        yield socket


def receive(socket: ClientConnection, timeout_s: float = 120) -> Message:
    message = socket.recv(timeout_s)
    return decode_mask_frame(message) if isinstance(message, bytes) else json.loads(message)


def wait_for_commit(socket: ClientConnection, masklet: int) -> None:
    while True:
        message = receive(socket)
        if isinstance(message, MaskFrame) and message.masklet == masklet and message.is_committed:
            return


class BarePredictor:
    """The package's `SAM2VideoPredictor` as its own examples use it, on the proxy's frames as a folder of JPEGs."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        limit_threads()
        frames = folder / "frames"
        frames.mkdir()
        proxy = next((scene.product.home / "media" / "videos" / str(scene.video)).glob("*proxy*"))
        with ProxyReader(proxy, size=SIZE) as reader:
            for index in range(len(reader)):
                Image.fromarray(reader.read(index)).save(frames / f"{index:05d}.jpg", quality=95)
        self.predictor = load_predictor(scene.model_name, pick_device())
        self.state = self.predictor.init_state(str(frames))

    def click(self, frame: int, point: tuple[int, int], object_id: int = 1) -> float:
        """Seconds of one click as the first on that object."""
        began = time.perf_counter()
        self.predictor.add_new_points_or_box(
            self.state, frame_idx=frame, obj_id=object_id, points=[list(point)], labels=[1]
        )
        self._wait()
        return time.perf_counter() - began

    def propagate(self) -> float:
        """Frames a second of one propagation through the whole clip, masks at the clip's size."""
        began = time.perf_counter()
        masks = [(logits > 0).cpu() for _, _, logits in self.predictor.propagate_in_video(self.state)]
        return len(masks) / (time.perf_counter() - began)

    def _wait(self) -> None:
        if torch.cuda.is_available():
            torch.cuda.synchronize()
