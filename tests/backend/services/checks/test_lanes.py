"""Real commands in both lanes."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from backend.services.checks.lanes import Lanes
from backend.services.checks.stages import Count, Stage
from backend.services.guard import Guard


@pytest.fixture
def lanes(tmp_path: Path) -> Iterator[Lanes]:
    guard = Guard(tmp_path, tmp_path / "lock", stop_services=False)
    yield Lanes(dict(os.environ), guard)
    guard.dismiss()


def stage(name: str, lane: Literal["main", "side", "alone"], program: str, keeps: Path | None = None) -> Stage:
    return Stage(name, "lint", (sys.executable, "-c", f"import pathlib, time\n{program}"), lane=lane, keeps=keeps)


def wait_for(path: Path) -> str:
    return f"while not pathlib.Path({str(path)!r}).exists(): time.sleep(0.01)"


def write(path: Path) -> str:
    return f"pathlib.Path({str(path)!r}).write_text('')"


@pytest.mark.timeout(60)
def test_lanes_run_side_by_side_and_what_is_alone_after_both(lanes: Lanes, tmp_path: Path) -> None:
    asked, answered, told = (tmp_path / name for name in ("asked", "answered", "told"))
    stages = [
        stage("last", "alone", f"assert pathlib.Path({str(told)!r}).exists()"),
        stage("asking", "main", f"{write(asked)}\n{wait_for(answered)}"),
        stage("answering", "side", f"{wait_for(asked)}\n{write(answered)}"),
        stage("telling", "side", f"time.sleep(0.3)\n{write(told)}"),
    ]
    ended = [(result.stage.name, result.count) for result in lanes.run(stages)]
    assert ended == [(name, Count(passed=1)) for name in ("answering", "telling", "asking", "last")]


def test_failures_of_the_side_lane_are_shown_and_counted(lanes: Lanes, capfd: pytest.CaptureFixture[str]) -> None:
    results = lanes.run([stage("bad", "side", "print('what is wrong'); exit(3)"), stage("good", "main", "")])
    assert [result.count for result in results] == [Count(failed=1), Count(passed=1)]
    assert "what is wrong" in capfd.readouterr().out


def test_a_folder_that_was_out_of_date_fails_its_stage(lanes: Lanes, tmp_path: Path) -> None:
    kept = Path(__file__).parents[4] / ".pytest_cache" / "kept"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "file").write_text(str(time.time_ns()))
    (result,) = lanes.run([stage("writing", "side", f"pathlib.Path({str(kept / 'file')!r}).write_text('new')", kept)])
    assert result.count == Count(failed=1)


def test_a_command_that_is_missing_fails_its_stage(lanes: Lanes) -> None:
    (result,) = lanes.run([Stage("missing", "lint", ("no-such-program",))])
    assert result.count == Count(failed=1)


@pytest.mark.timeout(60)
def test_an_interrupt_ends_both_lanes(lanes: Lanes, tmp_path: Path) -> None:
    ready, after = tmp_path / "ready", tmp_path / "after"
    stages = [
        stage("long", "main", f"{write(ready)}\ntime.sleep(600)"),
        stage("also long", "side", "time.sleep(600)"),
        stage("never", "side", write(after)),
    ]

    def interrupt() -> None:
        while not ready.exists():
            time.sleep(0.01)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        lanes.run(stages)
    assert not after.exists()
