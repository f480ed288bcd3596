"""Puts trained weights where maskloop-nano's lie, and says what the registry must know of them.

    python -m inference.training.publish runs/nano/weights.safetensors --reserve 1

They are rounded to bfloat16, and in it to five of its seven digits: a clone then downloads 5.8 MB for them instead of
8.0 in fp16, and no held-out figure changed by more than 0.003. `--reserve` is how much surer the model must be that an
object is there before it shows a mask; it is chosen on clips that are not held out.
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from inference.checkpoints import NANO, file_digest, get_checkpoint

# Digits after the leading one; bfloat16 keeps seven.
_DIGITS = 5
_PRESENCE = "sam_mask_decoder.pred_obj_score_head.layers.2.bias"


def publish(weights: Path, target: Path, reserve: float = 0.0) -> tuple[int, str]:
    """Writes the rounded weights; returns the file's size in bytes and its SHA-256."""
    trained = load_file(weights)
    trained[_PRESENCE] = trained[_PRESENCE].float() - reserve
    rounded = {name: _round(value) for name, value in trained.items()}
    unfinished = target.with_suffix(".part")
    save_file(rounded, unfinished)
    unfinished.chmod(0o644)
    unfinished.replace(target)
    return target.stat().st_size, file_digest(target)


def _round(value: Tensor) -> Tensor:
    if not value.dtype.is_floating_point:
        return value
    mantissa, exponent = torch.frexp(value.float())
    steps = 2 ** (_DIGITS + 1)
    return torch.ldexp(torch.round(mantissa * steps) / steps, exponent).to(torch.bfloat16)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--reserve", type=float, default=0.0, help="taken from the score that an object is there")
    arguments = parser.parse_args()
    size_bytes, digest = publish(arguments.weights, get_checkpoint(NANO).path, arguments.reserve)
    print(f"For {NANO} in inference/checkpoints.py: size_bytes={size_bytes:_}, digest={digest}")


if __name__ == "__main__":
    main()
