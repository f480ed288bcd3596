"""The package's memory attention, for objects whose memories differ, from the package's weights.

What it saves, with the same result up to rounding:
- keys of a remembered frame are projected and turned once, when it is remembered: of what is added for its age only a
  sum is left to do;
- the values are averaged before they are projected (the output's projection is folded into the values'), so the average
  runs over M instead of C channels;
- the first layer's self-attention and queries do not depend on memories, so all objects share them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from inference.networks.linear import Mlp, Norm, Projection
from inference.networks.rotary import Rotation, sort_channels


@dataclass(frozen=True, slots=True)
class SharedQuery:
    """What all objects of a frame share: `tokens` [N, C] after the first self-attention and `query` [N, C]."""

    tokens: Tensor
    query: Tensor


@dataclass(frozen=True, slots=True)
class MemoryTokens:
    """One object on one remembered frame: `keys` [L, N, C] for each of L layers, `values` [N, M]."""

    keys: Tensor
    values: Tensor


@dataclass(frozen=True, slots=True)
class PointerTokens:
    """The pointers of one object as tokens: `keys` [L, P, C], `values` [P, M]."""

    keys: Tensor
    values: Tensor


@dataclass(frozen=True, slots=True)
class Remembered:
    """What one object attends to: memories, each with the index of its age (0 for the frame before, the last for a
    conditioning frame), and pointers."""

    memories: Sequence[tuple[MemoryTokens, int]]
    pointers: PointerTokens | None


class MemoryAttention:
    """`model.memory_attention` for a picture of `side`² tokens; products are computed in `dtype`."""

    def __init__(self, model: Any, side: int, *, dtype: torch.dtype) -> None:
        layers = list(model.memory_attention.layers)
        _check(layers)
        self._dtype = dtype
        rotation = Rotation(layers[0].cross_attn_image, side, model.device)
        self._selfs = [_SelfAttention(layer, rotation, dtype=dtype) for layer in layers]
        self._crosses = [_CrossAttention(layer, rotation, dtype=dtype) for layer in layers]
        self._norm = Norm(model.memory_attention.norm)
        self._keys = _KeyProjection(model, layers, side, rotation, dtype=dtype)
        self.tokenize_memories = self._keys.tokenize_memories
        self.tokenize_pointers = self._keys.tokenize_pointers

    def share(self, image: Tensor) -> SharedQuery:
        """`image` [N, C]: the encoder's coarsest level with 0.1 of its position encoding added."""
        tokens = self._selfs[0](image[None])
        return SharedQuery(tokens=tokens[0], query=self._crosses[0].ask(tokens)[0])

    def attend(self, shared: SharedQuery, remembered: Sequence[Remembered]) -> Tensor:
        """The picture as each of B objects sees it through its memories: float32 [B, N, C]."""
        tokens = shared.tokens.expand(len(remembered), -1, -1)
        queries = shared.query.expand(len(remembered), -1, -1)
        values = [self._gather_values(one) for one in remembered]
        for index, cross in enumerate(self._crosses):
            if index > 0:
                tokens = self._selfs[index](tokens)
                queries = cross.ask(tokens)
            averaged = torch.empty((*tokens.shape[:2], values[0].shape[-1]), dtype=self._dtype, device=tokens.device)
            for row, one in enumerate(remembered):
                weights = torch.mm(queries[row], self._gather_keys(one, index).t()).softmax(-1)
                torch.mm(weights, values[row], out=averaged[row])
            tokens = cross.answer(tokens, averaged)
        return self._norm(tokens)

    @property
    def ages(self) -> Tensor:
        """What each age adds to keys: [ages, L, N, C]."""
        return self._keys.ages

    def attend_together(self, shared: SharedQuery, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
        """The same as `attend`, of what objects remember as `stacking.Stacked` has it."""
        batch = len(values)
        tokens = shared.tokens.expand(batch, -1, -1)
        queries = shared.query.expand(batch, -1, -1)
        for index, cross in enumerate(self._crosses):
            if index > 0:
                tokens = self._selfs[index](tokens)
                queries = cross.ask(tokens)
            averaged = functional.scaled_dot_product_attention(
                queries[:, None], keys[index][:, None], values[:, None], attn_mask=mask, scale=1.0
            )
            tokens = cross.answer(tokens, averaged[:, 0])
        return self._norm(tokens)

    def _gather_keys(self, one: Remembered, layer: int) -> Tensor:
        parts = [tokens.keys[layer] for tokens, _ in one.memories]
        cells = parts[0].shape[0]
        keys = torch.cat(parts if one.pointers is None else [*parts, one.pointers.keys[layer]])
        for place, (_, age) in enumerate(one.memories):
            keys[place * cells : (place + 1) * cells] += self._keys.ages[age, layer]
        return keys

    def _gather_values(self, one: Remembered) -> Tensor:
        parts = [tokens.values for tokens, _ in one.memories]
        return torch.cat(parts if one.pointers is None else [*parts, one.pointers.values])


class _SelfAttention:
    def __init__(self, layer: Any, rotation: Rotation, *, dtype: torch.dtype) -> None:
        attention = layer.self_attn
        scale = attention.internal_dim**-0.5
        weights = [sort_channels(attention.q_proj.weight) * scale, sort_channels(attention.k_proj.weight)]
        biases = [sort_channels(attention.q_proj.bias) * scale, sort_channels(attention.k_proj.bias)]
        self._project = Projection(
            torch.cat([*weights, attention.v_proj.weight]), torch.cat([*biases, attention.v_proj.bias]), dtype=dtype
        )
        self._out = Projection(attention.out_proj.weight, attention.out_proj.bias, dtype=dtype)
        self._norm = Norm(layer.norm1)
        self._rotation = rotation
        self._dtype = dtype

    def __call__(self, tokens: Tensor) -> Tensor:
        query, key, value = self._project(self._norm(tokens)).chunk(3, dim=-1)
        query, key = (self._rotation(turned, dtype=self._dtype) for turned in (query, key))
        weights = torch.bmm(query, key.transpose(1, 2)).softmax(-1)
        return tokens + self._out(torch.bmm(weights, value))


class _CrossAttention:
    def __init__(self, layer: Any, rotation: Rotation, *, dtype: torch.dtype) -> None:
        attention = layer.cross_attn_image
        scale = attention.internal_dim**-0.5
        self._query = Projection(
            sort_channels(attention.q_proj.weight) * scale, sort_channels(attention.q_proj.bias) * scale, dtype=dtype
        )
        out, value = attention.out_proj, attention.v_proj
        self._out = Projection(out.weight @ value.weight, out.weight @ value.bias + out.bias, dtype=dtype)
        self._mlp = Mlp([layer.linear1, layer.linear2], dtype=dtype)
        self._norm_before, self._norm_after = Norm(layer.norm2), Norm(layer.norm3)
        self._rotation = rotation
        self._dtype = dtype

    def ask(self, tokens: Tensor) -> Tensor:
        return self._rotation(self._query(self._norm_before(tokens)), dtype=self._dtype)

    def answer(self, tokens: Tensor, averaged: Tensor) -> Tensor:
        tokens = tokens + self._out(averaged)
        return tokens.add_(self._mlp(self._norm_after(tokens)))


class _KeyProjection:
    """Keys for all layers in one product, and the keys' parts that depend on place and age alone."""

    def __init__(self, model: Any, layers: Sequence[Any], side: int, rotation: Rotation, *, dtype: torch.dtype) -> None:
        projections = [layer.cross_attn_image.k_proj for layer in layers]
        weight = torch.cat([sort_channels(projection.weight) for projection in projections]).detach().float()
        bias = torch.cat([sort_channels(projection.bias) for projection in projections]).detach().float()
        self._weight = weight
        self._num_layers = len(layers)
        self._rotation = rotation
        self._dtype = dtype
        blank = torch.zeros(1, model.mem_dim, side, side, device=model.device)
        places = model.memory_encoder.position_encoding(blank)[0].flatten(1).t().float()
        self._places = torch.nn.functional.linear(places, weight, bias)
        self._bias = bias
        self.ages = self._turn_ages(model.maskmem_tpos_enc[:, 0, 0].detach().float(), side * side)

    def tokenize_memories(self, values: Tensor) -> list[MemoryTokens]:
        """`values` [B, N, M] as the memory encoder gives them."""
        keys = torch.matmul(values.float(), self._weight.t()) + self._places
        turned = self._rotation(self._split(keys), dtype=self._dtype)
        return [MemoryTokens(keys=turned[row], values=values[row].to(self._dtype)) for row in range(len(values))]

    def tokenize_pointers(self, values: Tensor, ages: Tensor) -> PointerTokens:
        """`values` [P, M] with the encodings `ages` [P, M] of how far away they are; they have no place."""
        keys = torch.nn.functional.linear(values + ages, self._weight, self._bias).to(self._dtype)
        return PointerTokens(keys=self._split(keys), values=values.to(self._dtype))

    def _split(self, keys: Tensor) -> Tensor:
        """[..., N, L·C] → [..., L, N, C]."""
        return keys.unflatten(-1, (self._num_layers, -1)).transpose(-3, -2)

    def _turn_ages(self, ages: Tensor, cells: int) -> Tensor:
        """What each age adds to the turned keys: [ages, L, N, C]."""
        keys = (ages @ self._weight.t())[:, None].expand(-1, cells, -1)
        return self._rotation(self._split(keys), dtype=self._dtype)


def _check(layers: Sequence[Any]) -> None:
    for layer in layers:
        heads = {layer.self_attn.num_heads, layer.cross_attn_image.num_heads}
        plain = not (layer.pos_enc_at_attn or layer.pos_enc_at_cross_attn_queries) and layer.pos_enc_at_cross_attn_keys
        if heads != {1} or not plain:
            raise ValueError("This model's memory attention is not built as SAM 2's is: register another config.")
