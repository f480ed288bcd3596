"""Which remembered frames an object attends to on a frame: the package's rule, over memories of any origin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from inference.memory import ObjectMemory


@dataclass(frozen=True, slots=True)
class Window:
    """`memories` with the index of their age (see `Remembered`), and pointers [C] with their signed distance in frames
    against the direction of the walk."""

    memories: Sequence[tuple[ObjectMemory, int]]
    pointers: Sequence[tuple[Tensor, int]]


class WindowRule:
    """The rule of `model` in a video of `num_frames` frames; all numbers come from the model's configuration."""

    def __init__(self, model: Any, num_frames: int) -> None:
        self._num_memories = model.num_maskmem
        self._stride = model.memory_temporal_stride_for_eval
        self._nearest = model.max_cond_frames_in_attn
        self._num_pointers = min(num_frames, model.max_obj_ptrs_in_encoder)
        self._past_only = model.only_obj_ptrs_in_the_past_for_eval
        self._signed = model.use_signed_tpos_enc_to_obj_ptrs
        spatial = self._num_memories * self._stride
        self.reach = (max(spatial, model.max_obj_ptrs_in_encoder), spatial)
        """How many past frames a frame attends to: by their pointers and by their spatial memories."""

    def choose_conditions(self, frames: Sequence[int], frame: int) -> list[int]:
        """The conditioning frames that condition `frame`: the closest before, the closest at or after, then by
        distance. In the order in which their memories are attended to."""
        if self._nearest < 0 or len(frames) <= self._nearest:
            return list(frames)
        chosen = [
            max((f for f in frames if f < frame), default=None),
            min((f for f in frames if f >= frame), default=None),
        ]
        found = [f for f in chosen if f is not None]
        rest = sorted((f for f in frames if f not in found), key=lambda f: abs(f - frame))
        return found + rest[: self._nearest - len(found)]

    def list_recent(self, frame: int, *, reverse: bool) -> range:
        """The frames of which anything may be attended to as recent."""
        reach = self.reach[0]
        return range(frame + 1, frame + reach) if reverse else range(frame - reach + 1, frame)

    def look(
        self,
        frame: int,
        conditions: Mapping[int, ObjectMemory],
        chosen: Sequence[int],
        tracked: Mapping[int, ObjectMemory],
        *,
        reverse: bool,
    ) -> Window:
        """What `frame` attends to. `conditions` are those chosen and recent ones that were not; those count as
        tracked."""
        recent = {**{f: memory for f, memory in conditions.items() if f not in chosen}, **tracked}
        memories = [(conditions[f], self._num_memories - 1) for f in chosen]
        for back in range(self._num_memories - 1, 0, -1):
            memory = recent.get(self._step_back(frame, back, reverse=reverse))
            if memory is not None:
                memories.append((memory, back - 1))
        return Window(memories, self._look_at_pointers(frame, conditions, chosen, recent, reverse=reverse))

    def _look_at_pointers(
        self,
        frame: int,
        conditions: Mapping[int, ObjectMemory],
        chosen: Sequence[int],
        recent: Mapping[int, ObjectMemory],
        *,
        reverse: bool,
    ) -> list[tuple[Tensor, int]]:
        sign = -1 if reverse else 1
        pointers = []
        for f in chosen:
            distance = (frame - f) * sign
            if distance >= 0 or not self._past_only:
                pointers.append((conditions[f].pointer, distance if self._signed else abs(distance)))
        for back in range(1, self._num_pointers):
            memory = recent.get(frame - back * sign)
            if memory is not None:
                pointers.append((memory.pointer, back))
        return pointers

    def _step_back(self, frame: int, back: int, *, reverse: bool) -> int:
        """The frame of the memory that counts as `back` frames ago."""
        sign, stride = (-1, self._stride) if reverse else (1, self._stride)
        if back == 1:
            return frame - sign
        last = -(-(frame + 2) // stride) * stride if reverse else (frame - 2) // stride * stride
        return last - (back - 2) * stride * sign
