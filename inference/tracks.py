"""A walk of objects through the frames of one leg, which can stop after any frame and go on in another process."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import torch

from inference.device import is_out_of_memory, release_memory
from inference.legs import Leg
from inference.memory import ObjectMemory, SavedFrame, TrackMemory, pack_memories, unpack_memories
from inference.networks.mask_decoder import Heads
from inference.networks.tracking import FrameView
from inference.step_result import StepResult
from inference.tracker import Tracker
from inference.types import Conditioning, MaskResult, Prompt
from inference.window import Window

# Objects that one call of the networks takes at most; a click waits for no more than these.
BATCH = 16
# Logits of a mask that points correct are cut to this range, as the package's predictor does.
CERTAIN = 32.0


def do_nothing() -> None:
    """What happens between two batches of a frame, unless somebody has something more urgent."""


@dataclass
class Walker:
    """One object of a walk: what people said of it, what was seen of it, and its conditioning frames in use.

    Frames `corrected` on the way are remembered with what the walk knew then."""

    known: Conditioning
    memory: TrackMemory
    start: int
    kept: dict[int, ObjectMemory] = field(default_factory=dict)
    corrected: dict[int, ObjectMemory] = field(default_factory=dict)

    def is_told(self, frame: int) -> bool:
        return frame in self.known.barriers or frame in self.known.prompts


class Track:
    """A walk along one leg, a frame at a time, for the objects in `known`; `resume` is what `save` gave elsewhere."""

    def __init__(
        self, tracker: Tracker, leg: Leg, known: Mapping[int, Conditioning], resume: bytes | None = None
    ) -> None:
        self._tracker = tracker
        self._leg = leg
        self._batch = BATCH
        self._walkers: dict[int, Walker] = {}
        for key, conditioning in known.items():
            if key in leg.starts:
                self.join(key, conditioning, start=leg.starts[key])
        self._saved = unpack_memories(resume) if resume else {}

    def join(self, object_id: int, known: Conditioning, *, start: int) -> None:
        """Follows one more object from frame `start` on; the others go on as they were."""
        reach, spatial_reach = self._tracker.rule.reach
        memory = TrackMemory(reach=reach, spatial_reach=spatial_reach)
        self._walkers[object_id] = Walker(known=known, memory=memory, start=start)

    def drop(self, object_id: int) -> None:
        """Stops following an object, as when it was deleted meanwhile."""
        self._walkers.pop(object_id, None)

    def tell(self, object_id: int, known: Conditioning) -> None:
        """Takes over what people have said of an object meanwhile; frames that the walk has passed stay as they are."""
        walker = self._walkers.get(object_id)
        if walker is None:
            return
        walker.known = known
        walker.kept.clear()
        for frame in [frame for frame in walker.memory.frames if walker.is_told(frame)]:
            walker.memory.forget(frame)

    @torch.inference_mode()
    def correct(self, object_id: int, frame: int, prompts: Sequence[Prompt]) -> MaskResult:
        """Prompts on a frame that the walk has passed: the mask that they ask for, informed by the walk's memory and by
        the mask that was there. From then on the frame conditions the object. Raises KeyError for an object that the
        walk doesn't follow."""
        walker = self._walkers[object_id]
        step = StepResult(frame=frame, size=self._tracker.size)
        with self._tracker.precision():
            seen = walker.memory.frames.get(frame)
            previous = None if seen is None or seen.logits is None else seen.logits.float().clamp(-CERTAIN, CERTAIN)
            window = self._look(walker, frame)
            heads = self._tracker.predict(frame, prompts, window=window, previous=previous)
            (made,) = self._tracker.networks.remember(self._tracker.view(frame), heads, from_person=True)
            step.add([object_id], heads)
        walker.memory.forget(frame)
        walker.known = Conditioning(
            prompts={**walker.known.prompts, frame: tuple(prompts)}, barriers=walker.known.barriers
        )
        walker.corrected[frame] = walker.kept[frame] = made
        return step.masks[object_id]

    @torch.inference_mode()
    def step(self, frame: int, *, between: Callable[[], None] = do_nothing) -> StepResult:
        """Visits the leg's next frame; `between` runs after each batch of objects, so that clicks wait for one only.

        Raises torch's error where even a single object does not fit into the device's memory.
        """
        step = StepResult(frame=frame, size=self._tracker.size)
        with self._tracker.precision():
            self._restore()
            view = self._tracker.view(frame, following=self._list_following(frame))
            waiting = [key for key, walker in self._walkers.items() if self._is_due(walker, frame)]
            while waiting:
                batch = [key for key in waiting if key in self._walkers][: self._batch]
                if not batch:
                    break
                if not self._try_batch(view, step, batch):
                    continue
                waiting = waiting[waiting.index(batch[-1]) + 1 :]
                between()
        return step

    def steps(self) -> Iterator[StepResult]:
        for frame in self._leg.frames:
            yield self.step(frame)

    def save(self, last_frame: int) -> bytes:
        """What another process needs to go on after `last_frame`, the frame visited last."""
        return pack_memories({key: walker.memory for key, walker in self._walkers.items()}, last_frame=last_frame)

    def _is_due(self, walker: Walker, frame: int) -> bool:
        return self._leg.has_begun(walker.start, frame) and not walker.is_told(frame)

    def _look(self, walker: Walker, frame: int) -> Window:
        return self._tracker.look(
            walker.known,
            frame,
            walker.memory.frames,
            kept=walker.kept,
            corrected=walker.corrected,
            reverse=self._leg.reverse,
        )

    def _try_batch(self, view: FrameView, step: StepResult, batch: Sequence[int]) -> bool:
        """Whether the batch fitted; where it did not, batches are half as large from then on."""
        try:
            self._run_batch(view, step, batch)
            return True
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error) or len(batch) == 1:
                raise
        self._batch = max(1, len(batch) // 2)
        release_memory()
        return False

    def _run_batch(self, view: FrameView, step: StepResult, batch: Sequence[int]) -> None:
        networks, crew = self._tracker.networks, self._tracker.crew
        windows = {key: self._look(self._walkers[key], step.frame) for key in batch}

        def run(keys: Sequence[int]) -> tuple[Heads, list[ObjectMemory]]:
            heads = networks.track(view, [windows[key] for key in keys])
            return heads, networks.remember(view, heads)

        parts = crew.split(batch)
        for keys, (heads, made) in zip(parts, crew.map(run, parts), strict=True):
            for key, memory in zip(keys, made, strict=True):
                self._walkers[key].memory.remember(step.frame, memory)
            step.add(keys, heads)

    def _list_following(self, frame: int) -> range:
        return self._leg.frames[self._leg.frames.index(frame) + 1 :]

    def _restore(self) -> None:
        """Rebuilds the memories that another process saved: pointers as they were, spatial ones encoded again."""
        saved = {
            frame: {
                key: frames[frame] for key, frames in self._saved.items() if key in self._walkers and frame in frames
            }
            for frame in sorted({frame for frames in self._saved.values() for frame in frames})
        }
        self._saved = {}
        for frame, by_object in saved.items():
            for key, one in by_object.items():
                pointer, score = (tensor.to(self._tracker.device) for tensor in (one.pointer, one.score))
                self._walkers[key].memory.restore(frame, ObjectMemory(pointer, score, logits=None, tokens=None))
            self._restore_masks(frame, [key for key, one in by_object.items() if one.logits is not None], by_object)

    def _restore_masks(self, frame: int, keys: Sequence[int], saved: Mapping[int, SavedFrame]) -> None:
        networks, device = self._tracker.networks, self._tracker.device
        for batch in self._tracker.crew.split(keys):  # as they were remembered, for batches round differently
            score = torch.stack([saved[key].score for key in batch]).to(device)
            heads = Heads(
                logits=torch.cat([logits for key in batch if (logits := saved[key].logits) is not None]).to(device),
                pointer=torch.stack([saved[key].pointer for key in batch]).to(device),
                score=score,
                iou=score[:, 0],
            )
            for key, made in zip(batch, networks.remember(self._tracker.view(frame), heads), strict=True):
                self._walkers[key].memory.restore(frame, made)
