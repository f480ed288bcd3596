"""The processes of a running product, found and killed outright; the product's own supervisor starts them again."""

import contextlib
import json
import os
import signal
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.services.installation import Installation, open_installation
from backend.services.running import SERVICES
from tests.e2e.product import Product

KINDS = ("web", "gpu worker", "Redis", "Postgres")
BACK_WITHIN_S = 90.0
MARKS = {
    "web": b"backend.asgi:application",
    "gpu worker": b"gpu,gpu.gpu1\0",
    "gpu worker 2": b"gpu,gpu.gpu2\0",
    "media worker": b"-Q\0media\0",
    "beat": b"backend.celery_app\0beat\0",
}


@dataclass(frozen=True)
class Kill:
    """A SIGKILL at `began_at` (monotonic) after which the service served again at `back_at`."""

    kind: str
    began_at: float
    back_at: float

    @property
    def seconds(self) -> float:
        return self.back_at - self.began_at


class Nemesis:
    def __init__(self, product: Product) -> None:
        self._product = product
        self._installation = open_installation(product.home)

    def kill(self, kind: str) -> Kill:
        """Kill, and wait until another process serves in its place."""
        pid = find_process(self._installation, kind)
        began_at = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        self._wait(lambda: self._is_back(kind, not_pid=pid, since=began_at), kind)
        return Kill(kind, began_at, time.monotonic())

    def _wait(self, look: Callable[[], bool], kind: str) -> None:
        deadline = time.monotonic() + BACK_WITHIN_S
        while not look():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{kind} is not back within {BACK_WITHIN_S:g} s")
            time.sleep(0.1)

    def _is_back(self, kind: str, *, not_pid: int, since: float) -> bool:
        with contextlib.suppress(LookupError):
            if find_process(self._installation, kind) == not_pid:
                return False
            return self._serves(kind, since)
        return False

    def _serves(self, kind: str, since: float) -> bool:
        if kind in {"web", "Postgres"}:
            return self._ask("readyz").get("status") == "ready"
        status = self._ask("statusz")
        if kind == "Redis":
            return bool(status.get("redis"))
        killed_s_ago = time.monotonic() - since
        if kind in {"media worker", "beat"}:
            seen = status.get("beat" if kind == "beat" else "media_workers", [])
            return any(seen_s_ago < killed_s_ago for seen_s_ago in seen)
        name = "gpu2" if kind == "gpu worker 2" else "gpu1"
        workers = [worker for worker in status.get("gpu_workers", []) if worker["name"] == name]
        return any(worker["seen_s_ago"] < killed_s_ago for worker in workers)

    def _ask(self, page: str) -> dict[str, Any]:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self._product.url}/{page}", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (OSError, ValueError):
            return {}


def find_process(installation: Installation, kind: str) -> int:
    """The process of that kind; raises LookupError where there is none just now."""
    for service in SERVICES:
        if service.name == kind:
            pid = service.find(installation)
            if pid is None:
                raise LookupError(kind)
            return pid
    home = f"MASKLOOP_HOME={installation.home}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes()
            if MARKS[kind] in words and home in (folder / "environ").read_bytes() + b"\0":
                return int(folder.name)
    raise LookupError(kind)


def list_web_workers(installation: Installation) -> list[int]:
    """The processes that share the web's address, where there are several."""
    parent = find_process(installation, "web")
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def count_connections(pid: int) -> int:
    """How many sockets of a process are established TCP connections."""
    inodes = {str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[3] == "01" and f"socket:[{row[9]}]" in inodes for row in rows)
