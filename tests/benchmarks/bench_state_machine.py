"""The state machine of many people on one video, for as many steps as wanted: its invariants hold or it stops."""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from backend.services.benchmarks import Row
from tests.e2e.product import REPOSITORY

NAME = "state-machine"
SUMMARY = "random steps of three people: snapshot + events = fresh snapshot, every edit once, history a line"
# What must have happened in the long form, besides stale sends that are refused.
CARRIED_OUT = (
    "prompt",
    "draw",
    "propagate",
    "cancel",
    "undo",
    "redo",
    "split",
    "merge",
    "restore",
    "reconnect",
    "duplicate send",
    "apply",
)
PROMISED = {"stale send: 409", *(f"{kind}: done" for kind in CARRIED_OUT)}
TEST = "tests/collaboration/test_state_machine.py"


def run(short: bool) -> list[Row]:
    """Each example is a new video on which so many steps are made; a failure is printed step by step."""
    examples, steps = (3, 20) if short else (150, 50)
    with tempfile.TemporaryDirectory() as name:
        told = Path(name) / "tally.json"
        environment = os.environ | {
            "MASKLOOP_EXAMPLES": str(examples),
            "MASKLOOP_STEPS": str(steps),
            "MASKLOOP_TALLY": str(told),
        }
        command = [sys.executable, "-m", "pytest", TEST, "-q", "-p", "no:logging", "-p", "no:cacheprovider"]
        failures = subprocess.run(command, cwd=REPOSITORY, env=environment, check=False).returncode
        tally: Counter[str] = Counter(json.loads(told.read_text()) if told.exists() else {})
    return [
        Row("videos", examples, "videos"),
        Row("calls answered", sum(tally.values()), "calls"),
        *(_count(tally, kind, "done", short=short) for kind in CARRIED_OUT),
        _count(tally, "stale send", "409", short=short),
        *(_count(tally, *name.split(": "), short=True) for name in sorted(tally) if name not in PROMISED),
        Row("broken promises", failures, "failures", "== 0"),
    ]


def _count(tally: Counter[str], kind: str, how: str, *, short: bool) -> Row:
    """A few steps need not reach every kind."""
    words = "carried out" if how == "done" else f"refused with {how}"
    return Row(f"{words}: {kind}", tally[f"{kind}: {how}"], "calls", None if short else "> 0")
