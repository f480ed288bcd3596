"""How backups lie in their folder, and which of them are there.

<root>/lock                             held by whoever makes or deletes backups
<root>/media/ab/<SHA-256>               the content of media files, once for all backups
<root>/2026-11-30T060102.034567Z/       one backup: manifest.json, manifest.sha256, database.dump, perhaps secrets/
<root>/.making-<pid>/                   one that is being made, or was when its process died
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1
MAKING = ".making-"
DUMP, MANIFEST, MANIFEST_DIGEST, SECRETS = "database.dump", "manifest.json", "manifest.sha256", "secrets"


class BackupProblem(Exception):
    """Why there is no backup, or none that is good; the message is the sentence for people."""


@dataclass(frozen=True)
class Content:
    """A file of the backup: its name in the storage, or the id of an unfinished upload."""

    name: str
    num_bytes: int
    sha256: str


@dataclass(frozen=True)
class TableState:
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `made_at` is when its snapshot was taken: everything committed before is in it.

    `migrations` are app and name; `missing` are names of media that rows refer to and that were not to be had.
    """

    made_at: str
    maskloop: str
    postgres: int
    migrations: list[list[str]]
    dump: Content
    tables: dict[str, TableState]
    media: list[Content]
    uploads: list[Content]
    missing: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def num_bytes(self) -> int:
        return self.dump.num_bytes + sum(content.num_bytes for content in (*self.media, *self.uploads))


class Shelf:
    """The folder of backups."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pool = root / "media"

    def list_backups(self) -> list[Path]:
        """Whole backups, the oldest first."""
        return sorted(path.parent for path in self.root.glob(f"[0-9]*/{MANIFEST}"))

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Raises BackupProblem where another process is at it."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.root / "lock").open("ab") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupProblem(f"Another backup into {self.root} is under way: wait until it is done.") from None
            yield

    def place(self, sha256: str) -> Path:
        return self.pool / sha256[:2] / sha256

    def has(self, content: Content) -> bool:
        path = self.place(content.sha256)
        return path.is_file() and path.stat().st_size == content.num_bytes

    def put(self, pieces: Iterable[bytes]) -> Content:
        """Keep a content, if it is not there yet; its name is left empty. It is on the disk when this returns."""
        self.pool.mkdir(mode=0o700, exist_ok=True)
        unfinished = self.pool / f"{MAKING}{os.getpid()}"
        digest, num_bytes = hashlib.sha256(), 0
        try:
            with unfinished.open("wb") as file:
                for piece in pieces:
                    digest.update(piece)
                    num_bytes += file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            content = Content("", num_bytes, digest.hexdigest())
            if not self.has(content):
                path = self.place(content.sha256)
                path.parent.mkdir(mode=0o700, exist_ok=True)
                unfinished.rename(path)
        finally:
            unfinished.unlink(missing_ok=True)
        return content

    def drop_unfinished(self) -> None:
        for path in (*self.root.glob(f"{MAKING}*"), *self.pool.glob(f"{MAKING}*")):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def keep_newest(self, count: int) -> list[Path]:
        """Delete all but the newest `count` backups, and the contents that none of those has; what was deleted."""
        backups = self.list_backups()
        dropped = backups[: max(0, len(backups) - count)]
        for path in dropped:
            # Without its manifest it is no backup any more, whatever interrupts this.
            (path / MANIFEST).unlink()
            shutil.rmtree(path)
        if dropped:
            kept = {content.sha256 for path in self.list_backups() for content in _contents(read_manifest(path))}
            for path in self.pool.glob("*/*"):
                if path.name not in kept:
                    path.unlink()
        return dropped


def write_manifest(folder: Path, manifest: Manifest) -> None:
    text = json.dumps(asdict(manifest), indent=1).encode()
    write_safely(folder / MANIFEST, text)
    write_safely(folder / MANIFEST_DIGEST, f"{hashlib.sha256(text).hexdigest()}\n".encode())


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupProblem where it is not there, is damaged or of a later kind."""
    try:
        text = (folder / MANIFEST).read_bytes()
        digest = (folder / MANIFEST_DIGEST).read_text().strip()
    except FileNotFoundError:
        raise BackupProblem(f"There is no backup in {folder}.") from None
    if hashlib.sha256(text).hexdigest() != digest:
        raise BackupProblem(f"{folder / MANIFEST} is damaged: use another backup.")
    said: dict[str, Any] = json.loads(text)
    if said["format"] > FORMAT:
        raise BackupProblem("This backup was made by a newer Maskloop: update this one first.")
    said["dump"] = Content(**said["dump"])
    said["tables"] = {name: TableState(**state) for name, state in said["tables"].items()}
    for name in ("media", "uploads"):
        said[name] = [Content(**content) for content in said[name]]
    return Manifest(**said)


def find_backup(source: Path) -> tuple[Shelf, Path]:
    """The backup that `source` is, or the newest in it."""
    if (source / MANIFEST).is_file():
        return Shelf(source.absolute().parent), source
    backups = Shelf(source).list_backups()
    if not backups:
        raise BackupProblem(f"There is no backup in {source}.")
    return Shelf(source), backups[-1]


def write_safely(path: Path, content: bytes) -> None:
    """Readable by nobody else, and on the disk when this returns."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _contents(manifest: Manifest) -> tuple[Content, ...]:
    return (*manifest.media, *manifest.uploads)
