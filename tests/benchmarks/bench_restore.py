"""A backup of an installation of some size, and a new installation made of it as an operator does, by `./maskloop`.

The source is a database of its own beside the real one, with the rows that propagations leave; its media are random
bytes, which no disk or dump can shrink. The restored one starts with an empty MASKLOOP_HOME: its time has in it
the start of a Postgres and a Redis, the check of the backup, media, rows, the digests of all tables, and migrations.
"""

import hashlib
import io
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import numpy as np

from backend.services.benchmarks import Row
from backend.services.installation import REPOSITORY
from backend.services.running import SERVICES, remove_installations_under
from inference import rle as rle_codec
from inference.types import Rle
from tests.benchmarks.bench_version_storage import scratch_database

if TYPE_CHECKING:
    from labeling.videos.models import Video

NAME = "restore"
SUMMARY = "minutes from a backup to a new installation that equals it; seconds of a backup, of the next one, of a check"
SIZE = (720, 1280)
MASKLETS_A_VIDEO = 5


@dataclass(frozen=True)
class Plan:
    """`frames` of each of five masklets of every video have a mask; a video's media have `media_bytes`."""

    videos: int
    frames: int
    media_bytes: int


FULL = Plan(videos=200, frames=100, media_bytes=8 * 1024**2)
SHORT = Plan(videos=4, frames=20, media_bytes=1024**2)


def run(short: bool) -> list[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    plan = SHORT if short else FULL
    with tempfile.TemporaryDirectory() as name, scratch_database(), _media_in(Path(name) / "media"):
        folder = Path(name)
        folder.chmod(0o711)  # the new installation's Postgres passes through it
        num_masks = _fill(plan, folder)
        seconds = {
            "backup, the first": _time(lambda: _manage("backup", folder / "backups")),
            "backup, nothing new": _time(lambda: _manage("backup", folder / "backups", "--keep", "1")),
            "check": _time(lambda: _manage("restore", "--check", folder / "backups")),
        }
        began = time.monotonic()
        restored = _restore_into_a_new_home(folder)
        minutes = (time.monotonic() - began) / 60
        return [
            Row("videos", plan.videos, "videos"),
            Row("frame masks", num_masks, "masks"),
            Row("media", plan.videos * plan.media_bytes / 1024**3, "GiB"),
            *(Row(name, round(value, 2), "s") for name, value in seconds.items()),
            Row("restore into a new installation", round(minutes, 3), "min", "<= 5"),
            Row("restores that were not equal", int(not restored), "restores", "== 0"),
        ]


@contextmanager
def _media_in(folder: Path) -> Iterator[None]:
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=folder):
        yield


def _fill(plan: Plan, folder: Path) -> int:
    from labeling.masklets.models import FrameMask
    from tests.factories.videos import VideoFactory

    masks = _draw_masks(60)
    for number in range(plan.videos):
        video = VideoFactory.create(num_frames=plan.frames, height=SIZE[0], width=SIZE[1])
        _store_media(video, plan.media_bytes, folder)
        _track(video, list(islice(cycle(masks), number, number + plan.frames)))
    return FrameMask.objects.count()


def _draw_masks(count: int) -> list[Rle]:
    """Blobs whose edges are as uneven as those of a model's masks."""
    chance = np.random.default_rng(1)
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    angles = np.arctan2(rows - SIZE[0] / 2, columns - SIZE[1] / 2)
    masks = []
    for _ in range(count):
        waves = sum(chance.uniform(2, 12) * np.sin(n * angles + chance.uniform(0, 6)) for n in range(3, 20))
        distance = np.hypot(rows - SIZE[0] / 2, columns - SIZE[1] / 2)
        masks.append(rle_codec.encode(distance < 120 + waves))
    return masks


def _store_media(video: "Video", num_bytes: int, folder: Path) -> None:
    from labeling.media.store import media

    path = folder / "made"
    for name, stored in (("original", f"originals/{video.pk}"), ("proxy", f"videos/{video.pk}/1-proxy.mp4")):
        content = os.urandom(num_bytes // 2)
        path.write_bytes(content)
        setattr(video, name, media().take_over(path, stored))
        setattr(video, f"{name}_sha256" if name == "original" else "proxy_digest", hashlib.sha256(content).hexdigest())
    video.save()


def _track(video: "Video", masks: list[Rle]) -> None:
    """What `commit_masks` writes of a propagation, in bulk: one version of each masklet, with a mask on every frame."""
    from labeling.masklets.models import FrameHead, FrameMask, Operation, RleBytes, Version
    from tests.factories.masklets import MaskletFactory

    author = video.created_by
    operation = Operation.objects.create(video=video, author=author, kind=Operation.Kind.PROPAGATE)
    for number in range(MASKLETS_A_VIDEO):
        masklet = MaskletFactory.create(video=video, author=author, number=number + 1, head=1)
        Version.objects.create(masklet=masklet, number=1, operation=operation, ranges=[[0, len(masks)]])
        height, width = SIZE
        stored = RleBytes.objects.bulk_create(
            RleBytes(height=height, width=width, counts=mask.counts) for mask in masks
        )
        said = [
            {"masklet": masklet, "frame": frame, "version": 1, "rle": rle, "origin": "propagated", "state": "present"}
            for frame, rle in enumerate(stored)
        ]
        FrameMask.objects.bulk_create(FrameMask(**each, area_px=45_000, score=0.9) for each in said)
        FrameHead.objects.bulk_create(FrameHead(**each, author=author, score=0.9) for each in said)


def _manage(*words: Any) -> None:
    from django.core.management import call_command

    call_command(*map(str, words), stdout=io.StringIO())


def _restore_into_a_new_home(folder: Path) -> bool:
    others = {service.variable for service in SERVICES} | {"MASKLOOP_SECRET_KEY", "MASKLOOP_TEST_DATABASE"}
    environment = {name: value for name, value in os.environ.items() if name not in others}
    home = folder / "new"
    try:
        done = subprocess.run(
            [REPOSITORY / "maskloop", "manage", "restore", folder / "backups"],
            env={**environment, "MASKLOOP_HOME": str(home)}, check=False,
        )  # fmt: skip
        return done.returncode == 0
    finally:
        remove_installations_under(home)


def _time(act: Callable[[], None]) -> float:
    began = time.monotonic()
    act()
    return time.monotonic() - began
