"""Turns rendered clips into the batches that the package's training model takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import IterableDataset

from inference.training.curriculum import Stage, Task, pick_task
from inference.training.scenes import CLIP_PERIOD_FRAMES, Clip, render_clip

if TYPE_CHECKING:
    from training.utils.data_utils import BatchedVideoDatapoint

IMAGE_MEAN = (0.485, 0.456, 0.406)
IMAGE_STD = (0.229, 0.224, 0.225)
# An object is prompted only where it shows at least this share of the frame.
_LEAST_VISIBLE_SHARE = 0.002


@dataclass(frozen=True)
class Batch:
    """frames: uint8 [V, T, H, W, 3]; masks: bool [T, O, H, W]; videos: int64 [O], the
    video that each object is in."""

    task: Task
    frames: Tensor
    masks: Tensor
    videos: Tensor


class ClipBatches(IterableDataset[Batch]):
    """Endless batches of the current stage; `stage_index` is shared with the trainer."""

    def __init__(self, stages: tuple[Stage, ...], stage_index: "Synchronized[int]", first_step: int) -> None:
        self._stages = stages
        self._stage_index = stage_index
        self._first_step = first_step

    def __iter__(self) -> Iterator[Batch]:
        step = self._first_step
        while True:
            yield render_batch(self._stages[self._stage_index.value], step)
            step += 1


def render_batch(stage: Stage, step: int) -> Batch:
    """The batch of a step: seeds follow from the step alone, so a resumed run goes on."""
    rng = np.random.default_rng((1, step))
    task = pick_task(stage, rng)
    clips: list[Clip] = []
    while len(clips) < task.videos:
        clip = _render_training_clip(int(rng.integers(2**40)), task, stage, rng)
        if len(_prompted_labels(clip)) > 0:
            clips.append(clip)
    masks: list[NDArray[np.bool_]] = []
    videos: list[int] = []
    for video, clip in enumerate(clips):
        labels = rng.permutation(_prompted_labels(clip))[: task.objects]
        masks += [clip.masks == label for label in labels]
        videos += [video] * len(labels)
    return Batch(
        task=task,
        frames=torch.from_numpy(np.stack([clip.frames for clip in clips])),
        masks=torch.from_numpy(np.stack(masks, axis=1)),
        videos=torch.tensor(videos),
    )


def _render_training_clip(seed: int, task: Task, stage: Stage, rng: np.random.Generator) -> Clip:
    longest_step = max(1, min(4, (CLIP_PERIOD_FRAMES - 1) // max(task.num_frames - 1, 1)))
    step = int(rng.integers(1, longest_step + 1))
    last_start = max(CLIP_PERIOD_FRAMES - step * task.num_frames, 0)
    return render_clip(
        seed,
        task.num_frames,
        task.image_size,
        stage.scene,
        first_frame=int(rng.integers(last_start + 1)),
        frame_step=step,
    )


def _prompted_labels(clip: Clip) -> NDArray[np.int64]:
    first = clip.masks[0]
    counts = np.bincount(first.reshape(-1), minlength=clip.num_objects + 1)
    visible = np.flatnonzero(counts >= _LEAST_VISIBLE_SHARE * first.size)
    return visible[visible > 0]


def normalise_frames(frames: Tensor) -> Tensor:
    """uint8 [..., H, W, 3] to float32 [..., 3, H, W], as the package's predictor does."""
    mean, std = torch.tensor(IMAGE_MEAN), torch.tensor(IMAGE_STD)
    scaled = (frames.float() / 255 - mean) / std
    return scaled.movedim(-1, -3).contiguous()


def to_datapoint(batch: Batch) -> "BatchedVideoDatapoint":
    """The batch in the package's form."""
    from training.utils.data_utils import BatchedVideoDatapoint, BatchedVideoMetaData

    num_frames, num_objects = batch.masks.shape[:2]
    times = torch.arange(num_frames)[:, None].expand(num_frames, num_objects)
    videos = batch.videos[None].expand(num_frames, num_objects)
    unused = torch.zeros(num_frames, num_objects, 3, dtype=torch.int64)
    return BatchedVideoDatapoint(
        img_batch=normalise_frames(batch.frames).transpose(0, 1),
        obj_to_frame_idx=torch.stack([times, videos], -1).int(),
        masks=batch.masks,
        metadata=BatchedVideoMetaData(
            unique_objects_identifier=unused,
            frame_orig_size=unused[..., :2],
            batch_size=[num_frames],
        ),
        dict_key="procedural",
        batch_size=[num_frames],
    )
