"""Garbage goes, what is referred to stays, and media of deleted videos go only when an admin says so."""

import io
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone
from rest_framework.test import APIClient

from inference.feature_store import FeatureStore, FrameKey
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.media.store import media
from labeling.projects.models import Project
from labeling.videos import actions, tasks
from labeling.videos.actions import garbage as garbage_actions
from labeling.videos.models import Video
from labeling.videos.storage import original_name
from tests.factories.masklets import MaskletFactory
from tests.factories.uploads import upload_bytes
from tests.factories.videos import count_files
from tests.media.numbered import numbered_clip

Clients = Callable[[User | None], APIClient]
DAYS_AGO = time.time() - 3 * 24 * 3600


def store(root: Path, name: str, *, is_old: bool = True) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"left behind")
    if is_old:
        os.utime(path, (DAYS_AGO, DAYS_AGO))
    return path


def age(root: Path) -> None:
    for path in root.rglob("*"):
        os.utime(path, (DAYS_AGO, DAYS_AGO))


def test_only_what_nothing_refers_to_is_deleted(ready_video: Video, alice: User, media_root: Path):
    upload = upload_bytes(alice, b"whole")
    kept = [
        *(media_root / name for name in (ready_video.original, ready_video.proxy, ready_video.poster)),
        # The process died between the rename and the commit: a repeat finds it there.
        store(media_root, original_name(upload.pk)),
    ]
    age(media_root)
    kept.append(store(media_root, "originals/new", is_old=False))
    left = [store(media_root, "originals/lost"), store(media_root, f"videos/{ready_video.pk}/7-proxy.mp4")]
    scratch = store(media_root, "scratch/1-1/proxy.mp4").parent
    os.utime(scratch, (DAYS_AGO, DAYS_AGO))
    said = io.StringIO()

    call_command("collect_garbage", dry_run=True, stdout=said)
    assert "2 files would be deleted, 22 bytes." in said.getvalue()
    assert all(path.exists() for path in (*kept, *left))
    tasks.collect_garbage()

    assert [path.exists() for path in (*left, scratch)] == [False] * 3
    assert [path.exists() for path in kept] == [True] * len(kept)


@pytest.mark.django_db(transaction=True)
def test_videos_that_are_being_made_lose_nothing(
    project: Project, alice: User, tmp_path: Path, media_root: Path, monkeypatch: pytest.MonkeyPatch
):
    """The collector goes round and round, with everything old enough, while files become videos."""
    monkeypatch.setattr(garbage_actions, "LEAST_AGE", timedelta(seconds=-60))
    clip = numbered_clip(tmp_path / "clip.mp4", 4)
    done = threading.Event()
    rounds = 0

    def collect() -> None:
        nonlocal rounds
        try:
            while not done.is_set():
                actions.collect_garbage(older_than=timedelta(seconds=-60))
                rounds += 1
        finally:
            connections.close_all()

    collector = threading.Thread(target=collect)
    collector.start()
    try:
        for _ in range(3):
            upload = upload_bytes(alice, clip.read_bytes())
            tasks.ingest(actions.create_video(actor=alice, project=project, upload_id=upload.pk).pk)
    finally:
        done.set()
        collector.join()

    assert rounds > 3
    assert [video.status for video in Video.objects.all()] == ["ready"] * 3
    assert count_files(media_root) == 9


def test_media_of_a_deleted_video_are_purged_on_request_and_its_history_stays(
    ready_video: Video, alice: User, client_of: Clients, media_root: Path, settings: Any, tmp_path: Path
):
    settings.FEATURE_CACHE = tmp_path / "features"
    features = FeatureStore(settings.FEATURE_CACHE, quota_bytes=1 << 20)
    keys = [FrameKey(video=digest, model="model", frame=0) for digest in (ready_video.proxy_digest, "another")]
    for key in keys:
        features.write(key, b"features")
    MaskletFactory.create(video=ready_video, author=alice)
    actions.delete_video(video=ready_video, actor=alice)
    Video.objects.update(deleted_at=timezone.now() - timedelta(days=91))
    said = io.StringIO()

    call_command("purge_deleted", "--older-than", "92d", stdout=said, yes=True)
    call_command("purge_deleted", "--older-than", "90d", stdout=said, dry_run=True)
    assert (count_files(media_root), media().count_bytes(ready_video.proxy) > 0) == (3, True)
    call_command("purge_deleted", "--older-than", "90d", stdout=said, yes=True)

    assert "Removed 3 files of 1 videos." in said.getvalue()
    assert (count_files(media_root), [features.read(key) for key in keys]) == (0, [None, b"features"])
    ready_video.refresh_from_db()
    actions.restore_video(video=ready_video, actor=alice)
    shown = client_of(alice).get(f"/api/videos/{ready_video.pk}/").json()
    assert (shown["status"], shown["num_masklets"]) == ("failed", 1)
    assert shown["problem"].startswith("The files of this video were removed for good on")
    assert client_of(alice).get(f"/api/videos/{ready_video.pk}/proxy.mp4").status_code == 409
    assert list(actions.purge_media(older_than=timedelta(0))) == []
    assert (
        Event.objects.filter(video_id=ready_video.pk, type="video.changed").last().payload["video"]["status"]
        == "failed"
    )


def test_nothing_is_purged_without_a_yes(ready_video: Video, alice: User, monkeypatch: pytest.MonkeyPatch):
    actions.delete_video(video=ready_video, actor=alice)
    monkeypatch.setattr("builtins.input", lambda _: "y")

    with pytest.raises(CommandError, match=r"Nothing was removed\."):
        call_command("purge_deleted", "--older-than", "0d", stdout=io.StringIO())
    assert media().count_bytes(ready_video.proxy) > 0
    with pytest.raises(CommandError, match="such as 36h or 90d"):
        call_command("purge_deleted", "--older-than", "soon")
