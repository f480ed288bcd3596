"""Start, find and stop an installation's services, and say how its processes reach them."""

import os
import shlex
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from backend.services.embedded_postgres import DATABASE, ROLE, find_postmaster, start_postgres, stop_postgres
from backend.services.embedded_redis import find_redis, start_redis, stop_redis
from backend.services.installation import SHARED_STATE, Installation, hold_lock, read_secret_key

# In the services' folder: the home they belong to.
HOME_NOTE = "home"


@dataclass(frozen=True)
class Service:
    """One embedded service and the environment variable that replaces it."""

    name: str
    variable: str
    url: Callable[[Installation], str]
    find: Callable[[Installation], int | None]
    start: Callable[[Installation], int]
    stop: Callable[[Installation], None]


def _postgres_url(installation: Installation) -> str:
    return f"postgresql://{ROLE}@/{DATABASE}?host={quote(str(installation.sockets))}"


def _redis_url(installation: Installation) -> str:
    return f"unix://{quote(str(installation.redis_socket))}?db=0"


SERVICES = (
    Service("Postgres", "DATABASE_URL", _postgres_url, find_postmaster, start_postgres, stop_postgres),
    Service("Redis", "REDIS_URL", _redis_url, find_redis, start_redis, stop_redis),
)


def is_embedded(service: Service, installation: Installation, environment: Mapping[str, str] = os.environ) -> bool:
    """Say whether the installation brings this service itself.

    A URL that `./maskloop env` exported for this very installation is not a replacement.
    """
    return environment.get(service.variable, "") in {"", service.url(installation)}


def start_services(installation: Installation) -> list[Service]:
    """Start what is embedded and not running yet; return what this call started."""
    started = []
    with hold_lock(installation.home / ".services.lock"):
        for service in SERVICES:
            if not is_embedded(service, installation):
                continue
            if service.find(installation) is None:
                started.append(service)
            service.start(installation)
            (installation.services / HOME_NOTE).write_text(str(installation.home))
    return started


def stop_services(installation: Installation) -> list[Service]:
    """Stop what is embedded and running, the last started first; return what was stopped."""
    stopped = []
    with hold_lock(installation.home / ".services.lock"):
        for service in reversed(SERVICES):
            if service.find(installation) is not None:
                service.stop(installation)
                stopped.append(service)
    return stopped


def remove_installations_under(folder: Path) -> None:
    """Remove what installations with a home under `folder` keep outside of it; only for tests' own folders.

    Never done for others: a home that cannot be seen may be on a disk that is not mounted just now.
    """
    for note in SHARED_STATE.glob(f"*/{HOME_NOTE}"):
        if Path(note.read_text()).is_relative_to(folder):
            shutil.rmtree(note.parent, ignore_errors=True)


def service_environment(installation: Installation, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables that every process of this installation needs."""
    urls = {
        service.variable: service.url(installation)
        if is_embedded(service, installation, environment)
        else environment[service.variable]
        for service in SERVICES
    }
    return {
        "MASKLOOP_HOME": str(installation.home),
        **urls,
        "MASKLOOP_SECRET_KEY": environment.get("MASKLOOP_SECRET_KEY") or read_secret_key(installation),
    }


def export_lines(installation: Installation) -> str:
    variables = service_environment(installation)
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
