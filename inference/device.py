"""What the model runs on."""

import os

import torch


def pick_device() -> str:
    """`cuda` where torch can use a GPU, else `cpu`."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def limit_threads() -> None:
    """Leaves a core to the web process, Postgres and the browser.

    On two cores too: torch's threads wait for each other spinning, so that a second one gains little on a quiet machine
    and loses a lot on a busy one (measured with the nano model: 46 ms a frame with two threads alone, 65 ms with one,
    but 450 ms with two while other processes work).
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(max(1, cores - 1))
