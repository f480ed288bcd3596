"""Hover previews from the request to the answer, on the device and over Postgres; nothing of them is stored."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from inference.types import PointPrompt
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.events.wire import MaskFrame, decode_mask_frame
from labeling.masklets.actions import add_prompt
from labeling.masklets.models import FrameHead, Masklet, Prompt, Version
from labeling.masklets.queries import read_rle
from labeling.propagation.actions import announce_worker, hold_session
from labeling.propagation.device import hovering
from labeling.propagation.device.hovering import WaitingPreviews
from labeling.propagation.device.listener import WakeListener
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.previews import Preview, request_preview
from labeling.videos.models import Video

HEARD_S = 5.0


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    steps: list[Any] = []
    monkeypatch.setattr(Outgoing, "show", lambda _self, step: steps.append(step))
    return steps


def hover(masklet: Masklet, **changes: Any) -> Preview:
    asked: dict[str, Any] = {"frame": 0, "at": (25.0, 35.0), "label": 1, "reply_to": "asker"}
    return Preview(masklet=masklet.pk, **(asked | changes))


def test_preview_is_the_mask_that_the_click_then_gives(loop: DeviceLoop, masklet: Masklet, bob: User, shown: list[Any]):
    loop.previews.put(hover(masklet))
    loop.run_until_idle()
    (step,) = shown
    (mask,) = [decode_mask_frame(content) for content in step.masks]
    assert (step.only, mask.is_preview, mask.is_committed) == ("asker", True, False)
    assert [model.objects.count() for model in (Prompt, Version, Event, FrameHead)] == [0, 0, 0, 0]
    add_prompt(masklet_id=masklet.pk, actor=bob, value=PointPrompt(frame=0, points=((25.0, 35.0),), labels=(1,)))
    loop.run_until_idle()
    head = FrameHead.objects.select_related("rle").get(masklet=masklet)
    rle = read_rle(head.rle)
    wanted = MaskFrame(
        masklet=masklet.pk,
        frame=0,
        state=head.state,
        origin="prompted",
        size=mask.size,
        counts=rle.counts if rle else "",
        score=mask.score,
        is_preview=True,
    )
    assert mask == wanted


def test_late_preview_is_not_answered(
    monkeypatch: pytest.MonkeyPatch, loop: DeviceLoop, masklet: Masklet, shown: list[Any]
):
    monkeypatch.setattr(hovering, "EXPIRES_S", 0.0)
    loop.previews.put(hover(masklet))
    loop.run_until_idle()
    assert shown == []


def test_newest_preview_of_a_socket_counts(masklet: Masklet):
    waiting = WaitingPreviews()
    for at in ((1.0, 1.0), (2.0, 2.0)):
        waiting.put(hover(masklet, at=at))
    waiting.put(hover(masklet, reply_to="other"))
    assert [waiting.take(), waiting.take(), waiting.take()] == [
        hover(masklet, at=(2.0, 2.0)),
        hover(masklet, reply_to="other"),
        None,
    ]


def test_preview_of_what_is_not_there_is_left_out(loop: DeviceLoop, masklet: Masklet, shown: list[Any]):
    loop.previews.put(hover(masklet, frame=10_000))
    loop.previews.put(Preview(masklet=0, frame=0, at=(1.0, 1.0), label=1, reply_to="other"))
    loop.run_until_idle()
    assert shown == []


@pytest.fixture
def heard() -> Iterator[tuple[WaitingPreviews, threading.Event]]:
    """What the worker named "here" hears."""
    previews, wake, stop = WaitingPreviews(), threading.Event(), threading.Event()
    listener = WakeListener(wake, stop, worker="here", previews=previews)
    listener.start()
    assert listener.is_listening.wait(HEARD_S)
    assert wake.wait(HEARD_S)
    wake.clear()
    yield previews, wake
    stop.set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('maskloop_gpu', '')")
    listener.join(HEARD_S)
    assert not listener.is_alive()


@pytest.mark.django_db(transaction=True)
def test_request_reaches_the_worker_that_has_the_video_open(
    heard: tuple[WaitingPreviews, threading.Event], video: Video, masklet: Masklet
):
    previews, wake = heard
    assert not request_preview(video_id=video.pk, preview=hover(masklet))  # no worker at all
    announce_worker(name="here", model="", device="cpu")
    announce_worker(name="elsewhere", model="", device="cpu")
    hold_session(video_id=video.pk, worker="elsewhere")
    assert request_preview(video_id=video.pk, preview=hover(masklet))
    hold_session(video_id=video.pk, worker="here")
    assert request_preview(video_id=video.pk, preview=hover(masklet, frame=3))
    assert wake.wait(HEARD_S)
    assert [previews.take(), previews.take()] == [hover(masklet, frame=3), None]


@pytest.mark.django_db(transaction=True)
def test_masklet_of_another_video_is_not_previewed(video: Video, masklet: Masklet):
    announce_worker(name="here", model="", device="cpu")
    assert not request_preview(video_id=video.pk + 1, preview=hover(masklet))
