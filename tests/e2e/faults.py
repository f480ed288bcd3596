"""What may go wrong around a served product: workers that are not there, services that hang, die or stay away."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from backend.services.address import Address
from backend.services.installation import Installation, open_installation
from backend.services.running import SERVICES, service_environment
from backend.services.supervisor import kill_group
from backend.services.up import Counts, list_programs
from tests.collaboration.product_processes import find_process
from tests.e2e.product import REPOSITORY, Product

STOP_S = 30


@dataclass
class Faults:
    """The product's own supervisor looks after web and beat; workers are started and stopped here."""

    product: Product
    environment: Mapping[str, str]
    _workers: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def installation(self) -> Installation:
        return open_installation(self.product.home)

    def start(self, kind: str) -> None:
        """Start a worker as `./maskloop up` would, where it is not running yet."""
        if kind in self._workers:
            return
        address = urlsplit(self.product.url)
        listed = list_programs(self.installation, Address(str(address.hostname), int(address.port or 0)), Counts())
        program = next(program for program in listed if program.name == kind)
        environment = {**program.environment, **service_environment(self.installation, {}), **self.environment}
        with program.log.open("ab") as log:
            self._workers[kind] = subprocess.Popen(
                list(program.command), cwd=REPOSITORY, env=environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def stop(self, kind: str) -> None:
        worker = self._workers.pop(kind)
        worker.send_signal(signal.SIGTERM)
        try:
            worker.wait(STOP_S)
        finally:
            kill_group(worker.pid)

    def stop_all(self) -> None:
        for kind in list(self._workers):
            self.stop(kind)

    def kill(self, kind: str) -> None:
        os.kill(find_process(self.installation, kind), signal.SIGKILL)

    @contextmanager
    def hung(self, kind: str) -> Iterator[None]:
        """It holds its connections and answers nothing."""
        pid = find_process(self.installation, kind)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @contextmanager
    def postgres_away(self, *, least_s: float) -> Iterator[None]:
        """It is shut down and cannot be started, for that long at least."""
        note = self.installation.postgres_data / "PG_VERSION"
        version, since = note.read_text(), time.monotonic()
        postgres = next(service for service in SERVICES if service.name == "Postgres")
        pid = postgres.find(self.installation)
        assert pid is not None
        note.write_text("9\n")
        os.kill(pid, signal.SIGQUIT)
        try:
            yield
            time.sleep(max(0.0, since + least_s - time.monotonic()))
        finally:
            note.write_text(version)


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[bool]:
    """A disk of that size mounted at `folder`; False where this user may not mount one."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)]
    is_mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield is_mounted
    finally:
        if is_mounted:
            subprocess.run(["umount", "-l", str(folder)], check=True)
