"""Threads that share the objects of one frame between them."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import torch

Part = TypeVar("Part")
Answer = TypeVar("Answer")


def count_crew(device: torch.device) -> int:
    """How many threads should work on a frame's objects: on a GPU one, on a CPU one for each core, but for the one that
    is left to others where there are more than two.

    Threads over objects gain more than torch's own over rows of a matrix, which wait for each other after each of some
    hundred short products of a frame.
    """
    if device.type != "cpu":
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, max(2, cores - 1))


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
