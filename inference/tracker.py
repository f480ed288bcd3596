"""Masks of objects in one video by SAM 2: from prompts on a frame, or from memory while a track walks over frames.

The loop over frames (`inference.tracks`) is ours; every network is the package's (`SAM2Base`). Differences from
`SAM2VideoPredictor`:
- frames are read and encoded when needed, and memory is bounded, so RAM does not grow with the video's length;
- every frame on which people said what the object is conditions the track, and its mask is never computed again;
- such a frame is remembered by the mask that the people saw, with the pointer that their prompts give;
- low-resolution masks pass through float16 before they become memory, so that a track saved after any frame and taken
  up by another process goes on bit for bit as it would have.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from inference.conditioning import encode_mask_input, encode_points, encode_previous_mask, select_window
from inference.features import FeatureCache, FrameFeatures
from inference.memory import FrameOutput
from inference.rle import encode, encode_empty
from inference.types import BarrierMask, Conditioning, MaskPrompt, MaskResult, Prompt, Rle

# At S = 1,024 one takes 0.7 MiB, so at most 90 MiB.
CONDITIONED_KEPT = 128


@dataclass(frozen=True)
class Decoded:
    """Heads' answer for one object: `logits` [1, 1, S/4, S/4] float32, `pointer` [1, C], `score_logits` [1, 1]."""

    logits: torch.Tensor
    pointer: torch.Tensor
    score_logits: torch.Tensor
    iou: float

    @property
    def is_present(self) -> bool:
        return bool(self.score_logits.item() > 0)


class Tracker:
    """Predicts masks in one video of `num_frames` frames and `size` (height, width) in pixels.

    Not safe to use from two threads. Raises what the frame source raises, and torch's own errors when out of memory.
    """

    def __init__(self, model: Any, features: FeatureCache, *, size: tuple[int, int], num_frames: int) -> None:
        self._model = model
        self._features = features
        self._size = size
        self._num_frames = num_frames
        self._position: list[torch.Tensor] | None = None
        self._conditioned: OrderedDict[Hashable, FrameOutput] = OrderedDict()

    @torch.inference_mode()
    def click(
        self, frame: int, prompts: Sequence[Prompt], *, known: Conditioning, previous: Rle | None = None
    ) -> MaskResult:
        """The mask that the prompts of one frame ask for.

        `known` is what is known on other frames: the nearest of them inform the answer through memory. `previous` is
        the mask that a new point corrects, if there is one.
        """
        with self.precision():
            others = _leave_out(known, frame)
            window = self.read_window(others, frame, {}, ()) if _list_frames(others) else {}
            decoded = self.decode(
                frame,
                prompts=prompts,
                previous=previous,
                outputs={"cond_frame_outputs": window, "non_cond_frame_outputs": {}},
            )
            return self.describe(frame, decoded)

    def visit(self, frame: int, *, following: int | None) -> None:
        """Encodes a frame and has the one after it read meanwhile."""
        self._features.read(frame, following=following)

    def precision(self) -> AbstractContextManager[Any]:
        if self._model.device.type == "cuda":
            return torch.autocast("cuda", dtype=torch.bfloat16)
        return nullcontext()

    def decode(
        self,
        frame: int,
        *,
        prompts: Sequence[Prompt] = (),
        previous: Rle | None = None,
        outputs: dict[str, dict[int, FrameOutput]],
        reverse: bool = False,
    ) -> Decoded:
        """Runs memory attention, where `outputs` has a conditioning frame, and the mask decoder on one frame."""
        features = self._features.read(frame)
        model = self._model
        points = mask_input = prev_logits = None
        if prompts and isinstance(prompts[-1], MaskPrompt):
            mask_input = encode_mask_input(prompts[-1].rle, model)
        elif prompts:
            points = encode_points(prompts, self._size, model)
            prev_logits = encode_previous_mask(previous, model) if previous is not None else None
        _, heads, _, _ = model._track_step(
            frame_idx=frame,
            is_init_cond_frame=not outputs["cond_frame_outputs"],
            current_vision_feats=features.vision_feats,
            current_vision_pos_embeds=features.vision_pos,
            feat_sizes=features.sizes,
            point_inputs=points,
            mask_inputs=mask_input,
            output_dict=outputs,
            num_frames=self._num_frames,
            track_in_reverse=reverse,
            prev_sam_mask_logits=prev_logits,
        )
        _, _, ious, low_res, _, pointer, score_logits = heads
        return Decoded(low_res.float(), pointer, score_logits.float(), float(ious.max().item()))

    def remember(self, frame: int, logits: torch.Tensor, pointer: torch.Tensor, score: torch.Tensor) -> FrameOutput:
        """Encodes one frame's mask into what later frames attend to. `logits` are float16 [1, 1, S/4, S/4]."""
        features: FrameFeatures = self._features.read(frame)
        side = self._model.image_size
        high_res = functional.interpolate(logits.float(), size=(side, side), mode="bilinear", align_corners=False)
        memory, position = self._model._encode_new_memory(
            current_vision_feats=features.vision_feats,
            feat_sizes=features.sizes,
            pred_masks_high_res=high_res,
            object_score_logits=score,
            is_mask_from_pts=False,
        )
        self._position = self._position or position  # the same for every frame and object
        return {
            "maskmem_features": memory.to(torch.bfloat16),
            "maskmem_pos_enc": self._position,
            "obj_ptr": pointer,
            "object_score_logits": score,
            "logits": logits,
        }

    def _condition(self, frame: int, known: Conditioning) -> FrameOutput:
        """The memory of a frame on which people said what the object is; kept for the next click or track."""
        prompts = tuple(known.prompts.get(frame, ()))
        barrier = known.barriers.get(frame)
        key = (frame, prompts, barrier)
        if key not in self._conditioned:
            self._conditioned[key] = self._encode_condition(frame, prompts, barrier)
        self._conditioned.move_to_end(key)
        while len(self._conditioned) > CONDITIONED_KEPT:
            self._conditioned.popitem(last=False)
        return self._conditioned[key]

    def _encode_condition(self, frame: int, prompts: Sequence[Prompt], barrier: BarrierMask | None) -> FrameOutput:
        alone: dict[str, dict[int, FrameOutput]] = {"cond_frame_outputs": {}, "non_cond_frame_outputs": {}}
        if barrier is None:
            made = self.decode(frame, prompts=prompts, outputs=alone)
            return self.remember(frame, made.logits.half(), made.pointer, made.score_logits)
        shown = barrier.rle or encode_empty(self._size)
        by_mask = self.decode(frame, prompts=(MaskPrompt(frame=frame, rle=shown),), outputs=alone)
        pointer = by_mask.pointer
        if barrier.origin == "prompted" and barrier.rle and prompts and not isinstance(prompts[-1], MaskPrompt):
            by_points = self.decode(frame, prompts=prompts, previous=shown, outputs=alone)
            pointer = by_points.pointer if by_points.is_present else pointer
        return self.remember(frame, by_mask.logits.half(), pointer, by_mask.score_logits)

    def read_window(
        self, known: Conditioning, frame: int, kept: dict[int, FrameOutput], recent: Sequence[int]
    ) -> dict[int, FrameOutput]:
        """The outputs of the conditioning frames that matter at `frame`; fills `kept` and drops the others from it."""
        window = select_window(_list_frames(known), frame, nearest=self._model.max_cond_frames_in_attn, recent=recent)
        for old in kept.keys() - set(window):
            del kept[old]
        for needed in window:
            if needed not in kept:
                kept[needed] = self._condition(needed, known)
        return {needed: kept[needed] for needed in window}  # in order, for sums of floats depend on it

    def describe(self, frame: int, decoded: Decoded) -> MaskResult:
        score = min(max(decoded.iou, 0.0), 1.0)
        if not decoded.is_present:
            return MaskResult(frame=frame, rle=None, score=score, state="absent")
        full = functional.interpolate(decoded.logits, size=self._size, mode="bilinear", align_corners=False)
        mask = (full[0, 0] > 0).cpu().numpy()
        if not mask.any():
            return MaskResult(frame=frame, rle=None, score=score, state="absent")
        return MaskResult(frame=frame, rle=encode(mask), score=score, state="present")

    @property
    def device(self) -> torch.device:
        device: torch.device = self._model.device
        return device

    @property
    def reach(self) -> tuple[int, int]:
        """How many past frames a frame attends to: by their pointers and by their spatial memories."""
        spatial = self._model.num_maskmem * self._model.memory_temporal_stride_for_eval
        return max(spatial, self._model.max_obj_ptrs_in_encoder), spatial


def _list_frames(known: Conditioning) -> list[int]:
    return sorted(known.prompts.keys() | known.barriers.keys())


def _leave_out(known: Conditioning, frame: int) -> Conditioning:
    return Conditioning(
        prompts={key: value for key, value in known.prompts.items() if key != frame},
        barriers={key: value for key, value in known.barriers.items() if key != frame},
    )
