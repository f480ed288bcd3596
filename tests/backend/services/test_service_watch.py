"""Postgres and Redis, killed outright, are there again with what they held."""

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from backend.services.embedded_postgres import DATABASE, run_sql
from backend.services.embedded_redis import ask_redis
from backend.services.installation import Installation
from backend.services.programs import find_postgres_programs
from backend.services.running import SERVICES, start_services
from backend.services.service_watch import ServiceWatch

pytestmark = pytest.mark.services


@pytest.fixture
def told(installation: Installation) -> Iterator[list[str]]:
    start_services(installation)
    said: list[str] = []
    watch = ServiceWatch(installation, said.append)
    watch.start()
    yield said
    watch.stop()


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def kill(installation: Installation, name: str) -> None:
    (service,) = [service for service in SERVICES if service.name == name]
    pid = service.find(installation)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def sql(installation: Installation, statement: str) -> str | None:
    return run_sql(installation, find_postgres_programs(), DATABASE, statement)


def test_killed_postgres_is_back_with_what_was_committed(installation: Installation, told: list[str]):
    assert sql(installation, "CREATE TABLE kept AS SELECT 7 AS n") == ""
    kill(installation, "Postgres")

    assert wait_for(lambda: sql(installation, "SELECT n FROM kept") == "7")
    assert told == ["Postgres ended; starting again."]


def test_killed_redis_is_back_with_its_full_queue(installation: Installation, told: list[str]):
    for number in range(200):
        ask_redis(installation.redis_socket, "RPUSH", "gpu", f"task {number}")
    time.sleep(1.1)  # the append-only file is written out every second
    kill(installation, "Redis")

    assert wait_for(lambda: ask_redis(installation.redis_socket, "LLEN", "gpu") == ":200")
    assert told == ["Redis ended; starting again."]


def test_service_stopped_after_the_watch_stays_stopped(installation: Installation):
    start_services(installation)
    watch = ServiceWatch(installation, print)
    watch.start()
    watch.stop()
    kill(installation, "Redis")

    time.sleep(1)
    assert [service.name for service in SERVICES if service.find(installation) is not None] == ["Postgres"]
