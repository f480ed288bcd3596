"""The whole of `./maskloop up`: served page, orderly end, outright kill, and its data there again."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from backend.services.installation import REPOSITORY, Installation

pytestmark = [pytest.mark.services, pytest.mark.slow]


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.1)
    return condition()


def choose_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def list_processes(installation: Installation) -> list[str]:
    """Return the command lines of all that belongs to the installation, found by environment or argument."""
    found = []
    marks = (f"MASKLOOP_HOME={installation.home}".encode(), installation.id.encode(), bytes(installation.home))
    for folder in Path("/proc").glob("[0-9]*"):
        if folder.name == str(os.getpid()):
            continue
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes()
            if words and any(mark in words + b"\0" + (folder / "environ").read_bytes() for mark in marks):
                found.append(words.replace(b"\0", b" ").decode())
    return found


@contextlib.contextmanager
def running(installation: Installation, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    log = installation.home / "up.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, str(REPOSITORY / "maskloop"), "up", "--no-demo", "--port", str(port)],
            env={**os.environ, "MASKLOOP_HOME": str(installation.home)}, stdout=file, stderr=file,
        )  # fmt: skip
    try:
        assert wait_for(lambda: b"Ctrl-C stops everything" in log.read_bytes(), 200), log.read_text()
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)


def log_in_status(installation: Installation, port: int) -> int:
    login = json.loads((installation.home / "logins.json").read_text())[0]
    answer = httpx.get(
        f"http://127.0.0.1:{port}/api/projects/", headers={"Authorization": f"Token {login['token']}"}, trust_env=False
    )
    return answer.status_code


@pytest.mark.timeout(600)
def test_up_ends_with_nothing_left_and_finds_its_data_after_kill_9(installation: Installation):
    port = choose_port()
    with running(installation, port) as first:
        assert log_in_status(installation, port) == 200
        assert (installation.home / "logins.json").stat().st_mode & 0o777 == 0o600
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
    assert list_processes(installation) == []

    logins = (installation.home / "logins.json").read_bytes()
    with running(installation, port) as second:
        second.kill()
        second.wait()
        assert wait_for(lambda: list_processes(installation) == [], 40), list_processes(installation)

    with running(installation, port):
        assert (installation.home / "logins.json").read_bytes() == logins
        assert log_in_status(installation, port) == 200
    assert list_processes(installation) == []
