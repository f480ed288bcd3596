"""Write runtime.lock and dev.lock: every package that the .in files reach, at the version installed now.

    .venv/bin/python requirements/relock.py

Change a pin in an .in file, install it into .venv, run this, run `./maskloop test`, commit all of it.
"""

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDER = Path(__file__).parent
# Installed by name and order from torch.in; their wheels differ from machine to machine (CPU, CUDA).
INSTALLED_APART = {"torch", "torchvision", "sam2"}


def read_requirements(path: Path) -> list[Requirement]:
    lines = (re.split(r"\s+#|^#", line)[0].strip() for line in path.read_text().splitlines())
    return [Requirement(line) for line in lines if line]


def reach(roots: list[Requirement]) -> dict[str, str]:
    """Return canonical name -> lock line for `roots` and all that they require on this machine."""
    markers = {canonicalize_name(root.name): f" ; {root.marker}" if root.marker else "" for root in roots}
    lines: dict[str, str] = {}
    waiting = list(roots)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in INSTALLED_APART:
            continue
        try:
            installed = distribution(name)
        except PackageNotFoundError:
            raise SystemExit(f"{name} is not installed in this environment; install it, then lock again.") from None
        if name in lines:
            continue
        if not requirement.specifier.contains(installed.version, prereleases=True):
            raise SystemExit(f"{requirement} is asked for, but {installed.version} is installed.")
        lines[name] = f"{installed.metadata['Name']}=={installed.version}{markers.get(name, '')}"
        for text in installed.requires or []:
            needed = Requirement(text)
            extras = requirement.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    return lines


def torch_needs() -> list[Requirement]:
    """What sam2 and the CPU build of torch require, so that no step of the set-up resolves anything freely."""
    needed: list[Requirement] = []
    for name in sorted(INSTALLED_APART):
        for text in distribution(name).requires or []:
            requirement = Requirement(text)
            if requirement.marker is None:
                needed.append(requirement)
    return needed


def write_lock(path: Path, lines: dict[str, str], source: str) -> None:
    head = f"# Written by requirements/relock.py from {source}; do not edit.\n"
    path.write_text(head + "".join(f"{lines[name]}\n" for name in sorted(lines)))


def main() -> None:
    runtime = reach(read_requirements(FOLDER / "runtime.in") + torch_needs())
    write_lock(FOLDER / "runtime.lock", runtime, "runtime.in and torch.in")
    dev = reach(read_requirements(FOLDER / "dev.in"))
    write_lock(FOLDER / "dev.lock", {name: line for name, line in dev.items() if name not in runtime}, "dev.in")


if __name__ == "__main__":
    main()
