"""Rotary position encoding on channels sorted into halves, which needs no complex numbers and no strided reads."""

from typing import Any

import torch
from torch import Tensor


class Rotation:
    """Turns tokens [..., N, C] by their place among N = `side`² cells; channels sorted by `sort_channels`."""

    def __init__(self, attention: Any, side: int, device: torch.device) -> None:
        turns = attention.compute_cis(end_x=side, end_y=side).to(device)
        self._cos = turns.real.contiguous()
        self._sin = turns.imag.contiguous()

    def __call__(self, tokens: Tensor, *, dtype: torch.dtype) -> Tensor:
        """The turned tokens, computed in their own precision and stored as `dtype`."""
        half = tokens.shape[-1] // 2
        real, imaginary = tokens[..., :half], tokens[..., half:]
        turned = torch.empty(tokens.shape, dtype=dtype, device=tokens.device)
        turned[..., :half] = torch.addcmul(real * self._cos, imaginary, self._sin, value=-1)
        turned[..., half:] = torch.addcmul(real * self._sin, imaginary, self._cos)
        return turned


def sort_channels(weight: Tensor) -> Tensor:
    """Rows of a projection's weight or bias, those of real parts first. Dot products of two sorted vectors are those of
    the unsorted ones."""
    return torch.cat((weight[0::2], weight[1::2]))
