"""The two digests of a file: SHA-256 of all of it, and a fingerprint of its size and ends that takes no time."""

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

END_BYTES = 1024**2
READ_BYTES = 1024**2
STRETCH_BYTES = 256 * 1024**2
"""Read in one turn of a thread; then other uploads have theirs, and a process that ends need not wait longer."""

KEPT_DIGESTS = 512


def fingerprint(path: Path) -> str:
    """SHA-256 of the size in decimal, a line feed, the first and the last mebibyte; browsers compute the same."""
    size = path.stat().st_size
    digest = hashlib.sha256(f"{size}\n".encode())
    with path.open("rb") as file:
        digest.update(file.read(END_BYTES))
        file.seek(max(0, size - END_BYTES))
        digest.update(file.read(END_BYTES))
    return digest.hexdigest()


@dataclass
class _Running:
    """The SHA-256 of the first `offset` bytes of a file that grows."""

    offset: int = 0
    digest: Any = field(default_factory=hashlib.sha256)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def advance(self, path: Path, *, until: int) -> bool:
        """Read on, by a stretch at most; whether `until` is reached."""
        with self.lock, path.open("rb") as file:
            stop = min(until, self.offset + STRETCH_BYTES)
            file.seek(self.offset)
            while self.offset < stop:
                piece = file.read(min(READ_BYTES, stop - self.offset))
                if not piece:
                    raise EOFError(f"{path} ends at {self.offset:,} of {until:,} bytes")
                self.digest.update(piece)
                self.offset += len(piece)
            return self.offset >= until


class GrowingDigests:
    """Hashes files while they grow, in threads of its own, so that the digest is there with the last byte.

    It is kept in memory alone: after a restart, and in another process, the file is read again from its beginning, at
    the speed of the disk, while the rest of it still arrives. OpenSSL's state cannot be stored.
    """

    def __init__(self, num_threads: int = 2) -> None:
        self._threads = ThreadPoolExecutor(num_threads, thread_name_prefix="digests")
        self._running: OrderedDict[Any, _Running] = OrderedDict()
        self._lock = threading.Lock()

    def follow(self, key: Any, path: Path, *, until: int) -> "Future[str]":
        """Hash the first `until` bytes, which must never change any more; the digest of exactly these, later.

        It is cancelled where more of the file is hashed already.
        """
        found: Future[str] = Future()
        self._take_turn(self._find(key), path, until, found)
        return found

    def forget(self, key: Any) -> None:
        with self._lock:
            self._running.pop(key, None)

    def _find(self, key: Any) -> _Running:
        with self._lock:
            running = self._running.setdefault(key, _Running())
            self._running.move_to_end(key)
            while len(self._running) > KEPT_DIGESTS:
                self._running.popitem(last=False)
            return running

    def _take_turn(self, running: _Running, path: Path, until: int, found: "Future[str]") -> None:
        def turn() -> None:
            try:
                if not running.advance(path, until=until):
                    self._take_turn(running, path, until, found)
                elif running.offset == until:
                    found.set_result(running.digest.hexdigest())
                else:
                    found.cancel()
            except (OSError, EOFError, RuntimeError) as error:
                found.set_exception(error)

        self._threads.submit(turn)


growing_digests = GrowingDigests()
