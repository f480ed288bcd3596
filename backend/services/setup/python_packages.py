"""Makes .venv and installs the locked Python packages into it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from backend.services.installation import REPOSITORY, hold_lock
from backend.services.problems import LauncherProblem
from backend.services.programs import VENV, venv_python
from backend.services.setup.steps import digest, is_stamped, last_words, run_logged, write_stamp

REQUIREMENTS = REPOSITORY / "requirements"
# Measured: the CPU environment takes 2 GB, the CUDA builds of torch about 6 with what pip unpacks on the way.
ROOM_BYTES = 6 * 1024**3


def set_up_python(*, dev: bool, log: Path) -> None:
    """Bring .venv to what the lock files say; does nothing where its stamp says that it is there already."""
    VENV.mkdir(exist_ok=True)
    with hold_lock(VENV / ".setup.lock"):
        if not _works(venv_python()):
            _make_environment(log)
        for name, files in _stages(dev=dev):
            _install_stage(name, files, log)


def _stages(*, dev: bool) -> list[tuple[str, tuple[str, ...]]]:
    stages: list[tuple[str, tuple[str, ...]]] = [("runtime", ("runtime.lock", "torch.in"))]
    if dev:
        stages.append(("dev", ("dev.lock",)))
    return stages


def _works(python: Path) -> bool:
    """A virtual environment whose Python was moved or upgraded away is no use."""
    if not python.exists():
        return False
    asked = subprocess.run([python, "-c", "import pip"], capture_output=True, check=False)
    return asked.returncode == 0


def _make_environment(log: Path) -> None:
    _require_room()
    asked = subprocess.run([sys.executable, "-c", "import venv, ensurepip"], capture_output=True, check=False)
    if asked.returncode != 0:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise LauncherProblem(
            f"This Python cannot make virtual environments: install its venv module (`apt-get install "
            f"python{version}-venv` on Debian and Ubuntu), then try again."
        )
    made, said = run_logged(
        f"Making .venv with Python {sys.version.split()[0]}", [sys.executable, "-m", "venv", "--clear", VENV], log
    )
    if not made:
        raise LauncherProblem(f"The virtual environment could not be made: {last_words(said)} (log: {log}).")


def _install_stage(name: str, files: tuple[str, ...], log: Path) -> None:
    version = subprocess.run([venv_python(), "--version"], capture_output=True, text=True, check=True).stdout
    wanted = digest([REQUIREMENTS / file for file in files], version)
    stamp = VENV / f".{name}.stamp"
    if is_stamped(stamp, wanted):
        return
    _require_room()
    for title, arguments, environment in _pip_calls(name):
        installed, said = run_logged(
            title, [venv_python(), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *arguments],
            log, environment,
        )  # fmt: skip
        if not installed:
            raise LauncherProblem(explain_failure(title, said, log))
    write_stamp(stamp, wanted)


def _pip_calls(stage: str) -> list[tuple[str, list[str], dict[str, str]]]:
    """The order matters: sam2 builds against the torch that is there, with the tools that are there."""
    if stage == "dev":
        return [("Installing what the checks need", ["--no-deps", "-r", str(REQUIREMENTS / "dev.lock")], {})]
    lock = str(REQUIREMENTS / "runtime.lock")
    torch, torchvision, sam2 = _read_pins(REQUIREMENTS / "torch.in")
    return [
        ("Installing build tools", ["-c", lock, "setuptools", "wheel", "numpy"], {}),
        (f"Installing {torch}", ["-c", lock, torch], {}),
        (f"Installing {torchvision}", ["--no-deps", torchvision], {}),
        ("Installing Maskloop's packages", ["--no-deps", "--no-build-isolation", "-r", lock], {}),
        (f"Installing {sam2}", ["--no-deps", "--no-build-isolation", sam2], {"SAM2_BUILD_CUDA": "0"}),
    ]


def _read_pins(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def _require_room() -> None:
    free = shutil.disk_usage(REPOSITORY).free
    if free < ROOM_BYTES:
        raise LauncherProblem(
            f"Only {free / 1024**3:.1f} GB are free at {REPOSITORY} and the set-up needs "
            f"{ROOM_BYTES / 1024**3:.0f}: make room, then try again."
        )


def explain_failure(title: str, said: str, log: Path) -> str:
    lowered = said.lower()
    if "no space left on device" in lowered:
        return f"The disk filled up while {title[0].lower()}{title[1:]}: make room, then try again."
    if _needs_compiler(lowered):
        return (
            "A package has to be compiled and there is no C compiler: install one (`apt-get install gcc g++` on Debian "
            "and Ubuntu), then try again."
        )
    if "connection" in lowered or "name resolution" in lowered or "network is unreachable" in lowered:
        return f"The packages could not be fetched: check the network, then try again (log: {log})."
    return f"{title} failed: {last_words(said)} (log: {log})."


def _needs_compiler(said: str) -> bool:
    if any(shutil.which(name) for name in (os.environ.get("CC", "cc"), "gcc", "clang")):
        return False
    return any(sign in said for sign in ("gcc", "g++", "compiler", "cc1", "clang"))
