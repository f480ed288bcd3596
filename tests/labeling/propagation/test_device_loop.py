"""The device loop on this thread, with the real networks and the real Postgres."""

from typing import Any

import pytest
import torch
from django.core.files.storage import default_storage

from inference.checkpoints import CheckpointProblem
from inference.rle import encode
from inference.types import BoxPrompt, PointPrompt
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.events.wire import MaskFrame, decode_mask_frame
from labeling.jobs.leases import MAX_ATTEMPTS, claim_next
from labeling.masklets.actions import add_prompt, delete_masklet, draw_frame, remove_prompt
from labeling.masklets.models import FrameHead, FrameMask, Masklet, Prediction, Version
from labeling.masklets.queries import read_rle
from labeling.propagation.actions import cancel_propagation, reap_jobs, request_propagation
from labeling.propagation.device import running_track
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.device.running_track import CHUNK_FRAMES
from labeling.propagation.models import Propagation, PropagationMemory, SessionLease
from labeling.propagation.queries import list_open_predictions
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.factories.propagation import make_loop, make_masklet
from tests.labeling.propagation.conftest import NUM_FRAMES

SQUARE = encode(draw_square(0))
POINT = PointPrompt(frame=0, points=((25.0, 35.0),), labels=(1,))


def draw(masklet: Masklet, frame: int, actor: User, rle: Any = SQUARE) -> None:
    state = "present" if rle else "absent"
    draw_frame(masklet_id=masklet.pk, actor=actor, frame=frame, rle=rle, state=state, base_version=None)


def ask(video: Video, actor: User, *masklets: Masklet, **changes: Any) -> Propagation:
    asked = {"direction": "forward", "start": 0, "stop": NUM_FRAMES} | changes
    return request_propagation(
        video_id=video.pk, actor=actor, masklet_ids=[masklet.pk for masklet in masklets], **asked
    )


def read_heads(masklet: Masklet) -> dict[int, tuple[str, str, Any]]:
    rows = FrameHead.objects.select_related("rle").filter(masklet=masklet)
    return {row.frame: (row.origin, row.state, read_rle(row.rle)) for row in rows}


def step_until(loop: DeviceLoop, propagation: Propagation, frames_done: int) -> Propagation:
    """Turn the loop until so many frames are committed, as a worker that is then killed."""
    while propagation.frames_done < frames_done:
        loop.wake.set()
        assert loop._turn()
        propagation.refresh_from_db()
    return propagation


def let_leases_run_out() -> None:
    Propagation.objects.filter(status="running").update(lease_expires_at="2020-01-01T00:00:00Z")


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


def test_killed_worker_loses_at_most_a_chunk(model: Any, loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    other = make_masklet(video, bob)
    draw(masklet, 0, bob)
    draw(other, 3, bob, encode(~draw_square(0)))
    ask(video, bob, masklet, other)
    loop.run_until_idle()
    whole = {row: read_heads(row) for row in (masklet, other)}
    before = FrameMask.objects.count()

    propagation = ask(video, bob, masklet, other)
    step_until(loop, propagation, 1)
    done = propagation.frames_done
    assert 0 < done < NUM_FRAMES
    let_leases_run_out()
    assert reap_jobs() == 1
    elsewhere = make_loop(model, worker="elsewhere")
    elsewhere.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, propagation.frames_done, propagation.attempts) == ("done", NUM_FRAMES, 2)
    # Each frame was written once more, none twice, and bit for bit as without the kill.
    assert FrameMask.objects.count() - before == 2 * NUM_FRAMES - 1 - 1 - 3
    assert {row: read_heads(row) for row in (masklet, other)} == whole
    assert done <= CHUNK_FRAMES


def test_stale_worker_writes_nothing(model: Any, loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    propagation = ask(video, bob, masklet)
    step_until(loop, propagation, 1)
    let_leases_run_out()
    reap_jobs()
    make_loop(model, worker="elsewhere").run_until_idle()
    written = FrameMask.objects.count()
    loop.run_until_idle()
    assert FrameMask.objects.count() == written


def test_cancel_keeps_what_is_done(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    propagation = step_until(loop, ask(video, bob, masklet), 1)
    cancel_propagation(propagation_id=propagation.pk, actor=bob)
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert propagation.status == "cancelled"
    assert sorted(read_heads(masklet)) == list(range(propagation.frames_done))
    newest = Event.objects.filter(video_id=video.pk).latest("seq")
    assert newest.payload["propagation"]["status"] == "cancelled"


def test_cancelled_job_of_a_dead_worker_ends(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    propagation = step_until(loop, ask(video, bob, masklet), 1)
    cancel_propagation(propagation_id=propagation.pk, actor=bob)
    let_leases_run_out()
    reap_jobs()
    propagation.refresh_from_db()
    assert propagation.status == "cancelled"


def test_missing_model_fails_with_a_sentence(video: Video, masklet: Masklet, bob: User):
    def refuse(name: str, device: str) -> Any:
        raise CheckpointProblem("The weights are not here. Fetch them.")

    loop = make_loop(load=refuse)
    draw(masklet, 0, bob)
    propagation = ask(video, bob, masklet)
    add_prompt(masklet_id=masklet.pk, actor=bob, value=PointPrompt(frame=4, points=((9.0, 9.0),), labels=(1,)))
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, propagation.attempts) == ("failed", 1)
    assert propagation.problem == "The weights are not here. Fetch them."
    assert Prediction.objects.get().problem == "The weights are not here. Fetch them."


def test_out_of_memory_fails_at_once(video: Video, masklet: Masklet, bob: User):
    def exhaust(name: str, device: str) -> Any:
        raise torch.OutOfMemoryError("CUDA out of memory")

    draw(masklet, 0, bob)
    propagation = ask(video, bob, masklet)
    make_loop(load=exhaust).run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, propagation.attempts) == ("failed", 1)
    assert "fewer objects" in propagation.problem


def test_unforeseen_failure_is_tried_three_times(video: Video, masklet: Masklet, bob: User):
    def stumble(name: str, device: str) -> Any:
        raise RuntimeError("cuDNN error")

    draw(masklet, 0, bob)
    propagation = ask(video, bob, masklet)
    make_loop(load=stumble).run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, propagation.attempts) == ("failed", MAX_ATTEMPTS)
    assert "cuDNN error" in propagation.problem


def test_missing_media_fails_with_a_sentence(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    default_storage.delete(video.proxy)
    propagation = ask(video, bob, masklet)
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, "upload it again" in propagation.problem) == ("failed", True)


def test_deleted_object_is_left_out(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    other = make_masklet(video, bob)
    draw(masklet, 0, bob)
    draw(other, 0, bob)
    propagation = step_until(loop, ask(video, bob, masklet, other), 1)
    delete_masklet(masklet_id=other.pk, actor=bob)
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, len(read_heads(masklet))) == ("done", NUM_FRAMES)


def test_propagation_stops_when_every_object_is_deleted(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    propagation = step_until(loop, ask(video, bob, masklet), 1)
    delete_masklet(masklet_id=masklet.pk, actor=bob)
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert propagation.status == "failed"
    assert "submitted, approved or deleted" in propagation.problem


def test_click_does_not_wait_for_a_track(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    propagation = step_until(loop, ask(video, bob, masklet), 1)
    other = make_masklet(video, bob)
    add_prompt(masklet_id=other.pk, actor=bob, value=POINT)
    loop.wake.set()
    loop._turn()
    propagation.refresh_from_db()
    assert (propagation.status, Prediction.objects.get().status) == ("running", "done")


def test_people_take_turns(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User, carol: User):
    other = make_masklet(video, carol)
    draw(masklet, 0, bob)
    draw(other, 0, carol)
    first, second = ask(video, bob, masklet), ask(video, bob, masklet)
    hers = ask(video, carol, other)
    step_until(loop, hers, 1)
    for job in (first, second):
        job.refresh_from_db()
    assert (first.status, second.status) == ("running", "queued")


def test_fresh_click_waits_for_the_worker_that_has_the_video_open(
    loop: DeviceLoop, video: Video, masklet: Masklet, bob: User
):
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    loop.run_until_idle()
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    assert claim_next(list_open_predictions(worker="elsewhere"), owner="elsewhere") is None
    assert claim_next(list_open_predictions(worker="here"), owner="here") is not None


def test_masks_are_shown_before_they_are_committed(
    monkeypatch: pytest.MonkeyPatch, loop: DeviceLoop, video: Video, masklet: Masklet, bob: User
):
    shown: list[Any] = []
    monkeypatch.setattr(Outgoing, "show", lambda _self, step: shown.append(step))
    draw(masklet, 0, bob)
    ask(video, bob, masklet, stop=4)
    loop.run_until_idle()
    assert [(len(step.masks), step.progress.frames_done, step.progress.frames_total) for step in shown] == [
        (0, 1, 4),
        (1, 2, 4),
        (1, 3, 4),
        (1, 4, 4),
    ]


def test_click_is_shown_before_it_is_committed(
    monkeypatch: pytest.MonkeyPatch, loop: DeviceLoop, masklet: Masklet, bob: User
):
    shown: list[tuple[MaskFrame, int]] = []

    def note(_self: Outgoing, step: Any) -> None:
        shown.extend((decode_mask_frame(mask), Version.objects.count()) for mask in step.masks)

    monkeypatch.setattr(Outgoing, "show", note)
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    loop.run_until_idle()
    ((mask, num_versions),) = shown
    (head,) = FrameHead.objects.select_related("rle").filter(masklet=masklet)
    rle = read_rle(head.rle)
    assert (num_versions, mask.is_committed, mask.lease_token, mask.propagation) == (0, False, 1, 0)
    assert (mask.masklet, mask.frame, mask.state, mask.size) == (masklet.pk, 0, head.state, SQUARE.size)
    assert mask.counts == (rle.counts if rle else "")


def test_what_a_person_draws_meanwhile_conditions_the_rest(
    loop: DeviceLoop, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(running_track, "CHUNK_FRAMES", 5)
    followed, drawn_on = make_masklet(video, bob), make_masklet(video, bob)
    for masklet in (followed, drawn_on):
        draw(masklet, 0, bob)
    step_until(loop, ask(video, bob, followed, drawn_on), 5)
    ahead = NUM_FRAMES - 5
    draw(drawn_on, ahead, bob, encode(~draw_square(0)))
    loop.run_until_idle()
    alone, corrected = read_heads(followed), read_heads(drawn_on)
    assert alone[4] == corrected[4]
    assert corrected[ahead] == ("drawn", "present", encode(~draw_square(0)))
    assert alone[NUM_FRAMES - 1] != corrected[NUM_FRAMES - 1]
