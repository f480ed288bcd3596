"""What Maskloop asks of its media storage beyond Django's interface. Local disk and S3 both answer it."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, cast

from django.core.files.storage import default_storage

PIECE_BYTES = 256 * 1024


@dataclass(frozen=True)
class StoredFile:
    name: str
    num_bytes: int
    stored_at: datetime


class MediaStore(Protocol):
    """Every method raises MediaUnavailable where the storage does not answer, MediaMissing where a file is not there.

    Names are made by the server and never used again for another content. `is_remote` where reading on this machine
    means fetching first.
    """

    is_remote: bool

    def take_over(self, path: Path, name: str, *, sha256: str = "") -> str:
        """Move a local file into the storage; safe against power loss once this returns. The name it has there."""

    def bring_in(self, path: Path, name: str, *, sha256: str = "") -> str:
        """Move or copy a local file into the storage, whichever costs less."""

    def copy_in(self, path: Path, name: str, *, sha256: str = "") -> str:
        """Copy a local file into the storage. The name it has there."""

    def local_path(self, name: str, *, sha256: str = "") -> Path:
        """Where this machine has the file, fetched first where need be, and then held to `sha256`. Open it at once."""

    def forget_copy(self, name: str, *, sha256: str = "") -> None:
        """The copy that `local_path` may have made is not needed any more."""

    def count_bytes(self, name: str) -> int:
        """How long the file is."""

    def read(self, name: str, start: int = 0, stop: int | None = None) -> Generator[bytes, None, None]:
        """Pieces of the bytes [start, stop). Whether they are to be had is known when this returns."""

    def list_files(self, prefix: str = "") -> Iterator[StoredFile]:
        """The files whose name begins with `prefix`."""

    def drop(self, name: str) -> None:
        """Delete the file, if it is there."""


def media() -> MediaStore:
    """The storage that the settings name."""
    return cast(MediaStore, default_storage)
