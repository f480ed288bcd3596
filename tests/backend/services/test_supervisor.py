import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from backend.services.guard import Guard
from backend.services.installation import REPOSITORY
from backend.services.supervisor import Program, Supervisor

SLEEP = "import time; time.sleep(300)"
# A worker with a child of its own, as Celery's prefork pool has, that does not end when asked.
STUBBORN = (
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)']); "
    "print(child.pid, flush=True); time.sleep(300)"
)


def is_alive(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    return False


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def program(name: str, code: str, folder: Path) -> Program:
    return Program(name, (sys.executable, "-c", code), os.environ, folder / f"{name}.log", folder)


class Told(list[str]):
    def __call__(self, line: str) -> None:
        self.append(line)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def supervisor(tmp_path: Path, told: Told) -> Iterator[Supervisor]:
    guard = Guard(tmp_path, tmp_path / "guard.lock", stop_services=False)
    supervisor = Supervisor(guard, told, grace_s=1.0, first_back_off_s=0.05)
    yield supervisor
    supervisor.stop()
    guard.dismiss()


def tick_until(supervisor: Supervisor, condition: Callable[[], bool]) -> bool:
    def check() -> bool:
        supervisor.tick()
        return condition()

    return wait_for(check)


def test_supervisor_starts_a_dead_process_again_and_says_so(supervisor: Supervisor, told: Told, tmp_path: Path):
    supervisor.start([program("web", SLEEP, tmp_path)])
    first = supervisor.pids()["web"]
    os.kill(first, signal.SIGKILL)

    assert tick_until(supervisor, lambda: supervisor.pids().get("web") not in {None, first})
    assert told == [f"The web ended (by SIGKILL); starting it again in 0.05 s. Its log: {tmp_path / 'web.log'}"]


def test_supervisor_waits_longer_after_each_death(supervisor: Supervisor, told: Told, tmp_path: Path):
    supervisor.start([program("beat", "raise SystemExit(3)", tmp_path)])

    assert tick_until(supervisor, lambda: len(told) >= 3)
    assert [line.split("; ")[1].split(".  ")[0].split(". Its")[0] for line in told[:3]] == [
        "starting it again in 0.05 s",
        "starting it again in 0.1 s",
        "starting it again in 0.2 s",
    ]
    assert all("(exit code 3)" in line for line in told)


def test_supervisor_stop_ends_children_that_ignore_sigterm(supervisor: Supervisor, tmp_path: Path):
    supervisor.start([program("worker", STUBBORN, tmp_path), program("web", SLEEP, tmp_path)])
    log = tmp_path / "worker.log"
    assert wait_for(lambda: log.read_text().strip().isdigit())
    pids = [*supervisor.pids().values(), int(log.read_text())]

    supervisor.stop()

    # A killed process needs a moment to be gone; these ignore SIGTERM and would otherwise stay for minutes.
    assert wait_for(lambda: not any(map(is_alive, pids)), 5)


def test_guard_ends_everything_when_the_supervisor_is_killed(tmp_path: Path):
    code = f"""
import os, sys, time
from pathlib import Path
from backend.services.guard import Guard
from backend.services.supervisor import Program, Supervisor
folder = Path({str(tmp_path)!r})
supervisor = Supervisor(Guard(folder, folder / "guard.lock", stop_services=False), print)
supervisor.start([Program("worker", (sys.executable, "-c", {STUBBORN!r}), os.environ, folder / "worker.log", folder)])
print(*supervisor.pids().values(), flush=True)
time.sleep(300)
"""
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    log = tmp_path / "worker.log"
    assert wait_for(lambda: log.read_text().strip().isdigit())
    grandchild = int(log.read_text())

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert wait_for(lambda: not is_alive(worker) and not is_alive(grandchild), 15)
