"""A second process that cleans up when the first one is killed outright.

`kill -9` of `./maskloop up` runs no handler. The guard holds the reading end of a pipe whose writing end dies with
`up`; at its end it stops the process groups that were registered and the services that `up` had started.

    python -m backend.services.guard HOME LOCK [--services]
"""

import argparse
import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from backend.services.installation import REPOSITORY, open_installation
from backend.services.running import stop_services

GRACE_S = 5.0


class Guard:
    """The supervisor's side: tells the guard what to watch, and dismisses it after an orderly end."""

    def __init__(self, home: Path, lock: Path, *, stop_services: bool) -> None:
        options = ["--services"] if stop_services else []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "backend.services.guard", str(home), str(lock), *options],
            cwd=REPOSITORY, stdin=subprocess.PIPE, start_new_session=True, text=True,
        )  # fmt: skip

    def watch(self, pid: int) -> None:
        self._tell(f"watch {pid}")

    def forget(self, pid: int) -> None:
        self._tell(f"forget {pid}")

    def dismiss(self) -> None:
        self._tell("dismiss")
        if self._process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        self._process.wait()

    def _tell(self, line: str) -> None:
        if self._process.stdin is None:
            return
        with contextlib.suppress(BrokenPipeError):  # a killed guard is a smaller trouble than a dead supervisor
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("lock", type=Path)
    parser.add_argument("--services", action="store_true")
    arguments = parser.parse_args()
    # Held until the cleaning is done: the next `up` waits for it.
    with arguments.lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        left = _listen(sys.stdin)
        if left is None:
            return
        _end_groups(left)
        if arguments.services:
            stop_services(open_installation(arguments.home))


def _listen(lines: Iterable[str]) -> set[int] | None:
    """Return the process groups still watched when the pipe broke, None after a dismissal."""
    watched: set[int] = set()
    for line in lines:
        word, _, number = line.strip().partition(" ")
        if word == "dismiss":
            return None
        if word == "watch":
            watched.add(int(number))
        elif word == "forget":
            watched.discard(int(number))
    return watched


def _end_groups(groups: set[int]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, number)
        deadline = time.monotonic() + GRACE_S
        while any(map(_is_alive, groups)) and time.monotonic() < deadline:
            time.sleep(0.1)


def _is_alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main()
