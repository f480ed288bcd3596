"""What a tracker remembers of one object: outputs of frames, as the package's memory attention reads them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors

FrameOutput = dict[str, Any]
"""The package's compact output of one frame and one object: `maskmem_features` [1, C_mem, h, w] in bfloat16 or None,
`maskmem_pos_enc` (a list with one tensor of the same shape) or None, `obj_ptr` [1, C], `object_score_logits` [1, 1],
and ours: `logits` [1, 1, S/4, S/4] in float16, the low-resolution mask before the sigmoid."""


class SavedFrame(NamedTuple):
    """One remembered frame in what can be stored; `logits` only where the spatial memory still counts."""

    pointer: torch.Tensor
    score: torch.Tensor
    logits: torch.Tensor | None


class TrackMemory:
    """The outputs of the last frames that one object was tracked through, at most `reach` of them.

    Only what the next frame can attend to is kept, so memory does not grow with the video: spatial memories of the last
    `spatial_reach` frames and object pointers of the last `reach`.
    """

    def __init__(self, *, reach: int, spatial_reach: int) -> None:
        self._reach = reach
        self._spatial_reach = spatial_reach
        self.outputs: dict[int, FrameOutput] = {}

    def remember(self, frame: int, output: FrameOutput) -> None:
        self.outputs[frame] = output
        for old in [kept for kept in self.outputs if abs(kept - frame) >= self._reach]:
            del self.outputs[old]

    def list_saved(self, last_frame: int) -> Iterator[tuple[int, SavedFrame]]:
        for frame, output in self.outputs.items():
            spatial = abs(frame - last_frame) < self._spatial_reach
            yield (
                frame,
                SavedFrame(output["obj_ptr"], output["object_score_logits"], output["logits"] if spatial else None),
            )


def pack_memories(memories: Mapping[int, TrackMemory], *, last_frame: int) -> bytes:
    """Everything another worker needs to go on after `last_frame` exactly as this one would, as safetensors.

    About 8 KiB an object and 15 frames of pointers, and 6 low-resolution masks of (S/4)² half floats: 56 KiB an object
    at S = 256, 0.8 MiB at 1,024.
    """
    tensors: dict[str, torch.Tensor] = {}
    for object_id, memory in memories.items():
        for frame, saved in memory.list_saved(last_frame):
            for field, tensor in saved._asdict().items():
                if tensor is not None:
                    tensors[f"{object_id}.{frame}.{field}"] = tensor.detach().cpu().contiguous()
    return save_tensors(tensors)


def unpack_memories(packed: bytes) -> dict[int, dict[int, SavedFrame]]:
    """The saved frames by object and frame; the inverse of `pack_memories`."""
    parts: dict[tuple[int, int], dict[str, torch.Tensor]] = {}
    for key, tensor in load_tensors(packed).items():
        object_key, frame_key, field = key.split(".")
        parts.setdefault((int(object_key), int(frame_key)), {})[field] = tensor
    saved: dict[int, dict[int, SavedFrame]] = {}
    for (object_id, frame), fields in sorted(parts.items()):
        saved.setdefault(object_id, {})[frame] = SavedFrame(fields["pointer"], fields["score"], fields.get("logits"))
    return saved
