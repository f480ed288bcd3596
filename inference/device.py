"""What the model runs on."""

import ctypes
import os
import sys

import torch

# Of glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
LARGE = 1 << 30


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


def keep_freed_memory() -> None:
    """Has the allocator keep what tensors free, where it is glibc's: by default arrays over 128 KiB go back to the
    system, which then clears their pages again for the next frame (10 to 25% of a tracking step)."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE)
        mallopt(M_TRIM_THRESHOLD, LARGE)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether torch or Python had no memory left."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and "allocate memory" in str(error)  # what torch's CPU allocator says


def release_memory() -> None:
    """Gives a GPU's unused memory back, so that a smaller batch finds room."""
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
