"""Who Postgres and Redis run as: whoever starts them or, for root, an unprivileged user of their own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.services.installation import is_root
from backend.services.problems import LauncherProblem

USER_NAME = "maskloop"


@dataclass(frozen=True)
class ServiceUser:
    name: str
    uid: int
    gid: int

    def popen_arguments(self) -> dict[str, Any]:
        """What makes `subprocess` start a program as this user."""
        if not is_root():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def make_folder(self, path: Path) -> None:
        """Make `path` as a folder that only this user (and root) can enter."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = path.lstat()
        if path.is_symlink() or found.st_uid not in {self.uid, os.geteuid()}:
            raise LauncherProblem(f"{path} belongs to somebody else: remove it, then try again.")
        if found.st_uid != self.uid:
            os.chown(path, self.uid, self.gid)
        path.chmod(0o700)


def find_service_user() -> ServiceUser:
    if not is_root():
        entry = pwd.getpwuid(os.geteuid())
        return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    try:
        entry = pwd.getpwnam(USER_NAME)
    except KeyError:
        _add_user()
        entry = pwd.getpwnam(USER_NAME)
    return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _add_user() -> None:
    """Postgres refuses to run as root, so root gives it (and Redis) a system user without shell or home."""
    program = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    if program is None:
        raise LauncherProblem(
            f"Postgres does not run as root and `useradd` is missing: add a system user `{USER_NAME}`, "
            "or run Maskloop as an ordinary user."
        )
    arguments = [program, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    added = subprocess.run(
        [*arguments, "--shell", "/usr/sbin/nologin", USER_NAME], capture_output=True, text=True, check=False
    )
    if added.returncode not in {0, 9}:  # 9: somebody else added it just now
        raise LauncherProblem(f"The system user `{USER_NAME}` could not be added: {added.stderr.strip()}")
