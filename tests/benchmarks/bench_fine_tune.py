"""Fine-tuning on 16 approved clips of a film that the model never saw: what it gains there, and loses elsewhere."""

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.services.benchmarks import Row
from inference.checkpoints import NANO, load_predictor
from inference.device import keep_freed_memory, limit_threads, pick_device
from inference.training.footage import GeneratedFootage
from inference.training.held_out import held_out_clips, thermal_clips
from inference.training.pvs import evaluate_offline, summarise
from inference.training.scenes import Clip
from tests.factories.footage import write_exports

NAME = "fine-tune"
SUMMARY = "J&F that fine-tuning on 16 clips gains on held-out clips of their domain, and loses on others"
APPROVED_CLIPS = 16


@dataclass(frozen=True)
class Plan:
    minutes: float
    max_steps: int | None
    approved: int
    judged: int
    frames: int


WHOLE = Plan(minutes=10, max_steps=None, approved=APPROVED_CLIPS, judged=12, frames=48)
SHORT = Plan(minutes=1, max_steps=1, approved=2, judged=1, frames=5)


def run(short: bool) -> list[Row]:
    limit_threads()
    keep_freed_memory()
    plan = SHORT if short else WHOLE
    domain = thermal_clips(plan.judged, plan.frames, skip=APPROVED_CLIPS)
    others = held_out_clips(plan.judged, plan.frames)
    with tempfile.TemporaryDirectory() as name:
        folder = write_exports(Path(name) / "approved", thermal_clips(plan.approved, max(plan.frames, 9)))
        weights = fine_tune(folder, Path(name) / "run", plan)
        before, after = load_predictor(NANO, pick_device()), load_predictor(NANO, pick_device(), weights=weights)
        gain = [(score(before, clips), score(after, clips)) for clips in (domain, others)]
    (domain_before, domain_after), (others_before, others_after) = gain
    return [
        Row("domain, before", round(domain_before, 4), "J&F"),
        Row("domain, after", round(domain_after, 4), "J&F"),
        Row("domain, gain", round(100 * (domain_after - domain_before), 2), "points", ">= 5"),
        Row("other clips, before", round(others_before, 4), "J&F"),
        Row("other clips, after", round(others_after, 4), "J&F"),
        Row("other clips, loss", round(100 * (others_before - others_after), 2), "points", "<= 1"),
    ]


def fine_tune(data: Path, out: Path, plan: Plan) -> Path:
    """By the command that people use."""
    command = [sys.executable, "-m", "inference.training.train", "--checkpoint", NANO, "--device", pick_device()]
    options = ["--data", str(data), "--out", str(out), "--minutes", str(plan.minutes)]
    limit = [] if plan.max_steps is None else ["--max-steps", str(plan.max_steps)]
    subprocess.run([*command, *options, *limit], check=True)
    return out / "weights.safetensors"


def score(model: Any, clips: list[Clip]) -> float:
    """J&F from three clicks on the first frame."""
    return summarise(evaluate_offline(model, [GeneratedFootage(clip) for clip in clips], most_frames=1)).mean
