"""Where files lie: finished ones in the media storage under names made by the server, unfinished ones beside it."""

import hashlib
import os
import shutil
import uuid
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage


class MovableFile(File):
    """A local file that a local storage takes over by renaming; any other storage reads it."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        super().__init__(file, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def upload_path(upload_id: uuid.UUID) -> Path:
    """Where the bytes of an unfinished upload are gathered: on the storage's disk, so that finishing is a rename."""
    return _uploads_folder() / f"{upload_id}.part"


def list_upload_paths() -> list[tuple[uuid.UUID, Path]]:
    """The bytes of unfinished uploads that lie here, whether or not a row knows of them."""
    return [(uuid.UUID(path.stem), path) for path in _uploads_folder().glob("*.part")]


def _uploads_folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "uploads"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def scratch_folder(video_id: int, token: int) -> Path:
    """An empty folder for one attempt at an ingest; those of earlier attempts are removed."""
    drop_scratch(video_id)
    folder = Path(settings.MEDIA_ROOT) / "scratch" / f"{video_id}-{token}"
    folder.mkdir(parents=True, mode=0o700)
    return folder


def drop_scratch(video_id: int) -> None:
    for folder in (Path(settings.MEDIA_ROOT) / "scratch").glob(f"{video_id}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def original_name(key: uuid.UUID) -> str:
    return f"originals/{key}"


def made_name(video_id: int, token: int, file_name: str) -> str:
    """The name of what one attempt at an ingest made; attempts never share a name."""
    return f"videos/{video_id}/{token}-{file_name}"


def local_path(name: str) -> Path:
    return Path(default_storage.path(name))


def take_over(path: Path, name: str) -> str:
    """Move a local file into the storage and return its name there; safe against power loss once this returns."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        stored = default_storage.save(name, MovableFile(path, file))
    _sync_folder(local_path(stored).parent)
    return stored


def copy_in(path: Path, name: str) -> str:
    """Copy a local file into the storage and return its name there."""
    with path.open("rb") as file:
        return default_storage.save(name, File(file))


def drop_made(video_id: int, *, keep: frozenset[str]) -> None:
    """Delete everything that ingests of this video made, but what `keep` names."""
    folder = f"videos/{video_id}"
    if not default_storage.exists(folder):
        return
    _, files = default_storage.listdir(folder)
    for file in files:
        name = f"{folder}/{file}"
        if name not in keep:
            default_storage.delete(name)


def drop(name: str) -> None:
    if name:
        default_storage.delete(name)


def digest_stored(name: str) -> str:
    """SHA-256 of a stored file, in hexadecimal."""
    with default_storage.open(name, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
