"""Workers hear of jobs from Postgres itself, over real connections."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from inference.types import PointPrompt
from labeling.accounts.models import User
from labeling.masklets.actions import add_prompt
from labeling.masklets.models import Masklet
from labeling.propagation.actions import request_propagation
from labeling.propagation.device.listener import WakeListener
from labeling.videos.models import Video

pytestmark = pytest.mark.django_db(transaction=True)

HEARD_S = 5.0
NOT_HEARD_S = 0.2
POINT = PointPrompt(frame=0, points=((25.0, 35.0),), labels=(1,))


@pytest.fixture
def wake() -> Iterator[threading.Event]:
    heard, stop = threading.Event(), threading.Event()
    listener = WakeListener(heard, stop)
    listener.start()
    assert listener.is_listening.wait(HEARD_S)
    assert heard.wait(HEARD_S)  # to begin with, for what was queued before
    heard.clear()
    yield heard
    stop.set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('maskloop_gpu', '')")
    listener.join(HEARD_S)
    assert not listener.is_alive()


def cut_off_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database() AND query LIKE 'LISTEN%'"
        )


def test_click_wakes_at_its_commit(wake: threading.Event, masklet: Masklet, bob: User):
    with transaction.atomic():
        add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
        assert not wake.wait(NOT_HEARD_S)
    assert wake.wait(HEARD_S)


def test_rolled_back_click_wakes_nobody(wake: threading.Event, masklet: Masklet, bob: User):
    with transaction.atomic():
        add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
        transaction.set_rollback(True)
    assert not wake.wait(NOT_HEARD_S)


def test_propagation_wakes(wake: threading.Event, video: Video, masklet: Masklet, bob: User):
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    assert wake.wait(HEARD_S)
    wake.clear()
    request_propagation(
        video_id=video.pk, actor=bob, masklet_ids=[masklet.pk], direction="forward", start=0, stop=5, anchor=0
    )
    assert wake.wait(HEARD_S)


def test_cut_off_listener_looks_and_listens_again(wake: threading.Event, masklet: Masklet, bob: User):
    cut_off_listeners()
    assert wake.wait(HEARD_S)
    wake.clear()
    add_prompt(masklet_id=masklet.pk, actor=bob, value=POINT)
    assert wake.wait(HEARD_S)
