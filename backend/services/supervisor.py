"""Runs an installation's processes, starts again what dies, and stops all of it."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.services.guard import Guard

FIRST_BACK_OFF_S = 1.0
# With the slowest's start, less than the 30 s in which work should go on after whatever was killed.
LONGEST_BACK_OFF_S = 15.0
# A process that lived this long was well (the slowest is up after 8 s); its next death starts the back-off anew.
STEADY_S = 10.0
TICK_S = 0.2
LARGEST_LOG_BYTES = 20 * 1024**2


@dataclass(frozen=True)
class Program:
    """One process to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    folder: Path


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    back_off_s: float = FIRST_BACK_OFF_S
    deaths: int = 0


@dataclass
class Supervisor:
    """Keeps programs running, each in a process group of its own, registered with a guard that outlives us."""

    guard: Guard
    say: Callable[[str], None]
    grace_s: float = 15.0
    first_back_off_s: float = FIRST_BACK_OFF_S
    children: list[_Child] = field(default_factory=list)

    def start(self, programs: Sequence[Program]) -> None:
        for program in programs:
            child = _Child(program, back_off_s=self.first_back_off_s)
            self.children.append(child)
            self._spawn(child)

    def tick(self) -> None:
        """Look after every child once; call it a few times a second."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.start_at:
                    self._spawn(child)
            elif child.process.poll() is not None:
                self._schedule_restart(child, child.process, now)

    def deaths(self, name: str) -> int:
        return sum(child.deaths for child in self.children if child.program.name == name)

    def pids(self) -> dict[str, int]:
        return {child.program.name: child.process.pid for child in self.children if child.process is not None}

    def stop(self) -> None:
        """Ask all to end (SIGTERM), wait, then kill what is left of their process groups."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + self.grace_s
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, deadline - time.monotonic()))
        for process in running:
            kill_group(process.pid)
            process.wait()
            self.guard.forget(process.pid)
        self.children.clear()

    def _spawn(self, child: _Child) -> None:
        program = child.program
        _keep_log_short(program.log)
        with program.log.open("ab") as log:
            child.process = subprocess.Popen(
                list(program.command), env=dict(program.environment), cwd=program.folder,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        child.started_at = time.monotonic()
        self.guard.watch(child.process.pid)

    def _schedule_restart(self, child: _Child, process: subprocess.Popen[bytes], now: float) -> None:
        kill_group(process.pid)  # prefork children of a dead worker must not run beside the next one
        self.guard.forget(process.pid)
        if now - child.started_at > STEADY_S:
            child.back_off_s = self.first_back_off_s
        child.process = None
        child.deaths += 1
        child.start_at = now + child.back_off_s
        self.say(
            f"The {child.program.name} ended ({_describe_exit(process.returncode)}); "
            f"starting it again in {child.back_off_s:g} s. Its log: {child.program.log}"
        )
        child.back_off_s = min(child.back_off_s * 2, LONGEST_BACK_OFF_S)


def kill_group(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _describe_exit(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return f"by {signal.Signals(-code).name}"
    return f"by signal {-code}"


def _keep_log_short(log: Path) -> None:
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".log.1"))
