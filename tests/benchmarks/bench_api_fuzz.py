"""Calls made up from the published schema, right and wrong ones, by people of every role and by nobody.

`MASKLOOP_FUZZ_NUMBER` makes others up.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from backend.services.benchmarks import Row
from tests.e2e.product import REPOSITORY

NAME = "api-fuzz"
SUMMARY = "calls made up from the API's schema: server errors, and answers that the schema does not name"
TEST = "tests/fuzz/test_api.py"


def run(short: bool) -> list[Row]:
    """What is wrong is printed call by call, each with the command that makes it."""
    cases = 300 if short else 20_000
    with tempfile.TemporaryDirectory() as name:
        told = Path(name) / "tally.json"
        environment = {
            "MASKLOOP_FUZZ_NUMBER": "2", **os.environ, "MASKLOOP_FUZZ_CASES": str(cases), "MASKLOOP_TALLY": str(told),
        }  # fmt: skip
        command = [sys.executable, "-m", "pytest", TEST, "-q", "-p", "no:logging", "-p", "no:cacheprovider"]
        subprocess.run(command, cwd=REPOSITORY, env=environment, check=False)
        found = json.loads(told.read_text())
    return [
        Row("cases", found["cases"], "calls", None if short else ">= 20000"),
        Row("operations", found["operations"], "operations"),
        Row("operations called", found["tried"], "operations", f"== {found['operations']}"),
        Row("operations carried out at least once", found["accepted"], "operations"),
        *(Row(f"answered {status}", count, "calls") for status, count in found["statuses"].items()),
        Row("server errors", found["server_errors"], "calls", "== 0"),
        Row("answers that break the schema, or refuse without a sentence", found["broken_answers"], "calls", "== 0"),
        Row("tracebacks in the server's log", found["tracebacks"], "tracebacks", "== 0"),
    ]
