"""Turns rendered clips into the batches that the package's training model takes."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from inference.training.curriculum import Stage, Task, pick_task
from inference.training.examples import Examples
from inference.training.pictures import Pictures
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


@dataclass(frozen=True)
class Sources:
    """Where clips come from: the generator, which may show `pictures`, and, for all but a share of `replay`, `examples`
    of labelled footage where there are any."""

    pictures: Pictures | None = None
    examples: Examples | None = None
    replay: float = 0.5

    def draw(self, task: Task, stage: Stage, rng: np.random.Generator) -> Clip:
        if self.examples is not None and rng.random() >= self.replay:
            return self.examples.cut(task, rng)
        return _render_training_clip(int(rng.integers(2**40)), task, stage, rng, self.pictures)


GENERATED = Sources()


class ClipBatches(IterableDataset[Batch]):
    """Endless batches of the current stage; `stage_index` is shared with the trainer. Those of each `rank` differ."""

    def __init__(
        self,
        stages: tuple[Stage, ...],
        stage_index: "Synchronized[int]",
        first_step: int,
        sources: Sources,
        rank: int = 0,
    ) -> None:
        self._rank = rank
        self._stages = stages
        self._sources = sources
        self._stage_index = stage_index
        self._first_step = first_step

    def __iter__(self) -> Iterator[Batch]:
        worker = get_worker_info()
        first, every = (worker.id, worker.num_workers) if worker else (0, 1)
        for step in itertools.count(self._first_step + first, every):
            yield render_batch(self._stages[self._stage_index.value], step, self._sources, self._rank)


def render_batch(stage: Stage, step: int, sources: Sources = GENERATED, rank: int = 0) -> Batch:
    """A batch of the step's task, which all ranks have; seeds follow from step and rank, so a resumed run goes on."""
    task = pick_task(stage, np.random.default_rng((1, step)))
    rng = np.random.default_rng((2, step, rank))
    clips: list[Clip] = []
    while len(clips) < task.videos:
        clip = sources.draw(task, stage, rng)
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


def _render_training_clip(
    seed: int, task: Task, stage: Stage, rng: np.random.Generator, pictures: Pictures | None
) -> Clip:
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
        pictures=pictures,
    )


def _prompted_labels(clip: Clip) -> NDArray[np.int64]:
    first = clip.masks[0]
    counts = np.bincount(first.reshape(-1), minlength=clip.num_objects + 1)
    visible = np.flatnonzero(counts >= _LEAST_VISIBLE_SHARE * first.size)
    return visible[visible > 0]


def normalise_frames(frames: Tensor) -> Tensor:
    """uint8 [..., H, W, 3] to float32 [..., 3, H, W], as the package's predictor does."""
    mean, std = torch.tensor(IMAGE_MEAN, device=frames.device), torch.tensor(IMAGE_STD, device=frames.device)
    scaled = (frames.float() / 255 - mean) / std
    return scaled.movedim(-1, -3).contiguous()


def to_datapoint(batch: Batch, device: str = "cpu") -> "BatchedVideoDatapoint":
    """The batch in the package's form, on a device."""
    from training.utils.data_utils import BatchedVideoDatapoint, BatchedVideoMetaData

    num_frames, num_objects = batch.masks.shape[:2]
    times = torch.arange(num_frames)[:, None].expand(num_frames, num_objects)
    videos = batch.videos[None].expand(num_frames, num_objects)
    places = torch.stack([times, videos], -1).int()
    unused = torch.zeros(num_frames, num_objects, 3, dtype=torch.int64)
    return BatchedVideoDatapoint(
        img_batch=normalise_frames(batch.frames.to(device)).transpose(0, 1),
        obj_to_frame_idx=places.to(device),
        masks=batch.masks.to(device),
        metadata=BatchedVideoMetaData(
            unique_objects_identifier=unused,
            frame_orig_size=unused[..., :2],
            batch_size=[num_frames],
        ),
        dict_key="procedural",
        batch_size=[num_frames],
    )
