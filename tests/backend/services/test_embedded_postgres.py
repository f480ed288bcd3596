import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg2
import pytest

from backend.services.embedded_postgres import find_postmaster, start_postgres, stop_postgres
from backend.services.installation import Installation, is_root
from backend.services.problems import LauncherProblem
from backend.services.running import service_environment
from backend.services.service_user import find_service_user

pytestmark = pytest.mark.services


def ask(installation: Installation, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(service_environment(installation)["DATABASE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall()) if cursor.description else []
    finally:
        connection.close()


def wait_until_gone(installation: Installation) -> None:
    deadline = time.monotonic() + 10
    while find_postmaster(installation) is not None and time.monotonic() < deadline:
        time.sleep(0.05)


def test_start_postgres_finds_its_data_after_kill_9(installation: Installation):
    pid = start_postgres(installation)
    ask(installation, "CREATE TABLE kept AS SELECT 41 + 1 AS answer")
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(installation)

    again = start_postgres(installation)

    assert again != pid
    assert ask(installation, "SELECT answer FROM kept") == [(42,)]


def test_start_postgres_twice_returns_the_running_one(installation: Installation):
    assert start_postgres(installation) == start_postgres(installation)


def test_start_postgres_ignores_a_pid_file_whose_number_another_process_got(installation: Installation):
    start_postgres(installation)
    stop_postgres(installation)
    # The other process belongs to Postgres' own user: the case in which Postgres itself refuses to start.
    owner = installation.postgres_data.stat().st_uid
    other = subprocess.Popen(["sleep", "60"], cwd="/", **find_service_user().popen_arguments())
    try:
        lines = [str(other.pid), str(installation.postgres_data), "1", "5432", str(installation.sockets), "", "", ""]
        for path in (installation.postgres_data / "postmaster.pid", installation.sockets / ".s.PGSQL.5432.lock"):
            path.write_text("\n".join(lines))
            os.chown(path, owner, -1)
        with socket.socket(socket.AF_UNIX) as stale:
            stale.bind(str(installation.sockets / ".s.PGSQL.5432"))

        start_postgres(installation)

        assert ask(installation, "SELECT 1") == [(1,)]
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_start_postgres_forgets_a_half_made_data_folder(installation: Installation):
    installation.services.mkdir(parents=True, exist_ok=True)
    unfinished = Path(f"{installation.postgres_data}.new")
    unfinished.mkdir()
    (unfinished / "base").mkdir()

    start_postgres(installation)

    assert ask(installation, "SELECT 1") == [(1,)]
    assert not unfinished.exists()


def test_start_postgres_with_broken_data_says_why_in_a_sentence(installation: Installation):
    start_postgres(installation)
    stop_postgres(installation)
    (installation.postgres_data / "global" / "pg_control").unlink()

    with pytest.raises(LauncherProblem, match=r"^Postgres could not start: .*pg_control.*DATABASE_URL"):
        start_postgres(installation)


def test_start_postgres_on_another_versions_data_refuses(installation: Installation):
    start_postgres(installation)
    stop_postgres(installation)
    (installation.postgres_data / "PG_VERSION").write_text("15\n")

    with pytest.raises(LauncherProblem, match="Postgres 15's"):
        start_postgres(installation)


def test_stop_postgres_leaves_no_process_and_no_socket(installation: Installation):
    start_postgres(installation)

    stop_postgres(installation)

    assert find_postmaster(installation) is None
    assert list(installation.sockets.glob(".s.PGSQL*")) == []


def test_postgres_listens_to_nobody_but_its_owner(installation: Installation):
    start_postgres(installation)

    assert ask(installation, "SHOW listen_addresses") == [("",)]
    assert installation.postgres_data.stat().st_mode & 0o777 == 0o700
    assert installation.sockets.stat().st_mode & 0o777 == 0o700
    assert ask(installation, "SELECT type, user_name, auth_method FROM pg_hba_file_rules") == [
        ("local", ["maskloop"], "peer")
    ]


@pytest.mark.skipif(not is_root(), reason="only root can run Postgres as somebody else")
def test_start_postgres_as_root_runs_as_an_unprivileged_user(installation: Installation):
    pid = start_postgres(installation)

    assert Path(f"/proc/{pid}").stat().st_uid != 0
