"""Where an installation keeps its things: MASKLOOP_HOME, its id and the folder of its Postgres and Redis."""

import contextlib
import fcntl
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.services.problems import LauncherProblem

REPOSITORY = Path(__file__).resolve().parents[2]
# Services of an installation that root runs: another user must reach them, which a 0700 clone or home forbids.
SHARED_STATE = Path("/var/lib/maskloop")
# A unix socket's path has at most 107 bytes, and Postgres adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90


@dataclass(frozen=True)
class Installation:
    """The folders of one installation; `services` holds what Postgres and Redis own, `sockets` their sockets."""

    home: Path
    id: str
    services: Path
    sockets: Path

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def postgres_data(self) -> Path:
        return self.services / "postgres"

    @property
    def redis_data(self) -> Path:
        return self.services / "redis"

    @property
    def redis_socket(self) -> Path:
        return self.sockets / "redis.sock"


def default_home() -> Path:
    return Path(os.environ.get("MASKLOOP_HOME") or REPOSITORY / ".maskloop").expanduser().absolute()


def is_root() -> bool:
    return os.geteuid() == 0


def open_installation(home: Path) -> Installation:
    """Return the installation at `home`, made (folders 0700, id and secret key 0600) where there is none."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "logs").mkdir(mode=0o700, exist_ok=True)
        installation_id = _read_or_make(home / "installation_id", lambda: secrets.token_hex(5))
        _read_or_make(home / "secret_key", lambda: secrets.token_urlsafe(50))
        if is_root():
            SHARED_STATE.mkdir(parents=True, exist_ok=True)
            SHARED_STATE.chmod(0o755)  # whatever the umask: the service user passes through it
    except OSError as error:
        raise LauncherProblem(
            f"{error.filename} cannot be written ({error.strerror}): mend that, or set MASKLOOP_HOME to another folder."
        ) from None
    services = SHARED_STATE / installation_id if is_root() else home / "services"
    return Installation(home, installation_id, services, _choose_socket_folder(services, installation_id))


def read_secret_key(installation: Installation) -> str:
    return (installation.home / "secret_key").read_text().strip()


@contextlib.contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Wait for and hold an advisory lock; the kernel gives it back when this process dies, however it dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _choose_socket_folder(services: Path, installation_id: str) -> Path:
    folder = services / "run"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    short = Path(tempfile.gettempdir()) / f"maskloop-{os.geteuid()}-{installation_id}"
    if len(os.fsencode(short)) > LONGEST_SOCKET_FOLDER:
        short = Path("/tmp") / short.name  # noqa: S108 - made 0700 and checked for its owner before use
    return short


def _read_or_make(path: Path, make: Callable[[], str]) -> str:
    with hold_lock(path.parent / ".lock"):
        if path.exists() and (text := path.read_text().strip()):
            return text
        text = make()
        unfinished = path.with_suffix(".new")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
        return text
