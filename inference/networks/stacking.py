"""What objects remember, put into tensors of one shape, for devices that want few and large products."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from inference.networks.memory_attention import Remembered


@dataclass(frozen=True, slots=True)
class Stacked:
    """For B objects: `keys` [L, B, K, C], `values` [B, K, M], and `mask` [B, 1, 1, K], False where there is nothing."""

    keys: Tensor
    values: Tensor
    mask: Tensor


@dataclass(frozen=True, slots=True)
class Room:
    """How many memories and pointer tokens a stack has room for; the least that is needed where None."""

    memories: int | None = None
    pointers: int | None = None


def stack(remembered: Sequence[Remembered], ages: Tensor, room: Room) -> Stacked:
    """`ages` [ages, L, N, C] is what each age adds to keys."""
    longest = max(len(one.memories) for one in remembered)
    memories = max(room.memories or 0, longest)
    keys, values = _stack_memories(remembered, ages, memories)
    mask = _mark([len(one.memories) for one in remembered], memories, keys.device).repeat_interleave(
        ages.shape[2], dim=1
    )
    counts = [0 if one.pointers is None else len(one.pointers.values) for one in remembered]
    pointers = max(room.pointers or 0, *counts)
    if pointers:
        more_keys, more_values = _stack_pointers(remembered, pointers, like=(keys, values))
        keys, values = torch.cat((keys, more_keys), dim=2), torch.cat((values, more_values), dim=1)
        mask = torch.cat((mask, _mark(counts, pointers, keys.device)), dim=1)
    return Stacked(keys=keys, values=values, mask=mask[:, None, None])


def _stack_memories(remembered: Sequence[Remembered], ages: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Memories [L, B, count·N, C] with their ages, and values [B, count·N, M]; room that is left repeats the last."""
    listed = [[*one.memories, *[one.memories[-1]] * (count - len(one.memories))] for one in remembered]
    flat = [pair for memories in listed for pair in memories]
    numbers = torch.tensor([age for _, age in flat], device=ages.device)
    keys = torch.stack([tokens.keys for tokens, _ in flat]) + ages[numbers]
    values = torch.stack([tokens.values for tokens, _ in flat])
    batch = len(remembered)
    keys = keys.unflatten(0, (batch, count)).permute(2, 0, 1, 3, 4).flatten(2, 3)
    return keys, values.unflatten(0, (batch, count)).flatten(1, 2)


def _stack_pointers(remembered: Sequence[Remembered], count: int, like: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    keys, values = like
    layers, channels, width = keys.shape[0], keys.shape[-1], values.shape[-1]
    none = (keys.new_zeros(0, layers, channels), values.new_zeros(0, width))
    found = [
        none if one.pointers is None else (one.pointers.keys.transpose(0, 1), one.pointers.values) for one in remembered
    ]
    filler = (keys.new_zeros(count, layers, channels), values.new_zeros(count, width))  # makes all as long as asked
    padded_keys = pad_sequence([filler[0], *(pair[0] for pair in found)], batch_first=True)[1:]
    padded_values = pad_sequence([filler[1], *(pair[1] for pair in found)], batch_first=True)[1:]
    return padded_keys.permute(2, 0, 1, 3), padded_values


def _mark(counts: Sequence[int], room: int, device: torch.device) -> Tensor:
    """[B, room], True for the first of each row."""
    return torch.arange(room, device=device)[None] < torch.tensor(counts, device=device)[:, None]
