"""Media in a folder of this machine, or of a disk that all machines mount."""

import os
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from labeling.media.problems import missing
from labeling.media.store import PIECE_BYTES, StoredFile

# Beside the media, but nothing that the storage holds: unfinished uploads and ingests.
FOLDERS = ("originals", "videos")


class MovableFile(File):
    """A local file that a local storage takes over by renaming."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        super().__init__(file, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


class LocalMedia(FileSystemStorage):
    is_remote = False

    def take_over(self, path: Path, name: str, *, sha256: str = "") -> str:
        # As old as its place in the storage: the collector of garbage lets new files be.
        os.utime(path)
        with path.open("rb") as file:
            os.fsync(file.fileno())
            stored = self.save(name, MovableFile(path, file))
        sync_folder(Path(self.path(stored)).parent)
        return stored

    def bring_in(self, path: Path, name: str, *, sha256: str = "") -> str:
        return self.take_over(path, name)

    def copy_in(self, path: Path, name: str, *, sha256: str = "") -> str:
        with path.open("rb") as file:
            return self.save(name, File(file))

    def local_path(self, name: str, *, sha256: str = "") -> Path:
        path = Path(self.path(name))
        if not path.is_file():
            raise missing(name)
        return path

    def forget_copy(self, name: str, *, sha256: str = "") -> None:
        """There is none: the file itself is here."""

    def count_bytes(self, name: str) -> int:
        try:
            return Path(self.path(name)).stat().st_size
        except FileNotFoundError:
            raise missing(name) from None

    def read(self, name: str, start: int = 0, stop: int | None = None) -> Generator[bytes, None, None]:
        try:
            file = Path(self.path(name)).open("rb")  # noqa: SIM115 - closed by whoever reads it to its end
        except FileNotFoundError:
            raise missing(name) from None
        return _read_pieces(file, start, stop)

    def list_files(self, prefix: str = "") -> Iterator[StoredFile]:
        root = Path(self.location)
        for folder in FOLDERS:
            for path in sorted((root / folder).rglob("*")):
                name = path.relative_to(root).as_posix()
                if name.startswith(prefix) and path.is_file():
                    status = path.stat()
                    yield StoredFile(name, status.st_size, datetime.fromtimestamp(status.st_mtime, UTC))

    def drop(self, name: str) -> None:
        self.delete(name)


def _read_pieces(file: IO[bytes], start: int, stop: int | None) -> Generator[bytes, None, None]:
    with file:
        file.seek(start)
        left = None if stop is None else stop - start
        while left is None or left > 0:
            piece = file.read(PIECE_BYTES if left is None else min(PIECE_BYTES, left))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece


def sync_folder(folder: Path) -> None:
    """What was renamed in a folder is still there after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
