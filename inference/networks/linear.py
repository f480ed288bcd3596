"""Projections with weights prepared once: matrix products in the networks' precision, sums in float32."""

from collections.abc import Sequence
from typing import Any, Literal

import torch
from torch import Tensor
from torch.nn import functional

Activation = Literal["none", "relu", "gelu"]


class Projection:
    """x → activation(x·Wᵀ + b) for a weight [out, in], computed in `dtype`."""

    def __init__(
        self, weight: Tensor, bias: Tensor | None, *, dtype: torch.dtype, activation: Activation = "none"
    ) -> None:
        self._weight = weight.detach().to(dtype).contiguous()
        self._bias = None if bias is None else bias.detach().to(dtype)
        self._activation = activation

    def __call__(self, tokens: Tensor) -> Tensor:
        made = functional.linear(tokens.to(self._weight.dtype), self._weight, self._bias)
        if self._activation == "relu":
            return functional.relu_(made)
        return functional.gelu(made) if self._activation == "gelu" else made


class Norm:
    """The package's LayerNorm over the last axis, in float32."""

    def __init__(self, norm: Any) -> None:
        self._weight, self._bias, self._eps = norm.weight.detach().float(), norm.bias.detach().float(), norm.eps

    def __call__(self, tokens: Tensor) -> Tensor:
        return functional.layer_norm(tokens, self._weight.shape, self._weight, self._bias, self._eps)


class Mlp:
    """Projections with an activation after each but the last."""

    def __init__(self, layers: Sequence[Any], *, dtype: torch.dtype, activation: Activation = "relu") -> None:
        *others, last = layers
        self._projections = [
            Projection(layer.weight, layer.bias, dtype=dtype, activation=activation) for layer in others
        ]
        self._projections.append(Projection(last.weight, last.bias, dtype=dtype))

    def __call__(self, tokens: Tensor) -> Tensor:
        for projection in self._projections:
            tokens = projection(tokens)
        return tokens
