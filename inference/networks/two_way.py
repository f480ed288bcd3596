"""The mask decoder's transformer between a few tokens and a picture, for the tokens of tracking.

Heads are not split: with 8 tokens and 8 heads of a few channels, one product with each token spread over its heads
(zero outside a head's own channels) is one call instead of many tiny ones. The picture's position encoding never
changes, so its projections are biases by place.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from inference.networks.linear import Mlp, Norm, Projection


def mark_own_channels(attention: Any, device: torch.device) -> Tensor:
    """1 on each head's own channels: [heads, 1, D]."""
    heads, channels = attention.num_heads, attention.internal_dim
    return torch.eye(heads, device=device).repeat_interleave(channels // heads, dim=1)[:, None]


class TokenToImage:
    """Tokens [B, T, C] attend to a picture's projected keys and values [B, N, D]."""

    def __init__(self, attention: Any, device: torch.device, *, dtype: torch.dtype) -> None:
        scale = (attention.internal_dim // attention.num_heads) ** -0.5
        self._query = Projection(attention.q_proj.weight * scale, attention.q_proj.bias * scale, dtype=dtype)
        self._out = Projection(attention.out_proj.weight, attention.out_proj.bias, dtype=dtype)
        self._own = mark_own_channels(attention, device).to(dtype)

    def __call__(self, tokens: Tensor, key: Tensor, value: Tensor) -> Tensor:
        spread = (self._query(tokens)[:, None] * self._own).flatten(1, 2)
        weights = torch.bmm(spread, key.transpose(1, 2)).softmax(-1)
        mixed = torch.bmm(weights, value).unflatten(1, (self._own.shape[0], -1))
        return self._out((mixed * self._own).sum(1))


class ImageToToken:
    """A picture's projected queries [B, N, D] attend to tokens [B, T, C]: float32 or `dtype` [B, N, C]."""

    def __init__(self, attention: Any, device: torch.device, *, dtype: torch.dtype) -> None:
        self._key = Projection(attention.k_proj.weight, attention.k_proj.bias, dtype=dtype)
        self._value = Projection(attention.v_proj.weight, attention.v_proj.bias, dtype=dtype)
        self._own = mark_own_channels(attention, device).to(dtype)
        self._out_weight = attention.out_proj.weight.detach().t().to(dtype).contiguous()
        self._out_bias = attention.out_proj.bias.detach().to(dtype)

    def __call__(self, query: Tensor, keys_from: Tensor, values_from: Tensor) -> Tensor:
        heads = self._own.shape[0]
        key = (self._key(keys_from)[:, None] * self._own).flatten(1, 2)
        value = (self._value(values_from)[:, None] * self._own).flatten(1, 2) @ self._out_weight
        scores = torch.bmm(key, query.transpose(1, 2)).unflatten(1, (heads, -1))
        weights = scores.softmax(2).flatten(1, 2)  # over the tokens, with the picture's long rows innermost
        return torch.baddbmm(self._out_bias, weights.transpose(1, 2), value)


class TwoWayLayer:
    """One block of the package's `TwoWayTransformer`; tokens and picture are float32."""

    def __init__(self, block: Any, places: Tensor, *, dtype: torch.dtype) -> None:
        device = places.device
        self._skip_places = block.skip_first_layer_pe
        self._self_attention = block.self_attn
        self._norms = [Norm(norm) for norm in (block.norm1, block.norm2, block.norm3, block.norm4)]
        self._mlp = Mlp(list(block.mlp.layers), dtype=dtype)
        to_image, to_token = block.cross_attn_token_to_image, block.cross_attn_image_to_token
        self._to_image = TokenToImage(to_image, device, dtype=dtype)
        self._to_token = ImageToToken(to_token, device, dtype=dtype)
        scale = (to_token.internal_dim // to_token.num_heads) ** -0.5
        self._picture = PictureProjection(
            [
                (to_image.k_proj.weight, to_image.k_proj.bias, True),
                (to_image.v_proj.weight, to_image.v_proj.bias, False),
                (to_token.q_proj.weight * scale, to_token.q_proj.bias * scale, True),
            ],
            places,
            dtype=dtype,
        )

    def attend_to_tokens(self, tokens: Tensor, initial: Tensor) -> Tensor:
        """The self-attention of the tokens; it sees no picture."""
        if self._skip_places:
            return self._norms[0](self._self_attention(q=tokens, k=tokens, v=tokens))
        placed = tokens + initial
        return self._norms[0](tokens + self._self_attention(q=placed, k=placed, v=tokens))

    def __call__(self, tokens: Tensor, picture: Tensor, initial: Tensor) -> tuple[Tensor, Tensor]:
        key, value, query = self._picture(picture)
        tokens = self._norms[1](tokens + self._to_image(tokens + initial, key, value))
        tokens = self._norms[2](tokens + self._mlp(tokens))
        picture = self._norms[3](picture + self._to_token(query, tokens + initial, tokens))
        return tokens, picture


class PictureProjection:
    """Several projections of a picture [B, N, C] in one product, where asked of the picture with `places` added."""

    def __init__(self, parts: list[tuple[Tensor, Tensor, bool]], places: Tensor, *, dtype: torch.dtype) -> None:
        self._sizes = [weight.shape[0] for weight, _, _ in parts]
        self._weight = Projection(torch.cat([weight for weight, _, _ in parts]), None, dtype=dtype)
        self._bias = torch.cat(
            [
                functional.linear(places, weight, bias) if placed else bias.expand(len(places), -1)
                for weight, bias, placed in parts
            ],
            dim=-1,
        )
        self._bias = self._bias.detach().to(dtype)

    def __call__(self, picture: Tensor) -> list[Tensor]:
        return list(self._weight(picture).add_(self._bias).split(self._sizes, dim=-1))
