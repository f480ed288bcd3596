"""The bench of GPUs skips in words without one, and what it would run there runs on a CPU with small pictures."""

import pytest
import torch

from backend.services.benchmarks import Row
from tests.benchmarks.bench_gpu import Race, race_model, run


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_without_a_gpu_it_says_so():
    assert run(True) == [Row("no CUDA device here: nothing measured", None, "frames/s")]


def test_race_runs_on_a_cpu():
    torch.set_num_threads(1)  # two threads on two busy cores wait for each other
    race = Race("cpu", side=128, num_frames=3, repeats=1, compiles=(False,), objects=(2,))
    rows = list(race_model("sam2.1_hiera_tiny", race))
    assert [row.name.removeprefix("sam2.1_hiera_tiny, 2 objects, eager, ") for row in rows] == [
        "ours",
        "reference",
        "ours / reference",
    ]
    assert all(row.value and row.value > 0 and row.holds is None for row in rows)
