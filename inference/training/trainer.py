"""One run of training in one folder: it can be killed at any time and goes on from its last save."""

import json
import multiprocessing
import time
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.utils.data import DataLoader
from tqdm import tqdm

from inference.checkpoints import NANO, load_model
from inference.training.curriculum import FROM_SCRATCH, GOING_ON, Stage, fine_tuning, learning_rate, stage_at
from inference.training.dataset import GENERATED, Batch, ClipBatches, Sources, to_datapoint
from inference.training.evaluate import score_first_frames
from inference.training.held_out import held_out_clips
from inference.training.losses import CORE_LOSS_KEY, build_loss, training_overrides
from inference.training.nano import build_training_model, restart_memory, set_image_size
from inference.training.optimizer import Both
from inference.training.team import Team

_SAVE_EVERY_S = 120
_EVALUATE_EVERY_S = 420
_LOG_EVERY_STEPS = 5
_GRADIENT_NORM_LIMIT = 3.0
_EVALUATION_CLIPS = 12
_MOST_GIVEN_FRAMES = 2


@dataclass(frozen=True)
class RunSettings:
    """`minutes` of training in all, over every resumption; `max_steps` stops earlier.

    Without a `checkpoint` of the registry a new maskloop-nano is trained; `start_from` is another file of weights for
    the same architecture. Without `stages` they follow from what is trained.
    """

    out: Path
    minutes: float
    checkpoint: str | None = None
    start_from: Path | None = None
    resume: bool = False
    restart_memory: bool = False
    peak_rate: float = 6e-4
    max_steps: int | None = None
    data_workers: int = 1
    device: str = "cpu"
    stages: tuple[Stage, ...] | None = None
    sources: Sources = GENERATED


@dataclass
class Progress:
    """Where the run is: optimizer steps made and seconds spent, over every resumption."""

    step: int = 0
    elapsed_s: float = 0.0


class Averaged:
    """An exponential moving average of a model's parameters."""

    def __init__(self, model: nn.Module, decay: float = 0.998) -> None:
        self._decay = decay
        self.values: dict[str, Tensor] = {n: v.clone() for n, v in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module, step: int) -> None:
        """The average follows closely at first, so that it never holds on to the start."""
        decay = min(self._decay, (1 + step) / (10 + step))
        for name, value in model.state_dict().items():
            average = self.values[name]
            if average.dtype.is_floating_point:
                average.lerp_(value, 1 - decay)
            else:
                average.copy_(value)


class Trainer:
    """One run in one folder: model, optimizer, average, and how far it came; the same in every process of a team."""

    def __init__(self, settings: RunSettings) -> None:
        self.settings = settings
        self.team = Team()
        self.progress = Progress()
        self.model: Any = _build_model(settings)
        self.stages = settings.stages or _plan(settings, self.model)
        self.optimizer = Both(self.model, settings.peak_rate)
        self.average = Averaged(self.model)
        self.loss = build_loss()
        self._stop = False
        settings.out.mkdir(parents=True, exist_ok=True)
        if settings.resume and self._state_file.exists():
            self._load_state()
        if settings.restart_memory:
            restart_memory(self.model)
            fresh = self.model.state_dict()
            memory = [name for name in fresh if name.startswith("memory_")]
            self.average.values |= {name: fresh[name].clone() for name in memory}

    @property
    def _state_file(self) -> Path:
        return self.settings.out / "state.pt"

    @property
    def share_done(self) -> float:
        return self.progress.elapsed_s / (self.settings.minutes * 60)

    def request_stop(self, signal_number: int, frame: FrameType | None) -> None:
        """A signal handler: the step in progress is finished and saved."""
        self._stop = True

    def run(self) -> None:
        """Trains until the minutes or steps are used up, or a stop is asked for."""
        stages = self.stages
        torch.manual_seed(self.progress.step + self.team.rank)
        stage_index = multiprocessing.Value("i", stage_at(stages, self.share_done))
        batches = ClipBatches(stages, stage_index, self.progress.step, self.settings.sources, self.team.rank)
        loader = DataLoader(batches, batch_size=None, num_workers=self.settings.data_workers)
        first_step, first_elapsed_s = self.progress.step, self.progress.elapsed_s
        started = saved = evaluated = time.monotonic()
        bar = tqdm(total=round(self.settings.minutes, 1), unit="min", desc="training", disable=not self.team.leads)
        for batch in loader:
            clock = first_elapsed_s + time.monotonic() - started
            stops, self.progress.elapsed_s = self.team.agree(stops=self._is_finished(), elapsed_s=clock)
            if stops:
                break
            share = self.share_done
            stage_index.value = stage_at(stages, share)
            rate = learning_rate(
                share, self.progress.step - first_step, peak=self.settings.peak_rate, warm_up=30 if first_step else 100
            )
            figures = self.train_step(batch, rate)
            if not self.team.leads:
                continue
            now = time.monotonic()
            bar.n = round(self.progress.elapsed_s / 60, 1)
            bar.set_postfix(step=self.progress.step, loss=f"{figures['loss']:.2f}")
            if self.progress.step % _LOG_EVERY_STEPS == 0:
                self._log({"stage": stage_index.value, "rate": rate, **figures})
            if now - evaluated > _EVALUATE_EVERY_S:
                self._evaluate()
                evaluated = time.monotonic()
            if now - saved > _SAVE_EVERY_S:
                self.save()
                saved = time.monotonic()
        bar.close()
        if self.team.leads:
            self.save()

    def train_step(self, batch: Batch, rate: float) -> dict[str, float]:
        """One optimizer step; returns its loss and the IoU on the last click of frame 0."""
        self.model.train()
        set_image_size(self.model, batch.task.image_size)
        self.model.num_correction_pt_per_frame = batch.task.corrections
        # Two frames that are both given as masks would leave nothing to learn.
        self.model.num_init_cond_frames_for_train = min(_MOST_GIVEN_FRAMES, max(1, batch.task.num_frames - 1))
        self.optimizer.set_rate(rate)
        datapoint = to_datapoint(batch, self.settings.device)
        with self._precision():
            outputs = self.model(datapoint)
            loss = self.loss(outputs, datapoint.masks)[CORE_LOSS_KEY]
        # Losses add up over frames; a long clip must not outweigh an image.
        loss = loss / batch.task.num_frames
        self.optimizer.zero_grad()
        loss.backward()
        self.team.average_gradients(self.model)
        norm = nn.utils.clip_grad_norm_(self.model.parameters(), _GRADIENT_NORM_LIMIT)
        if torch.isfinite(norm):
            self.optimizer.step()
        self.progress.step += 1
        self.average.update(self.model, self.progress.step)
        return {
            "loss": loss.item(),
            "gradient_norm": norm.item(),
            "size": batch.task.image_size,
            "frames": batch.task.num_frames,
            "iou_first_click": _mean_iou(outputs[0]["multistep_pred_multimasks_high_res"][0], datapoint.masks[0]),
            "iou_last_frame": _mean_iou(outputs[-1]["pred_masks_high_res"], datapoint.masks[-1]),
        }

    def _precision(self) -> AbstractContextManager[Any]:
        """Half precision where a GPU multiplies faster in it; a CPU measured no faster."""
        if self.settings.device == "cpu":
            return nullcontext()
        return torch.autocast(self.settings.device.partition(":")[0], dtype=torch.bfloat16)

    def _is_finished(self) -> bool:
        limit = self.settings.max_steps
        return self._stop or self.share_done >= 1 or (limit is not None and self.progress.step >= limit)

    def _evaluate(self) -> None:
        """Held-out first frames with the averaged weights, at the stage's largest size."""
        trained = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.model.load_state_dict(self.average.values)
        self.model.eval()
        stage = self.stages[stage_at(self.stages, self.share_done)]
        size = max(task.image_size for task in stage.tasks)
        set_image_size(self.model, size)
        scores = score_first_frames(self.model, held_out_clips(_EVALUATION_CLIPS, 1, size))
        self.model.load_state_dict(trained)
        self._log({"held_out_size": size, **asdict(scores)})
        tqdm.write(f"step {self.progress.step}, {size} px: {scores}")

    def _log(self, figures: dict[str, Any]) -> None:
        line = {"step": self.progress.step, "elapsed_s": round(self.progress.elapsed_s, 1)}
        with (self.settings.out / "metrics.jsonl").open("a") as log:
            log.write(json.dumps(line | figures) + "\n")

    def save(self) -> None:
        """Writes state and shipping weights, each by renaming a finished file."""
        state = {
            "model": self.model.state_dict(),
            "average": self.average.values,
            "optimizer": self.optimizer.state_dict(),
            "progress": asdict(self.progress),
        }
        unfinished = self._state_file.with_suffix(".part")
        torch.save(state, unfinished)
        unfinished.replace(self._state_file)
        weights = self.settings.out / "weights.safetensors"
        half = {n: _to_half(v.cpu()) for n, v in self.average.values.items()}
        save_file(half, weights.with_suffix(".part"))
        weights.with_suffix(".part").replace(weights)

    def _load_state(self) -> None:
        state = torch.load(self._state_file, weights_only=True, map_location=self.settings.device)
        self.model.load_state_dict(state["model"])
        self.average.values = state["average"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.progress = Progress(**state["progress"])


def _build_model(settings: RunSettings) -> nn.Module:
    if settings.checkpoint is None and settings.start_from is None:
        return build_training_model().to(settings.device)
    name = settings.checkpoint or NANO
    model: nn.Module = load_model(name, settings.device, weights=settings.start_from, **training_overrides())
    return model.float()


def _plan(settings: RunSettings, model: Any) -> tuple[Stage, ...]:
    if settings.sources.examples is not None:
        return fine_tuning(model.image_size)
    return FROM_SCRATCH if settings.start_from is None else GOING_ON


def _to_half(value: Tensor) -> Tensor:
    return value.half().contiguous() if value.dtype.is_floating_point else value.contiguous()


@torch.no_grad()
def _mean_iou(logits: Tensor, truth: Tensor) -> float:
    """Mean IoU of logits [O, 1, H, W] with masks [O, H, W], over objects that are there."""
    given = logits[:, 0] > 0
    union = (given | truth).flatten(1).sum(1)
    iou = (given & truth).flatten(1).sum(1) / union.clamp(min=1)
    present = truth.flatten(1).any(1)
    return iou[present].mean().item() if present.any() else float("nan")
