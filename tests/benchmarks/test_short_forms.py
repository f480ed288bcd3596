"""Every bench in its short form, as `./maskloop bench NAME --short --json` runs it, so that none rots.

What must be nought is nought; times are the benches' alone. Those of `test_together.py` run there, and
what `api-fuzz` runs is a test of its own.
"""

import json
import subprocess
import sys

import pytest

from backend.services.benchmarks import FOLDER
from tests.e2e.product import REPOSITORY

pytestmark = [pytest.mark.services, pytest.mark.slow]

RUN_ELSEWHERE = {
    "bench_api_fuzz",
    "bench_collaboration",
    "bench_fanout",
    "bench_hostile",
    "bench_kills",
    "bench_pages",
    "bench_restore",
    "bench_tls_proxy",
    "bench_uploads",
}
MODULES = sorted(path.stem for path in FOLDER.glob("bench_*.py") if path.stem not in RUN_ELSEWHERE)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("module", MODULES)
def test_short_bench_measures_and_finds_nothing_that_must_not_be(module: str):
    name = module.removeprefix("bench_").replace("_", "-")
    command = [sys.executable, "-m", "backend.services.benchmarks", name, "--short", "--json"]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    measured = json.loads(ended.stdout)
    assert (measured["bench"], len(measured["rows"]) > 0) == (name, True)
    exact = [row for row in measured["rows"] if row["bound"] and row["bound"].startswith("==")]
    assert [row for row in exact if not row["holds"]] == []
