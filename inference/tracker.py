"""Masks of objects in one video by SAM 2: from prompts on a frame, or from memory while a track walks over frames.

The loop over frames (`inference.tracks`) is ours; the image encoder, the prompt encoder and the heads of a click are
the package's, those of tracking are `inference.networks`, which compute the same from the package's weights for many
objects at once. Differences from `SAM2VideoPredictor`:
- frames are read and encoded when needed, and memory is bounded, so RAM does not grow with the video's length;
- every frame on which people said what the object is conditions the track, and its mask is never computed again;
- such a frame is remembered by the mask that the people saw, with the pointer that their prompts give;
- a track saved after any frame and taken up by another process goes on bit for bit as it would have.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import torch

from inference.conditioning import encode_mask_input, encode_points, encode_previous_mask
from inference.crew import Crew, count_crew
from inference.features import FeatureCache, FrameFeatures
from inference.masks import describe
from inference.memory import ObjectMemory
from inference.networks.mask_decoder import Heads
from inference.networks.tracking import FrameView, TrackingNetworks
from inference.rle import encode_empty
from inference.scenes import CutDetector
from inference.types import BarrierMask, Conditioning, MaskPrompt, MaskResult, Prompt, Rle
from inference.window import Window, WindowRule

# At S = 1,024 one takes 3 MiB with the keys of four layers, so at most 200 MiB.
CONDITIONED_KEPT = 64
# One for each track that may walk through the same video at once.
VIEWS_KEPT = 4

_viewers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="views")


class Tracker:
    """Predicts masks in one video of `num_frames` frames and `size` (height, width) in pixels.

    Not safe to use from two threads; on a CPU it uses `threads` itself (see `count_crew`). Raises what the frame source
    raises, and torch's own errors when out of memory.
    """

    def __init__(
        self,
        model: Any,
        features: FeatureCache,
        *,
        size: tuple[int, int],
        num_frames: int,
        threads: int | None = None,
    ) -> None:
        self._model = model
        self._features = features
        self.size = size
        self.crew = Crew(threads or count_crew(model.device))
        self.rule = WindowRule(model, num_frames)
        self._cuts = CutDetector(features.thumbnail, num_frames)
        with torch.inference_mode():
            self.networks = TrackingNetworks(model, num_frames, policy=features.policy)
        self._conditioned: OrderedDict[Hashable, ObjectMemory] = OrderedDict()
        self._views: OrderedDict[int, FrameView] = OrderedDict()
        self._views_ahead: OrderedDict[int, Future[FrameView]] = OrderedDict()

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
            window = self.look(others, frame, {}) if list_known(others) else None
            logits = encode_previous_mask(previous, self._model) if previous is not None else None
            heads = self.predict(frame, prompts, window=window, previous=logits)
            cells = heads.logits[0, 0].float().cpu().numpy()
            return describe(cells, iou=heads.iou[0].item(), score=heads.score[0, 0].item(), frame=frame, size=self.size)

    def view(self, frame: int, *, following: Sequence[int] = ()) -> FrameView:
        """A frame as tracking reads it; those that follow are read meanwhile."""
        if frame not in self._views:
            waiting = self._views_ahead.pop(frame, None)
            features = self._features.read(frame, following=following)
            self._views[frame] = waiting.result() if waiting else self.networks.view(features)
        self._views.move_to_end(frame)
        while len(self._views) > VIEWS_KEPT:
            self._views.popitem(last=False)
        self._view_ahead(following)
        return self._views[frame]

    def _view_ahead(self, following: Sequence[int]) -> None:
        """Has the next frame made ready by another thread, where its features are at hand already."""
        if not self._features.policy.encodes_ahead:
            return
        for frame in following[:1]:
            if frame in self._views or frame in self._views_ahead or not self._features.is_kept(frame):
                continue
            self._views_ahead[frame] = _viewers.submit(self._make_view, self._features.read(frame))
        while len(self._views_ahead) > VIEWS_KEPT:
            self._views_ahead.popitem(last=False)

    @torch.inference_mode()
    def _make_view(self, features: FrameFeatures) -> FrameView:
        with self.precision():
            return self.networks.view(features)

    def precision(self) -> AbstractContextManager[Any]:
        return self._features.policy.precision()

    def look(
        self,
        known: Conditioning,
        frame: int,
        tracked: Mapping[int, ObjectMemory],
        *,
        kept: dict[int, ObjectMemory] | None = None,
        corrected: Mapping[int, ObjectMemory] | None = None,
        reverse: bool = False,
    ) -> Window:
        """What one object attends to on a frame. `kept` holds the memories of conditioning frames between the frames of
        a walk: those that still count are added, the others dropped. `corrected` are conditioning frames as a walk
        remembers them."""
        kept = {} if kept is None else kept
        frames = list_known(known)
        chosen = self.rule.choose_conditions(frames, frame)
        recent = self.rule.list_recent(frame, reverse=reverse) if tracked else range(0)
        needed = [f for f in frames if f in chosen or f in recent]
        for old in kept.keys() - set(needed):
            del kept[old]
        for missing in needed:
            if missing not in kept:
                made = corrected.get(missing) if corrected else None
                kept[missing] = made or self._condition(missing, known)
        return self.rule.look(frame, kept, chosen, tracked, reverse=reverse)

    def predict(
        self,
        frame: int,
        prompts: Sequence[Prompt],
        *,
        window: Window | None = None,
        previous: torch.Tensor | None = None,
    ) -> Heads:
        """What the prompts of one frame ask for, informed by `window` if there is one. `previous` are the logits
        [1, 1, S/4, S/4] that points correct."""
        features = self._features.read(frame)
        model = self._model
        fine = [
            level.permute(1, 2, 0).unflatten(-1, size)
            for level, size in zip(features.vision_feats[:-1], features.sizes[:-1], strict=True)
        ] or None
        if isinstance(prompts[-1], MaskPrompt):
            picture = features.vision_feats[-1].permute(1, 2, 0).unflatten(-1, features.sizes[-1])
            answer = model._use_mask_as_output(picture, fine, encode_mask_input(prompts[-1].rle, model))
            return _read_heads(answer)
        points = encode_points(prompts, self.size, model)
        picture = self._condition_picture(frame, window)
        answer = model._forward_sam_heads(
            backbone_features=picture,
            point_inputs=points,
            mask_inputs=previous,
            high_res_features=fine,
            multimask_output=model._use_multimask(window is None, points),
        )
        return _read_heads(answer)

    def _condition_picture(self, frame: int, window: Window | None) -> torch.Tensor:
        if window is not None:
            return self.networks.attend(self.view(frame), window)
        features = self._features.read(frame)
        picture: torch.Tensor = self._model._prepare_memory_conditioned_features(
            frame_idx=frame,
            is_init_cond_frame=True,
            current_vision_feats=features.vision_feats[-1:],
            current_vision_pos_embeds=features.vision_pos[-1:],
            feat_sizes=features.sizes[-1:],
            output_dict={},
            num_frames=1,
        )
        return picture

    def _condition(self, frame: int, known: Conditioning) -> ObjectMemory:
        """The memory of a frame on which people said what the object is; kept for the next click or track."""
        prompts = tuple(known.prompts.get(frame, ()))
        barrier = known.barriers.get(frame)
        key = (frame, prompts, barrier)
        if key not in self._conditioned:
            heads = self._condition_heads(frame, prompts, barrier)
            (self._conditioned[key],) = self.networks.remember(self.view(frame), heads, from_person=True)
        self._conditioned.move_to_end(key)
        while len(self._conditioned) > CONDITIONED_KEPT:
            self._conditioned.popitem(last=False)
        return self._conditioned[key]

    def _condition_heads(self, frame: int, prompts: Sequence[Prompt], barrier: BarrierMask | None) -> Heads:
        if barrier is None:
            return self.predict(frame, prompts)
        shown = barrier.rle or encode_empty(self.size)
        by_mask = self.predict(frame, (MaskPrompt(frame=frame, rle=shown),))
        if barrier.origin != "prompted" or not barrier.rle or not prompts or isinstance(prompts[-1], MaskPrompt):
            return by_mask
        by_points = self.predict(frame, prompts, previous=encode_previous_mask(shown, self._model))
        if by_points.score.item() <= 0:
            return by_mask
        return Heads(logits=by_mask.logits, pointer=by_points.pointer, score=by_mask.score, iou=by_mask.iou)

    def is_cut(self, frame: int) -> bool:
        """Whether another scene begins at `frame`; raises what the frame source raises."""
        return self._cuts.is_cut(frame)

    @property
    def device(self) -> torch.device:
        device: torch.device = self._model.device
        return device


def list_known(known: Conditioning) -> list[int]:
    """The frames on which people said what the object is, in order."""
    return sorted(known.prompts.keys() | known.barriers.keys())


def _read_heads(answer: tuple[torch.Tensor, ...]) -> Heads:
    _, _, ious, logits, _, pointer, score = answer
    return Heads(logits=logits.float(), pointer=pointer.float(), score=score.float(), iou=ious.float().max(-1).values)


def _leave_out(known: Conditioning, frame: int) -> Conditioning:
    return Conditioning(
        prompts={key: value for key, value in known.prompts.items() if key != frame},
        barriers={key: value for key, value in known.barriers.items() if key != frame},
    )
