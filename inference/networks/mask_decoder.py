"""The package's mask decoder as tracking uses it: no prompt on the frame, many objects at once, one mask each.

Everything that depends on the constant tokens alone is computed when it is built, the transposed convolutions (kernel
2, stride 2) are products whose outputs stay in blocks until the mask itself is laid out, and only the hypernetworks of
masks that can be chosen are run.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from inference.networks.linear import Norm, Projection
from inference.networks.two_way import PictureProjection, TokenToImage, TwoWayLayer

NO_OBJECT = -1024.0
"""The package's logit of a mask where the model sees no object."""


@dataclass(frozen=True, slots=True)
class FineFeatures:
    """A frame's finer levels in blocks: `half` [N, 4, C/4] and `quarter` [N, 16, C/8], cells of a token's square."""

    half: Tensor
    quarter: Tensor


@dataclass(frozen=True, slots=True)
class Heads:
    """Answers for B objects: `logits` [B, 1, S/4, S/4], `pointer` [B, C], `score` [B, 1] (of presence, a logit) and
    `iou` [B] (estimated), all float32."""

    logits: Tensor
    pointer: Tensor
    score: Tensor
    iou: Tensor


class MaskDecoder:
    """`model.sam_mask_decoder` with the empty prompt, and the object pointers, for a picture of `side`² tokens."""

    def __init__(self, model: Any, side: int, *, dtype: torch.dtype) -> None:
        decoder, prompts = model.sam_mask_decoder, model.sam_prompt_encoder
        self._side = side
        places = prompts.get_dense_pe().flatten(2)[0].t().detach()
        self._no_mask = prompts.no_mask_embed.weight.detach()
        self._initial = _make_tokens(model)
        transformer = decoder.transformer
        self._layers = [TwoWayLayer(block, places, dtype=dtype) for block in transformer.layers]
        final = transformer.final_attn_token_to_image
        self._final_picture = PictureProjection(
            [(final.k_proj.weight, final.k_proj.bias, True), (final.v_proj.weight, final.v_proj.bias, False)],
            places,
            dtype=dtype,
        )
        self._final_attention = TokenToImage(final, places.device, dtype=dtype)
        self._final_norm = Norm(transformer.norm_final_attn)
        self._first_tokens = self._layers[0].attend_to_tokens(self._initial, self._initial)
        self._upscale = _Upscale(decoder, side, dtype=dtype)
        self._heads = _TokenHeads(model)
        self.arrange = self._upscale.arrange

    def __call__(self, pictures: Tensor, fine: FineFeatures | None) -> Heads:
        """`pictures` [B, N, C] as memory attention gives them."""
        initial = self._initial.expand(len(pictures), -1, -1)
        tokens = self._first_tokens.expand(len(pictures), -1, -1)
        pictures = pictures + self._no_mask
        for index, layer in enumerate(self._layers):
            if index > 0:
                tokens = layer.attend_to_tokens(tokens, initial)
            tokens, pictures = layer(tokens, pictures, initial)
        attended = self._final_attention(tokens + initial, *self._final_picture(pictures))
        tokens = self._final_norm(tokens + attended)
        return self._heads(tokens, self._upscale(pictures, fine))


class _Upscale:
    """Token cells → cells of a quarter of the picture, kept as [B, N·16, C/8] in the order (token, 2×2, 2×2)."""

    def __init__(self, decoder: Any, side: int, *, dtype: torch.dtype) -> None:
        first, norm, _, second, _ = decoder.output_upscaling
        self._side = side
        self._first, self._second = _as_projection(first, dtype), _as_projection(second, dtype)
        self._first_bias, self._second_bias = first.bias.detach(), second.bias.detach()
        self._norm = norm

    def arrange(self, half: Tensor, quarter: Tensor) -> FineFeatures:
        """Levels [1, C/4, 2h, 2w] and [1, C/8, 4h, 4w] in blocks, the convolutions' biases added."""
        side = self._side
        halves = half[0].unflatten(1, (side, 2)).unflatten(3, (side, 2))  # c, y, dy, x, dx
        quarters = quarter[0].unflatten(1, (side, 2, 2)).unflatten(4, (side, 2, 2))  # c, y, dy, ey, x, dx, ex
        return FineFeatures(
            half=halves.permute(1, 3, 2, 4, 0).flatten(0, 1).flatten(1, 2) + self._first_bias,
            quarter=quarters.permute(1, 4, 2, 5, 3, 6, 0).flatten(0, 1).flatten(1, 4) + self._second_bias,
        )

    def __call__(self, pictures: Tensor, fine: FineFeatures | None) -> Tensor:
        halves = self._first(pictures).unflatten(-1, (4, -1))  # B, N, 4, C/4
        halves = halves + (self._first_bias if fine is None else fine.half)
        channels = (halves.shape[-1],)
        halves = functional.gelu(
            functional.layer_norm(halves.float(), channels, self._norm.weight, self._norm.bias, self._norm.eps)
        )
        quarters = self._second(halves).unflatten(-1, (4, -1)).flatten(2, 3)  # B, N, 16, C/8
        quarters = quarters + (self._second_bias if fine is None else fine.quarter)
        return functional.gelu(quarters).flatten(1, 2)


class _TokenHeads:
    """What the tokens say: which mask, how good, whether the object is there, and its pointer."""

    def __init__(self, model: Any) -> None:
        decoder = model.sam_mask_decoder
        self._model = model
        self._decoder = decoder
        self._side = model.sam_image_embedding_size
        # Of several masks the best by its own estimate: Meta's models track so, by all tokens but the first.
        self._picks_best = model._use_multimask(False, None)
        self._is_dynamic = decoder.dynamic_multimask_via_stability and not self._picks_best
        count = decoder.num_mask_tokens
        self._wanted = slice(1, count) if self._picks_best else slice(0, count if self._is_dynamic else 1)

    def __call__(self, tokens: Tensor, upscaled: Tensor) -> Heads:
        decoder = self._decoder
        offset = 1 if decoder.pred_obj_scores else 0
        all_tokens = tokens[:, offset + 1 : offset + 1 + decoder.num_mask_tokens]
        mask_tokens = all_tokens[:, self._wanted]
        hypernetworks = decoder.output_hypernetworks_mlps[self._wanted]
        filters = torch.stack([mlp(mask_tokens[:, index]) for index, mlp in enumerate(hypernetworks)], dim=1)
        logits = self._lay_out(torch.bmm(filters.to(upscaled.dtype), upscaled.transpose(1, 2)).float())
        ious = decoder.iou_prediction_head(tokens[:, offset])[:, self._wanted]
        pointing = all_tokens[:, 0]
        if self._picks_best:
            rows, best = torch.arange(len(ious), device=ious.device), ious.argmax(-1)
            logits, ious = logits[rows, best, None], ious[rows, best, None]
            if decoder.use_multimask_token_for_obj_ptr:
                pointing = mask_tokens[rows, best]
        elif self._is_dynamic:
            logits, ious = decoder._dynamic_multimask_via_stability(logits, ious)
        score = decoder.pred_obj_score_head(tokens[:, 0]) if offset else torch.full_like(ious[:, :1], 10.0)
        present = score > 0
        if offset:
            logits = torch.where(present[:, None, None], logits, NO_OBJECT)
        return Heads(logits=logits, pointer=self._point(pointing, score), score=score, iou=ious[:, 0])

    def _lay_out(self, blocks: Tensor) -> Tensor:
        """[B, K, (y, x, dy, dx, ey, ex)] → [B, K, S/4, S/4]."""
        side = self._side
        cells = blocks.unflatten(-1, (side, side, 2, 2, 2, 2))
        return cells.permute(0, 1, 2, 4, 6, 3, 5, 7).reshape(*blocks.shape[:2], 4 * side, 4 * side)

    def _point(self, token: Tensor, score: Tensor) -> Tensor:
        model = self._model
        pointer: Tensor = model.obj_ptr_proj(token)
        if not model.pred_obj_scores:
            return pointer
        present = score.sigmoid() if model.soft_no_obj_ptr else (score > 0).float()
        if model.fixed_no_obj_ptr:
            pointer = present * pointer
        return pointer + (1 - present) * model.no_obj_ptr


def _as_projection(convolution: Any, dtype: torch.dtype) -> Projection:
    """A transposed convolution of kernel and stride 2 as a product with outputs (dy, dx, channel)."""
    weight = convolution.weight.permute(2, 3, 1, 0).flatten(0, 2)
    return Projection(weight, None, dtype=dtype)


def _make_tokens(model: Any) -> Tensor:
    """The tokens of a frame without prompts: the decoder's own and the two that stand for no point. [1, T, C]."""
    decoder = model.sam_mask_decoder
    own = [decoder.iou_token.weight, decoder.mask_tokens.weight]
    if decoder.pred_obj_scores:
        own = [decoder.obj_score_token.weight, *own]
    nothing = torch.zeros(1, 1, 2, device=model.device)
    label = torch.full((1, 1), -1, dtype=torch.int32, device=model.device)
    sparse, _ = model.sam_prompt_encoder(points=(nothing, label), boxes=None, masks=None)
    return torch.cat((torch.cat(own)[None], sparse), dim=1).detach()
