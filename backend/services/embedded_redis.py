"""A private Redis over a unix socket, with its append-only file on: queued tasks survive a kill -9."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from backend.services.installation import Installation
from backend.services.problems import LauncherProblem
from backend.services.processes import is_running, let_go, read_pid, stop_process
from backend.services.programs import find_redis_server
from backend.services.service_user import find_service_user

START_LIMIT_S = 30.0


def start_redis(installation: Installation) -> int:
    """Start Redis, or find it running, and return its pid; raises LauncherProblem where it does not come up."""
    pid = find_redis(installation)
    if pid is not None and _wait_until_ready(installation, partial(is_running, pid, _marks(installation))):
        return pid
    process = _spawn(installation)
    # Just started, it has no command line to know it by until its exec is through: ask the kernel.
    if _wait_until_ready(installation, lambda: process.poll() is None):
        return let_go(process)
    lines = _log_path(installation).read_text(errors="replace").strip().splitlines()
    raise LauncherProblem(
        f"Redis did not start: {lines[-1] if lines else 'it said nothing'} (its log: {_log_path(installation)}). "
        "Mend that, or set REDIS_URL to a Redis of your own."
    )


def stop_redis(installation: Installation) -> None:
    """Write the append-only file out and stop; does nothing where it is not running."""
    pid = find_redis(installation)
    if pid is None:
        return
    if not stop_process(pid, _marks(installation), ((signal.SIGTERM, 20.0), (signal.SIGKILL, 5.0))):
        raise LauncherProblem(f"Redis (process {pid}) does not stop: stop it by hand.")


def find_redis(installation: Installation) -> int | None:
    pid = read_pid(installation.redis_data / "redis.pid")
    if pid is None or not is_running(pid, _marks(installation)):
        return None
    return pid


def ask_redis(path: Path, *words: str) -> str | None:
    """Send one command over the socket and return the first line of the answer, None where nobody answers."""
    request = f"*{len(words)}\r\n" + "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(2.0)
        try:
            connection.connect(str(path))
            connection.sendall(request.encode())
            return connection.recv(4096).decode(errors="replace").split("\r\n", 1)[0]
        except OSError:
            return None


def _wait_until_ready(installation: Installation, is_alive: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + START_LIMIT_S
    while is_alive() and time.monotonic() < deadline:
        if ask_redis(installation.redis_socket, "PING") == "+PONG":
            return True
        time.sleep(0.05)
    return False


def _marks(installation: Installation) -> tuple[str, ...]:
    return ("redis-server", str(installation.redis_socket))


def _spawn(installation: Installation) -> "subprocess.Popen[bytes]":
    user = find_service_user()
    program = find_redis_server()
    for folder in (installation.services, installation.sockets, installation.redis_data):
        user.make_folder(folder)
    (installation.redis_data / "redis.pid").unlink(missing_ok=True)
    settings = {
        "port": "0",
        "unixsocket": str(installation.redis_socket),
        "unixsocketperm": "700",
        "dir": str(installation.redis_data),
        "pidfile": str(installation.redis_data / "redis.pid"),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",  # the append-only file holds everything already
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    options = [part for name, value in settings.items() for part in (f"--{name}", value)]
    with _log_path(installation).open("ab") as log:
        return subprocess.Popen(
            [str(program), *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=installation.redis_data,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, start_new_session=True, **user.popen_arguments(),
        )  # fmt: skip


def _log_path(installation: Installation) -> Path:
    return installation.logs / "redis.log"
