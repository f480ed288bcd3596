"""What uploads and videos must satisfy."""

import re

from django.conf import settings

from labeling.problems import (
    Archived,
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    Problem,
    Throttled,
    TooLarge,
)
from labeling.videos.models import Upload, Video

MAX_NAME_CHARS = 255
MAX_OPEN_UPLOADS = 100
"""Unfinished uploads of one person; a browser that retries for ever must not fill the disk with stumps."""


class ChecksumMismatch(Problem):
    """tus' own status for a piece that was damaged on its way."""

    status, slug, title = 460, "checksum-mismatch", "The piece was damaged on its way"


class DiskFull(Problem):
    status, slug, title = 507, "disk-full", "The server's disk is full"


class QuotaExceeded(Forbidden):
    slug, title = "quota", "The quota does not allow it"


class DigestMismatch(Invalid):
    slug, title = "digest-mismatch", "Another file arrived than was sent"


def clean_sha256(word: str) -> str:
    """A SHA-256 in hexadecimal, in lower case; empty for none. Raises Malformed."""
    if word and not re.fullmatch(r"[0-9a-fA-F]{64}", word):
        raise Malformed("Give the SHA-256 as 64 hexadecimal digits, or leave it out.")
    return word.lower()


def clean_filename(name: str) -> str:
    """The last part of what a browser calls the file, printable, for people to read; never used as a path."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(char for char in last if char.isprintable()).strip()
    return printable[:MAX_NAME_CHARS] or "video"


def require_length(length: int) -> None:
    if length > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(
            f"The file has {length:,} bytes; at most {settings.UPLOAD_MAX_BYTES:,} are allowed here. Shorten or "
            "compress the video, or ask whoever runs this installation to raise MASKLOOP_UPLOAD_MAX_BYTES."
        )


def require_few_open(num_open: int) -> None:
    if num_open >= MAX_OPEN_UPLOADS:
        raise Throttled(
            f"You have {num_open} unfinished uploads. Finish or delete some of them before you begin another one."
        )


def require_room(*, used: int, limit: int, length: int, whose: str) -> None:
    """`whose` quota ends a sentence: "your quota"; a limit of 0 is none."""
    if limit and used + length > limit:
        raise QuotaExceeded(
            f"The file has {length:,} bytes, and {whose} has room for {max(0, limit - used):,} of {limit:,}. Cancel "
            "unfinished uploads, delete videos that nobody needs, or ask whoever runs this installation to raise it."
        )


def require_digest(*, declared: str, found: str) -> None:
    if declared and declared != found:
        raise DigestMismatch(
            f"The file that arrived is not the one that was sent: its SHA-256 begins with {found[:12]}, not with "
            f"{declared[:12]}. Cancel this upload and send the file again."
        )


def require_offset(upload: Upload, offset: int) -> None:
    if offset != upload.offset:
        raise Conflict(
            f"The server has {upload.offset:,} bytes of this upload, so the next piece must begin there, not at "
            f"{offset:,}. Ask for the offset with HEAD and go on from it.",
            offset=upload.offset,
        )


def require_whole(upload: Upload) -> None:
    if upload.consumed_at is not None:
        raise Conflict("This upload has become a video already. Upload the file again to make another one of it.")
    if upload.completed_at is None:
        raise Invalid(
            f"The upload is not complete: {upload.offset:,} of {upload.length:,} bytes are here. Send the rest first."
        )


def require_open(video: Video) -> None:
    if video.archived_at is not None:
        raise Archived(
            f"The video “{video.name}” is archived, so nothing in it can be changed. An admin of its project can take "
            "it out of the archive: it is on the project's videos page under Archived."
        )


def require_ready(video: Video) -> None:
    if video.status == Video.Status.FAILED:
        raise Conflict(f"The video could not be read, so it has no frames. {video.problem}".strip())
    if video.status != Video.Status.READY:
        raise Conflict("The video is still being prepared; its frames are there when its status is ready.")


def require_can_retry(video: Video) -> None:
    if video.status != Video.Status.FAILED:
        raise Conflict("The video has not failed, so there is nothing to try again.")
    if not video.can_retry:
        raise Conflict(f"Trying again cannot help: {video.problem} Delete this video and upload another file.")


def require_frame(video: Video, index: int) -> None:
    if index >= video.num_frames:
        raise NotFound(f"The video has {video.num_frames} frames, numbered from 0; there is no frame {index}.")
