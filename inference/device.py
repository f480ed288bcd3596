"""What the model runs on."""

import ctypes
import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Self

import torch

# Of glibc's malloc.h.
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
LARGE = 1 << 30


@dataclass(frozen=True)
class DevicePolicy:
    """How work is put on a device. `choose` gives what a device is good at; tests put a GPU's ways on a CPU.

    `autocast`: what the networks compute in, None for float32. `pins`: whether what goes to the device waits in memory
    that it reads by itself. `encode_batch`: frames that the encoder takes at once (1 → 16 was 1.1 times as fast on a
    GPU, facebookresearch/sam2#257). `frames_ahead`: frames that are read before their turn. `encodes_ahead`: whether
    they are encoded then, too, by a thread of their own. `compiles`: whether the networks are compiled, by `backend`,
    for shapes that then stay as they are. `feature_bytes`: room for one video's features in the device's memory.
    """

    device: str
    autocast: torch.dtype | None = None
    pins: bool = False
    encode_batch: int = 1
    frames_ahead: int = 2
    encodes_ahead: bool = False
    compiles: bool = False
    backend: str | Callable[..., Any] = "inductor"
    feature_bytes: int = 256 << 20

    @classmethod
    def choose(cls, device: str, *, compiles: bool = False) -> Self:
        if device.startswith("cuda"):
            return cls(
                device=device, autocast=torch.bfloat16, pins=True, encode_batch=4, frames_ahead=8, compiles=compiles,
                feature_bytes=2 << 30,
            )  # fmt: skip
        return cls(device=device, compiles=compiles, encodes_ahead=count_cores() > 1)

    @property
    def is_cuda(self) -> bool:
        return self.device.startswith("cuda")

    def precision(self) -> AbstractContextManager[Any]:
        """Where the networks run."""
        if self.autocast is None:
            return nullcontext()
        return torch.autocast(torch.device(self.device).type, dtype=self.autocast)

    def pin(self, tensor: torch.Tensor) -> torch.Tensor:
        """A tensor of the CPU ready to be sent; on any thread."""
        return tensor.pin_memory() if self.pins and torch.cuda.is_available() else tensor

    def send(self, tensor: torch.Tensor) -> torch.Tensor:
        """The tensor on the device; a pinned one arrives while the CPU goes on."""
        return tensor.to(self.device, non_blocking=self.pins)

    def wait(self) -> None:
        """Until the device has done what it was given."""
        if self.is_cuda:
            torch.cuda.synchronize(self.device)

    def pad(self, count: int) -> int:
        """How many frames the encoder is given for `count`: when compiled always the same, for another number would
        compile it again."""
        return max(count, self.encode_batch) if self.compiles else count

    @property
    def stacks(self) -> bool:
        """Whether what objects remember is put into tensors of one shape: a GPU and a compiler want few, large calls;
        on a CPU it costs a copy of all keys, and attention over what is only padding."""
        return self.is_cuda or self.compiles

    def pad_objects(self, count: int) -> int:
        """How many objects the networks are given for `count`: when compiled the next power of two."""
        return 1 << (count - 1).bit_length() if self.compiles else count

    def compile(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """`call` compiled for fixed shapes, at its first use; as it is where nothing is to be compiled."""
        return torch.compile(call, backend=self.backend, dynamic=False) if self.compiles else call


def pick_device() -> str:
    """`cuda` where torch can use a GPU, else `cpu`."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def limit_threads() -> None:
    """Has torch use half of the cores but one in a single product, as two threads of a crew make products at once.

    Torch's own threads wait for each other spinning, so that on two cores a second one gains little on a quiet machine
    and loses a lot on a busy one (measured with the nano model: 46 ms a frame with two threads alone, 65 ms with one,
    but 450 ms with two while other processes work).
    """
    torch.set_num_threads(max(1, (count_cores() - 1) // 2))


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


def measure_memory(device: str) -> dict[str, int]:
    """Bytes of a GPU's memory that tensors take (`allocated`), that torch holds (`reserved`) and that there are
    (`total`); nothing for a CPU, whose memory the system measures."""
    if not device.startswith("cuda"):
        return {}
    return {
        "allocated": torch.cuda.memory_allocated(device),
        "reserved": torch.cuda.memory_reserved(device),
        "total": torch.cuda.get_device_properties(device).total_memory,
    }
