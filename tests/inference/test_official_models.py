"""Meta's four architectures, as their configurations build them, through our tracker: with random weights and small
pictures, so that their path is proven without their files."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from inference.checkpoints import list_checkpoints, load_predictor
from inference.rle import decode, encode, iou
from inference.types import Conditioning, Prompt
from tests.benchmarks.reference import Footage, Reference, render_footage, start_track, start_tracker

SIDE = 128
NUM_FRAMES = 4
META = [checkpoint.name for checkpoint in list_checkpoints() if checkpoint.needs_gpu]


def load(name: str, **options: Any) -> Any:
    torch.manual_seed(3)
    model = load_predictor(name, "cpu", image_size=SIDE, **options)
    with torch.no_grad():  # random weights see nothing; with this bias they see something
        model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(5.0)
    return model


@pytest.fixture(scope="module")
def footage() -> Footage:
    return render_footage(NUM_FRAMES)


@pytest.fixture
def one_thread() -> Iterator[None]:
    torch.set_num_threads(1)  # two threads on two busy cores wait for each other
    yield
    gc.collect()  # the largest has 0.9 GB


@pytest.mark.usefixtures("one_thread")
@pytest.mark.parametrize("name", META)
@torch.inference_mode()
def test_official_model_clicks_and_tracks_as_the_package_does(name: str, footage: Footage):
    model = load(name, untrained=True)
    first, second = footage.list_objects(0)[:2]
    prompts: dict[int, Prompt] = {first: footage.point_at(0, first), second: footage.box(0, second)}
    reference, tracker = Reference(model, footage), start_tracker(model, footage)
    nothing = Conditioning(prompts={}, barriers={})
    for number, prompt in prompts.items():
        theirs = reference.prompt(number, prompt)
        ours = tracker.click(0, (prompt,), known=nothing)
        assert ours.rle is not None
        assert iou(ours.rle, encode(theirs)) > 0.999

    walk = reference.walk(range(NUM_FRAMES))
    next(walk)  # the prompted frame, which we never compute again
    steps = start_track(tracker, prompts, range(NUM_FRAMES)).steps()
    assert dict(next(steps).masks) == {}
    for (frame, theirs_by_object), step in zip(walk, steps, strict=True):
        assert (step.frame, set(step.masks)) == (frame, set(prompts))
        for number, mask in step.masks.items():
            expected = encode(theirs_by_object[number])
            assert mask.rle is not None
            assert decode(mask.rle).shape == (360, 640)
            assert iou(mask.rle, expected) > 0.99


@pytest.mark.usefixtures("one_thread")
def test_file_as_meta_publishes_it_is_loaded_without_running_code(tmp_path: Path):
    made = load(META[0], untrained=True)
    path = tmp_path / "sam2.1_hiera_tiny.pt"
    torch.save({"model": made.state_dict()}, path)
    loaded = load(META[0], weights=path).state_dict()
    assert all(torch.equal(tensor, loaded[name]) for name, tensor in made.state_dict().items())
