import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from backend.services.roles import LONG_RUNNING, choose_words
from tests.deploy.files import COMPOSE, read_services

OTHERS = ("proxy", "postgres", "redis")
SERVICES = read_services()
OURS = {name: service for name, service in SERVICES.items() if name not in OTHERS}


def test_every_role_has_its_service_and_nothing_else_is_there():
    roles = {name: service["command"] for name, service in OURS.items()}
    assert roles == {
        "web": ["web"],
        "media": ["media"],
        "gpu": ["gpu"],
        "gpu-cpu": ["gpu"],
        "beat": ["beat"],
        "migrate": ["migrate"],
    }
    assert set(SERVICES) - set(OURS) == set(OTHERS)


@pytest.mark.parametrize("name", sorted(OURS))
def test_service_runs_its_role(name: str):
    role = OURS[name]["command"][0]
    assert choose_words(role, [], {"MASKLOOP_WORKER": "one"})
    if role in LONG_RUNNING:
        assert OURS[name]["environment"]["MASKLOOP_ROLE"] == role


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_service_is_watched_limited_and_may_do_little(name: str):
    service = SERVICES[name]
    check = service.get("healthcheck", {})
    assert check.get("test") or check.get("disable")
    assert {"cpus", "memory"} <= set(service["deploy"]["resources"]["limits"])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert name == "postgres" or (service["read_only"], service["cap_drop"]) == (True, ["ALL"])


@pytest.mark.parametrize("name", sorted(OURS))
def test_service_waits_for_what_it_needs_and_gets_secrets_as_files(name: str):
    service = OURS[name]
    waits_for = {needed: how["condition"] for needed, how in service["depends_on"].items()}
    expected = {"postgres": "service_healthy"}
    if name != "migrate":
        expected |= {"redis": "service_healthy", "migrate": "service_completed_successfully"}
    assert waits_for == expected
    paths = {value for key, value in service["environment"].items() if key.endswith("_FILE")}
    assert paths == {f"/run/secrets/{secret}" for secret in service["secrets"]}


def run_compose(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    command = ["docker", "compose", "-f", str(COMPOSE), "--project-directory", str(folder), *words]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)


def has_compose() -> bool:
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_compose(), reason="`docker compose` is not on this machine")
@pytest.mark.parametrize("profile", ["cpu", "gpu"])
def test_docker_accepts_the_file(profile: str, tmp_path: Path):
    said = run_compose(tmp_path, "--profile", profile, "config", "-q", MASKLOOP_HOSTNAME="labels.example.org")
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.skipif(not has_compose(), reason="`docker compose` is not on this machine")
def test_forgotten_name_is_a_sentence(tmp_path: Path):
    said = run_compose(tmp_path, "config", "-q")
    assert "Write MASKLOOP_HOSTNAME=labels.example.org into deploy/compose/.env" in said.stderr


def test_secrets_are_made_once(tmp_path: Path):
    script = tmp_path / "secrets.sh"
    shutil.copy(COMPOSE.parent / "secrets.sh", script)

    def make() -> dict[str, Any]:
        subprocess.run([script], check=True, capture_output=True)
        return {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}

    first = make()
    assert sorted(first) == ["metrics_token", "postgres_password", "redis_password", "secret_key"]
    assert {len(secret) for secret in first.values()} == {64}
    assert (make(), (tmp_path / "secrets").stat().st_mode & 0o777) == (first, 0o700)
