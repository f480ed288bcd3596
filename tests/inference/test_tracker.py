"""The tracker against the package's own predictor, with the real networks and random weights from a fixed seed."""

import numpy as np
import pytest
import torch

from inference.checkpoints import load_predictor
from inference.features import FeatureCache, normalize_picture
from inference.legs import Leg, count_frames, pick_start, plan_legs
from inference.memory import unpack_memories
from inference.networks.mask_decoder import Heads
from inference.networks.tracking import FrameView
from inference.rle import decode, encode, iou
from inference.tracker import Tracker
from inference.tracks import Track
from inference.types import BarrierMask, BoxPrompt, Conditioning, MaskPrompt, PointPrompt
from inference.window import Window
from tests.factories.clips import SIZE, ArrayFrames, draw_square, draw_squares

NUM_FRAMES = 20
SQUARE = encode(draw_square(0))


@pytest.fixture(scope="module")
def model():
    torch.set_num_threads(1)  # two threads on two busy cores wait for each other
    torch.manual_seed(7)
    made = load_predictor("maskloop-nano", "cpu", untrained=True)
    with torch.no_grad():  # random weights see nothing; with this bias they see something
        made.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(5.0)
    return made


@pytest.fixture
def frames():
    return ArrayFrames(draw_squares(NUM_FRAMES))


@pytest.fixture
def tracker(model, frames):
    features = FeatureCache(model, frames, room_bytes=64 * 1024**2)
    return Tracker(model, features, size=SIZE, num_frames=NUM_FRAMES)


def build_reference_state(model, frames):
    height, width = SIZE
    images = [normalize_picture(frames.read(index), model.image_size)[0] for index in range(len(frames))]
    state = {
        "images": images,
        "num_frames": len(images),
        "offload_video_to_cpu": False,
        "offload_state_to_cpu": False,
        "video_height": height,
        "video_width": width,
        "device": torch.device("cpu"),
        "storage_device": torch.device("cpu"),
        "constants": {},
        "obj_id_to_idx": {},
        "obj_idx_to_id": {},
        "obj_ids": [],
    }
    for name in ("point_inputs_per_obj", "mask_inputs_per_obj", "cached_features", "output_dict_per_obj"):
        state[name] = {}
    return state | {"temp_output_dict_per_obj": {}, "frames_tracked_per_obj": {}}


def know_mask(frame=0, mask=None, origin="drawn"):
    rle = SQUARE if mask is None else encode(mask)
    return Conditioning(prompts={}, barriers={frame: BarrierMask(frame=frame, rle=rle, origin=origin)})


def run(tracker, leg, known, resume=None):
    return {step.frame: dict(step.masks) for step in Track(tracker, leg, known, resume).steps()}


def forward(stop=NUM_FRAMES, start=0, objects=(1,)):
    return Leg(reverse=False, frames=range(start, stop), starts=dict.fromkeys(objects, start))


def test_click_equals_reference_predictor(tracker, model, frames):
    points = ((60.0, 40.0), (20.0, 20.0))
    result = tracker.click(
        3, (PointPrompt(frame=3, points=points, labels=(1, 0)),), known=Conditioning(prompts={}, barriers={})
    )
    _, _, logits = model.add_new_points_or_box(
        build_reference_state(model, frames), frame_idx=3, obj_id=1, points=np.array(points), labels=np.array([1, 0])
    )
    assert result.rle == encode((logits[0, 0] > 0).numpy())


def test_box_equals_reference_predictor(tracker, model, frames):
    box = (10.0, 10.0, 90.0, 70.0)
    result = tracker.click(0, (BoxPrompt(frame=0, box=box),), known=Conditioning(prompts={}, barriers={}))
    _, _, logits = model.add_new_points_or_box(
        build_reference_state(model, frames), frame_idx=0, obj_id=1, box=np.array(box)
    )
    assert result.rle == encode((logits[0, 0] > 0).numpy())


@pytest.mark.parametrize("reverse", [False, True])
def test_track_from_a_mask_follows_reference_predictor(tracker, model, frames, reverse):
    first = NUM_FRAMES - 1 if reverse else 0
    order = range(first, -1, -1) if reverse else range(first, NUM_FRAMES)
    state = build_reference_state(model, frames)
    model.add_new_mask(state, frame_idx=first, obj_id=1, mask=torch.from_numpy(decode(SQUARE)))
    expected = {
        frame: encode((logits[0, 0] > 0).numpy())
        for frame, _, logits in model.propagate_in_video(state, start_frame_idx=first, reverse=reverse)
    }
    found = run(tracker, Leg(reverse=reverse, frames=order, starts={1: first}), {1: know_mask(first)})
    assert list(found) == list(expected)
    assert found.pop(first) == {}
    assert min(iou(masks[1].rle, expected[frame]) for frame, masks in found.items()) > 0.97


def test_barriers_are_not_predicted_again(tracker):
    known = Conditioning(
        prompts={5: (PointPrompt(frame=5, points=((30.0, 30.0),), labels=(1,)),)},
        barriers={
            0: BarrierMask(frame=0, rle=SQUARE, origin="drawn"),
            9: BarrierMask(frame=9, rle=None, origin="drawn"),
        },
    )
    found = run(tracker, forward(12), {1: known})
    assert [frame for frame, masks in found.items() if not masks] == [0, 5, 9]


def test_correction_changes_the_frames_after_it(tracker):
    plain = run(tracker, forward(12), {1: know_mask()})
    moved = {0: BarrierMask(frame=0, rle=SQUARE, origin="drawn"), 6: BarrierMask(frame=6, rle=None, origin="drawn")}
    corrected = run(tracker, forward(12), {1: Conditioning(prompts={}, barriers=moved)})
    assert plain[11][1] != corrected[11][1]


def test_saved_track_goes_on_bit_for_bit(tracker, model, frames):
    known = {1: know_mask(), 2: know_mask(4, np.roll(draw_square(4), 20, axis=1))}
    leg = Leg(reverse=False, frames=range(NUM_FRAMES), starts={1: 0, 2: 4})
    whole = run(tracker, leg, known)

    first = Track(tracker, leg, known)
    for frame in range(13):
        first.step(frame)
    elsewhere = Tracker(model, FeatureCache(model, frames, room_bytes=64 * 1024**2), size=SIZE, num_frames=NUM_FRAMES)
    second = Track(elsewhere, leg, known, first.save(12))
    for frame in range(13, NUM_FRAMES):
        assert dict(second.step(frame).masks) == whole[frame]


def test_saved_track_goes_on_backward(tracker):
    known = {1: know_mask(NUM_FRAMES - 1)}
    leg = Leg(reverse=True, frames=range(NUM_FRAMES - 1, -1, -1), starts={1: NUM_FRAMES - 1})
    whole = run(tracker, leg, known)
    first = Track(tracker, leg, known)
    for frame in leg.frames[:10]:
        first.step(frame)
    second = Track(tracker, leg, known, first.save(leg.frames[9]))
    assert {frame: dict(second.step(frame).masks) for frame in leg.frames[10:]} == {
        frame: whole[frame] for frame in leg.frames[10:]
    }


def test_objects_do_not_influence_each_other(tracker):
    alone = run(tracker, forward(10), {1: know_mask()})
    both = run(tracker, forward(10, objects=(1, 2)), {1: know_mask(), 2: know_mask(0, ~draw_square(0))})
    pairs = [(alone[frame][1].rle, both[frame][1].rle) for frame in range(1, 10)]
    assert min(iou(one, other) for one, other in pairs) > 0.97  # a batch's products round otherwise


def test_memory_does_not_grow_with_the_video(tracker):
    track = Track(tracker, forward(), {1: know_mask()})
    sizes = []
    for frame in range(NUM_FRAMES):
        track.step(frame)
        saved = unpack_memories(track.save(frame)).get(1, {}).values()
        sizes.append(sum(tensor.numel() for one in saved for tensor in one if tensor is not None))
    assert sizes[-1] == sizes[-3]


def test_absent_object_gives_no_mask(model, frames):
    bias = model.sam_mask_decoder.pred_obj_score_head.layers[-1].bias
    tracker = Tracker(model, FeatureCache(model, frames, room_bytes=1), size=SIZE, num_frames=NUM_FRAMES)
    before = bias.item()
    with torch.no_grad():
        bias.fill_(-1000.0)
    try:
        result = tracker.click(
            0, (PointPrompt(frame=0, points=((5.0, 5.0),), labels=(1,)),), known=Conditioning(prompts={}, barriers={})
        )
    finally:
        with torch.no_grad():
            bias.fill_(before)
    assert (result.state, result.rle) == ("absent", None)


def test_mask_prompt_is_its_own_answer(tracker):
    result = tracker.click(0, (MaskPrompt(frame=0, rle=SQUARE),), known=Conditioning(prompts={}, barriers={}))
    assert result.state == "present"
    assert iou(result.rle, SQUARE) > 0.9


def test_features_are_encoded_once_for_many_clicks(tracker, frames):
    for x in (10.0, 20.0, 30.0):
        tracker.click(
            2, (PointPrompt(frame=2, points=((x, 9.0),), labels=(1,)),), known=Conditioning(prompts={}, barriers={})
        )
    assert frames.reads == [2]


@pytest.mark.parametrize(
    ("barriers", "direction", "anchor", "expected"),
    [
        ([0, 30], "forward", 10, 10),
        ([30], "forward", 10, 30),
        ([0], "backward", 10, 0),
        ([30], "backward", 10, 10),
        ([0, 30], "both", 20, 30),
        ([5, 15], "both", 10, 5),
    ],
)
def test_start_of_an_object(barriers, direction, anchor, expected):
    assert pick_start(barriers, direction=direction, anchor=anchor) == expected


def test_both_directions_visit_each_frame_once():
    legs = plan_legs(direction="both", start=2, stop=20, starts={1: 5})
    assert sorted(frame for leg in legs for frame in leg.frames) == list(range(2, 20))
    assert count_frames(legs) == 18


def test_objects_join_at_their_own_start():
    legs = plan_legs(direction="both", start=0, stop=10, starts={1: 0, 2: 6})
    visited = {key: sorted(f for leg in legs for f in leg.frames if leg.is_active(key, f)) for key in (1, 2)}
    assert visited == {1: list(range(10)), 2: list(range(10))}


def point(frame, x, y, label=1):
    return PointPrompt(frame=frame, points=((x, y),), labels=(label,))


def test_object_added_on_the_way_follows_reference_predictor(tracker, model, frames):
    first, added = point(0, 25.0, 35.0), point(8, 90.0, 60.0)
    state = build_reference_state(model, frames)
    model.add_new_points_or_box(state, frame_idx=0, obj_id=1, points=np.array(first.points), labels=np.array([1]))
    list(model.propagate_in_video(state, start_frame_idx=0, max_frame_num_to_track=8))
    model.add_new_points_or_box(state, frame_idx=8, obj_id=2, points=np.array(added.points), labels=np.array([1]))
    expected = {
        frame: {number: encode((logits[row, 0] > 0).numpy()) for row, number in enumerate(numbers)}
        for frame, numbers, logits in model.propagate_in_video(state, start_frame_idx=8)
    }
    track = Track(tracker, forward(), {1: Conditioning(prompts={0: (first,)}, barriers={})})
    for frame in range(9):
        track.step(frame)
    track.join(2, Conditioning(prompts={8: (added,)}, barriers={}), start=8)
    for frame in range(9, NUM_FRAMES):
        for number, mask in track.step(frame).masks.items():
            assert iou(mask.rle, expected[frame][number]) > 0.97


def test_correction_on_the_way_follows_reference_predictor(tracker, model, frames):
    first, correction = point(0, 25.0, 35.0), point(8, 30.0, 30.0, label=0)
    state = build_reference_state(model, frames)
    model.add_new_points_or_box(state, frame_idx=0, obj_id=1, points=np.array(first.points), labels=np.array([1]))
    list(model.propagate_in_video(state, start_frame_idx=0, max_frame_num_to_track=8))
    _, _, logits = model.add_new_points_or_box(
        state, frame_idx=8, obj_id=1, points=np.array(correction.points), labels=np.array([0])
    )
    corrected = encode((logits[0, 0] > 0).numpy())
    expected = {
        frame: encode((logits[0, 0] > 0).numpy())
        for frame, _, logits in model.propagate_in_video(state, start_frame_idx=8)
    }
    track = Track(tracker, forward(), {1: Conditioning(prompts={0: (first,)}, barriers={})})
    for frame in range(9):
        track.step(frame)
    assert iou(track.correct(1, 8, [correction]).rle, corrected) > 0.97
    for frame in range(9, NUM_FRAMES):
        assert iou(track.step(frame).masks[1].rle, expected[frame]) > 0.97


def test_dropped_object_is_no_longer_tracked(tracker):
    track = Track(tracker, forward(objects=(1, 2)), {1: know_mask(), 2: know_mask(0, ~draw_square(0))})
    assert set(track.step(1).masks) == {1, 2}
    track.drop(2)
    assert set(track.step(2).masks) == {1}


def test_what_people_say_on_the_way_conditions_what_is_ahead(tracker):
    plain = run(tracker, forward(14), {1: know_mask()})
    track = Track(tracker, forward(14), {1: know_mask()})
    for frame in range(9):
        track.step(frame)
    passed, ahead = BarrierMask(frame=6, rle=None, origin="drawn"), BarrierMask(frame=11, rle=SQUARE, origin="drawn")
    track.tell(1, Conditioning(prompts={}, barriers={**know_mask().barriers, 6: passed, 11: ahead}))
    found = {frame: dict(track.step(frame).masks) for frame in range(9, 14)}
    assert found[11] == {}
    assert [found[frame] != plain[frame] for frame in (9, 10, 12, 13)] == [True] * 4


def test_batch_that_does_not_fit_is_halved(tracker, monkeypatch):
    """No test can fill this machine's memory, so the networks say that it is full for more than one object."""
    known = {1: know_mask(), 2: know_mask(0, ~draw_square(0)), 3: know_mask(0, np.roll(draw_square(0), 9, axis=0))}
    leg = forward(4, objects=(1, 2, 3))
    expected = run(tracker, leg, known)
    track_all = tracker.networks.track

    def track_one(view: FrameView, windows: list[Window]) -> Heads:
        if len(windows) > 1:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes.")
        return track_all(view, windows)

    monkeypatch.setattr(tracker.networks, "track", track_one)
    found = run(tracker, leg, known)
    for frame in range(1, 4):
        assert min(iou(found[frame][key].rle, expected[frame][key].rle) for key in known) > 0.97
