"""Local disk and S3 answer the same questions alike."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from labeling.media.problems import MediaMissing, MediaUnavailable
from labeling.media.store import MediaStore, media
from tests.factories.s3 import S3Server

CONTENT = os.urandom(700_000)


@pytest.fixture(params=["local", "s3", "s3 under a prefix"])
def store(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> MediaStore:
    settings.MEDIA_ROOT = tmp_path / "media"
    if request.param != "local":
        server: S3Server = request.getfixturevalue("s3")
        if request.param == "s3 under a prefix":
            options = server.options(location="team/maskloop")
            settings.STORAGES = {**settings.STORAGES, "default": options}
    return media()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.part"
    path.write_bytes(CONTENT)
    return path


def read(store: MediaStore, name: str, start: int = 0, stop: int | None = None) -> bytes:
    return b"".join(store.read(name, start, stop))


def test_file_is_kept_read_and_dropped(store: MediaStore, file: Path):
    store.copy_in(file, "originals/one")
    assert store.take_over(file, "videos/1/1-proxy.mp4") == "videos/1/1-proxy.mp4"

    assert (file.exists(), store.count_bytes("originals/one")) == (False, 700_000)
    assert read(store, "originals/one") == CONTENT
    for start, stop in ((0, 1), (5, 300_005), (699_999, 700_000), (400_000, None)):
        assert read(store, "videos/1/1-proxy.mp4", start, stop) == CONTENT[start:stop]
    assert store.local_path("videos/1/1-proxy.mp4").read_bytes() == CONTENT

    store.drop("originals/one")
    store.drop("originals/one")
    for ask in (store.count_bytes, store.read, store.local_path):
        with pytest.raises(MediaMissing, match=r"originals/one is not in the media storage"):
            ask("originals/one")


def test_files_are_listed_with_their_lengths(store: MediaStore, file: Path):
    names = ["originals/one", "videos/1/1-proxy.mp4", "videos/12/1-proxy.mp4"]
    for name in names:
        store.copy_in(file, name)

    assert [(stored.name, stored.num_bytes) for stored in store.list_files("videos/1/")] == [(names[1], 700_000)]
    assert sorted(stored.name for stored in store.list_files()) == names


def test_copy_that_arrives_damaged_is_not_kept(s3: S3Server, settings: Any, file: Path):
    media().copy_in(file, "originals/one")

    with pytest.raises(MediaUnavailable, match="arrived damaged"):
        media().local_path("originals/one", sha256="0" * 64)
    assert [path.name for path in Path(settings.MEDIA_CACHE).iterdir()] == ["lock"]


def test_copy_of_known_content_is_there_without_the_storage(s3: S3Server, file: Path):
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    media().copy_in(file, "videos/1/1-proxy.mp4", sha256=sha256)
    media().local_path("videos/1/1-proxy.mp4", sha256=sha256)
    s3.stop()

    assert media().local_path("videos/1/1-proxy.mp4", sha256=sha256).read_bytes() == CONTENT


def test_wrong_keys_are_said_to_be_so(s3: S3Server, settings: Any, file: Path):
    settings.STORAGES = {**settings.STORAGES, "default": s3.options(secret_key="not-it")}

    with pytest.raises(MediaUnavailable, match="MASKLOOP_S3_ settings"):
        media().copy_in(file, "originals/one")


def test_storage_that_is_away_says_so_and_nothing_is_lost(s3: S3Server, file: Path):
    s3.stop()

    for ask in (media().read, media().drop):
        with pytest.raises(MediaUnavailable, match="does not answer at the moment"):
            ask("originals/one")
    with pytest.raises(MediaUnavailable):
        media().take_over(file, "originals/one")
    assert file.read_bytes() == CONTENT
