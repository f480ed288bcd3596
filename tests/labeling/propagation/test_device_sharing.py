"""How the device loop serves several people: their turns, and what is shown and drawn while it tracks."""

from typing import Any

import pytest

from inference.rle import encode
from labeling.accounts.models import User
from labeling.events.wire import MaskFrame, decode_mask_frame
from labeling.jobs.leases import claim_next
from labeling.masklets.actions import add_prompt
from labeling.masklets.models import FrameHead, Masklet, Prediction, Version
from labeling.masklets.queries import read_rle
from labeling.propagation.device import running_track
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.queries import list_open_predictions
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.factories.propagation import make_masklet
from tests.labeling.propagation.asking import POINT, SQUARE, ask, draw, read_heads, step_until
from tests.labeling.propagation.conftest import NUM_FRAMES


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
