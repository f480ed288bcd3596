"""Uploads in pieces, as tus 1.0 has them."""

import contextlib
import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.problems import Conflict, Malformed, NotFound
from labeling.videos import storage
from labeling.videos.models import Upload
from labeling.videos.queries import count_open_uploads, find_upload, list_expired_uploads
from labeling.videos.rules import (
    ChecksumMismatch,
    DiskFull,
    clean_filename,
    require_few_open,
    require_length,
    require_offset,
)

PIECE_BYTES = 1024**2
RESERVE_BYTES = 256 * 1024**2
"""What an upload must leave free, for Postgres must never meet a full disk."""

FULL = "The server's disk is full. Ask whoever runs this installation to make room, then resume the upload."


@dataclass(frozen=True)
class Checksum:
    """What a piece must hash to; `algorithm` is one of hashlib's."""

    algorithm: str
    digest: bytes


def create_upload(*, actor: User, length: int, filename: str) -> Upload:
    """Begin an upload of `length` bytes. Raises TooLarge, Throttled or DiskFull."""
    require_length(length)
    require_few_open(count_open_uploads(actor))
    key = uuid.uuid4()
    path = storage.upload_path(key)
    if shutil.disk_usage(path.parent).free < length + RESERVE_BYTES:
        raise DiskFull(FULL)
    now = timezone.now()
    path.touch(mode=0o600)
    return Upload.objects.create(
        id=key,
        owner=actor,
        filename=clean_filename(filename),
        length=length,
        completed_at=now if length == 0 else None,
        expires_at=now + timedelta(hours=settings.UPLOAD_EXPIRY_HOURS),
    )


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
    path = storage.upload_path(upload.pk)
    if not path.exists():
        raise NotFound("The bytes of this upload are gone. Begin a new one.")
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
    return upload


@transaction.atomic
def delete_upload(*, actor: User, upload_id: uuid.UUID) -> None:
    """Forget an upload and its bytes. Locks the row; raises Conflict when it has become a video."""
    upload = _lock_upload(actor, upload_id)
    _forget(upload)


def purge_uploads() -> int:
    """Forget the uploads that expired, each in a transaction of its own; how many they were."""
    keys = list(list_expired_uploads(timezone.now()).values_list("pk", flat=True))
    for key in keys:
        with transaction.atomic():
            upload = list_expired_uploads(timezone.now()).select_for_update(skip_locked=True).filter(pk=key).first()
            if upload is not None:
                _forget(upload)
    return len(keys)


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
    path = storage.upload_path(upload.pk)
    name = storage.original_name(upload.pk)
    upload.delete()
    # A crash between the rename and the commit of `create_video` leaves the file under its final name.

    def drop_bytes() -> None:
        path.unlink(missing_ok=True)
        storage.drop(name)

    transaction.on_commit(drop_bytes)
