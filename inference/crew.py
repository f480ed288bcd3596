"""Threads that share the objects of one frame between them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import torch

from inference.device import count_cores

Part = TypeVar("Part")
Answer = TypeVar("Answer")


def count_crew(device: torch.device) -> int:
    """How many threads should work on a frame's objects: one on a GPU, two on a CPU of several cores.

    Threads over objects gain more than torch's own over rows of a matrix, which wait for each other after each of some
    hundred short products of a frame.
    """
    return 2 if device.type == "cpu" and count_cores() > 1 else 1


class Crew:
    """`size` threads, the caller's among them, each under the caller's precision and without gradients."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._others = ThreadPoolExecutor(max_workers=size - 1, thread_name_prefix="crew") if size > 1 else None

    def map(self, work: Callable[[Part], Answer], parts: Sequence[Part]) -> list[Answer]:
        """The answers in order. Raises the first part's error that there is, once all parts have ended."""
        if self._others is None or len(parts) < 2:
            return [work(part) for part in parts]
        waiting = [self._others.submit(_run, work, part) for part in parts[1:]]
        try:
            first = work(parts[0])
        finally:
            for future in waiting:
                future.exception()
        return [first, *(future.result() for future in waiting)]

    def split(self, items: Sequence[Part]) -> list[Sequence[Part]]:
        """As many parts as there are threads, as even as can be; fewer where there are fewer items."""
        count = min(self.size, len(items))
        bounds = [index * len(items) // count for index in range(count + 1)] if count else []
        return [items[start:stop] for start, stop in pairwise(bounds)]


def _run(work: Callable[[Part], Answer], part: Part) -> Answer:
    with torch.inference_mode():
        return work(part)
