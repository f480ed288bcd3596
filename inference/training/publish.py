"""Puts trained weights where maskloop-nano's lie, and says what the registry must know of them.

    python -m inference.training.publish runs/nano/weights.safetensors

They are rounded to bfloat16, which a clone downloads in two thirds of the bytes that fp16 takes: its exponents repeat,
and there are fewer digits behind them.
"""

import argparse
import hashlib
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from inference.checkpoints import NANO, get_checkpoint


def publish(weights: Path, target: Path) -> tuple[int, str]:
    """Writes the rounded weights; returns the file's size in bytes and its SHA-256."""
    rounded = {name: _round(value) for name, value in load_file(weights).items()}
    unfinished = target.with_suffix(".part")
    save_file(rounded, unfinished)
    unfinished.chmod(0o644)
    unfinished.replace(target)
    content = target.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()


def _round(value: Tensor) -> Tensor:
    return value.to(torch.bfloat16) if value.dtype.is_floating_point else value


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    size_bytes, digest = publish(parser.parse_args().weights, get_checkpoint(NANO).path)
    print(f"For {NANO} in inference/checkpoints.py: size_bytes={size_bytes:_}, digest={digest}")


if __name__ == "__main__":
    main()
