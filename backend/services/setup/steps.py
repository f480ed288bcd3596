"""One step of the set-up: a plain line, a command whose words go to a log, a line every while, and a stamp."""

import hashlib
import os
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from backend.services.installation import REPOSITORY

# Long enough not to fill the terminal, short enough that nobody thinks it hangs.
REMINDER_S = 15.0


def say(line: str) -> None:
    print(line, flush=True)


def run_logged(
    title: str, command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None
) -> tuple[bool, str]:
    """Run `command` in the repository with its words in `log`; return whether it succeeded and what it said."""
    say(f"{title} …")
    started = time.monotonic()
    with log.open("ab") as file:
        file.write(f"\n== {title}: {' '.join(str(part) for part in command)}\n".encode())
        file.flush()
        begin = file.tell()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
            env={**os.environ, "NO_COLOR": "1", **(environment or {})},
        )  # fmt: skip
        done = threading.Event()
        reminder = threading.Thread(target=_remind, args=(done, started, log), daemon=True)
        reminder.start()
        try:
            code = process.wait()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            done.set()
            reminder.join()
    with log.open("rb") as file:
        file.seek(begin)
        said = file.read().decode(errors="replace")
    if code == 0:
        say(f"  done in {time.monotonic() - started:.0f} s")
    return code == 0, said


def _remind(done: threading.Event, started: float, log: Path) -> None:
    while not done.wait(REMINDER_S):
        lines = log.read_bytes()[-400:].decode(errors="replace").strip().splitlines()
        last = lines[-1].strip()[:90] if lines else ""
        say(f"  … {time.monotonic() - started:.0f} s: {last}")


def digest(paths: Iterable[Path], *words: str) -> str:
    """Return a digest of the files' names and contents and of `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(REPOSITORY)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


def write_stamp(stamp: Path, value: str) -> None:
    stamp.write_text(value)


def last_words(said: str) -> str:
    """Return the line of a failed command that says most: the last that speaks of an error, else the last.

    npm puts its reason first and then goes on about its own log, so there the first such line counts.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    npm = [line for line in lines if line.startswith("npm error ") and not line.startswith("npm error code")]
    errors = [line for line in lines if "error" in line.lower()]
    line = npm[0] if npm else (errors or lines or ["it said nothing"])[-1]
    return line[:300].rstrip(".")
