"""Runs pip-audit, in an environment of its own, and npm audit over the lock files."""

import subprocess
import sys
from pathlib import Path

from backend.services.audit.reports import Report, join_reports, read_npm_report, read_pip_report
from backend.services.installation import REPOSITORY, Installation, hold_lock
from backend.services.problems import LauncherProblem
from backend.services.setup.node_packages import find_node
from backend.services.setup.python_packages import explain_failure
from backend.services.setup.steps import digest, is_stamped, last_words, run_logged, write_stamp

REQUIREMENTS = REPOSITORY / "requirements"
LOCK = REQUIREMENTS / "audit.lock"
# torch and what builds against it are pinned apart; see requirements/torch.in.
OURS = ("runtime.lock", "dev.lock", "torch.in", "node.lock")
LIMIT_S = 600


def set_up_tools(installation: Installation) -> Path:
    """Return the Python that has pip-audit, installed the first time. Apart: its packages are none of Maskloop's."""
    folder = installation.home / "audit"
    python = folder / "bin" / "python"
    log = installation.logs / "audit.log"
    folder.mkdir(mode=0o700, exist_ok=True)
    with hold_lock(folder / ".lock"):
        wanted = digest([LOCK], sys.version)
        if python.exists() and is_stamped(folder / ".stamp", wanted):
            return python
        steps: list[tuple[str, list[str | Path]]] = [
            ("Making an environment for pip-audit", [sys.executable, "-m", "venv", folder]),
            (
                "Installing pip-audit",
                [python, "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--no-deps", "-r", LOCK],
            ),
        ]
        for title, command in steps:
            done, said = run_logged(title, command, log)
            if not done:
                raise LauncherProblem(explain_failure(title, said, log))
        write_stamp(folder / ".stamp", wanted)
    return python


def audit_python(python: Path) -> Report:
    """Maskloop's packages, and the tool's own, which may be at other versions."""
    return join_reports(_ask_pip_audit(python, *OURS), _ask_pip_audit(python, LOCK.name))


def _ask_pip_audit(python: Path, *names: str) -> Report:
    files = [word for name in names for word in ("-r", str(REQUIREMENTS / name))]
    options = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off")
    return read_pip_report(_run([str(python), "-m", "pip_audit", *files, *options]))


def audit_node() -> Report:
    node = find_node()
    if node is None:
        raise LauncherProblem("There is no Node on this machine: run `./maskloop setup` first.")
    return read_npm_report(_run([*node.npm, "audit", "--json"]))


def _run(command: list[str]) -> str:
    """What the tool printed, or its last word on why it did not; its exit status says no more than that."""
    try:
        done = subprocess.run(
            command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=LIMIT_S,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"it did not answer within {LIMIT_S} s"
    return done.stdout if done.stdout.strip() else last_words(done.stderr)
