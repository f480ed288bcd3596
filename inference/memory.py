"""What a tracker remembers of one object: frames, as memory attention reads them and as they can be stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from inference.networks.memory_attention import MemoryTokens


@dataclass(frozen=True, slots=True)
class ObjectMemory:
    """One object on one frame: `pointer` [C], `score` [1] and `logits` [1, 1, S/4, S/4], float32, and `tokens`; the
    last two are None where only the pointer is still attended to."""

    pointer: Tensor
    score: Tensor
    logits: Tensor | None
    tokens: MemoryTokens | None


class SavedFrame(NamedTuple):
    """One remembered frame in what can be stored; `logits` only where the spatial memory still counts."""

    pointer: Tensor
    score: Tensor
    logits: Tensor | None


class TrackMemory:
    """The last frames that one object was tracked through, at most `reach` of them.

    Only what the next frame can attend to is kept, so memory does not grow with the video: spatial memories of the last
    `spatial_reach` frames and object pointers of the last `reach`.
    """

    def __init__(self, *, reach: int, spatial_reach: int) -> None:
        self._reach = reach
        self._spatial_reach = spatial_reach
        self.frames: dict[int, ObjectMemory] = {}

    def remember(self, frame: int, memory: ObjectMemory) -> None:
        self.frames[frame] = memory
        for old, kept in list(self.frames.items()):
            if abs(old - frame) >= self._reach:
                del self.frames[old]
            elif kept.tokens is not None and abs(old - frame) >= self._spatial_reach:
                self.frames[old] = ObjectMemory(kept.pointer, kept.score, logits=None, tokens=None)

    def restore(self, frame: int, memory: ObjectMemory) -> None:
        """Takes up a frame that was saved; whoever saved has already dropped what is too old."""
        self.frames[frame] = memory

    def forget(self, frame: int) -> None:
        """Drops a frame, as when a person said meanwhile what the object is there."""
        self.frames.pop(frame, None)

    def list_saved(self, last_frame: int) -> Iterator[tuple[int, SavedFrame]]:
        for frame, memory in self.frames.items():
            spatial = abs(frame - last_frame) < self._spatial_reach
            yield frame, SavedFrame(memory.pointer, memory.score, memory.logits if spatial else None)


def pack_memories(memories: Mapping[int, TrackMemory], *, last_frame: int) -> bytes:
    """Everything another worker needs to go on after `last_frame` exactly as this one would, as safetensors.

    About 8 KiB an object and 15 frames of pointers, and 6 low-resolution masks of (S/4)² floats: 0.1 MiB an object at
    S = 256, 1.6 MiB at 1,024.
    """
    tensors: dict[str, Tensor] = {}
    for object_id, memory in memories.items():
        for frame, saved in memory.list_saved(last_frame):
            for field, tensor in saved._asdict().items():
                if tensor is not None:
                    tensors[f"{object_id}.{frame}.{field}"] = tensor.detach().cpu().contiguous().clone()
    return save_tensors(tensors)


def unpack_memories(packed: bytes) -> dict[int, dict[int, SavedFrame]]:
    """The saved frames by object and frame; the inverse of `pack_memories`."""
    parts: dict[tuple[int, int], dict[str, Tensor]] = {}
    for key, tensor in load_tensors(packed).items():
        object_key, frame_key, field = key.split(".")
        parts.setdefault((int(object_key), int(frame_key)), {})[field] = tensor
    saved: dict[int, dict[int, SavedFrame]] = {}
    for (object_id, frame), fields in sorted(parts.items()):
        saved.setdefault(object_id, {})[frame] = SavedFrame(fields["pointer"], fields["score"], fields.get("logits"))
    return saved
