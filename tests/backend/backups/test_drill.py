"""The drill: a product in use is backed up, restored elsewhere, and equal; what was said to be saved is there."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connections
from rest_framework.test import APIClient

from backend.backups.postgres import digest_tables
from backend.backups.shelf import find_backup, read_manifest
from labeling.accounts.models import User
from labeling.masklets.models import FrameHead, Version
from labeling.realtime.replay import list_events, take_snapshot
from labeling.review.models import Review
from labeling.videos.models import Upload, Video
from tests.backend.backups.conftest import Fresh, World, draw
from tests.factories.s3 import S3Server
from tests.labeling.realtime.reducer import read_snapshot, reduce_events
from tests.labeling.realtime.test_convergence import as_json

DRAWINGS_BEFORE = 5


class Scribe(threading.Thread):
    """A person who goes on drawing; `saved` counts what was acknowledged."""

    def __init__(self, world: World, actor: User) -> None:
        super().__init__()
        self._world, self._actor = world, actor
        self._stop_event = threading.Event()
        self.saved = 0

    def run(self) -> None:
        try:
            while not self._stop_event.is_set():
                draw(self._world.masklet, self._actor, 1 + self.saved % 90)
                self.saved += 1
        finally:
            connections.close_all()

    def stop(self) -> None:
        self._stop_event.set()
        self.join()

    def wait_for(self, saved: int) -> None:
        while self.saved < saved:
            assert self.is_alive()
            time.sleep(0.01)


def test_restored_product_is_the_one_that_was_backed_up(
    world: World, bob: User, fresh: Fresh, s3_server: S3Server, media_root: Path,
    back_up: Callable[..., Path], client_of: Callable[[User | None], APIClient],
):  # fmt: skip
    before = read_snapshot(as_json(take_snapshot(world.video.pk)))
    scribe = Scribe(world, bob)
    scribe.start()
    scribe.wait_for(DRAWINGS_BEFORE)
    saved_before = scribe.saved
    folder = back_up(with_secrets=True)
    saved_after = scribe.saved
    scribe.stop()
    assert saved_after > saved_before, "nobody worked during the backup"
    # Local media go to S3, and the machine's own key is replaced by the one that was kept.
    s3_server.start().empty()

    done = fresh.manage("restore", folder, "--with-secrets", **s3_server.environment())

    assert done.returncode == 0, done.stderr
    manifest = read_manifest(find_backup(folder)[1])
    assert s3_server.list_names() == sorted(content.name for content in manifest.media)
    for content in manifest.media:
        assert (s3_server.bucket_folder / content.name).read_bytes() == (media_root / content.name).read_bytes()
    assert (fresh.home / "secret_key").read_text() == "the key\n"
    part = fresh.home / "media" / "uploads" / f"{world.upload.pk}.part"
    assert part.read_bytes() == world.content[:5000]
    with fresh.opened():
        assert digest_tables() == manifest.tables
        # What was saved is there as one unbroken piece: everything before the snapshot, nothing after it.
        numbers = list(
            Version.objects.filter(masklet=world.masklet).order_by("number").values_list("number", flat=True)
        )
        assert numbers == list(range(1, len(numbers) + 1))
        assert saved_before <= len(numbers) - 1 <= saved_after + 1
        now = read_snapshot(as_json(take_snapshot(world.video.pk)))
        assert reduce_events(before, as_json(list_events(world.video.pk, after=before["last_seq"]))) == now
        assert FrameHead.objects.filter(masklet__video=world.video).count() == 4 + min(len(numbers), 91)
        assert (Review.objects.count(), Upload.objects.get().offset, Video.objects.count()) == (1, 5000, 2)
        shown = client_of(bob).get(f"/api/videos/{world.video.pk}/").json()
        assert (shown["status"], shown["num_masklets"]) == ("ready", 2)


def test_backup_of_a_restored_product_is_equal_again(
    world: World, fresh: Fresh, back_up: Callable[..., Path], tmp_path: Path, settings: Any
):
    folder = back_up()
    tables = read_manifest(find_backup(folder)[1]).tables
    assert fresh.manage("restore", folder).returncode == 0
    settings.MEDIA_ROOT = fresh.home / "media"

    with fresh.opened():
        again = back_up()

    first, second = (read_manifest(path) for path in sorted(again.glob("2*")))
    assert (second.tables, second.media, second.missing) == (tables, first.media, [])
    replaced = fresh.manage("restore", folder, "--overwrite")
    assert replaced.returncode == 0, replaced.stderr
