"""Copies of stored files on this machine's disk, shared by its processes: a cache under a quota, never a truth.

<root>/lock            held by whoever makes room
<root>/<key>           a whole file, checked when it was fetched; its time says when it was last asked for
<root>/<key>.part      one that is being fetched, locked by whoever fetches it
"""

import contextlib
import fcntl
import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

logger = logging.getLogger(__name__)

# Between being told of a copy and opening it nobody may take it away.
JUST_ASKED_S = 120.0
UNFINISHED = ".part"


class CopyDamaged(Exception):
    """What arrived is not what is stored."""


@dataclass(frozen=True)
class Wanted:
    """A stored file: `key` names its content, `sha256` is empty where nobody knows it."""

    key: str
    num_bytes: int
    sha256: str = ""


class LocalCopies:
    """Files below `root`, at most `quota_bytes` in all, those deleted first that nobody asked for the longest.

    Any number of threads and processes may use one root at once. A deleted copy stays readable for whoever has it open.
    """

    def __init__(self, root: Path, *, quota_bytes: int) -> None:
        self._root = root
        self._quota_bytes = quota_bytes

    def find(self, key: str) -> Path | None:
        """The copy of that key, if there is one."""
        path = self._place(key)
        try:
            with self._hold_lock(fcntl.LOCK_SH):
                os.utime(path)
        except FileNotFoundError:
            return None
        return path

    def fetch(self, wanted: Wanted, read: Callable[[], Iterable[bytes]]) -> Path:
        """The copy, made of what `read()` yields where there is none. Raises CopyDamaged and what `read` raises.

        Of several who ask for the same one, one fetches it and the others wait for it.
        """
        self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._lock_part(wanted.key) as part:
            found = self.find(wanted.key)
            if found is not None:
                return found
            self._make_room(wanted.num_bytes)
            part.truncate(0)
            _write_checked(part, wanted, read())
            path = self._place(wanted.key)
            self._part(wanted.key).rename(path)
            return path

    def forget(self, key: str) -> None:
        self._place(key).unlink(missing_ok=True)

    def count_bytes(self) -> int:
        return sum(size for _, size, _ in self._list_copies())

    def _place(self, key: str) -> Path:
        return self._root / hashlib.sha256(key.encode()).hexdigest()[:40]

    def _part(self, key: str) -> Path:
        return self._place(key).with_suffix(UNFINISHED)

    @contextlib.contextmanager
    def _hold_lock(self, mode: int) -> Iterator[None]:
        """Shared by those who ask for copies, alone for who deletes some, so that no copy vanishes while asked for."""
        with (self._root / "lock").open("ab") as lock:
            fcntl.flock(lock, mode)
            yield

    @contextlib.contextmanager
    def _lock_part(self, key: str) -> Iterator[IO[bytes]]:
        path = self._part(key)
        part = _open_locked(path)
        try:
            yield part
        finally:
            # Ours still: nothing came of it. Not ours: it has become the copy.
            if _is_named(path, part):
                path.unlink()
            part.close()

    def _make_room(self, num_bytes: int) -> None:
        with self._hold_lock(fcntl.LOCK_EX):
            self._drop_orphans()
            copies = sorted(self._list_copies())
            used = sum(size for _, size, _ in copies)
            for asked_at, size, path in copies:
                if used + num_bytes <= self._quota_bytes or time.time() - asked_at < JUST_ASKED_S:
                    break
                path.unlink(missing_ok=True)
                used -= size

    def _drop_orphans(self) -> None:
        """Deletes what killed processes left behind."""
        for path in self._root.glob(f"*{UNFINISHED}"):
            with contextlib.suppress(OSError), path.open("ab") as part:
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink(missing_ok=True)

    def _list_copies(self) -> Iterator[tuple[float, int, Path]]:
        for path in self._root.glob("*"):
            if path.name == "lock" or path.suffix == UNFINISHED:
                continue
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                yield status.st_mtime, status.st_size, path


def _open_locked(path: Path) -> IO[bytes]:
    """The file of that name, locked; one that was renamed or deleted while we waited for its lock is no use."""
    while True:
        part = path.open("ab")
        fcntl.flock(part, fcntl.LOCK_EX)
        if _is_named(path, part):
            return part
        part.close()


def _is_named(path: Path, part: IO[bytes]) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(part.fileno()))
    except FileNotFoundError:
        return False


def _write_checked(part: IO[bytes], wanted: Wanted, pieces: Iterable[bytes]) -> None:
    digest = hashlib.sha256()
    num_bytes = 0
    for piece in pieces:
        digest.update(piece)
        num_bytes += len(piece)
        part.write(piece)
    part.flush()
    if num_bytes != wanted.num_bytes:
        raise CopyDamaged(f"{num_bytes} bytes of {wanted.key} arrived instead of {wanted.num_bytes}")
    if wanted.sha256 and digest.hexdigest() != wanted.sha256:
        raise CopyDamaged(f"{wanted.key} arrived with SHA-256 {digest.hexdigest()}")
