"""The short form of the bench of version storage, in a process of its own, since it makes a database of its own."""

import json
import subprocess
import sys

import pytest

from backend.services.installation import REPOSITORY

pytestmark = [pytest.mark.slow]


def test_short_bench_counts_every_table() -> None:
    command = [sys.executable, "-m", "backend.services.benchmarks", "version-storage", "--short", "--json"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)

    rows = {row["name"]: row["value"] for row in json.loads(done.stdout)["rows"]}
    for lines in ("720 lines", "360 lines"):
        parts = [value for name, value in rows.items() if name.startswith(lines) and name.endswith("a changed frame")]
        stored, *tables = parts
        assert stored == pytest.approx(sum(tables))
        assert min(tables) > 0
        ratio = stored / rows[f"{lines}: masks alone, a mask"]
        assert rows[f"{lines}: stored ÷ masks alone"] == pytest.approx(ratio)
