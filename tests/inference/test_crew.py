import threading

import pytest
import torch

from inference.crew import Crew, count_crew


@pytest.mark.parametrize(
    ("size", "items", "parts"), [(2, 5, [2, 3]), (2, 1, [1]), (3, 0, []), (1, 4, [4]), (4, 3, [1, 1, 1])]
)
def test_items_are_split_evenly_and_in_order(size, items, parts):
    found = Crew(size).split(list(range(items)))
    assert [len(part) for part in found] == parts
    assert [item for part in found for item in part] == list(range(items))


def test_parts_run_at_the_same_time_without_gradients():
    meeting = threading.Barrier(2, timeout=10)

    def work(part: str) -> tuple[str, bool]:
        meeting.wait()  # nobody passes alone
        return part, torch.is_inference_mode_enabled()

    with torch.inference_mode():
        assert Crew(2).map(work, ["a", "b"]) == [("a", True), ("b", True)]


@pytest.mark.parametrize("failing", [0, 1])
def test_error_of_any_part_is_raised_after_all_have_ended(failing):
    ended = []

    def work(part: int) -> None:
        if part == failing:
            raise RuntimeError(f"part {part}")
        ended.append(part)

    with pytest.raises(RuntimeError, match=f"part {failing}"):
        Crew(2).map(work, [0, 1])
    assert ended == [1 - failing]


def test_gpu_is_one_thread():
    assert count_crew(torch.device("cuda")) == 1
    assert count_crew(torch.device("cpu")) >= 1
