"""Runs stages in two lanes, for two cores: the long tests in one, everything that needs no services beside them.

The main lane's words are shown as they come, those of a stage in the side lane when it has ended; what must be alone
runs when both lanes are through.
"""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from backend.services.checks.stages import Count, Stage, count_results
from backend.services.guard import Guard
from backend.services.installation import REPOSITORY
from backend.services.setup.steps import digest
from backend.services.supervisor import kill_group

FAREWELL_S = 60.0
# As shells say it.
MISSING, INTERRUPTED = 127, 130


@dataclass(frozen=True)
class Result:
    stage: Stage
    count: Count
    seconds: float


class Lanes:
    """One run of stages; an interrupt ends what runs in both lanes."""

    def __init__(self, environment: dict[str, str], guard: Guard) -> None:
        self._environment = environment
        self._guard = guard
        self._running: set[subprocess.Popen[str]] = set()
        self._is_interrupted = False

    def run(self, stages: Sequence[Stage]) -> list[Result]:
        """The results, those of each lane together."""
        side, main, alone = ([stage for stage in stages if stage.lane == lane] for lane in ("side", "main", "alone"))
        with ThreadPoolExecutor(1) as pool:
            try:
                beside = pool.submit(lambda: [self._run(stage, aloud=False) for stage in side])
                ended = [self._run(stage, aloud=True) for stage in main]
                return [*beside.result(), *ended, *(self._run(stage, aloud=True) for stage in alone)]
            except KeyboardInterrupt:
                self._end_all()
                raise

    def _run(self, stage: Stage, *, aloud: bool) -> Result:
        started = time.monotonic()
        said: list[str] = []

        def hear(line: str) -> None:
            said.append(line)
            if aloud:
                _say(line)

        hear(f"\n=== {stage.name}: {' '.join(word.replace(f'{REPOSITORY}/', '') for word in stage.command)}\n")
        before = _picture(stage.keeps)
        code = self._execute(stage, hear)
        if code == 0 and stage.keeps is not None and _picture(stage.keeps) != before:
            hear(f"{stage.keeps.relative_to(REPOSITORY)} was out of date and has been written again: commit it.\n")
            code = 1
        if not aloud:
            _say("".join(said))
        return Result(stage, count_results(stage, code, "".join(said)), time.monotonic() - started)

    def _execute(self, stage: Stage, hear: Callable[[str], None]) -> int:
        if self._is_interrupted:
            return INTERRUPTED
        try:
            process = subprocess.Popen(
                stage.command, cwd=REPOSITORY, env=self._environment, stdin=subprocess.DEVNULL, start_new_session=True,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
            )  # fmt: skip
        except FileNotFoundError as error:
            hear(f"{error.filename} is missing.\n")
            return MISSING
        self._guard.watch(process.pid)
        self._running.add(process)
        with process:
            for line in process.stdout or ():
                hear(line)
        self._running.discard(process)
        self._guard.forget(process.pid)
        return process.returncode

    def _end_all(self) -> None:
        """Let pytest take its fixtures down, browsers and products among them; then end what is left."""
        self._is_interrupted = True
        for process in list(self._running):
            process.send_signal(signal.SIGINT)
        for process in list(self._running):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(FAREWELL_S)
            kill_group(process.pid)


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _picture(folder: Path | None) -> str:
    return digest(path for path in folder.rglob("*") if path.is_file()) if folder else ""
