"""The image encoder, for one frame or several at once, and what it says as the networks take it."""

import hashlib
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import torch
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from inference.device import DevicePolicy
from inference.networks.image_encoder import ImageEncoder

# Part of every digest: features that were made otherwise must not be found.
FORMAT = 2

Levels = tuple[Tensor, ...]
"""The features of one frame as they are kept: [H_l * W_l, C_l] for each level l, finest first."""


@dataclass(frozen=True)
class FrameFeatures:
    """What the encoder says of one frame, finest level first.

    `vision_feats` and `vision_pos` hold [H_l * W_l, 1, C_l] for each level l, `sizes` the (H_l, W_l).
    """

    vision_feats: list[Tensor]
    vision_pos: list[Tensor]
    sizes: list[tuple[int, int]]


class Encoder:
    """Runs `model`'s image encoder as `policy` says. Raises torch's error when out of memory."""

    def __init__(self, model: Any, policy: DevicePolicy) -> None:
        self._model = model
        self._policy = policy
        self._encode = self._choose(model, policy)
        self._positions: dict[tuple[int, ...], list[Tensor]] = {}

    @property
    def side(self) -> int:
        side: int = self._model.image_size
        return side

    def encode(self, images: Sequence[Tensor]) -> list[Levels]:
        """The levels of each image (float32 [1, 3, S, S]), all in one call."""
        batch = torch.cat([self._policy.send(image) for image in images])
        missing = self._policy.pad(len(images)) - len(images)
        if missing:
            batch = torch.cat([batch, batch[-1:].expand(missing, -1, -1, -1)])
        levels = self._encode(batch)
        return [tuple(level[row] for level in levels) for row in range(len(images))]

    def _choose(self, model: Any, policy: DevicePolicy) -> Callable[[Tensor], list[Tensor]]:
        """[B, 3, S, S] → [B, H_l * W_l, C_l]: our own encoder where that is faster and the model is of SAM 2's make."""
        if not policy.is_cuda and not policy.compiles:
            with suppress(ValueError), torch.inference_mode():
                own = ImageEncoder(model)
                return lambda images: [level.flatten(1, 2) for level in own(images)]
        for stride in (4, 8, 16, 32):  # the package keeps these, and compiles again once it has them
            self._encode_position(model.image_size // stride)
        forward = policy.compile(model.forward_image)

        def encode(images: Tensor) -> list[Tensor]:
            _, levels, _, _ = model._prepare_backbone_features(forward(images))
            return [level.transpose(0, 1) for level in levels]

        return encode

    def open(self, levels: Levels) -> FrameFeatures:
        """Kept levels, wherever they lie, as the networks take them: float32 on the model's device."""
        sides = tuple(math.isqrt(len(level)) for level in levels)  # SAM 2's picture is a square
        if sides not in self._positions:
            self._positions[sides] = [self._encode_position(side) for side in sides]
        return FrameFeatures(
            vision_feats=[self._policy.send(level).float().unsqueeze(1) for level in levels],
            vision_pos=self._positions[sides],
            sizes=[(side, side) for side in sides],
        )

    def _encode_position(self, side: int) -> Tensor:
        """[side * side, 1, C]: the same for every frame, though the package makes it anew each time."""
        at = torch.empty(1, 1, side, side, device=self._model.device)
        encoded: Tensor = self._model.image_encoder.neck.position_encoding(at)
        return encoded.flatten(2).permute(2, 0, 1)


def pack_levels(levels: Levels, **more: Tensor) -> bytes:
    """Levels and other tensors as safetensors. A level that lies in memory by columns comes back by columns, because
    sums of floats depend on the order."""
    named = {}
    for number, level in enumerate(levels):
        by_columns = level.stride(0) == 1
        order = "columns" if by_columns else "rows"
        named[f"level.{number}.{order}"] = (level.t() if by_columns else level).contiguous().cpu()
    return save_tensors({**named, **more})


def unpack_levels(packed: bytes) -> tuple[Levels, dict[str, Tensor]]:
    """The inverse of `pack_levels`: the levels, and the other tensors by name."""
    tensors = load_tensors(packed)
    names = sorted(name for name in tensors if name.startswith("level."))
    levels = tuple(tensors.pop(name).t() if name.endswith("columns") else tensors.pop(name) for name in names)
    return levels, tensors


def digest_encoder(model: Any) -> str:
    """What features depend on: the encoder's weights, its image size and the kind of device, as hexadecimal SHA-256.

    Reads all weights of the encoder: 10 ms for 4 million of them, about a second for 200 million.
    """
    digest = hashlib.sha256(f"{FORMAT} {model.image_size} {model.device.type}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        if name.startswith(("image_encoder.", "sam_mask_decoder.conv_s")):
            digest.update(f"\n{name} {tuple(tensor.shape)} {tensor.dtype}\n".encode())
            digest.update(tensor.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
