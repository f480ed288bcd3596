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
    done = {name.removesuffix(": done"): count for name, count in tally.items() if name.endswith(": done")}
    return [
        Row("videos", examples, "videos"),
        Row("calls answered", sum(tally.values()), "calls"),
        Row("of them carried out", sum(done.values()), "calls"),
        *(Row(f"carried out: {name}", count, "calls") for name, count in sorted(done.items())),
        Row("broken promises", failures, "failures", "== 0"),
    ]
