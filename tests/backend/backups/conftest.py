"""A product with everything in it that a backup has to keep, and a database and home to restore it into."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from labeling.accounts.models import User
from labeling.masklets.actions import draw_frame, submit_masklet
from labeling.masklets.models import Masklet
from labeling.media.store import media
from labeling.projects.models import Project
from labeling.review.actions import decide_masklet
from labeling.videos.models import Upload, Video
from tests.factories.masklets import MaskletFactory, make_square
from tests.factories.uploads import upload_bytes
from tests.factories.videos import VideoFactory
from tests.labeling.media.conftest import s3, s3_server

__all__ = ["s3", "s3_server"]

REPOSITORY = Path(__file__).resolve().parents[3]
RESTORED = "restored_maskloop"


@dataclass(frozen=True)
class World:
    """`video` has reviewed and unreviewed masklets; `deleted` is a deleted video; `upload` has half of its bytes."""

    video: Video
    deleted: Video
    masklet: Masklet
    upload: Upload
    content: bytes


@dataclass(frozen=True)
class Fresh:
    """A database without a table and a home without a file."""

    home: Path
    environment: dict[str, str]

    def manage(self, *words: Any, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "manage.py", *map(str, words)], cwd=REPOSITORY, env={**self.environment, **more},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Everything that asks the database asks the restored one."""
        name = connection.settings_dict["NAME"]
        connection.close()
        connection.settings_dict["NAME"] = RESTORED
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MASKLOOP_HOME = tmp_path / "home"
    settings.MASKLOOP_HOME.mkdir()
    (settings.MASKLOOP_HOME / "secret_key").write_text("the key\n")
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def world(transactional_db: None, project: Project, alice: User, bob: User, carol: User, tmp_path: Path) -> World:
    video = make_video(project, tmp_path)
    deleted = make_video(project, tmp_path, deleted_at=video.created_at)
    reviewed, masklet = (MaskletFactory.create(video=video, author=bob, number=number) for number in (1, 2))
    for frame in range(4):
        draw(reviewed, bob, frame)
    version = submit_masklet(masklet_id=reviewed.pk, actor=bob).head
    decide_masklet(masklet_id=reviewed.pk, actor=carol, decision="satisfactory", version=version, start=0, stop=2)
    draw(masklet, bob, 0)
    content = os.urandom(9000)
    return World(video, deleted, masklet, upload_bytes(alice, content, sent=5000), content)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Fresh]:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
        cursor.execute(f"CREATE DATABASE {RESTORED}")
    database = connection.settings_dict
    home = tmp_path / "fresh"
    yield Fresh(
        home,
        {
            **os.environ,
            "MASKLOOP_HOME": str(home),
            "DATABASE_URL": f"postgresql://{database['USER']}@/{RESTORED}?host={database['HOST']}",
        },
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {RESTORED} WITH (FORCE)")


@pytest.fixture
def back_up(tmp_path: Path) -> Callable[..., Path]:
    """`back_up()` makes a backup in a folder, always the same, and returns the folder."""

    def make(**options: Any) -> Path:
        folder = tmp_path / "backups"
        call_command("backup", folder, verbosity=0, **options)
        return folder

    return make


def make_video(project: Project, folder: Path, **fields: Any) -> Video:
    """A ready video whose files hold anything."""
    video: Video = VideoFactory.create(project=project, **fields)
    for name, stored in (("original", f"originals/{video.pk}"), ("proxy", f"videos/{video.pk}/1-proxy.mp4"),
                         ("poster", f"videos/{video.pk}/1-poster.jpg")):  # fmt: skip
        path = folder / "file"
        path.write_bytes(os.urandom(30_000))
        setattr(video, name, media().copy_in(path, stored))
        if name == "proxy":
            video.proxy_digest = hashlib.sha256(path.read_bytes()).hexdigest()
    video.save()
    return video


def draw(masklet: Masklet, actor: User, frame: int) -> None:
    draw_frame(masklet_id=masklet.pk, actor=actor, frame=frame, rle=make_square(left=frame % 40))
