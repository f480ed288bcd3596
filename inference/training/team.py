"""Processes that train one model together, each on batches of its own.

On two cores two processes of one thread each made 60 steps in the time in which one process of two threads made 23: the
model is small, and most of its operations are too short to be worth a second thread.
"""

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn

# The others wait while the first one evaluates and saves.
_PATIENCE = timedelta(minutes=20)


class Team:
    """One process of `count`; the one of rank 0 leads: it logs, evaluates and saves."""

    def __init__(self, rank: int = 0, count: int = 1) -> None:
        self.rank = rank
        self.count = count

    @property
    def leads(self) -> bool:
        return self.rank == 0

    @torch.no_grad()
    def average_gradients(self, model: nn.Module) -> None:
        """The mean of everybody's gradients; what nobody used keeps none, so that it is not moved."""
        if self.count == 1:
            return
        parameters = [p for p in model.parameters() if p.requires_grad]
        uses = torch.tensor([float(p.grad is not None) for p in parameters])
        dist.all_reduce(uses)
        used = [p for p, count in zip(parameters, uses.tolist(), strict=True) if count > 0]
        gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in used]
        flat = torch.cat([gradient.reshape(-1) for gradient in gradients])
        dist.all_reduce(flat)
        flat /= self.count
        for p, mean in zip(used, flat.split([p.numel() for p in used]), strict=True):
            p.grad = mean.view_as(p)

    def agree(self, *, stops: bool, elapsed_s: float) -> tuple[bool, float]:
        """Whether anybody stops, and the mean of the clocks: all must make the same steps at the same rate."""
        if self.count == 1:
            return stops, elapsed_s
        said = torch.tensor([float(stops), elapsed_s], dtype=torch.float64)
        dist.all_reduce(said)
        return bool(said[0] > 0), float(said[1]) / self.count


@contextmanager
def gathered(count: int, follow: Callable[[Team], None]) -> Iterator[Team]:
    """The leader of `count` processes; each of the others runs `follow`, which it must be able to import."""
    if count == 1:
        yield Team()
        return
    with tempfile.TemporaryDirectory() as folder:
        meeting_place = Path(folder) / "meeting"
        context = multiprocessing.get_context("spawn")
        others = [context.Process(target=_join, args=(meeting_place, rank, count, follow)) for rank in range(1, count)]
        for other in others:
            other.start()
        try:
            _meet(meeting_place, 0, count)
            yield Team(0, count)
        finally:
            dist.destroy_process_group()
            for other in others:
                other.join()


def _join(meeting_place: Path, rank: int, count: int, follow: Callable[[Team], None]) -> None:
    _meet(meeting_place, rank, count)
    follow(Team(rank, count))
    dist.destroy_process_group()


def _meet(meeting_place: Path, rank: int, count: int) -> None:
    address = f"file://{meeting_place}"
    dist.init_process_group("gloo", init_method=address, rank=rank, world_size=count, timeout=_PATIENCE)
