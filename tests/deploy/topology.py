"""The processes of compose.yaml by hand, on one machine: each role by its entry point, nginx with our configuration."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from backend.services.installation import Installation, is_root, open_installation
from backend.services.running import (
    remove_installations_under,
    service_environment,
    start_services,
    stop_services,
)
from tests.deploy.files import DEPLOY
from tests.e2e.product import REPOSITORY, Login, Product, find_free_port

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
METRICS_TOKEN = "a-token-for-the-figures"
PORTS = ("web", "media", "gpu", "beat", "http", "https", "health")
START_S = 120
# What says which Postgres and Redis, and is not the topology's.
REPLACED = ("DATABASE_URL", "REDIS_URL", "MASKLOOP_SECRET_KEY", "MASKLOOP_HOME")


@dataclass
class Topology:
    home: Path
    environment: dict[str, str]
    ports: dict[str, int] = field(default_factory=lambda: {name: find_free_port() for name in PORTS})
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"https://localhost:{self.ports['https']}"

    @property
    def direct_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    def product(self) -> Product:
        """Its log-ins, with the address past the proxy."""
        entries = json.loads((self.home / "logins.json").read_text())
        return Product(self.direct_url, self.home, {entry["role"]: Login(**entry) for entry in entries})

    def run_role(self, *words: str) -> None:
        """Run a role that ends by itself."""
        command, environment = self._command(*words), self._environment("migrate")
        ended = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            raise RuntimeError(f"{words}: {ended.stderr[-3000:]}")

    def start_role(self, role: str) -> None:
        self._start(role, self._command(role), self._environment(role))

    def start_proxy(self) -> None:
        directives = "daemon off; user root;" if is_root() else "daemon off;"
        configuration = self.home / "nginx.conf"
        configuration.write_text(adapt_configuration(self.home, self.ports))
        self._start("proxy", [str(NGINX), "-e", "stderr", "-c", str(configuration), "-g", directives], dict(os.environ))

    def is_healthy(self, role: str) -> bool:
        asked = [sys.executable, "-m", "backend.services.health_check"]
        return (
            subprocess.run(
                asked, env=self._environment(role), cwd=REPOSITORY, capture_output=True, check=False
            ).returncode
            == 0
        )

    def wait_for(self, role: str) -> None:
        deadline = time.monotonic() + START_S
        while not self.is_healthy(role):
            if self.processes[role].poll() is not None or time.monotonic() > deadline:
                raise AssertionError("\n".join([f"{role} is not healthy:", *self.read_log(role)[-20:]]))
            time.sleep(1)

    def read_log(self, name: str) -> list[str]:
        return (self.home / "logs" / f"{name}.log").read_text().splitlines()

    def end(self, name: str, number: signal.Signals = signal.SIGTERM) -> float:
        """End a process as a container's runtime does; the seconds it took."""
        began = time.monotonic()
        process = self.processes.pop(name)
        process.send_signal(number)
        process.wait(90)
        return time.monotonic() - began

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(30)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _start(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        with (self.home / "logs" / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, env=environment, cwd="/", stdout=log, stderr=log, start_new_session=True
            )

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "backend.services.roles", *words]

    def _environment(self, role: str) -> dict[str, str]:
        port = 0 if role in {"web", "migrate"} else self.ports[role]
        return {
            **self.environment,
            "MASKLOOP_ROLE": role,
            "MASKLOOP_PORT": str(self.ports["web"]),
            "MASKLOOP_METRICS_PORT": str(port),
        }


@contextmanager
def run_topology(folder: Path, *roles: str) -> Iterator[Topology]:
    """Migrated, with log-ins, the roles and the proxy running; everything gone at the end."""
    installation = open_installation(folder / "home")
    with _private_services():
        start_services(installation)
    topology = Topology(installation.home, make_environment(installation))
    topology.environment["MASKLOOP_TRUSTED_ORIGINS"] = topology.url
    try:
        make_certificate(topology.home)
        topology.run_role("migrate")
        topology.run_role("manage", "seed_demo", "--no-project")
        for role in roles:
            topology.start_role(role)
        topology.start_proxy()
        for role in roles:
            topology.wait_for(role)
        assert topology.processes["proxy"].poll() is None, topology.read_log("proxy")
        yield topology
    finally:
        topology.stop()
        with _private_services():
            stop_services(installation)
        remove_installations_under(installation.home)


@contextmanager
def _private_services() -> Iterator[None]:
    """Not those of the bench or the suite that runs this."""
    with mock.patch.dict(os.environ):
        for name in REPLACED:
            os.environ.pop(name, None)
        yield


def make_environment(installation: Installation) -> dict[str, str]:
    """As compose.yaml has it, with secrets in files."""
    plain = {name: value for name, value in os.environ.items() if name not in REPLACED}
    services = service_environment(installation, plain)
    token = installation.home / "metrics_token"
    token.write_text(METRICS_TOKEN)
    del services["MASKLOOP_SECRET_KEY"]
    return {
        **plain,
        **services,
        "PYTHONPATH": str(REPOSITORY),
        "TMPDIR": str(installation.home),
        "OMP_WAIT_POLICY": "passive",
        "MASKLOOP_SECRET_KEY_FILE": str(installation.home / "secret_key"),
        "MASKLOOP_METRICS_TOKEN_FILE": str(token),
        "MASKLOOP_HOST": "127.0.0.1",
        "MASKLOOP_WEB_PROCESSES": "2",
        "MASKLOOP_WORKER": "gpu1",
        "MASKLOOP_HTTPS": "true",
        "MASKLOOP_ALLOWED_HOSTS": "localhost",
        "MASKLOOP_LOG_FORMAT": "json",
    }


def make_certificate(folder: Path) -> None:
    words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    words += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(folder / "tls.key")]
    subprocess.run(["openssl", *words, "-out", str(folder / "tls.crt")], check=True, capture_output=True)


def adapt_configuration(folder: Path, ports: dict[str, int]) -> str:
    """deploy/proxy/nginx.conf with other addresses and places, and nothing else changed."""
    text = (DEPLOY / "proxy" / "nginx.conf").read_text()
    changes = {
        # First, for the others' paths may lie there.
        "/tmp/": f"{folder}/",  # noqa: S108 - the container's
        "default web:8000;": f"default 127.0.0.1:{ports['web']};",
        "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{ports['health']};",
        "listen 8080 ": f"listen 127.0.0.1:{ports['http']} ",
        "listen 8443 ": f"listen 127.0.0.1:{ports['https']} ",
        "/etc/maskloop/tls/": f"{folder}/",
        # Opened again by its path, which a file handed over by another user may forbid.
        "/dev/stdout": f"{folder}/logs/proxy.log",
        "worker_processes auto;": "worker_processes 1;",
    }
    for before, after in changes.items():
        if before not in text:
            raise ValueError(f"nginx.conf has no longer {before!r}")
        text = text.replace(before, after)
    return text


def read_metrics(url: str) -> str:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {METRICS_TOKEN}"})  # noqa: S310 - ours
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
        return str(answer.read().decode())
