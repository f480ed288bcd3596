"""Questions about processes that other programs left behind, asked without trusting a bare pid."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def command_line(pid: int) -> str:
    """Return what `pid` was started with; empty where it is gone or a zombie."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (FileNotFoundError, ProcessLookupError):
            return ""
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return "" if "<defunct>" in listed.stdout else listed.stdout.strip()


def is_running(pid: int, marks: tuple[str, ...]) -> bool:
    """Say whether `pid` runs and is the program we mean; after a reboot or a kill its number may be another's."""
    found = command_line(pid)
    return bool(found) and all(mark in found for mark in marks)


def let_go(process: "subprocess.Popen[bytes]") -> int:
    """Return the pid of a started service that outlives this process on purpose, so that nobody waits for it."""
    process.returncode = 0
    return process.pid


def read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def stop_process(pid: int, marks: tuple[str, ...], steps: tuple[tuple[signal.Signals, float], ...]) -> bool:
    """Send each signal and wait its seconds for the process to end; say whether it did."""
    for number, seconds in steps:
        if not is_running(pid, marks):
            return True
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return True
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not is_running(pid, marks):
                return True
            time.sleep(0.05)
    return not is_running(pid, marks)
