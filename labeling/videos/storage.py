"""Where files lie: finished ones in the media storage under names made by the server, unfinished ones beside it."""

import contextlib
import hashlib
import logging
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from labeling.media.problems import MediaMissing, MediaUnavailable
from labeling.media.store import media

logger = logging.getLogger(__name__)


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


@contextlib.contextmanager
def scratch_folder(video_id: int, token: int) -> Iterator[Path]:
    """An empty folder for one attempt at an ingest, gone afterwards; those of earlier attempts are removed."""
    drop_scratch(video_id)
    folder = Path(settings.MEDIA_ROOT) / "scratch" / f"{video_id}-{token}"
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def drop_scratch(video_id: int) -> None:
    for folder in (Path(settings.MEDIA_ROOT) / "scratch").glob(f"{video_id}-*"):
        shutil.rmtree(folder, ignore_errors=True)


def original_name(key: uuid.UUID) -> str:
    return f"originals/{key}"


def made_name(video_id: int, token: int, file_name: str) -> str:
    """The name of what one attempt at an ingest made; attempts never share a name."""
    return f"videos/{video_id}/{token}-{file_name}"


def local_path(name: str, *, sha256: str = "") -> Path:
    """Where this machine has a stored file, fetched first where media are elsewhere. Open it at once."""
    return media().local_path(name, sha256=sha256)


def is_stored(name: str) -> bool:
    try:
        media().count_bytes(name)
    except MediaMissing:
        return False
    return True


def forget_copy(name: str, *, sha256: str = "") -> None:
    """What `local_path` may have fetched with these arguments is not needed any more."""
    media().forget_copy(name, sha256=sha256)


def take_over(path: Path, name: str, *, sha256: str = "") -> str:
    """Move a local file into the storage and return its name there; safe against power loss once this returns."""
    return media().take_over(path, name, sha256=sha256)


def bring_in(path: Path, name: str, *, sha256: str = "") -> str:
    """As `take_over`, but the local file may stay, and a repeat after a failure finds it."""
    return media().bring_in(path, name, sha256=sha256)


def copy_in(path: Path, name: str) -> str:
    """Copy a local file into the storage and return its name there."""
    return media().copy_in(path, name)


def drop_made(video_id: int, *, keep: frozenset[str]) -> None:
    """Delete everything that ingests of this video made, but what `keep` names."""
    with _left_to_the_collector():
        for stored in media().list_files(f"videos/{video_id}/"):
            if stored.name not in keep:
                media().drop(stored.name)


def drop(name: str) -> None:
    """Delete a stored file, if there is one; where the storage does not answer, the collector of garbage does it."""
    if name:
        with _left_to_the_collector():
            media().drop(name)


def digest_file(path: Path) -> str:
    """SHA-256 of a local file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def _left_to_the_collector() -> Iterator[None]:
    try:
        yield
    except MediaUnavailable as problem:
        logger.warning("files are left to the collector of garbage: %s", problem)
