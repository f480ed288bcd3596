"""The browser that the end-to-end tests drive: Debian's Chromium."""

import os
import shutil
from pathlib import Path

from backend.services.installation import is_root
from backend.services.problems import LauncherProblem
from backend.services.setup.steps import last_words, run_logged

NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_browser() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def require_browser(log: Path) -> str:
    """Return Chromium's path, installing it with apt-get where that needs nobody's password."""
    found = find_browser()
    if found is not None:
        return found
    advice = "install Chromium (`sudo apt-get install chromium`), then try again."
    if shutil.which("apt-get") is None:
        raise LauncherProblem(f"The end-to-end tests need a browser: {advice}")
    prefix = [] if is_root() else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        raise LauncherProblem(f"The end-to-end tests need a browser and only root can install one: {advice}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_logged("Reading Debian's package lists", [*prefix, "apt-get", "update", "-q"], log, quiet)
    done, said = run_logged(
        "Installing Debian's Chromium",
        [*prefix, "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"], log, quiet,
    )  # fmt: skip
    found = find_browser()
    if not done or found is None:
        raise LauncherProblem(f"Chromium could not be installed ({last_words(said)}): {advice}")
    return found
