"""`./maskloop test`: every check of the project on private services, with one summary at the end."""

import os
import signal
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from backend.services.checks.browser import require_browser
from backend.services.checks.lanes import Lanes, Result
from backend.services.checks.stages import GROUPS, Count, list_stages
from backend.services.guard import Guard
from backend.services.installation import Installation, open_installation
from backend.services.problems import LauncherProblem
from backend.services.running import (
    SERVICES,
    remove_installations_under,
    service_environment,
    start_services,
    stop_services,
)
from backend.services.setup.everything import set_up
from backend.services.setup.node_packages import find_node
from backend.services.setup.steps import say

# Variables of somebody's running installation: the checks have their own.
FOREIGN = ("MASKLOOP_HOME", "MASKLOOP_SECRET_KEY", "MASKLOOP_ROLE", *(service.variable for service in SERVICES))


def run_checks(installation: Installation, groups: Sequence[str], pytest_words: Sequence[str]) -> int:
    """Run all stages of `groups` (all groups where none is named); return 1 where any failed."""
    groups = groups or GROUPS
    log = installation.logs / "setup.log"
    set_up(installation, dev=True)
    browser = _browser_for(groups, log)
    node = find_node()
    if node is None:
        raise LauncherProblem("Node vanished during the set-up: run `./maskloop setup` again.")
    for name in FOREIGN:
        os.environ.pop(name, None)
    signal.signal(signal.SIGTERM, _interrupt)
    with tempfile.TemporaryDirectory(prefix="maskloop-test-") as folder:
        Path(folder).chmod(0o711)  # the ingest's unprivileged child passes through it
        private = open_installation(Path(folder) / "home")
        guard = Guard(private.home, private.home / ".guard.lock", stop_services=True)
        try:
            start_services(private)
            environment = {
                **os.environ, **service_environment(private), **node.environment(), **browser,
                "NO_COLOR": "1", "TMPDIR": folder
            }  # fmt: skip
            began = time.monotonic()
            results = Lanes(environment, guard).run(list_stages(groups, node.npm, pytest_words))
            return _summarise(results, time.monotonic() - began)
        finally:
            stop_services(private)
            guard.dismiss()
            remove_installations_under(Path(folder))


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Let SIGTERM clean up as Ctrl-C does."""
    raise KeyboardInterrupt


def _browser_for(groups: Sequence[str], log: Path) -> dict[str, str]:
    return {"MASKLOOP_BROWSER": require_browser(log)} if "e2e" in groups else {}


def _summarise(results: Sequence[Result], seconds: float) -> int:
    say("\n=== summary")
    for result in results:
        verdict = "failed" if result.count.failed else "passed"
        say(f"  {verdict:<7} {result.stage.name:<24} {_describe(result.count):<36} {result.seconds:6.1f} s")
    total = sum((result.count for result in results), Count())
    say(f"{_describe(total)} in {seconds:.1f}s")
    return 1 if total.failed else 0


def _describe(count: Count) -> str:
    skipped = f", {count.skipped} skipped" if count.skipped else ""
    return f"{count.passed} passed, {count.failed} failed{skipped}"
