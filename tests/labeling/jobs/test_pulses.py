import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from backend.celery_app import app
from backend.upkeep import UpkeepScheduler
from labeling.accounts.models import User
from labeling.jobs.models import Pulse
from labeling.jobs.pulses import PulseThread, drop_old_pulses, list_pulses, note_pulse
from labeling.propagation.models import Propagation
from labeling.videos.models import Video
from tests.factories.masklets import OperationFactory


def wait_for(look: Callable[[], bool]) -> None:
    for _ in range(100):
        if look():
            return
        time.sleep(0.1)
    raise AssertionError("it has not come")


def make_scheduler(folder: Path) -> UpkeepScheduler:
    app.loader.import_default_modules()
    return UpkeepScheduler(app, schedule_filename=str(folder / "schedule"))


@pytest.mark.django_db(transaction=True)
def test_thread_says_that_its_process_lives_and_when_it_ends():
    thread = PulseThread(name="media@here 1", kind="media")
    thread.start()
    wait_for(Pulse.objects.filter(name="media@here 1", kind="media").exists)
    thread.stop()
    assert list_pulses() == {"media": [], "beat": []}


@pytest.mark.django_db
def test_process_that_ended_without_a_word_is_forgotten_after_an_hour():
    note_pulse(name="old", kind="media")
    Pulse.objects.update(seen_at=timezone.now() - timedelta(minutes=61))
    note_pulse(name="new", kind="media")
    drop_old_pulses()
    assert list(Pulse.objects.values_list("name", flat=True)) == ["new"]


@pytest.mark.django_db(transaction=True)
def test_beat_does_what_is_due_itself_with_nobody_to_take_a_message(tmp_path: Path, video: Video, bob: User):
    job = Propagation.objects.create(
        video=video, operation=OperationFactory(video=video, author=bob), direction="forward", start=0, stop=9,
        anchor=0, created_by=bob, status="running", attempts=1, lease_owner="gone",
        lease_expires_at=timezone.now() - timedelta(seconds=1), resume={"starts": {}},
    )  # fmt: skip
    scheduler = make_scheduler(tmp_path)

    for name in ("reap-propagations", "note-beat"):
        scheduler.apply_async(scheduler.schedule[name])

    job.refresh_from_db()
    assert job.status == "queued"
    assert Client().get("/statusz").json()["beat"][0] < 5


@pytest.mark.django_db(transaction=True)
def test_beat_outlives_a_task_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail() -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("labeling.propagation.tasks.reap_jobs", fail)
    scheduler = make_scheduler(tmp_path)
    assert scheduler.apply_async(scheduler.schedule["reap-propagations"]).failed()
    scheduler.apply_async(scheduler.schedule["note-beat"])
    assert Pulse.objects.filter(kind="beat").exists()
