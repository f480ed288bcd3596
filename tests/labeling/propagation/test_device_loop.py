"""The device loop on this thread, with the real networks and the real Postgres."""

from typing import Any

from inference.checkpoints import CheckpointProblem
from inference.rle import encode
from inference.types import BoxPrompt, PointPrompt
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets.actions import add_prompt, remove_prompt
from labeling.masklets.models import FrameHead, Masklet, Prediction, Version
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.models import PropagationMemory, SessionLease
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.factories.propagation import make_loop, make_masklet
from tests.labeling.propagation.asking import POINT, SQUARE, ask, draw, read_heads, step_until
from tests.labeling.propagation.conftest import NUM_FRAMES


def test_click_gives_a_prompted_mask(loop: DeviceLoop, masklet: Masklet, bob: User):
    added = add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    loop.run_until_idle()
    job = Prediction.objects.get()
    assert (job.status, job.operation_id) == ("done", added.operation.pk)
    (head,) = FrameHead.objects.filter(masklet=masklet)
    assert (head.frame, head.origin, head.version) == (0, "prompted", 1)
    assert SessionLease.objects.get().worker == "here"


def test_second_point_corrects_the_first_mask(loop: DeviceLoop, masklet: Masklet, bob: User):
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    loop.run_until_idle()
    add_prompt(masklet_id=masklet.pk, actor=bob, value=PointPrompt(frame=0, points=((60.0, 60.0),), labels=(0,)))
    loop.run_until_idle()
    assert Masklet.objects.get().head == 2


def test_removed_prompt_leaves_what_the_others_say(loop: DeviceLoop, masklet: Masklet, bob: User):
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    loop.run_until_idle()
    first = read_heads(masklet)
    second = add_prompt(
        masklet_id=masklet.pk, actor=bob, value=PointPrompt(frame=0, points=((60.0, 60.0),), labels=(0,))
    )
    loop.run_until_idle()
    remove_prompt(prompt_id=second.prompt.pk, actor=bob)
    loop.run_until_idle()
    assert read_heads(masklet) == first


def test_waiting_clicks_on_a_frame_are_answered_by_one_mask(
    loop: DeviceLoop, video: Video, masklet: Masklet, bob: User, alice: User
):
    other = make_masklet(video, bob)
    first = add_prompt(masklet_id=masklet.pk, actor=alice, value=POINT)
    add_prompt(masklet_id=other.pk, actor=bob, value=POINT)
    second = add_prompt(
        masklet_id=masklet.pk, actor=bob, value=PointPrompt(frame=0, points=((60.0, 60.0),), labels=(0,))
    )
    loop.run_until_idle()
    assert list(Prediction.objects.order_by("pk").values_list("status", flat=True)) == ["done"] * 3
    (version,) = Version.objects.filter(masklet=masklet)
    assert version.operation == second.operation != first.operation
    assert Version.objects.filter(masklet=other).count() == 1


def test_waiting_clicks_on_a_frame_fail_together(video: Video, masklet: Masklet, bob: User):
    def refuse(name: str, device: str) -> Any:
        raise CheckpointProblem("The weights are not here. Fetch them.")

    added = [add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT) for _ in range(3)]
    make_loop(load=refuse).run_until_idle()
    failed = Event.objects.filter(type="prediction.failed").order_by("seq")
    assert [event.payload["operation"] for event in failed] == [prompt.operation.pk for prompt in added]


def test_box_is_predicted(loop: DeviceLoop, masklet: Masklet, bob: User):
    add_prompt(masklet_id=masklet.pk, actor=bob, value=BoxPrompt(frame=3, box=(5.0, 10.0, 60.0, 70.0)))
    loop.run_until_idle()
    assert list(read_heads(masklet)) == [3]


def test_forward_fills_the_range(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 5, bob)
    propagation = ask(video, bob, masklet, start=2, stop=30)
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, propagation.frames_done, propagation.frames_total) == ("done", 25, 25)
    heads = read_heads(masklet)
    assert sorted(heads) == list(range(5, 30))
    assert heads[5] == ("drawn", "present", SQUARE)
    assert {origin for frame, (origin, _, _) in heads.items() if frame != 5} == {"propagated"}
    assert not PropagationMemory.objects.exists()


def test_backward_fills_what_lies_before(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 12, bob)
    ask(video, bob, masklet, direction="backward")
    loop.run_until_idle()
    assert sorted(read_heads(masklet)) == list(range(13))


def test_both_directions_fill_everything(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 12, bob)
    propagation = ask(video, bob, masklet, direction="both")
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.frames_done, sorted(read_heads(masklet))) == (NUM_FRAMES, list(range(NUM_FRAMES)))


def test_two_objects_make_one_version_each_a_chunk(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    other = make_masklet(video, bob)
    draw(masklet, 0, bob)
    draw(other, 0, bob, encode(~draw_square(0)))
    propagation = ask(video, bob, masklet, other, stop=20)
    loop.run_until_idle()
    alone, together = read_heads(masklet), read_heads(other)
    assert sorted(alone) == sorted(together) == list(range(20))
    assert alone[10] != together[10]
    assert Version.objects.filter(operation=propagation.operation, masklet=other).count() >= 1
    seqs = list(Event.objects.filter(video_id=video.pk).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_correction_persists_when_propagated_again(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    ask(video, bob, masklet, stop=24)
    loop.run_until_idle()
    add_prompt(masklet_id=masklet.pk, actor=bob, value=PointPrompt(frame=10, points=((30.0, 30.0),), labels=(1,)))
    loop.run_until_idle()
    before = read_heads(masklet)
    ask(video, bob, masklet, stop=24)
    loop.run_until_idle()
    after = read_heads(masklet)
    assert before[10][0] == "prompted"
    assert (after[10], after[0]) == (before[10], before[0])
    assert {after[frame][0] for frame in range(24) if frame not in {0, 10}} == {"propagated"}


def test_mask_drawn_while_tracking_is_kept(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User, carol: User):
    draw(masklet, 0, bob)
    propagation = ask(video, bob, masklet)
    step_until(loop, propagation, 1)
    draw(masklet, 32, carol)
    loop.run_until_idle()
    assert read_heads(masklet)[32] == ("drawn", "present", SQUARE)
