"""A gpu worker as `./maskloop up` starts it: a Celery process with its device thread, on the tests' Postgres."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import connection

from labeling.propagation.models import GpuWorker

REPOSITORY = Path(__file__).resolve().parents[2]


def wait_until(condition: Callable[[], bool], *, timeout_s: float = 90, what: str = "it") -> float:
    """Poll until the condition holds and return the seconds it took; fails the test after `timeout_s`."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < timeout_s, f"{what} did not happen within {timeout_s} s"
        time.sleep(0.05)
    return time.monotonic() - began


class GpuWorkerProcess:
    """Starts on entering, once it has said that it lives; killed on leaving. Media lie under `home`/media."""

    def __init__(self, name: str, *, home: Path, redis_url: str = "") -> None:
        self.name = name
        self._redis_url = redis_url or settings.REDIS_URL
        self._home = home
        self._log = home / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self._home.mkdir(parents=True, exist_ok=True)
        database = connection.settings_dict
        environment = os.environ | {
            "MASKLOOP_HOME": str(self._home),
            "MASKLOOP_ROLE": "gpu",
            "MASKLOOP_WORKER": self.name,
            "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}",
            "REDIS_URL": self._redis_url,
            "OMP_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", "celery", "-A", "backend.celery_app", "worker", "--pool", "solo"]
        queues = ["-Q", f"gpu,gpu.{self.name}", "-n", f"{self.name}@%h", "--loglevel", "info"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, *queues],
                cwd=REPOSITORY,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            wait_until(self._is_ready, what=f"the start of {self.name}")
        except AssertionError:
            self.kill()
            raise AssertionError(self.read_log()) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """SIGKILL to the whole group, as the kernel does it when memory is short."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def terminate(self) -> int:
        """SIGTERM, as the supervisor does it; the exit status."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGTERM)
        return self._process.wait(timeout=60)

    def read_log(self) -> str:
        return self._log.read_text(errors="replace")

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.read_log()
        return GpuWorker.objects.filter(name=self.name).exists()
