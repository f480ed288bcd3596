"""What the device loop does where a worker dies, something is missing or what it works for goes away."""

from typing import Any

import torch
from django.core.files.storage import default_storage

from inference.checkpoints import CheckpointProblem
from inference.rle import encode
from inference.types import PointPrompt
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.jobs.leases import MAX_ATTEMPTS
from labeling.masklets.actions import add_prompt, delete_masklet
from labeling.masklets.models import FrameMask, Masklet, Prediction
from labeling.propagation.actions import cancel_propagation, reap_jobs
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.running_track import CHUNK_FRAMES
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.factories.propagation import make_loop, make_masklet
from tests.labeling.propagation.asking import ask, draw, let_leases_run_out, read_heads, step_until
from tests.labeling.propagation.conftest import NUM_FRAMES


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
