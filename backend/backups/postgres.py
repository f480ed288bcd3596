"""Postgres as backups see it: its own programs, one snapshot, and a digest of every table's rows."""

import contextlib
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, connections

from backend.backups.shelf import BackupProblem, TableState
from backend.services.problems import LauncherProblem
from backend.services.programs import find_postgres_programs

SNAPSHOT = "snapshot"
SERVER_17 = 170000
TABLES = """
    SELECT c.relname,
           (SELECT string_agg(quote_ident(a.attname)
                              || CASE WHEN t.typcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', ' ORDER BY k.place)
              FROM pg_index i
              CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
              JOIN pg_type t ON t.oid = a.atttypid
             WHERE i.indrelid = c.oid AND i.indisprimary)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r'
     ORDER BY c.relname
"""
# What Postgres' newer programs say and older servers do not know.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"


class _Digest:
    """A file that COPY writes into."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._rows = 0

    def write(self, piece: bytes) -> None:
        # In COPY's text a line is a row: line ends within values are written as two characters.
        self._digest.update(piece)
        self._rows += piece.count(b"\n")

    @property
    def state(self) -> TableState:
        return TableState(self._rows, self._digest.hexdigest())


@contextlib.contextmanager
def open_snapshot() -> Iterator[str]:
    """One moment of the database, to read with `using=SNAPSHOT`; yields the name by which pg_dump joins it."""
    connections[SNAPSHOT] = connection.copy(SNAPSHOT)
    try:
        with connections[SNAPSHOT].cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor.fetchone()[0]
    finally:
        connections[SNAPSHOT].close()
        del connections[SNAPSHOT]


def digest_tables(*, using: str = "default") -> dict[str, TableState]:
    """Rows and SHA-256 of every table: of all its rows as COPY writes them, in the order of its primary key."""
    with connections[using].cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        cursor.execute(TABLES)
        tables = cursor.fetchall()
        return {name: _digest_table(cursor, name, order) for name, order in tables}


def _digest_table(cursor: Any, name: str, order: str | None) -> TableState:
    quoted = connection.ops.quote_name(name)
    digest = _Digest()
    by = order or f'{quoted}::text COLLATE "C"'
    cursor.cursor.copy_expert(f"COPY (SELECT * FROM {quoted} ORDER BY {by}) TO STDOUT", digest)  # noqa: S608 - the catalogue's names
    return digest.state


def read_server_version(*, using: str = "default") -> int:
    """180004 for 18.4."""
    with connections[using].cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0])


def count_other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


def dump_database(path: Path, *, snapshot: str) -> None:
    """Write the snapshot in Postgres' own form; raises BackupProblem with what pg_dump said."""
    command = [
        _find("pg_dump"), *_where(), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
        f"--file={path}",
    ]  # fmt: skip
    _run(command, "be dumped")
    path.chmod(0o600)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def check_dump(path: Path) -> None:
    _run([_find("pg_restore"), "--list", str(path)], "be read from the backup")


def load_dump(path: Path) -> None:
    """Replace all that is in the database by the dump, in one transaction: it succeeds whole or changes nothing."""
    is_old = read_server_version() < SERVER_17
    connection.close()
    unpack = [_find("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(path)]
    load = [
        _find("psql"), *_where(), "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull,
        "-c", "DROP SCHEMA public CASCADE", "-c", "CREATE SCHEMA public", "-f", "-",
    ]  # fmt: skip
    with (
        subprocess.Popen(unpack, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as unpacking,
        subprocess.Popen(load, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()) as loading,
    ):
        if unpacking.stdout is None or loading.stdin is None or loading.stderr is None or unpacking.stderr is None:
            raise BackupProblem("The database could not be restored.")
        with contextlib.suppress(BrokenPipeError):
            head = unpacking.stdout.read(4096)
            loading.stdin.write(head.replace(UNKNOWN_BEFORE_17, b"") if is_old else head)
            shutil.copyfileobj(unpacking.stdout, loading.stdin, 1024**2)
            if unpacking.wait() != 0:
                # The transaction must not be committed: half a dump may end in the middle.
                loading.kill()
        with contextlib.suppress(BrokenPipeError):
            loading.stdin.close()
        said = loading.stderr.read() or unpacking.stderr.read()
    if unpacking.returncode != 0 or loading.returncode != 0:
        raise BackupProblem(f"The database could not be restored and is as it was: {_last_line(said)}")


def _run(command: list[str], what: str) -> None:
    done = subprocess.run(command, capture_output=True, check=False, env=_environment())
    if done.returncode != 0:
        raise BackupProblem(f"The database could not {what}: {_last_line(done.stderr)}")


def _find(program: str) -> str:
    """Those of the wheel, whose Postgres is as new as any that Maskloop is used with; else those of the machine."""
    with contextlib.suppress(LauncherProblem):
        return str(find_postgres_programs() / program)
    found = shutil.which(program)
    if found is None:
        raise BackupProblem(f"The program {program} is missing: install Postgres' client programs, then try again.")
    return found


def _where() -> list[str]:
    database = connection.settings_dict
    said = {"--host": database["HOST"], "--port": database["PORT"], "--username": database["USER"]}
    return [f"{word}={value}" for word, value in said.items() if value] + [f"--dbname={database['NAME']}"]


def _environment() -> dict[str, str]:
    password = connection.settings_dict["PASSWORD"]
    return {**os.environ, **({"PGPASSWORD": password} if password else {})}


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing."
