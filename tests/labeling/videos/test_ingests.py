"""The ingest as a job: what it leaves behind when it succeeds, fails, dies or is told to stop."""

import hashlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event, OutboxRow
from labeling.jobs.leases import MAX_ATTEMPTS, LeaseLost
from labeling.projects.models import Project
from labeling.videos import actions, storage, tasks
from labeling.videos.models import FrameTable, Ingest, Video
from tests.factories.videos import IngestFactory, count_files
from tests.media.hostile import broken
from tests.media.numbered import numbered_clip

pytestmark = pytest.mark.django_db(transaction=True)

Clients = Callable[[User | None], APIClient]

WORKER = """
import os, sys
import django
django.setup()
from django.conf import settings
from django.db import connection, transaction
settings.MEDIA_ROOT = sys.argv[2]
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[3]
from labeling.videos import tasks
tasks.ingest(int(sys.argv[1]))
"""


MEDIA_WORKER = """
import os, sys
import django
django.setup()
from django.conf import settings
from django.db import connection
settings.MEDIA_ROOT = sys.argv[2]
settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = sys.argv[3]
from backend.celery_app import app
app.send_task("videos.ingest", args=[int(sys.argv[1])], queue=sys.argv[4])
app.worker_main(["worker", "-Q", sys.argv[4], "--pool", "prefork", "-c", "1", "--without-gossip", "--without-mingle"])
"""


def make_video(path: Path, project: Project, actor: User) -> Video:
    return actions.create_video_from_path(project=project, path=path, name=path.name, actor=actor)


def describe_states(video: Video) -> list[str]:
    return [event.payload["video"]["status"] for event in Event.objects.filter(video_id=video.pk).order_by("seq")]


def test_ingest_makes_the_video_ready(project: Project, alice: User, tmp_path: Path, media_root: Path):
    path = numbered_clip(tmp_path / "clip.mp4", 30)
    video = make_video(path, project, alice)

    tasks.ingest(video.pk)

    video.refresh_from_db()
    assert (video.status, video.num_frames, video.width, video.height, video.progress) == ("ready", 30, 320, 180, 1.0)
    assert video.original_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert video.proxy_digest == hashlib.sha256(storage.local_path(video.proxy).read_bytes()).hexdigest()
    assert len(FrameTable.objects.get(pk=video.pk).pts) == 30
    assert Ingest.objects.get(video=video).status == "done"
    assert describe_states(video) == ["uploaded", "ingesting", "ready"]
    # The original, the proxy and the poster, nothing else.
    assert count_files(media_root) == 3


def test_ingest_of_what_is_no_video_fails_and_leaves_nothing(
    project: Project, alice: User, tmp_path: Path, media_root: Path
):
    video = make_video(broken.text_file(tmp_path / "letter.mp4"), project, alice)

    tasks.ingest(video.pk)

    video.refresh_from_db()
    assert (video.status, video.original, video.proxy, video.can_retry) == ("failed", "", "", False)
    assert video.problem.startswith("This is a text file")
    assert Ingest.objects.get(video=video).status == "failed"
    assert describe_states(video) == ["uploaded", "ingesting", "failed"]
    assert count_files(media_root) == 0


def test_ingest_of_a_cut_file_is_ready_with_a_warning(project: Project, alice: User, tmp_path: Path):
    video = make_video(broken.cut_tail(tmp_path / "cut.mp4"), project, alice)

    tasks.ingest(video.pk)

    video.refresh_from_db()
    assert video.status == "ready"
    assert video.warning.startswith("The file breaks off or is damaged at its end.")


def test_ingest_runs_once_however_often_it_is_asked_for(project: Project, alice: User, tmp_path: Path):
    video = make_video(numbered_clip(tmp_path / "clip.mp4", 5), project, alice)

    tasks.ingest(video.pk)
    tasks.ingest(video.pk)

    assert Ingest.objects.get(video=video).attempts == 1


def test_ingest_of_a_deleted_video_does_not_start(project: Project, alice: User, tmp_path: Path):
    video = make_video(numbered_clip(tmp_path / "clip.mp4", 5), project, alice)
    actions.delete_video(video=video, actor=video.created_by)

    tasks.ingest(video.pk)

    assert Ingest.objects.get(video=video).status == "cancelled"


def start_worker(video: Video, media_root: Path, program: str = WORKER) -> "subprocess.Popen[bytes]":
    names = [str(video.pk), str(media_root), connection.settings_dict["NAME"], f"media-{uuid.uuid4()}"]
    return subprocess.Popen(
        [sys.executable, "-c", program, *names],
        cwd=django_settings.REPOSITORY,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "backend.settings"},
        start_new_session=True,
    )


def wait_for_scratch(media_root: Path, *, until_s: float = 60) -> None:
    """Until the child has begun to write its proxy."""
    deadline = time.monotonic() + until_s
    while time.monotonic() < deadline:
        if any(path.stat().st_size > 0 for path in media_root.glob("scratch/*/proxy.mp4")):
            return
        time.sleep(0.05)
    raise AssertionError("the ingest did not start")


def list_children() -> list[str]:
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, check=True, text=True).stdout
    return [line for line in listed.splitlines() if "labeling.videos.ingest.child" in line and "max_frames" in line]


@pytest.mark.slow
def test_ingest_goes_on_after_its_worker_was_killed(project: Project, alice: User, tmp_path: Path, media_root: Path):
    clip = numbered_clip(tmp_path / "clip.mp4", 900, size=(360, 640), options={"preset": "ultrafast"})
    video = make_video(clip, project, alice)
    children_before = len(list_children())
    worker = start_worker(video, media_root)
    wait_for_scratch(media_root)
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()

    time.sleep(1)
    assert len(list_children()) <= children_before
    video.refresh_from_db()
    assert video.status == "ingesting"
    Ingest.objects.filter(video=video).update(lease_expires_at=timezone.now() - timedelta(seconds=1))
    actions.reap_ingests()
    assert Ingest.objects.get(video=video).status == "queued"

    tasks.ingest(video.pk)

    video.refresh_from_db()
    assert (video.status, video.num_frames) == ("ready", 900)
    assert Ingest.objects.get(video=video).attempts == 2
    assert count_files(media_root) == 3


def test_reaper_fails_an_ingest_that_had_its_attempts(project: Project, media_root: Path):
    ingest = IngestFactory(
        video__project=project,
        video__status="ingesting",
        status="running",
        attempts=MAX_ATTEMPTS,
        lease_token=3,
        lease_expires_at=timezone.now() - timedelta(seconds=1),
    )
    left_over = media_root / "videos" / str(ingest.video_id) / "2-proxy.mp4"
    left_over.parent.mkdir(parents=True)
    left_over.write_bytes(b"half")

    actions.reap_ingests()

    video = Video.objects.get(pk=ingest.video_id)
    assert video.status == "failed"
    assert video.problem.startswith("The worker stopped 3 times while doing this.")
    assert count_files(media_root) == 0


def test_reaper_asks_again_for_an_ingest_whose_message_was_lost(project: Project):
    ingest = IngestFactory(video__project=project)
    assert reap_and_list_messages() == []

    Ingest.objects.filter(pk=ingest.pk).update(created_at=timezone.now() - timedelta(minutes=5))

    assert reap_and_list_messages() == [[ingest.video_id]]


def reap_and_list_messages() -> list[Any]:
    """What the reaper asks for, seen before the commit sends it off."""
    with transaction.atomic():
        actions.reap_ingests()
        rows = OutboxRow.objects.filter(kind="task")
        return [row.message["args"] for row in rows if row.message["name"] == "videos.ingest"]


def test_worker_that_lost_its_lease_changes_nothing(project: Project):
    ingest = IngestFactory(video__project=project, status="running", lease_token=2)

    with pytest.raises(LeaseLost):
        actions.refuse_ingest(job_id=ingest.pk, token=1, problem="stale", can_retry=False)

    assert Video.objects.get(pk=ingest.video_id).status == "uploaded"


def test_running_ingest_of_a_deleted_video_stops(project: Project, alice: User, tmp_path: Path, media_root: Path):
    clip = numbered_clip(tmp_path / "clip.mp4", 900, size=(360, 640), options={"preset": "ultrafast"})
    video = make_video(clip, project, alice)
    worker = start_worker(video, media_root)
    wait_for_scratch(media_root)

    actions.delete_video(video=video, actor=video.created_by)

    worker.wait(timeout=30)
    assert Ingest.objects.get(video=video).status == "cancelled"
    # The original stays with the hidden video.
    assert count_files(media_root) == 1


@pytest.mark.parametrize("program", [WORKER, MEDIA_WORKER], ids=["process", "media worker"])
def test_running_ingest_is_given_back_when_its_worker_is_told_to_end(
    program: str, project: Project, alice: User, tmp_path: Path, media_root: Path
):
    clip = numbered_clip(tmp_path / "clip.mp4", 900, size=(360, 640), options={"preset": "ultrafast"})
    video = make_video(clip, project, alice)
    worker = start_worker(video, media_root, program)
    wait_for_scratch(media_root)

    os.kill(worker.pid, signal.SIGTERM)

    worker.wait(timeout=30)
    job = Ingest.objects.get(video=video)
    assert (job.status, job.attempts, job.lease_owner) == ("queued", 0, "")
    assert describe_states(video) == ["uploaded", "ingesting", "uploaded"]
    # The original alone; another worker begins with an empty folder.
    assert count_files(media_root) == 1
    tasks.ingest(video.pk)
    video.refresh_from_db()
    assert (video.status, video.num_frames) == ("ready", 900)


def test_ingest_that_failed_for_want_of_frames_allowed_is_tried_again(
    client_of: Clients, project: Project, alice: User, tmp_path: Path, settings: Any
):
    video = make_video(numbered_clip(tmp_path / "clip.mp4", 30), project, alice)
    settings.INGEST_MAX_FRAMES = 20
    tasks.ingest(video.pk)
    video.refresh_from_db()
    assert (video.status, video.can_retry) == ("failed", True)
    settings.INGEST_MAX_FRAMES = 30

    response = client_of(alice).post(f"/api/videos/{video.pk}/retry/")

    assert (response.status_code, response.json()["status"], response.json()["problem"]) == (200, "uploaded", "")
    tasks.ingest(video.pk)
    video.refresh_from_db()
    assert (video.status, video.num_frames, video.problem) == ("ready", 30, "")
    assert describe_states(video) == ["uploaded", "ingesting", "failed", "uploaded", "ingesting", "ready"]


def test_ingest_of_what_is_no_video_is_not_tried_again(
    client_of: Clients, project: Project, alice: User, tmp_path: Path
):
    video = make_video(broken.text_file(tmp_path / "letter.mp4"), project, alice)
    tasks.ingest(video.pk)

    response = client_of(alice).post(f"/api/videos/{video.pk}/retry/")

    assert response.status_code == 409
    assert response.json()["detail"].startswith("Trying again cannot help: This is a text file")


def test_ingest_tells_how_long_it_will_take(
    project: Project, alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tasks, "TELL_EVERY_S", 0.0)
    clip = numbered_clip(tmp_path / "clip.mp4", 900, size=(360, 640), options={"preset": "ultrafast"})
    video = make_video(clip, project, alice)

    tasks.ingest(video.pk)

    told = [event.payload["video"] for event in Event.objects.filter(video_id=video.pk).order_by("seq")]
    under_way = [state for state in told if state["status"] == "ingesting" and state["progress"] > 0]
    assert len(under_way) > 1
    assert all(0 <= state["eta_s"] < 60 for state in under_way[1:])
    assert (told[-1]["progress"], told[-1]["eta_s"]) == (1.0, None)
