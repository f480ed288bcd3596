"""Two real steps, a resumption, and a kill in the middle."""

import hashlib
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from inference.checkpoints import get_checkpoint, load_predictor
from inference.training.curriculum import Stage, Task, learning_rate, stage_at
from inference.training.curves import draw, read_curves
from inference.training.dataset import render_batch, to_datapoint
from inference.training.examples import Examples
from inference.training.footage import open_folder
from inference.training.nano import build_training_model, set_image_size
from inference.training.publish import publish
from inference.training.scenes import SceneSettings, render_clip
from inference.training.trainer import RunSettings, Trainer
from tests.factories.footage import write_exports

SMALL = Stage(
    1.0,
    (Task(image_size=64, num_frames=2, videos=1, objects=2, corrections=1),),
    SceneSettings(min_radius=0.2),
)


def small_run(out: Path, *, steps: int, resume: bool = False) -> Trainer:
    torch.manual_seed(0)
    trainer = Trainer(RunSettings(out=out, minutes=60, resume=resume, max_steps=steps, data_workers=0, stages=(SMALL,)))
    trainer.run()
    return trainer


def test_training_resumed_goes_on_from_saved_step_and_weights(tmp_path: Path) -> None:
    first = small_run(tmp_path, steps=2)
    resumed = small_run(tmp_path, steps=3, resume=True)
    assert (first.progress.step, resumed.progress.step) == (2, 3)
    start, end = first.model.state_dict(), resumed.model.state_dict()
    moved = [name for name in start if not torch.equal(start[name], end[name])]
    assert "image_encoder.trunk.pos_embed" in moved
    drift = max(float((start[name].float() - end[name].float()).abs().max()) for name in start)
    assert drift < 0.01  # one warm-up step away, not a new model


def test_training_weights_load_into_predictor_in_half_precision(tmp_path: Path) -> None:
    small_run(tmp_path, steps=1)
    weights = tmp_path / "weights.safetensors"
    assert {value.dtype for value in load_file(weights).values()} == {torch.float16}
    load_predictor("maskloop-nano", "cpu", weights=weights)


def test_training_terminated_saves_its_state(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "inference.training.train", "--out", str(tmp_path), "--minutes", "5"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "step=" not in process.stderr.readline(80):
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        stopped_by = time.monotonic() + 60
        process.stderr.read()
        assert process.wait(timeout=max(1.0, stopped_by - time.monotonic())) == 0
    state = torch.load(tmp_path / "state.pt", weights_only=True)
    assert state["progress"]["step"] >= 1


def test_render_batch_same_step_gives_same_batch() -> None:
    first, second = render_batch(SMALL, 5), render_batch(SMALL, 5)
    assert torch.equal(first.frames, second.frames)
    assert torch.equal(first.masks, second.masks)
    assert not torch.equal(first.frames, render_batch(SMALL, 6).frames)


def test_render_batch_prompts_only_objects_that_show_on_first_frame() -> None:
    for step in range(8):
        batch = render_batch(SMALL, step)
        assert batch.masks[0].flatten(1).any(1).all()
        assert batch.masks.shape[1] <= 2


def test_to_datapoint_pairs_objects_with_their_video() -> None:
    stage = Stage(1.0, (Task(64, 3, 2, 3, 1),), SceneSettings())
    batch = render_batch(stage, 1)
    datapoint = to_datapoint(batch)
    assert datapoint.img_batch.shape == (3, 2, 3, 64, 64)
    frames, videos = datapoint.obj_to_frame_idx.unbind(-1)
    assert torch.equal(videos[0].long(), batch.videos)
    assert frames[:, 0].tolist() == [0, 1, 2]


def test_first_weights_match_positions_of_click_and_pixels() -> None:
    model: Any = build_training_model()
    set_image_size(model, 128)
    encoder = model.sam_prompt_encoder
    pixels = encoder.get_dense_pe().flatten(2)[0].T  # [8 * 8, 128]
    click = encoder.pe_layer.forward_with_coords(torch.tensor([[[24.0, 40.0]]]), (128, 128))[0]
    attention = model.sam_mask_decoder.transformer.layers[0].cross_attn_token_to_image
    scores = attention.q_proj(click) @ attention.k_proj(pixels).T
    assert divmod(int(scores.argmax()), 8) == (2, 1)  # row 40 // 16, column 24 // 16


def test_stage_at_follows_shares() -> None:
    stages = (Stage(0.25, (), SceneSettings()), Stage(0.75, (), SceneSettings()))
    assert [stage_at(stages, share) for share in (0.0, 0.24, 0.26, 1.0)] == [0, 0, 1, 1]


def test_learning_rate_warms_up_and_ends_at_two_percent() -> None:
    assert learning_rate(0.0, 0, peak=1.0) == 0.01
    assert learning_rate(0.0, 500, peak=1.0) == 1.0
    assert round(learning_rate(1.0, 500, peak=1.0), 6) == 0.02


def test_fine_tuning_on_exports_starts_from_the_registered_weights(tmp_path: Path) -> None:
    data = write_exports(tmp_path / "data", [render_clip(3, 9, 64, SceneSettings(min_radius=0.2))])
    command = [sys.executable, "-m", "inference.training.train", "--out", str(tmp_path / "run"), "--minutes", "5"]
    options = ["--max-steps", "1", "--checkpoint", "maskloop-nano", "--data", str(data), "--data-workers", "0"]

    subprocess.run([*command, *options], check=True, capture_output=True)

    registered = load_file(get_checkpoint("maskloop-nano").path)
    tuned = load_file(tmp_path / "run" / "weights.safetensors")
    drift = {name: float((tuned[name].float() - registered[name].float()).abs().max()) for name in registered}
    assert 0 < max(drift.values()) < 0.01


def test_fine_tuning_without_footage_ends_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "inference.training.train", "--out", str(tmp_path / "run"), "--minutes", "5"]

    ended = subprocess.run([*command, "--data", str(tmp_path)], check=False, capture_output=True, text=True)

    assert (ended.returncode, ended.stderr.count("\n")) == (1, 1)
    assert "holds no labelled footage" in ended.stderr


def test_examples_keep_objects_apart_and_in_order(tmp_path: Path) -> None:
    clip = render_clip(3, 9, 64, SceneSettings(min_objects=2, max_objects=2, min_radius=0.2, occluders=0))
    examples = Examples(open_folder(write_exports(tmp_path, [clip])))
    task = Task(image_size=32, num_frames=3, videos=1, objects=2, corrections=0)

    cut = examples.cut(task, np.random.default_rng(0))

    assert (cut.frames.shape, cut.masks.shape, cut.num_objects) == ((3, 32, 32, 3), (3, 32, 32), 2)
    shares = [[float((cut.masks == label).mean()) for label in (1, 2)]]
    assert shares == [[pytest.approx(float((clip.masks[::4] == label).mean()), abs=0.02) for label in (1, 2)]]


def test_curves_are_read_from_the_log_and_drawn(tmp_path: Path) -> None:
    log = tmp_path / "metrics.jsonl"
    log.write_text('{"step": 5, "loss": 2.5, "iou_last_frame": NaN}\n{"step": 10, "loss": 1.5, "one_click": 0.25}\n')

    draw(log, tmp_path / "curves.png")

    assert read_curves(log)["loss"] == [(5, 2.5), (10, 1.5)]
    assert read_curves(log)["iou_last_frame"] == []
    assert Image.open(tmp_path / "curves.png").width > 1000


def test_published_weights_are_rounded_and_known_by_size_and_digest(tmp_path: Path) -> None:
    trained = get_checkpoint("maskloop-nano").path
    target = tmp_path / "published.safetensors"

    size_bytes, digest = publish(trained, target, reserve=0.5)

    assert (size_bytes, digest) == (target.stat().st_size, hashlib.sha256(target.read_bytes()).hexdigest())
    before, after = load_file(trained), load_file(target)
    assert {value.dtype for value in after.values()} == {torch.bfloat16}
    presence = "sam_mask_decoder.pred_obj_score_head.layers.2.bias"
    assert float(after[presence]) == pytest.approx(float(before.pop(presence)) - 0.5, rel=2**-6)
    assert all(torch.allclose(value.float(), after[name].float(), rtol=2**-6, atol=0) for name, value in before.items())
    load_predictor("maskloop-nano", "cpu", weights=target)
