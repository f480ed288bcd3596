"""What is trained when: images first, at a low resolution, then larger ones, then clips."""

from dataclasses import dataclass

import numpy as np

from inference.training.scenes import SceneSettings


@dataclass(frozen=True)
class Task:
    """One kind of batch of one process: `videos` clips of `num_frames` frames of `image_size` pixels, at
    most `objects` prompted in each, `corrections` further clicks on a corrected frame."""

    image_size: int
    num_frames: int
    videos: int
    objects: int
    corrections: int
    weight: float = 1.0


@dataclass(frozen=True)
class Stage:
    """A share of the whole run's minutes, and the tasks drawn in it by their weight."""

    share: float
    tasks: tuple[Task, ...]
    scene: SceneSettings


_EASY = SceneSettings(noise=0.5, clutter=1, occluders=1, max_radius=0.3, look_alike=0.1)
_FULL = SceneSettings()

FROM_SCRATCH: tuple[Stage, ...] = (
    Stage(0.20, (Task(128, 1, 8, 4, 1),), _EASY),
    Stage(0.12, (Task(128, 1, 8, 4, 2), Task(128, 4, 2, 4, 1, 0.5)), _FULL),
    Stage(0.21, (Task(128, 2, 4, 4, 1, 2.0), Task(128, 4, 2, 4, 1), Task(256, 1, 4, 4, 1, 0.6)), _FULL),
    Stage(
        0.47,
        (Task(256, 1, 4, 4, 1), Task(256, 2, 2, 4, 1), Task(256, 4, 1, 4, 1), Task(128, 6, 2, 4, 1, 0.3)),
        _FULL,
    ),
)

# From weights that know what a click is: memory needs long clips, and most of what people label are real surfaces.
_REAL = SceneSettings(pictures=0.4, vanish=0.4, cut=0.1)
GOING_ON: tuple[Stage, ...] = (
    Stage(0.2, (Task(128, 1, 6, 4, 2), Task(128, 8, 1, 4, 1), Task(256, 1, 3, 4, 1)), _REAL),
    Stage(
        0.8,
        (Task(256, 1, 3, 4, 2, 3.0), Task(256, 4, 1, 4, 1), Task(256, 8, 1, 4, 1), Task(128, 8, 1, 4, 1, 0.4)),
        _REAL,
    ),
)


def fine_tuning(image_size: int) -> tuple[Stage, ...]:
    """A short course on labelled footage at a model's own resolution: images and clips, a little of everything else."""
    tasks = (Task(image_size, 1, 3, 4, 2), Task(image_size, 2, 2, 4, 1), Task(image_size, 4, 1, 4, 1))
    return (Stage(1.0, tasks, _FULL),)


def stage_at(stages: tuple[Stage, ...], share_done: float) -> int:
    """The index of the stage that a share of the run (0 to 1) falls into."""
    passed = 0.0
    for index, stage in enumerate(stages):
        passed += stage.share
        if share_done < passed:
            return index
    return len(stages) - 1


def pick_task(stage: Stage, rng: np.random.Generator) -> Task:
    """One of the stage's tasks, by weight."""
    weights = np.array([task.weight for task in stage.tasks])
    return stage.tasks[int(rng.choice(len(weights), p=weights / weights.sum()))]


def learning_rate(share_done: float, steps_since_start: int, *, peak: float, warm_up: int = 100) -> float:
    """Warm-up over some steps (again after every resume), then a cosine to 2% of the peak."""
    warm = min(1.0, (steps_since_start + 1) / warm_up)
    cosine = 0.5 * (1 + float(np.cos(np.pi * min(share_done, 1.0))))
    return peak * warm * (0.02 + 0.98 * cosine)
