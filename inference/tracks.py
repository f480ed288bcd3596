"""A walk of objects through the frames of one leg, which can stop after any frame and go on in another process."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import torch

from inference.legs import Leg
from inference.memory import FrameOutput, TrackMemory, pack_memories, unpack_memories
from inference.tracker import Tracker
from inference.types import Conditioning, MaskResult


@dataclass(frozen=True)
class StepResult:
    """One visited frame: masks by object; objects that are not tracked there or have a barrier there are left out."""

    frame: int
    masks: Mapping[int, MaskResult]


def do_nothing() -> None:
    """What happens between two objects of a frame, unless somebody has something more urgent."""


class Track:
    """A walk along one leg, a frame at a time, for the objects in `known`; `resume` is what `save` gave elsewhere."""

    def __init__(
        self, tracker: Tracker, leg: Leg, known: Mapping[int, Conditioning], resume: bytes | None = None
    ) -> None:
        self._tracker = tracker
        self._leg = leg
        self._known = dict(known)
        reach, spatial_reach = tracker.reach
        self._memories = {key: TrackMemory(reach=reach, spatial_reach=spatial_reach) for key in known}
        self._kept: dict[int, dict[int, FrameOutput]] = {key: {} for key in known}
        self._saved = unpack_memories(resume) if resume else {}

    def drop(self, object_id: int) -> None:
        """Stops following an object, as when it was deleted meanwhile."""
        self._known.pop(object_id, None)

    @torch.inference_mode()
    def step(self, frame: int, *, between: Callable[[], None] = do_nothing) -> StepResult:
        """Visits the leg's next frame; `between` runs after each object, so that clicks wait for one object only."""
        with self._tracker.precision():
            self._restore()
            self._tracker.visit(frame, following=self._next_frame(frame))
            masks = {}
            for object_id, known in list(self._known.items()):
                result = self._step_object(object_id, known, frame)
                if result is not None:
                    masks[object_id] = result
                    between()
            return StepResult(frame=frame, masks=masks)

    def steps(self) -> Iterator[StepResult]:
        for frame in self._leg.frames:
            yield self.step(frame)

    def save(self, last_frame: int) -> bytes:
        """What another process needs to go on after `last_frame`, the frame visited last."""
        return pack_memories(self._memories, last_frame=last_frame)

    def _step_object(self, object_id: int, known: Conditioning, frame: int) -> MaskResult | None:
        if not self._leg.is_active(object_id, frame):
            return None
        memory = self._memories[object_id]
        if frame in known.barriers or frame in known.prompts:
            return None
        tracker = self._tracker
        recent = self._list_recent(frame)
        outputs = {
            "cond_frame_outputs": tracker.read_window(known, frame, self._kept[object_id], recent),
            "non_cond_frame_outputs": memory.outputs,
        }
        decoded = tracker.decode(frame, outputs=outputs, reverse=self._leg.reverse)
        output = tracker.remember(frame, decoded.logits.half(), decoded.pointer, decoded.score_logits)
        memory.remember(frame, output)
        return tracker.describe(frame, decoded)

    def _next_frame(self, frame: int) -> int | None:
        following = frame - 1 if self._leg.reverse else frame + 1
        return following if following in self._leg.frames else None

    def _list_recent(self, frame: int) -> range:
        reach, _ = self._tracker.reach
        return range(frame + 1, frame + reach) if self._leg.reverse else range(frame - reach + 1, frame)

    def _restore(self) -> None:
        """Rebuilds the memories that another process saved: pointers as they were, spatial ones encoded again."""
        device = self._tracker.device
        for object_id, frames in self._saved.items():
            for frame, saved in frames.items():
                if object_id not in self._memories:
                    continue
                pointer, score = saved.pointer.to(device), saved.score.to(device)
                if saved.logits is None:
                    output: FrameOutput = {"obj_ptr": pointer, "object_score_logits": score, "logits": None}
                else:
                    output = self._tracker.remember(frame, saved.logits.to(device), pointer, score)
                self._memories[object_id].remember(frame, output)
        self._saved = {}
