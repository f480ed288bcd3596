"""Uploads in pieces, as tus 1.0 has them."""

import contextlib
import errno
import hashlib
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.problems import Conflict, Malformed, NotFound
from labeling.projects.models import Project
from labeling.videos import storage
from labeling.videos.disk import count_free_bytes
from labeling.videos.fingerprints import growing_digests
from labeling.videos.models import Upload
from labeling.videos.queries import (
    count_awaited_bytes,
    count_open_uploads,
    find_upload,
    list_expired_uploads,
    read_usage,
)
from labeling.videos.rules import (
    ChecksumMismatch,
    DiskFull,
    clean_filename,
    require_few_open,
    require_length,
    require_offset,
    require_room,
)

PIECE_BYTES = 1024**2
FULL = "The server's disk is full. Ask whoever runs this installation to make room, then resume the upload."


@dataclass(frozen=True)
class Checksum:
    """What a piece must hash to; `algorithm` is one of hashlib's."""

    algorithm: str
    digest: bytes


@dataclass(frozen=True)
class FileFacts:
    """What a client says of a file before it sends it; all but the length may be left out."""

    length: int
    filename: str = ""
    sha256: str = ""
    fingerprint: str = ""


@transaction.atomic
def create_upload(*, actor: User, file: FileFacts, project: Project | None = None) -> Upload:
    """Begin an upload of `file.length` bytes, meant for `project`.

    Its whole length counts against the quotas of the person and the project from now on; locks their rows, person
    first, so that many at once are counted one after another. Raises TooLarge, Throttled, QuotaExceeded or DiskFull.
    """
    require_length(file.length)
    require_quota(actor=actor, project=project, length=file.length)
    require_few_open(count_open_uploads(actor))
    key = uuid.uuid4()
    path = storage.upload_path(key)
    if count_free_bytes() < file.length + count_awaited_bytes() + settings.DISK_RESERVE_BYTES:
        raise DiskFull(FULL)
    now = timezone.now()
    path.touch(mode=0o600)
    return Upload.objects.create(
        id=key,
        owner=actor,
        project=project,
        filename=clean_filename(file.filename),
        length=file.length,
        sha256=file.sha256,
        fingerprint=file.fingerprint,
        completed_at=now if file.length == 0 else None,
        expires_at=now + timedelta(hours=settings.UPLOAD_EXPIRY_HOURS),
    )


def require_quota(*, actor: User, project: Project | None, length: int, counted: Upload | None = None) -> None:
    """Raise QuotaExceeded where `length` more bytes are too many; those of `counted` are the person's already.

    Locks the person's row, then the project's.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if project is not None:
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    usage = read_usage(user=actor, project=project)
    if counted is None:
        require_room(used=usage.person_bytes, limit=settings.QUOTA_PERSON_BYTES, length=length, whose="your quota")
    if project is not None:
        limit = settings.QUOTA_PROJECT_BYTES
        require_room(used=usage.project_bytes, limit=limit, length=length, whose="the quota of this project")


@transaction.atomic
def append_to_upload(
    *, actor: User, upload_id: uuid.UUID, offset: int, read: Callable[[int], bytes], checksum: Checksum | None = None
) -> Upload:
    """Append what `read(size)` yields, until it yields nothing, at `offset`.

    Locks the upload's row, so pieces come one after another. The bytes are on the disk before the row says so: after
    a crash the row's offset is true and what lies behind it is written over. Raises Conflict for a wrong offset,
    Malformed for too many bytes, ChecksumMismatch or DiskFull; the upload is then as it was.
    """
    upload = _lock_upload(actor, upload_id)
    require_offset(upload, offset)
    path = require_bytes(upload)
    if count_free_bytes() < settings.DISK_RESERVE_BYTES:
        raise DiskFull(FULL)
    with path.open("r+b") as file:
        try:
            num_bytes = _write_piece(file, upload, read, checksum)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise
            with contextlib.suppress(OSError):
                file.truncate(upload.offset)
            raise DiskFull(FULL) from error
    upload.offset += num_bytes
    if upload.offset == upload.length:
        upload.completed_at = timezone.now()
    upload.expires_at = timezone.now() + timedelta(hours=settings.UPLOAD_EXPIRY_HOURS)
    upload.save(update_fields=["offset", "completed_at", "expires_at"])
    # Only what is committed never changes any more.
    until = upload.offset
    transaction.on_commit(lambda: growing_digests.follow(upload_id, path, until=until))
    return upload


def require_bytes(upload: Upload) -> Path:
    """Where the bytes lie that the row speaks of; NotFound where they do not, as after a disk was replaced."""
    path = storage.upload_path(upload.pk)
    if not path.exists() or path.stat().st_size < upload.offset:
        raise NotFound("The bytes of this upload are gone. Begin a new one.")
    return path


@transaction.atomic
def delete_upload(*, actor: User, upload_id: uuid.UUID) -> None:
    """Forget an upload and its bytes. Locks the row; raises Conflict when it has become a video."""
    upload = _lock_upload(actor, upload_id)
    _forget(upload)


def purge_uploads() -> int:
    """Forget the uploads that expired, each in a transaction of its own; how many they were.

    Bytes without a row, of a process that died before it committed one, go as well once they are old.
    """
    keys = list(list_expired_uploads(timezone.now()).values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            upload = list_expired_uploads(timezone.now()).select_for_update(skip_locked=True).filter(pk=key).first()
            if upload is not None:
                _forget(upload)
    _drop_strays()
    return len(keys)


def _drop_strays() -> None:
    old = timezone.now().timestamp() - settings.UPLOAD_EXPIRY_HOURS * 3600
    for key, path in storage.list_upload_paths():
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < old and not Upload.objects.filter(pk=key).exists():
                path.unlink()


def _lock_upload(actor: User, upload_id: uuid.UUID) -> Upload:
    find_upload(user=actor, upload_id=upload_id)
    upload = Upload.objects.select_for_update().get(pk=upload_id)
    if upload.consumed_at is not None:
        raise Conflict("This upload has become a video already; it can no longer be changed.")
    return upload


def _write_piece(file: IO[bytes], upload: Upload, read: Callable[[int], bytes], checksum: Checksum | None) -> int:
    digest = hashlib.new(checksum.algorithm, usedforsecurity=False) if checksum else None
    file.truncate(upload.offset)
    file.seek(upload.offset)
    num_bytes = 0
    while piece := read(PIECE_BYTES):
        num_bytes += len(piece)
        if upload.offset + num_bytes > upload.length:
            file.truncate(upload.offset)
            raise Malformed(f"The piece goes beyond the upload's length of {upload.length:,} bytes; send less.")
        if digest is not None:
            digest.update(piece)
        file.write(piece)
    if checksum and digest is not None and digest.digest() != checksum.digest:
        file.truncate(upload.offset)
        raise ChecksumMismatch("The piece does not match its checksum; send it again.")
    file.flush()
    os.fsync(file.fileno())
    return num_bytes


def _forget(upload: Upload) -> None:
    key = upload.pk
    path = storage.upload_path(key)
    name = storage.original_name(key)
    upload.delete()
    # A crash between the rename and the commit of `create_video` leaves the file under its final name.

    def drop_bytes() -> None:
        growing_digests.forget(key)
        path.unlink(missing_ok=True)
        storage.drop(name)

    transaction.on_commit(drop_bytes)
