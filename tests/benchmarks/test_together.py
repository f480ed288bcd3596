"""The short forms of the benches of collaboration: what must be nought is nought. Times are the benches' alone."""

from collections.abc import Callable

import pytest

from backend.services.benchmarks import Row
from tests.benchmarks import bench_collaboration, bench_fanout, bench_kills

pytestmark = [pytest.mark.services, pytest.mark.slow]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("run", [bench_collaboration.run, bench_fanout.run, bench_kills.run])
def test_short_bench_finds_nothing_lost_doubled_or_wrong(run: Callable[[bool], list[Row]]) -> None:
    exact = [row for row in run(True) if row.bound and row.bound.startswith("==")]

    assert len(exact) > 2
    assert [row for row in exact if not row.holds] == []
