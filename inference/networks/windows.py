"""Tokens of a picture in square windows, without the padding that the package gives to windows at the edge.

A padding token is zero when it is projected, so all padding keys of a window are the projection's bias: one key counted
many times, which is one key with the logarithm of their number added to its scores.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Cut:
    """One window of a picture: its rows and columns, and how many padding tokens the package adds to it."""

    rows: slice
    columns: slice
    num_padding: int


def cut_windows(height: int, width: int, window: int) -> list[Cut]:
    cuts = []
    for top in range(0, height, window):
        for left in range(0, width, window):
            rows, columns = slice(top, min(top + window, height)), slice(left, min(left + window, width))
            real = (rows.stop - rows.start) * (columns.stop - columns.start)
            cuts.append(Cut(rows, columns, num_padding=window * window - real))
    return cuts


def to_windows(cells: Tensor, window: int) -> Tensor:
    """[B, H, W, C] → [B·windows, window, window, C], for sides that are multiples of the window."""
    batch, height, width, channels = cells.shape
    split = cells.view(batch, height // window, window, width // window, window, channels)
    return split.transpose(2, 3).reshape(-1, window, window, channels)


def from_windows(windows: Tensor, height: int, width: int) -> Tensor:
    """The inverse of `to_windows`."""
    side, channels = windows.shape[1], windows.shape[-1]
    split = windows.view(-1, height // side, width // side, side, side, channels)
    return split.transpose(2, 3).reshape(-1, height, width, channels)


def pool(cells: Tensor) -> Tensor:
    """The largest of each 2×2 cells: [..., H, W, C] → [..., H/2, W/2, C]."""
    rows = torch.maximum(cells[..., 0::2, :, :], cells[..., 1::2, :, :])
    return torch.maximum(rows[..., 0::2, :], rows[..., 1::2, :])


def attend(query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
    """Attention within each of B windows: [B, h, w, C] → [B, h, w, C] of the query's h and w."""
    batch, height, width, channels = query.shape
    split = [part.reshape(batch, -1, heads, channels // heads).transpose(1, 2) for part in (query, key, value)]
    mixed = functional.scaled_dot_product_attention(split[0], split[1], split[2])
    return mixed.transpose(1, 2).reshape(batch, height, width, channels)


def attend_in_cuts(projected: Tensor, bias: Tensor, cuts: Sequence[Cut], heads: int, *, pooled: bool) -> Tensor:
    """Attention in windows some of which the package would pad. `projected` [B, H, W, 3·C] are queries, keys and values
    and `bias` [3·C] those of a padding token; `pooled` queries give a picture of half the sides."""
    query, key, value = projected.chunk(3, dim=-1)
    query = pool(query) if pooled else query
    step = 2 if pooled else 1
    made = torch.empty(query.shape, dtype=query.dtype, device=query.device)
    for cut in cuts:
        rows, columns = (slice(axis.start // step, axis.stop // step) for axis in (cut.rows, cut.columns))
        whole = (query[:, rows, columns], key[:, cut.rows, cut.columns], value[:, cut.rows, cut.columns])
        made[:, rows, columns] = _attend_in_cut(whole, bias, cut.num_padding, heads)
    return made


def _attend_in_cut(parts: Sequence[Tensor], bias: Tensor, num_padding: int, heads: int) -> Tensor:
    batch, height, width, channels = parts[0].shape
    query, key, value = (part.flatten(1, 2) for part in parts)
    mask = None
    if num_padding:
        _, padding_key, padding_value = (part.expand(batch, 1, -1) for part in bias.chunk(3))
        key, value = torch.cat((key, padding_key), dim=1), torch.cat((value, padding_value), dim=1)
        mask = torch.zeros(1, key.shape[1], dtype=query.dtype, device=query.device)
        mask[0, -1] = math.log(num_padding)
    split = [part.unflatten(-1, (heads, -1)).transpose(1, 2) for part in (query, key, value)]
    mixed = functional.scaled_dot_product_attention(split[0], split[1], split[2], attn_mask=mask)
    return mixed.transpose(1, 2).reshape(batch, height, width, channels)
