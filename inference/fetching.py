"""Brings a registered model's weights onto this machine: resumable, checked by size."""

import os
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from inference.checkpoints import Checkpoint, CheckpointProblem, check_weights

PIECE_BYTES = 1 << 20
TIMEOUT_S = 60


def fetch_weights(checkpoint: Checkpoint, on_progress: Callable[[int], None]) -> Path:
    """Download `checkpoint.source` to `checkpoint.path` and return that path; what is there and whole stays.

    Bytes gather in a `.part` file beside it, from whose end an interrupted download goes on, and take the final name
    once all `size_bytes` are on the disk. `on_progress` is told the bytes so far. Raises `CheckpointProblem` where
    nothing can be fetched, the disk is too small, the connection breaks or the size is wrong.
    """
    if checkpoint.is_shipped or checkpoint.path.exists():
        return check_weights(checkpoint)
    checkpoint.path.parent.mkdir(parents=True, exist_ok=True)
    part = checkpoint.path.with_suffix(checkpoint.path.suffix + ".part")
    _require_room(checkpoint, part)
    try:
        _download(checkpoint, part, on_progress)
    except (OSError, ValueError) as error:
        raise CheckpointProblem(
            f"The download of {checkpoint.name} broke off ({error}). Run the same command again: it goes on from there."
        ) from error
    size_bytes = part.stat().st_size
    if size_bytes != checkpoint.size_bytes:
        if size_bytes > checkpoint.size_bytes:
            part.unlink()
        raise CheckpointProblem(
            f"{checkpoint.source} gave {size_bytes} bytes instead of {checkpoint.size_bytes}. "
            "Run the same command again."
        )
    part.rename(checkpoint.path)
    return check_weights(checkpoint)


def _download(checkpoint: Checkpoint, part: Path, on_progress: Callable[[int], None]) -> None:
    done = part.stat().st_size if part.exists() else 0
    if done == checkpoint.size_bytes:
        return
    request = urllib.request.Request(checkpoint.source, headers={"Range": f"bytes={done}-"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - the registry's own address
        # A server that does not know ranges sends everything from the start.
        is_rest = answer.status == 206
        with part.open("ab" if is_rest else "wb") as file:
            done = done if is_rest else 0
            while piece := answer.read(PIECE_BYTES):
                file.write(piece)
                done += len(piece)
                on_progress(done)
            file.flush()
            os.fsync(file.fileno())


def _require_room(checkpoint: Checkpoint, part: Path) -> None:
    missing = checkpoint.size_bytes - (part.stat().st_size if part.exists() else 0)
    free = shutil.disk_usage(part.parent).free
    if free < missing:
        raise CheckpointProblem(
            f"{checkpoint.name} needs {missing >> 20} MiB more in {part.parent}, where {free >> 20} MiB are free. "
            "Make room and run the same command again."
        )
