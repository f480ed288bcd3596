"""`./maskloop test`: every check of the project on private services, with one summary at the end."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from backend.services.checks.browser import require_browser
from backend.services.checks.stages import GROUPS, Count, Stage, count_results, list_stages
from backend.services.guard import Guard
from backend.services.installation import REPOSITORY, Installation, open_installation
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
from backend.services.setup.steps import digest, say
from backend.services.supervisor import kill_group

# Variables of somebody's running installation: the checks have their own.
FOREIGN = ("MASKLOOP_HOME", "MASKLOOP_SECRET_KEY", "MASKLOOP_ROLE", *(service.variable for service in SERVICES))

FAREWELL_S = 60.0


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
            return _run_stages(list_stages(groups, node.npm, pytest_words), environment, guard)
        finally:
            stop_services(private)
            guard.dismiss()
            remove_installations_under(Path(folder))


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Let SIGTERM clean up as Ctrl-C does."""
    raise KeyboardInterrupt


def _browser_for(groups: Sequence[str], log: Path) -> dict[str, str]:
    return {"MASKLOOP_BROWSER": require_browser(log)} if "e2e" in groups else {}


def _run_stages(stages: Sequence[Stage], environment: dict[str, str], guard: Guard) -> int:
    began = time.monotonic()
    lines: list[str] = []
    total = Count()
    for stage in stages:
        say(f"\n=== {stage.name}: {' '.join(_shorten(word) for word in stage.command)}")
        started = time.monotonic()
        count = _run_stage(stage, environment, guard)
        total += count
        verdict = "failed" if count.failed else "passed"
        lines.append(f"  {verdict:<7} {stage.name:<24} {_describe(count):<36} {time.monotonic() - started:6.1f} s")
    say("\n=== summary")
    for line in lines:
        say(line)
    say(f"{_describe(total)} in {time.monotonic() - began:.1f}s")
    return 1 if total.failed else 0


def _run_stage(stage: Stage, environment: dict[str, str], guard: Guard) -> Count:
    """Run one stage, its words shown as they come and kept for counting."""
    before = _picture(stage.keeps)
    said: list[str] = []
    try:
        process = subprocess.Popen(
            stage.command, cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip
    except FileNotFoundError as error:
        say(f"{error.filename} is missing.")
        return Count(failed=1)
    guard.watch(process.pid)
    with process:
        try:
            for line in process.stdout or ():
                sys.stdout.write(line)
                sys.stdout.flush()
                said.append(line)
        except KeyboardInterrupt:
            _end(process)
            raise
    guard.forget(process.pid)
    code = process.returncode
    if code == 0 and stage.keeps is not None and _picture(stage.keeps) != before:
        say(f"{stage.keeps.relative_to(REPOSITORY)} was out of date and has been written again: commit it.")
        code = 1
    return count_results(stage, code, "".join(said))


def _end(process: "subprocess.Popen[str]") -> None:
    """Let pytest take its fixtures down, browsers and products among them; then end what is left."""
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(FAREWELL_S)
    kill_group(process.pid)


def _picture(folder: Path | None) -> str:
    return digest(path for path in folder.rglob("*") if path.is_file()) if folder else ""


def _describe(count: Count) -> str:
    skipped = f", {count.skipped} skipped" if count.skipped else ""
    return f"{count.passed} passed, {count.failed} failed{skipped}"


def _shorten(word: str) -> str:
    return word.replace(f"{REPOSITORY}/", "")
