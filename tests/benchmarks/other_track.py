"""Another person's track of many objects in another video, which goes on while something else is measured."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection

from labeling.events.wire import MaskFrame
from tests.benchmarks.scene import Scene, listen, receive, wait_for_commit
from tests.e2e.product import expect, upload_video

# Enough of a track to say how long one of its steps takes.
STEPS_TIMED = 15
BEGUN_S = 120.0


class OtherTrack(threading.Thread):
    """Tracks again and again until told to stop; `step_s` is what a step takes while nobody clicks."""

    def __init__(self, scene: Scene, socket: ClientConnection, video: int, asked: dict[str, Any]) -> None:
        super().__init__(name="other-track")
        self.step_s = 0.0
        self.begun = threading.Event()
        self.over = threading.Event()
        self._scene = scene
        self._socket = socket
        self._video = video
        self._asked = asked
        self._first: tuple[int, float] | None = None

    def run(self) -> None:
        with self._scene.product.api("annotator") as person:
            while not self.over.is_set():
                job = expect(person.post(f"/api/videos/{self._video}/propagations/", json=self._asked), 201)["id"]
                self._follow(job)
            person.delete(f"/api/propagations/{job}/")

    def _follow(self, job: int) -> None:
        while not self.over.is_set():
            message = receive(self._socket)
            if isinstance(message, MaskFrame):
                continue
            if message["type"] == "progress" and message["propagation"] == job:
                self._time(message["frames_done"])
            event = message.get("event", {})
            if event.get("type") == "propagation.changed" and event["propagation"]["status"] == "done":
                return

    def _time(self, frames_done: int) -> None:
        if self._first is None:
            self._first = frames_done, time.perf_counter()
        num_steps = frames_done - self._first[0]
        if num_steps >= STEPS_TIMED and not self.begun.is_set():
            self.step_s = (time.perf_counter() - self._first[1]) / num_steps
            self.begun.set()


@contextmanager
def track_elsewhere(scene: Scene, clip: Path, *, num_objects: int) -> Iterator[float]:
    """Yields the seconds of one step of the track, which goes on until the end."""
    video = upload_video(scene.client, project=scene.project, path=clip)
    num_frames = expect(scene.client.get(f"/api/videos/{video}/"))["num_frames"]
    member = {"username": "annotator", "role": "annotator"}
    expect(scene.client.post(f"/api/projects/{scene.project}/members/", json=member), 201)
    masklets = [scene.create_masklet(video) for _ in range(num_objects)]
    with listen(scene, video) as socket:
        for number, masklet in enumerate(masklets):
            scene.click(masklet, 0, scene.points[number % len(scene.points)])
            wait_for_commit(socket, masklet)
        asked = {"masklets": masklets, "direction": "forward", "start": 0, "stop": num_frames}
        track = OtherTrack(scene, socket, video, asked)
        track.start()
        try:
            if not track.begun.wait(BEGUN_S):
                raise RuntimeError(f"The track made no {STEPS_TIMED} steps within {BEGUN_S:.0f} s.")
            yield track.step_s
        finally:
            track.over.set()
            track.join()
