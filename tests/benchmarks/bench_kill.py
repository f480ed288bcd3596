"""The gpu worker killed at random moments of a track: what is lost, what is done twice, and how soon it goes on."""

import os
import random
import signal
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from websockets.sync.client import ClientConnection

from backend.services.benchmarks import Row
from backend.services.installation import open_installation
from inference.metrics import region_similarity
from inference.rle import decode
from inference.types import Rle
from labeling.events.wire import MaskFrame
from tests.benchmarks.scene import Scene, listen, receive, set_scene, wait_for_commit
from tests.collaboration.product_processes import find_process
from tests.e2e.product import expect

NAME = "kill"
SUMMARY = "gpu worker killed at random moments of a track: recovery, frames computed again, masks, stale writes"


@dataclass
class Run:
    """One track, perhaps with a kill in it. `shown`: the frames shown under each lease token."""

    shown: dict[int, set[int]] = field(default_factory=dict)
    committed: set[int] = field(default_factory=set)
    masks: dict[int, Rle | None] = field(default_factory=dict)
    committed_twice: int = 0
    goes_on_s: float = 0.0

    @property
    def frames_again(self) -> int:
        """Frames that were shown under one token and again under a later one."""
        tokens = sorted(self.shown)
        return sum(len(self.shown[earlier] & self.shown[later]) for earlier, later in pairwise(tokens))


def run(short: bool) -> list[Row]:
    num_frames, num_kills = (90, 2) if short else (240, 20)
    chance = random.Random(4)
    with tempfile.TemporaryDirectory() as name, set_scene(Path(name), num_frames=num_frames) as scene:
        track(scene, num_frames)  # encodes every frame once, so that the moments below fall where they are meant to
        whole = track(scene, num_frames)
        kills = [track(scene, num_frames, kill_at=chance.randrange(2, num_frames * 3 // 4)) for _ in range(num_kills)]
    lowest = [find_lowest_iou(killed.masks, whole.masks) for killed in kills]
    seconds = [killed.goes_on_s for killed in kills]
    return [
        Row("kills", num_kills, "kills"),
        Row("kill to next commit, median", round(median(seconds), 1), "s"),
        Row("kill to next commit, slowest", round(max(seconds), 1), "s", "<= 30"),
        Row("frames computed again, most", max(killed.frames_again for killed in kills), "frames", "<= 30"),
        Row("frames computed again, median", median(killed.frames_again for killed in kills), "frames"),
        Row("final masks against an uninterrupted run, lowest", round(min(lowest), 4), "IoU", ">= 0.99"),
        Row("frames written twice", sum(killed.committed_twice for killed in kills), "frames", "== 0"),
        Row("frames missing", sum(len(whole.masks.keys() - killed.masks.keys()) for killed in kills), "frames", "== 0"),
    ]


def track(scene: Scene, num_frames: int, *, kill_at: int | None = None) -> Run:
    """A click and a track of a new object; the worker is killed when frame `kill_at` has been shown."""
    masklet = scene.create_masklet()
    made = Run()
    with listen(scene) as socket:
        scene.click(masklet, 0, scene.points[0])
        wait_for_commit(socket, masklet)
        asked = {"masklets": [masklet], "direction": "forward", "start": 0, "stop": num_frames}
        job = expect(scene.client.post(f"/api/videos/{scene.video}/propagations/", json=asked), 201)["id"]
        if kill_at is not None:
            follow(socket, job, made, until_frame=kill_at)
            kill_worker(scene)
            made.goes_on_s = wait_for_next_commit(scene, job)
        follow(socket, job, made)
    made.masks = read_masks(scene, masklet)
    return made


def follow(socket: ClientConnection, job: int, made: Run, *, until_frame: int | None = None) -> None:
    """Takes note of what is shown and committed, until a frame is shown or the propagation is over."""
    while True:
        message = receive(socket)
        if isinstance(message, MaskFrame):
            if message.is_committed:
                made.committed_twice += message.frame in made.committed
                made.committed.add(message.frame)
            elif message.propagation == job:
                made.shown.setdefault(message.lease_token, set()).add(message.frame)
                if message.frame == until_frame:
                    return
        elif is_over(message, job):
            return


def is_over(message: dict[str, Any], job: int) -> bool:
    event = message.get("event", {})
    if event.get("type") != "propagation.changed" or event["propagation"]["id"] != job:
        return False
    if event["propagation"]["status"] == "failed":
        raise RuntimeError(event["propagation"]["problem"])
    return bool(event["propagation"]["status"] == "done")


def kill_worker(scene: Scene) -> None:
    os.kill(find_process(open_installation(scene.product.home), "gpu worker"), signal.SIGKILL)


def wait_for_next_commit(scene: Scene, job: int) -> float:
    """Seconds until more frames are committed than were when the worker died."""
    began = time.perf_counter()
    done = read_job(scene, job)["frames_done"]
    while True:
        state = read_job(scene, job)
        if state["frames_done"] > done or state["status"] == "done":
            return time.perf_counter() - began
        if time.perf_counter() - began > 120:
            raise TimeoutError(f"no commit within 120 s of a kill: {state}")
        time.sleep(0.05)


def read_job(scene: Scene, job: int) -> dict[str, Any]:
    state: dict[str, Any] = expect(scene.client.get(f"/api/propagations/{job}/"))
    return state


def read_masks(scene: Scene, masklet: int) -> dict[int, Rle | None]:
    page = expect(scene.client.get(f"/api/masklets/{masklet}/masks/", params={"start": 0, "stop": 300}))
    return {
        mask["frame"]: Rle(size=tuple(mask["rle"]["size"]), counts=mask["rle"]["counts"]) if mask["rle"] else None
        for mask in page["masks"]
    }


def find_lowest_iou(found: dict[int, Rle | None], wanted: dict[int, Rle | None]) -> float:
    return min(compare(found.get(frame), rle) for frame, rle in wanted.items())


def compare(found: Rle | None, wanted: Rle | None) -> float:
    if found is None or wanted is None:
        return float(found is wanted)
    return region_similarity(decode(wanted), decode(found))
