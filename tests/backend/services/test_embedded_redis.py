import os
import signal
import subprocess
import sys
import time

import pytest
import redis

from backend.services.embedded_redis import find_redis, start_redis, stop_redis
from backend.services.installation import Installation
from backend.services.problems import LauncherProblem
from backend.services.running import service_environment

pytestmark = pytest.mark.services


def connect(installation: Installation) -> redis.Redis:
    return redis.Redis.from_url(service_environment(installation)["REDIS_URL"])


def test_start_redis_finds_its_data_after_kill_9(installation: Installation):
    pid = start_redis(installation)
    connect(installation).rpush("queue", *range(200))
    time.sleep(1.2)  # the append-only file is synced every second
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while find_redis(installation) is not None and time.monotonic() < deadline:
        time.sleep(0.02)

    again = start_redis(installation)

    assert again != pid
    assert connect(installation).llen("queue") == 200


def test_start_redis_twice_returns_the_running_one(installation: Installation):
    assert start_redis(installation) == start_redis(installation)


def test_start_redis_ignores_a_pid_file_whose_number_another_process_got(installation: Installation):
    start_redis(installation)
    stop_redis(installation)
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        (installation.redis_data / "redis.pid").write_text(f"{other.pid}\n")

        start_redis(installation)

        assert connect(installation).ping() is True
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_start_redis_with_a_broken_append_only_file_says_why_in_a_sentence(installation: Installation):
    start_redis(installation)
    connect(installation).set("key", "value")
    stop_redis(installation)
    (installation.redis_data / "appendonly.aof").write_bytes(b"*9\r\nthis is no Redis command\r\n" * 50)

    with pytest.raises(LauncherProblem, match=r"^Redis did not start: .*REDIS_URL"):
        start_redis(installation)


def test_stop_redis_leaves_no_process(installation: Installation):
    start_redis(installation)

    stop_redis(installation)

    assert find_redis(installation) is None
