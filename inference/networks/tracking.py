"""The networks that a tracked frame passes, for many objects at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from sam2.modeling.sam2_utils import get_1d_sine_pe
from torch import Tensor

from inference.device import DevicePolicy
from inference.features import FrameFeatures
from inference.memory import ObjectMemory
from inference.networks.mask_decoder import FineFeatures, Heads, MaskDecoder
from inference.networks.memory_attention import MemoryAttention, PointerTokens, Remembered, SharedQuery
from inference.networks.memory_encoder import MemoryEncoder
from inference.networks.stacking import Room, Stacked, stack
from inference.window import Window

# How much of the position encoding the package's memory attention adds to its input.
PLACE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class FrameView:
    """One frame as tracking reads it, the same for all objects."""

    query: SharedQuery
    fine: FineFeatures | None
    picture: Tensor


class TrackingNetworks:
    """Memory attention, mask decoder and memory encoder of `model`, for a video of `num_frames` frames."""

    def __init__(self, model: Any, num_frames: int, *, policy: DevicePolicy | None = None) -> None:
        policy = policy or DevicePolicy.choose(str(model.device))
        dtype = policy.autocast or torch.float32
        side = model.sam_image_embedding_size
        self._policy = policy
        self._model = model
        self._side = side
        self._attention = MemoryAttention(model, side, dtype=dtype)
        self._decoder = MaskDecoder(model, side, dtype=dtype)
        self._encoder = MemoryEncoder(model, dtype=dtype)
        self._room = _make_room(model) if policy.compiles else Room()
        self._answer_together = policy.compile(self._answer)
        self._encode = policy.compile(self._encoder)
        self._longest = min(num_frames, model.max_obj_ptrs_in_encoder) - 1
        self._ages: dict[int, Tensor] = {}

    def view(self, features: FrameFeatures) -> FrameView:
        image = features.vision_feats[-1][:, 0].float()
        placed = image
        if self._model.memory_attention.pos_enc_at_input:
            placed = image + PLACE_SHARE * features.vision_pos[-1][:, 0].float()
        return FrameView(
            query=self._attention.share(placed), fine=self._arrange(features), picture=self._encoder.project(image)
        )

    def track(self, view: FrameView, windows: Sequence[Window]) -> Heads:
        """What objects look like on a frame, each by what it remembers."""
        if self._policy.stacks:
            return self._track_together(view, windows)
        pictures = self._attention.attend(view.query, self._tokenize(windows))
        return self._decoder(pictures, view.fine)

    def _track_together(self, view: FrameView, windows: Sequence[Window]) -> Heads:
        """Few large products of shapes that, when compiled, do not depend on how much objects remember."""
        asked = self._policy.pad_objects(len(windows))
        padded = [*windows, *[windows[-1]] * (asked - len(windows))]
        stacked = stack(self._tokenize(padded), self._attention.ages, self._room)
        heads = self._answer_together(view, stacked)
        return Heads(*(getattr(heads, name)[: len(windows)] for name in ("logits", "pointer", "score", "iou")))

    def _answer(self, view: FrameView, stacked: Stacked) -> Heads:
        pictures = self._attention.attend_together(view.query, stacked.keys, stacked.values, stacked.mask)
        return self._decoder(pictures, view.fine)

    def attend(self, view: FrameView, window: Window) -> Tensor:
        """The picture as one object sees it, as the package's decoder takes it: [1, C, h, w]."""
        picture = self._attention.attend(view.query, self._tokenize([window]))
        return picture.transpose(1, 2).unflatten(-1, (self._side, self._side))

    def remember(self, view: FrameView, heads: Heads, *, from_person: bool = False) -> list[ObjectMemory]:
        """What later frames may attend to, one an object."""
        count = len(heads.logits)
        logits, score = (self._pad(part) for part in (heads.logits, heads.score))
        values = self._encode(view.picture, logits, score, from_person=from_person)[:count]
        return [
            ObjectMemory(heads.pointer[row], heads.score[row], logits=heads.logits[row : row + 1], tokens=tokens)
            for row, tokens in enumerate(self._attention.tokenize_memories(values))
        ]

    def _pad(self, part: Tensor) -> Tensor:
        missing = self._policy.pad_objects(len(part)) - len(part)
        return torch.cat((part, part[-1:].expand(missing, *part.shape[1:]))) if missing else part

    def _arrange(self, features: FrameFeatures) -> FineFeatures | None:
        if len(features.vision_feats) == 1:
            return None
        quarter, half = (
            level.float().permute(1, 2, 0).unflatten(-1, size)
            for level, size in zip(features.vision_feats[:2], features.sizes[:2], strict=True)
        )
        return self._decoder.arrange(half, quarter)

    def _tokenize(self, windows: Sequence[Window]) -> list[Remembered]:
        pointers = self._tokenize_pointers(windows)
        return [
            Remembered(
                memories=[(memory.tokens, age) for memory, age in window.memories if memory.tokens is not None],
                pointers=tokens,
            )
            for window, tokens in zip(windows, pointers, strict=True)
        ]

    def _tokenize_pointers(self, windows: Sequence[Window]) -> list[PointerTokens | None]:
        model = self._model
        listed = [pair for window in windows for pair in window.pointers]
        if not listed or not model.use_obj_ptrs_in_encoder:
            return [None] * len(windows)
        share = model.hidden_dim // model.mem_dim
        values = torch.stack([pointer for pointer, _ in listed]).unflatten(-1, (share, -1)).flatten(0, 1)
        ages = torch.stack([self._encode_age(distance) for _, distance in listed]).repeat_interleave(share, dim=0)
        tokens = self._attention.tokenize_pointers(values, ages)
        counts = [len(window.pointers) * share for window in windows]
        return [
            PointerTokens(keys=keys, values=part) if len(part) else None
            for keys, part in zip(tokens.keys.split(counts, dim=1), tokens.values.split(counts), strict=True)
        ]

    def _encode_age(self, distance: int) -> Tensor:
        """How far away a pointer's frame is, [M]; kept for near frames only. A conditioning frame far behind is another
        distance at each step, and one small tensor a frame, kept between large ones that are freed, had the heap grow
        by 40 KB a frame."""
        if not 0 <= distance <= self._longest:
            return self._make_age(distance)
        if distance not in self._ages:
            self._ages[distance] = self._make_age(distance)
        return self._ages[distance]

    def _make_age(self, distance: int) -> Tensor:
        model = self._model
        if not model.add_tpos_enc_to_obj_ptrs:
            return torch.zeros(model.mem_dim, device=model.device)
        share = torch.tensor([distance], device=model.device) / self._longest
        width = model.hidden_dim if model.proj_tpos_enc_in_obj_ptrs else model.mem_dim
        encoded: Tensor = model.obj_ptr_tpos_proj(get_1d_sine_pe(share, dim=width))
        return encoded[0]


def _make_room(model: Any) -> Room:
    """What an object may remember at most, so that a compiled network never sees another shape."""
    nearest = model.max_cond_frames_in_attn
    conditions = nearest if nearest >= 0 else 1
    share = model.hidden_dim // model.mem_dim
    return Room(
        memories=conditions + model.num_maskmem - 1,
        pointers=(conditions + model.max_obj_ptrs_in_encoder - 1) * share,
    )
