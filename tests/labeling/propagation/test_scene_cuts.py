"""Tracking stops at a scene cut and says so; people go on beyond it by saying what is there."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.rle import encode
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets.actions import draw_frame
from labeling.masklets.models import FrameHead, Masklet
from labeling.projects.models import Project
from labeling.propagation.actions import reap_jobs, request_propagation
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.models import Propagation
from labeling.propagation.queries import show_propagation
from labeling.videos.models import Video
from tests.factories.clips import SIZE, draw_square, draw_squares
from tests.factories.propagation import make_clip_video, make_loop, make_masklet

NUM_FRAMES = 36
CUT = 12


@pytest.fixture
def video(project: Project, media: Path) -> Video:
    """A square over noise; from frame 12 on a patchwork of colours."""
    patches = np.random.default_rng(5).integers(0, 255, size=(SIZE[0] // 10, SIZE[1] // 10, 3), dtype=np.uint8)
    scene = np.kron(patches, np.ones((10, 10, 1), dtype=np.uint8))
    frames = np.concatenate([draw_squares(CUT), np.repeat(scene[None], NUM_FRAMES - CUT, axis=0)])
    return make_clip_video(num_frames=NUM_FRAMES, frames=frames, project=project)


def draw(masklet: Masklet, frame: int, actor: User) -> None:
    draw_frame(
        masklet_id=masklet.pk, actor=actor, frame=frame, rle=encode(draw_square(0)), state="present", base_version=None
    )


def ask(video: Video, actor: User, *masklets: Masklet, direction: Any = "forward") -> Propagation:
    return request_propagation(
        video_id=video.pk,
        actor=actor,
        masklet_ids=[masklet.pk for masklet in masklets],
        direction=direction,
        start=0,
        stop=NUM_FRAMES,
    )


def finish(loop: DeviceLoop, propagation: Propagation) -> Propagation:
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert propagation.status == "done"
    return propagation


def list_frames(masklet: Masklet) -> list[int]:
    return list(FrameHead.objects.filter(masklet=masklet).order_by("frame").values_list("frame", flat=True))


def test_track_stops_at_a_cut_and_says_so(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 0, bob)
    propagation = finish(loop, ask(video, bob, masklet))
    assert (propagation.stopped_at, propagation.frames_done, list_frames(masklet)) == ([CUT], CUT, list(range(CUT)))
    newest = Event.objects.filter(video_id=video.pk).latest("seq")
    assert newest.payload["propagation"]["stopped_at"] == [CUT]
    assert show_propagation(propagation)["stopped_at"] == [CUT]


def test_person_goes_on_beyond_a_cut(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, CUT, bob)
    propagation = finish(loop, ask(video, bob, masklet))
    assert (propagation.stopped_at, list_frames(masklet)) == ([], list(range(CUT, NUM_FRAMES)))


def test_object_that_a_person_saw_beyond_the_cut_is_followed_through(
    loop: DeviceLoop, video: Video, masklet: Masklet, bob: User
):
    draw(masklet, 0, bob)
    draw(masklet, 20, bob)
    propagation = finish(loop, ask(video, bob, masklet))
    assert (propagation.stopped_at, list_frames(masklet)) == ([], list(range(NUM_FRAMES)))


def test_both_ways_from_beyond_the_cut(loop: DeviceLoop, video: Video, masklet: Masklet, bob: User):
    draw(masklet, 20, bob)
    propagation = finish(loop, ask(video, bob, masklet, direction="both"))
    assert (propagation.stopped_at, list_frames(masklet)) == ([CUT - 1], list(range(CUT, NUM_FRAMES)))


def test_stopped_object_stays_stopped_on_another_worker(
    model: Any, loop: DeviceLoop, video: Video, masklet: Masklet, bob: User
):
    """One object stops at the cut, the other begins behind it, and a worker dies in between."""
    other = make_masklet(video, bob)
    draw(masklet, 0, bob)
    draw(other, CUT + 2, bob)
    propagation = ask(video, bob, masklet, other)
    while propagation.frames_done <= CUT:
        loop.wake.set()
        assert loop._turn()
        propagation.refresh_from_db()
    assert (propagation.status, propagation.resume["stopped"]) == ("running", [masklet.pk])
    Propagation.objects.update(lease_expires_at="2020-01-01T00:00:00Z")
    assert reap_jobs() == 1
    propagation = finish(make_loop(model, worker="elsewhere"), propagation)
    assert (propagation.stopped_at, propagation.frames_done) == ([CUT], NUM_FRAMES)
    assert (list_frames(masklet), list_frames(other)) == (list(range(CUT)), list(range(CUT + 2, NUM_FRAMES)))
