"""Sends masks and progress as they are made, from a thread of its own, so that a slow Redis never holds the device."""

import logging
import queue
import threading
from collections import defaultdict
from dataclasses import dataclass

from labeling.events.publish import send_masks, send_to_video
from labeling.rooms import send_to_channel

logger = logging.getLogger(__name__)

# Steps come faster than eyes see, and each message costs Redis, web and browser the same whatever it carries.
GATHER_S = 0.04
# About ten seconds of steps; beyond that newer masks matter more than a complete show, and commits repair the gap.
WAITING_STEPS = 256


@dataclass(frozen=True)
class Progress:
    propagation_id: int
    frames_done: int
    frames_total: int


@dataclass(frozen=True)
class ShownStep:
    """One step as the people on the video see it before it is committed; a click's has no progress.

    `only` names the one socket to which a preview goes.
    """

    video_id: int
    masks: tuple[bytes, ...]
    progress: Progress | None = None
    only: str = ""


class Outgoing:
    """Shows steps in order. Before `start` and after `stop` it sends on the caller's thread."""

    def __init__(self) -> None:
        self._steps: queue.Queue[ShownStep | None] = queue.Queue(WAITING_STEPS)
        self._click = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._send_all, name="outgoing", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._thread is None:
            return
        thread, self._thread = self._thread, None
        self._steps.put(None)
        self._click.set()
        thread.join(timeout=5)

    def show(self, step: ShownStep) -> None:
        """Sends a step soon, or drops it where hundreds wait already."""
        if self._thread is None:
            _send([step])
            return
        try:
            self._steps.put_nowait(step)
            if step.progress is None:
                self._click.set()
        except queue.Full:
            logger.warning("video %d: a step is not shown, for %d wait", step.video_id, WAITING_STEPS)

    def _send_all(self) -> None:
        while True:
            step = self._steps.get()
            # A click's mask ends the wait, for somebody looks at the spot where it must appear.
            self._click.wait(GATHER_S)
            self._click.clear()
            waiting: list[ShownStep] = []
            while step is not None:
                waiting.append(step)
                try:
                    step = self._steps.get_nowait()
                except queue.Empty:
                    break
            _send(waiting)
            if step is None:
                return


def _send(steps: list[ShownStep]) -> None:
    """One message with all masks of a video, then the newest progress of each propagation."""
    masks: dict[int, list[bytes]] = defaultdict(list)
    newest: dict[int, tuple[int, Progress]] = {}
    for step in steps:
        if step.only:
            for mask in step.masks:
                send_to_channel(step.only, {"type": "room.preview", "frame": mask})
            continue
        masks[step.video_id].extend(step.masks)
        if step.progress is not None:
            newest[step.progress.propagation_id] = step.video_id, step.progress
    for video_id, frames in masks.items():
        send_masks(video_id=video_id, frames=frames)
    for video_id, progress in newest.values():
        message = {
            "type": "progress",
            "propagation": progress.propagation_id,
            "frames_done": progress.frames_done,
            "frames_total": progress.frames_total,
        }
        send_to_video(video_id=video_id, message=message)
