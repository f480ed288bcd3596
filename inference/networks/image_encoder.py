"""The package's image encoder (Hiera and its neck) from the package's weights, for processors without a GPU.

What it saves, with the same result up to rounding: windows at the edge are not padded, tokens stay in windows from
block to block, the position embedding is made once, and projections that follow each other are one.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from inference.networks.linear import Mlp, Norm, Projection
from inference.networks.windows import attend, attend_in_cuts, cut_windows, from_windows, pool, to_windows


@dataclass(frozen=True, slots=True)
class Tokens:
    """A picture's `cells`: [B, H, W, C] where `window` is 0, else [B·windows, window, window, C]."""

    cells: Tensor
    size: tuple[int, int]
    window: int

    def arrange(self, window: int) -> "Tokens":
        """The same tokens in windows of another size."""
        if window == self.window:
            return self
        whole = from_windows(self.cells, *self.size) if self.window else self.cells
        return Tokens(to_windows(whole, window) if window else whole, self.size, window)


class ImageEncoder:
    """`model.forward_image` for pictures of the model's size. Raises ValueError for a model of another make."""

    def __init__(self, model: Any) -> None:
        trunk, neck = model.image_encoder.trunk, model.image_encoder.neck
        side = model.image_size // trunk.patch_embed.proj.stride[0]
        _check(model, side)
        self._patches = trunk.patch_embed.proj
        self._places = trunk._get_pos_embed((side, side)).detach().contiguous()
        self._blocks = []
        for block in trunk.blocks:
            self._blocks.append(_Block(block, side))
            side = side // 2 if block.q_stride else side
        self._stage_ends = list(trunk.stage_ends)
        self._levels = _Levels(model, neck)

    def __call__(self, images: Tensor) -> list[Tensor]:
        """[B, 3, S, S] → levels [B, H, W, C], finest first, as the mask decoder takes them."""
        cells = self._patches(images).permute(0, 2, 3, 1) + self._places
        tokens = Tokens(cells, (cells.shape[1], cells.shape[2]), window=0)
        ends = []
        for index, block in enumerate(self._blocks):
            tokens = block(tokens)
            if index in self._stage_ends:
                ends.append(tokens)
        return self._levels(ends)


class _Block:
    """One block of Hiera."""

    def __init__(self, block: Any, side: int) -> None:
        attention = block.attn
        self._norm_before, self._norm_after = Norm(block.norm1), Norm(block.norm2)
        self._project = _as_projection(attention.qkv)
        self._bias = attention.qkv.bias.detach()
        self._out = _as_projection(attention.proj)
        self._shortcut = _as_projection(block.proj) if block.dim != block.dim_out else None
        self._mlp = Mlp(list(block.mlp.layers), dtype=torch.float32, activation="gelu")
        self._heads = attention.num_heads
        self._pooled = block.q_stride is not None
        window = block.window_size
        ragged = window and side % window
        self._cuts = cut_windows(side, side, window) if ragged else None
        self._window = 0 if ragged else window

    def __call__(self, tokens: Tokens) -> Tokens:
        tokens = tokens.arrange(self._window)
        normed = self._norm_before(tokens.cells)
        shortcut = tokens.cells
        if self._shortcut is not None:
            shortcut = self._shortcut(normed)
            shortcut = pool(shortcut) if self._pooled else shortcut
        cells = self._out(self._attend(self._project(normed))).add_(shortcut)
        cells.add_(self._mlp(self._norm_after(cells)))
        step = 2 if self._pooled else 1
        return Tokens(cells, (tokens.size[0] // step, tokens.size[1] // step), tokens.window // step)

    def _attend(self, projected: Tensor) -> Tensor:
        if self._cuts is not None:
            return attend_in_cuts(projected, self._bias, self._cuts, self._heads, pooled=self._pooled)
        query, key, value = projected.chunk(3, dim=-1)
        return attend(pool(query) if self._pooled else query, key, value, self._heads)


class _Levels:
    """The neck: from the ends of stages to the levels that the mask decoder takes."""

    def __init__(self, model: Any, neck: Any) -> None:
        laterals = [convolution.conv for convolution in reversed(neck.convs)]
        self._finest_merged = min(neck.fpn_top_down_levels)
        self._mean = neck.fuse_type == "avg"
        self._num_levels = len(laterals) - model.image_encoder.scalp
        self._laterals = [_from_convolution(lateral) for lateral in laterals]
        if model.use_high_res_features_in_sam:
            decoder = model.sam_mask_decoder
            for level, after in enumerate((decoder.conv_s0, decoder.conv_s1)):
                self._laterals[level] = _compose(laterals[level], after)
        self._wanted = range(0 if model.use_high_res_features_in_sam else self._num_levels - 1, self._num_levels)

    def __call__(self, ends: list[Tokens]) -> list[Tensor]:
        made: dict[int, Tensor] = {}
        above: Tensor | None = None
        for level in reversed(range(self._wanted.start, len(ends))):
            tokens = ends[level]
            cells = Tokens(self._laterals[level](tokens.cells), tokens.size, tokens.window).arrange(0).cells
            if above is not None and level >= self._finest_merged:
                cells = cells + above.repeat_interleave(2, dim=1).repeat_interleave(2, dim=2)
                cells = cells / 2 if self._mean else cells
            made[level] = above = cells
        return [made[level] for level in self._wanted]


def _as_projection(linear: Any) -> Projection:
    return Projection(linear.weight, linear.bias, dtype=torch.float32)


def _from_convolution(convolution: Any) -> Projection:
    return Projection(convolution.weight.flatten(1), convolution.bias, dtype=torch.float32)


def _compose(first: Any, second: Any) -> Projection:
    """Two convolutions over single cells as one projection."""
    weight = second.weight.flatten(1)
    return Projection(weight @ first.weight.flatten(1), weight @ first.bias + second.bias, dtype=torch.float32)


def _check(model: Any, side: int) -> None:
    trunk, neck = model.image_encoder.trunk, model.image_encoder.neck
    merged = sorted(neck.fpn_top_down_levels)
    known = neck.fpn_interp_model == "nearest" and neck.convs[0].conv.kernel_size == (1, 1)
    known = known and merged == list(range(merged[0], len(neck.convs))) and merged[0] >= 2
    for block in trunk.blocks:
        if block.q_stride:
            known = known and tuple(block.q_stride) == (2, 2) and side % 2 == 0 and block.window_size % 2 == 0
        side = side // 2 if block.q_stride else side
    if not known:
        raise ValueError("This model's image encoder is not built as SAM 2's is.")
