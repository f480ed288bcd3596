"""One web process of the product, as `./maskloop up` starts it, on the tests' own database."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connection

from backend.services.roles import MAX_SOCKET_MESSAGE_BYTES
from tests.e2e.product import REPOSITORY, find_free_port

START_S = 60
STOP_S = 30


@contextmanager
def serve(folder: Path, *, name: str = "served") -> Iterator[str]:
    """Yield its `host:port`; `name` is the application's in pg_stat_activity."""
    port = find_free_port()
    environment = os.environ | {
        "MASKLOOP_HOME": str(folder),
        "MASKLOOP_ROLE": "web",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "PGAPPNAME": name,
    }
    command = [
        sys.executable, "-m", "uvicorn", "backend.asgi:application", "--host", "127.0.0.1", "--port", str(port),
        "--ws-max-size", str(MAX_SOCKET_MESSAGE_BYTES),
    ]  # fmt: skip
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/healthz")
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(STOP_S)


def database_url() -> str:
    database = connection.settings_dict
    return f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"


def _wait_until_served(url: str) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            assert httpx.get(url, trust_env=False).status_code == 200
            return
        except httpx.TransportError:
            assert time.monotonic() < deadline, "uvicorn did not start"
            time.sleep(0.1)
