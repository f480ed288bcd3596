"""Projections with weights prepared once: matrix products in the networks' precision, sums in float32."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class Projection:
    """x → x·Wᵀ + b for a weight [out, in], computed in `dtype`."""

    def __init__(self, weight: Tensor, bias: Tensor | None, *, dtype: torch.dtype) -> None:
        self._weight = weight.detach().to(dtype).contiguous()
        self._bias = None if bias is None else bias.detach().to(dtype)

    def __call__(self, tokens: Tensor) -> Tensor:
        return functional.linear(tokens.to(self._weight.dtype), self._weight, self._bias)


class Norm:
    """The package's LayerNorm over the last axis, in float32."""

    def __init__(self, norm: Any) -> None:
        self._weight, self._bias, self._eps = norm.weight.detach().float(), norm.bias.detach().float(), norm.eps

    def __call__(self, tokens: Tensor) -> Tensor:
        return functional.layer_norm(tokens, self._weight.shape, self._weight, self._bias, self._eps)


class Mlp:
    """Projections with a ReLU in place between them."""

    def __init__(self, layers: Sequence[Any], *, dtype: torch.dtype) -> None:
        self._projections = [Projection(layer.weight, layer.bias, dtype=dtype) for layer in layers]

    def __call__(self, tokens: Tensor) -> Tensor:
        for projection in self._projections[:-1]:
            tokens = functional.relu_(projection(tokens))
        return self._projections[-1](tokens)
