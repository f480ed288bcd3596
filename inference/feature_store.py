"""Encoder features on disk, shared by all gpu workers of a machine: a cache under a quota, never a truth.

A file holds one frame under one model. Whatever is wrong with it (half written in a power cut, rotted, put under
another name), its checksum tells; it is then deleted and the frame encoded again. So nothing is flushed to the platter.

    <root>/ledger                                    the bytes in use, and the lock for whoever changes files
    <root>/<model's digest>/<video's>/<frame>.feat   MAGIC, SHA-256 of name and content, content
"""

import contextlib
import errno
import fcntl
import hashlib
import logging
import os
import shutil
import threading
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

logger = logging.getLogger(__name__)

MAGIC = b"MLFEAT01"
DIGEST_BYTES = 32
SUFFIX = ".feat"
# An eviction reads the whole tree, so it makes room for more than one frame.
KEPT_SHARE = 0.9
# After a failed write, as on a full disk, nothing is written for so long.
PAUSE_S = 60.0
# How many of the newest measurements count, how many there must be, and how often what does not pay is tried again.
MEASURED, LEAST_MEASURED, TRIED_EVERY = 32, 3, 64


class Balance:
    """Whether reading the features of a frame is faster than decoding and encoding it, as measured here and now.

    Until both are known it is; afterwards what does not pay is tried once in a while, for a disk may be slow for a
    minute. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reads: deque[float] = deque(maxlen=MEASURED)
        self._encodings: deque[float] = deque(maxlen=MEASURED)
        self._asked = 0

    def add_read(self, seconds: float) -> None:
        with self._lock:
            self._reads.append(seconds)

    def add_encoding(self, seconds: float) -> None:
        with self._lock:
            self._encodings.append(seconds)

    def pays(self) -> bool:
        with self._lock:
            if min(len(self._reads), len(self._encodings)) < LEAST_MEASURED:
                return True
            self._asked += 1
            return median(self._reads) < median(self._encodings) or self._asked % TRIED_EVERY == 0


@dataclass(frozen=True)
class FrameKey:
    """`video` and `model` are digests, or any other text that names their content; `frame` is a zero-based index."""

    video: str
    model: str
    frame: int

    @property
    def place(self) -> Path:
        return Path(_shorten(self.model), _shorten(self.video), f"{self.frame:08d}{SUFFIX}")


class FeatureStore:
    """Files below `root`, at most `quota_bytes` in all, the least recently used deleted first.

    They leave `reserve_bytes` free on their disk, and shrink where others have filled it.

    Any number of threads and processes may use one root at once: reading takes no lock, files appear whole by a rename,
    and whoever adds or deletes files holds a lock on the ledger.
    """

    def __init__(self, root: Path, *, quota_bytes: int, reserve_bytes: int = 0) -> None:
        self._root = root
        self._quota_bytes = quota_bytes
        self._reserve_bytes = reserve_bytes
        self._paused_until = 0.0
        self._balances: dict[str, Balance] = {}

    def balance(self, model: str) -> Balance:
        """What reading and encoding cost under a model."""
        return self._balances.setdefault(model, Balance())

    def read(self, key: FrameKey) -> bytes | None:
        """The content stored under a key, or None; deletes a file whose checksum does not fit."""
        path = self._root / key.place
        try:
            with path.open("rb") as file:
                head = file.read(len(MAGIC) + DIGEST_BYTES)
                content = file.read()
        except OSError:
            return None
        if head != MAGIC + _digest(key, content):
            logger.warning("the features of frame %d in %s are damaged; it is encoded again", key.frame, path)
            self._delete(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return content

    def write(self, key: FrameKey, content: bytes) -> bool:
        """Keeps content under a key and makes room for it; False where it is there, does not fit or cannot be written.

        Locks the ledger.
        """
        size = len(MAGIC) + DIGEST_BYTES + len(content)
        path = self._root / key.place
        if size > self._quota_bytes * KEPT_SHARE or time.monotonic() < self._paused_until or path.exists():
            return False
        try:
            with self._open_ledger() as ledger:
                if path.exists():
                    return False
                used = ledger.read()
                if used is None or used + size > self._quota_bytes or self._count_missing(size):
                    used = self._make_room(size)
                    ledger.write(used)
                if self._count_missing(size):
                    raise OSError(errno.ENOSPC, "the rest of the disk is reserved")
                # Counted first: a process that is killed here leaves a count too high, which the next eviction mends.
                ledger.write(used + size)
                self._put(path, MAGIC + _digest(key, content), content)
        except OSError as error:
            logger.warning("features are not kept on disk for %.0f s: %s", PAUSE_S, error)
            self._paused_until = time.monotonic() + PAUSE_S
            return False
        return True

    def forget(self, video: str) -> None:
        """Deletes everything kept of a video. The ledger is then too high, which the next eviction mends."""
        for folder in self._root.glob(f"*/{_shorten(video)}"):
            shutil.rmtree(folder, ignore_errors=True)

    def count_bytes(self) -> int:
        """The bytes of all files, counted anew."""
        return sum(size for _, size, _ in self._list_files())

    @contextlib.contextmanager
    def _open_ledger(self) -> Iterator["_Ledger"]:
        self._root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._root / "ledger", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            # Belongs to this descriptor, so that threads of one process exclude each other too.
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield _Ledger(descriptor)
        finally:
            os.close(descriptor)

    def _put(self, path: Path, head: bytes, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        try:
            with unfinished.open("wb") as file:
                file.write(head)
                file.write(content)
            unfinished.rename(path)
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise

    def _delete(self, path: Path) -> None:
        with contextlib.suppress(OSError), self._open_ledger() as ledger:
            size = path.stat().st_size
            path.unlink()
            used = ledger.read()
            if used is not None:
                ledger.write(max(0, used - size))

    def _make_room(self, size: int) -> int:
        """Deletes what was used longest ago and what killed writers left; the bytes then in use. Needs the lock."""
        for orphan in self._root.glob("*/*/*.part"):
            orphan.unlink(missing_ok=True)
        files = sorted(self._list_files())
        used = sum(file_size for _, file_size, _ in files)
        goal = self._quota_bytes if used + size <= self._quota_bytes else int(self._quota_bytes * KEPT_SHARE)
        if missing := self._count_missing(size):
            goal = min(goal, int((used + size - missing) * KEPT_SHARE))
        for _, file_size, path in files:
            if used + size <= goal:
                break
            path.unlink(missing_ok=True)
            used -= file_size
            with contextlib.suppress(OSError):  # not empty
                path.parent.rmdir()
        return used

    def _count_missing(self, size: int) -> int:
        """The bytes that would be missing of the reserve if so many more were written."""
        return max(0, self._reserve_bytes + size - shutil.disk_usage(self._root).free)

    def _list_files(self) -> Iterator[tuple[int, int, Path]]:
        for path in self._root.glob(f"*/*/*{SUFFIX}"):
            with contextlib.suppress(FileNotFoundError):
                status = path.stat()
                yield status.st_mtime_ns, status.st_size, path


class _Ledger:
    """The bytes in use, in the file that is locked."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self) -> int | None:
        text = os.pread(self._descriptor, 32, 0)
        return int(text) if text.isdigit() else None

    def write(self, used: int) -> None:
        # Of fixed width, so that it is never longer than what is written over it.
        os.pwrite(self._descriptor, b"%020d" % used, 0)


def _shorten(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:24]


def _digest(key: FrameKey, content: bytes) -> bytes:
    digest = hashlib.sha256(f"{key.model}\n{key.video}\n{key.frame}\n".encode())
    digest.update(content)
    return digest.digest()
