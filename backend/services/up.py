"""`./maskloop up`: from whatever state a machine is in to a served page, and back to nothing running."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TextIO

from backend.services.address import Address, require_free
from backend.services.guard import Guard
from backend.services.installation import REPOSITORY, Installation, hold_lock
from backend.services.problems import LauncherProblem
from backend.services.programs import venv_python
from backend.services.roles import beat_words, gpu_words, media_words, share_figures, web_words
from backend.services.running import service_environment, start_services, stop_services
from backend.services.service_watch import ServiceWatch
from backend.services.setup.everything import set_up
from backend.services.setup.steps import last_words, run_logged, say
from backend.services.supervisor import TICK_S, Program, Supervisor

READY_LIMIT_S = 180.0
# Below this Postgres may fail in the middle of a write; say so before.
ROOM_BYTES = 500 * 1024**2


@dataclass(frozen=True)
class Counts:
    """How many processes of each kind there are; several web processes share one address."""

    web: int = 1
    media: int = 1
    gpu: int = 1


class StopRequestedError(Exception):
    """Ctrl-C, SIGTERM or a closed terminal while nothing is running yet."""


class StopSignal:
    """Ends the set-up at once, but lets a running supervisor choose its moment: between two steps, so that no
    process is started and then forgotten. Further signals change nothing; the guard takes care of kill -9."""

    def __init__(self) -> None:
        self.requested = False
        self._raises = True
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def wait_for_question(self) -> None:
        self._raises = False

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.requested = True
        if self._raises:
            raise StopRequestedError


def bring_up(installation: Installation, address: Address, *, demo: bool, counts: Counts = Counts()) -> int:
    """Set up, start everything, print the address and the log-ins, and stay until Ctrl-C or SIGTERM."""
    stop = StopSignal()
    with _only_one(installation, address), contextlib.suppress(StopRequestedError):
        require_free(address)
        _require_room(installation)
        set_up(installation)
        started = start_services(installation)
        stop.wait_for_question()
        guard = Guard(installation.home, _guard_lock(installation), stop_services=bool(started))
        supervisor = Supervisor(guard, say)
        watch = ServiceWatch(installation, say)
        try:
            watch.start()
            prepare_database(installation, demo=demo)
            supervisor.start(list_programs(installation, address, counts))
            _wait_until_ready(supervisor, installation, address, stop)
            if not stop.requested:
                _welcome(installation, address)
            while not stop.requested:
                supervisor.tick()
                time.sleep(TICK_S)
        finally:
            say("Stopping …")
            supervisor.stop()
            watch.stop()
            if started:
                stop_services(installation)
            guard.dismiss()
            say("Stopped.")
    return 0


def process_environment(installation: Installation, **more: str) -> dict[str, str]:
    return {**os.environ, **service_environment(installation), "PYTHONUNBUFFERED": "1", **more}


def list_programs(installation: Installation, address: Address, counts: Counts) -> list[Program]:
    """Return web, media workers, gpu workers and beat, in this order."""
    beat_schedule = installation.home / "beat" / "schedule"
    beat_schedule.parent.mkdir(mode=0o700, exist_ok=True)
    hosts = address.allowed_hosts()
    web_environment = {"MASKLOOP_ALLOWED_HOSTS": hosts} if hosts and "MASKLOOP_ALLOWED_HOSTS" not in os.environ else {}
    table: list[tuple[str, str, tuple[str, ...], dict[str, str]]] = [
        (
            "web", "web.log",
            web_words(host=address.host, port=address.port, processes=counts.web),
            {"MASKLOOP_ROLE": "web", **web_environment, **share_figures(installation.home / "metrics" / "web")},
        ),
        *(
            (
                f"media worker{mark}", f"media{mark.strip()}.log",
                media_words(name=f"media{mark.strip()}"),
                {"MASKLOOP_ROLE": "media", **share_figures(installation.home / "metrics" / f"media{mark.strip()}")},
            )
            for mark in _mark(counts.media)
        ),
        *(
            (
                f"gpu worker{mark}", f"gpu{mark.strip()}.log",
                gpu_words(name=f"gpu{mark.strip() or 1}"),
                {"MASKLOOP_ROLE": "gpu", "MASKLOOP_WORKER": f"gpu{mark.strip() or 1}"},
            )
            for mark in _mark(counts.gpu)
        ),
        (
            "beat", "beat.log", beat_words(schedule=beat_schedule),
            {"MASKLOOP_ROLE": "beat"},
        ),
    ]  # fmt: skip
    return [
        Program(
            name, (str(venv_python()), *words), process_environment(installation, **more, **_own_metrics_port(place)),
            installation.logs / log, REPOSITORY,
        )
        for place, (name, log, words, more) in enumerate(table)
    ]  # fmt: skip


def _mark(count: int) -> list[str]:
    """What the names of several programs of a kind end with: nothing, ` 2`, ` 3`, …"""
    return ["", *(f" {number}" for number in range(2, count + 1))][:count]


def _own_metrics_port(place: int) -> dict[str, str]:
    """All but web, the first, are on one machine here: MASKLOOP_METRICS_PORT and those after it, one for each."""
    first = os.environ.get("MASKLOOP_METRICS_PORT", "")
    return {"MASKLOOP_METRICS_PORT": str(int(first) + place - 1)} if place and first.isdecimal() and int(first) else {}


def prepare_database(installation: Installation, *, demo: bool) -> None:
    """Migrate, and make the log-ins and, unless told not to, the demo project; nothing is done twice."""
    run_manage(installation, "Preparing the database", "migrate", "--noinput")
    if demo:
        run_manage(installation, "Preparing the demo project", "seed_demo")
    else:
        run_manage(installation, "Preparing the log-ins", "seed_demo", "--no-project")


def run_manage(installation: Installation, title: str, *words: str) -> None:
    done, said = run_logged(
        title, [venv_python(), REPOSITORY / "manage.py", *words], installation.logs / "manage.log",
        process_environment(installation),
    )  # fmt: skip
    if not done:
        raise LauncherProblem(f"{title} failed: {last_words(said)} (log: {installation.logs / 'manage.log'}).")


def _guard_lock(installation: Installation) -> Path:
    return installation.home / ".guard.lock"


@contextlib.contextmanager
def _only_one(installation: Installation, address: Address) -> Iterator[None]:
    """Refuse a second `up` on one home; wait for the cleaning that a killed one left behind."""
    path = installation.home / ".up.lock"
    with path.open("a+") as lock:
        _take(lock)
        lock.truncate(0)
        lock.write(address.url)
        lock.flush()
        with hold_lock(_guard_lock(installation)):
            pass
        yield


def _take(lock: TextIO) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        raise LauncherProblem(
            f"Maskloop already runs for this home, at {lock.read().strip() or 'an address of its own'}: "
            "stop it with Ctrl-C there, or set MASKLOOP_HOME to another folder."
        ) from None


def _require_room(installation: Installation) -> None:
    for folder in {installation.home, installation.services.parent}:
        free = shutil.disk_usage(folder).free
        if free < ROOM_BYTES:
            raise LauncherProblem(
                f"Only {free // 1024**2} MB are free at {folder} and Maskloop needs {ROOM_BYTES // 1024**2}: "
                "make room, then try again."
            )


def _wait_until_ready(supervisor: Supervisor, installation: Installation, address: Address, stop: StopSignal) -> None:
    deadline = time.monotonic() + READY_LIMIT_S
    while not stop.requested and not _is_ready(address):
        supervisor.tick()
        if time.monotonic() > deadline or supervisor.deaths("web") >= 3:
            said = (installation.logs / "web.log").read_text(errors="replace")[-4000:]
            raise LauncherProblem(
                f"The web process does not come up: {last_words(said)} (log: {installation.logs / 'web.log'})."
            )
        time.sleep(TICK_S)


def _is_ready(address: Address) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address.url}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:  # urllib's errors are OSErrors too
        return False


def _welcome(installation: Installation, address: Address) -> None:
    say(f"\nMaskloop is at {address.url}\n")
    path = installation.home / "logins.json"
    if path.is_file():
        for login in json.loads(path.read_text()):
            say(f"  {login['role']:<10}  {login['username']:<12}  {login['password']}")
        say(f"\nThese log-ins are also in {path}.")
    else:
        say("Sign in as before; ./maskloop manage changepassword NAME gives a forgotten password anew.")
    say("Ctrl-C stops everything.")


def with_services(installation: Installation, call: Callable[[dict[str, str]], int]) -> int:
    """Call with the environment of running services, started for this call alone where they were not running."""
    if not venv_python().exists():
        raise LauncherProblem("Maskloop is not set up yet: run `./maskloop setup` first.")
    started = start_services(installation)
    try:
        return call(process_environment(installation))
    finally:
        if started:
            stop_services(installation)


def call_manage(installation: Installation, words: list[str]) -> int:
    """Run one of Django's commands as `./maskloop manage` does, in the caller's folder."""
    command = [str(venv_python()), str(REPOSITORY / "manage.py"), *words]
    return with_services(
        installation, lambda environment: subprocess.run(command, env=environment, check=False).returncode
    )
