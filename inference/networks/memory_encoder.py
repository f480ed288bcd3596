"""The package's memory encoder for many objects of one frame, whose picture is projected once for all of them."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from inference.networks.linear import Projection

# Up to so many channels a plain convolution in the usual layout is faster than channels last.
FEW_CHANNELS = 16


class MemoryEncoder:
    """Masks and a picture → what later frames attend to. Products and wide convolutions are computed in `dtype`."""

    def __init__(self, model: Any, *, dtype: torch.dtype) -> None:
        encoder = model.memory_encoder
        *steps, last = encoder.mask_downsampler.encoder
        self._model = model
        self._dtype = dtype
        self._steps = [_make_step(*steps[index : index + 2], dtype=dtype) for index in range(0, len(steps), 3)]
        self._last = _project(last, dtype)
        self._picture = _project(encoder.pix_feat_proj, dtype)
        self._blocks = [_FuserBlock(block, dtype=dtype) for block in encoder.fuser.layers]
        self._fuser_in = encoder.fuser.proj
        self._out = (
            encoder.out_proj if isinstance(encoder.out_proj, torch.nn.Identity) else _project(encoder.out_proj, dtype)
        )

    def project(self, image: Tensor) -> Tensor:
        """The picture's share, the same for all objects: [N, C] → [N, C]."""
        return self._picture(image)

    def __call__(self, picture: Tensor, logits: Tensor, score: Tensor, *, from_person: bool = False) -> Tensor:
        """`picture` [N, C] from `project`, `logits` [B, 1, S/4, S/4], `score` [B, 1]; memories bfloat16 [B, N, M]."""
        masks = self._spread(logits, from_person=from_person)
        for step in self._steps:
            masks = step(masks)
        batch, _, height, width = masks.shape
        fused = self._last(masks.permute(0, 2, 3, 1).reshape(batch, height * width, -1)) + picture
        cells = fused.float().unflatten(1, (height, width))
        for block in self._blocks:
            cells = block(cells)
        values = self._out(cells.flatten(1, 2)).float()
        nothing = self._model.no_obj_embed_spatial
        if nothing is not None:
            values = values + (score <= 0).float()[..., None] * nothing
        return values.to(torch.bfloat16)

    def _spread(self, logits: Tensor, *, from_person: bool) -> Tensor:
        model = self._model
        side = (model.image_size, model.image_size)
        masks = functional.interpolate(logits.float(), size=side, mode="bilinear", align_corners=False)
        binarize = from_person and model.binarize_mask_from_pts_for_mem_enc
        masks = (masks > 0).float() if binarize else masks.sigmoid_()
        return masks.mul_(model.sigmoid_scale_for_mem_enc).add_(model.sigmoid_bias_for_mem_enc)


class _NarrowStep:
    """Convolution, norm over few channels, GELU. The filters are centred over the outputs beforehand, so that the
    norm's mean is zero and one pass over the cells is spared."""

    def __init__(self, convolution: Any, norm: Any) -> None:
        weight, bias = convolution.weight.detach(), convolution.bias.detach()
        self._weight = weight - weight.mean(0, keepdim=True)
        self._bias = bias - bias.mean()
        self._scale, self._shift = norm.weight.detach()[:, None, None], norm.bias.detach()[:, None, None]
        self._eps = norm.eps
        self._stride, self._padding = convolution.stride, convolution.padding

    def __call__(self, cells: Tensor) -> Tensor:
        made = functional.conv2d(cells, self._weight, self._bias, stride=self._stride, padding=self._padding)
        spread = made.square().mean(1, keepdim=True).add_(self._eps).rsqrt_()
        return functional.gelu(torch.addcmul(self._shift, made.mul_(spread), self._scale))


class _WideStep:
    """Convolution, norm, GELU with channels last."""

    def __init__(self, convolution: Any, norm: Any, *, dtype: torch.dtype) -> None:
        self._weight = convolution.weight.detach().to(dtype).to(memory_format=torch.channels_last)
        self._bias = convolution.bias.detach().to(dtype)
        self._norm = norm
        self._stride, self._padding = convolution.stride, convolution.padding

    def __call__(self, cells: Tensor) -> Tensor:
        cells = cells.to(self._weight.dtype).contiguous(memory_format=torch.channels_last)
        made = functional.conv2d(cells, self._weight, self._bias, stride=self._stride, padding=self._padding)
        rows = made.permute(0, 2, 3, 1).float()
        norm = self._norm
        rows = functional.gelu(functional.layer_norm(rows, rows.shape[-1:], norm.weight, norm.bias, norm.eps))
        return rows.permute(0, 3, 1, 2)


class _FuserBlock:
    """The package's `CXBlock` on cells [B, H, W, C], its scale folded into the last projection."""

    def __init__(self, block: Any, *, dtype: torch.dtype) -> None:
        self._weight = block.dwconv.weight.detach().to(memory_format=torch.channels_last)
        self._bias = block.dwconv.bias.detach()
        self._groups, self._padding = block.dwconv.groups, block.dwconv.padding
        self._norm = block.norm
        self._first = Projection(block.pwconv1.weight, block.pwconv1.bias, dtype=dtype, activation="gelu")
        gamma = torch.ones_like(block.pwconv2.bias) if block.gamma is None else block.gamma
        self._second = Projection(block.pwconv2.weight * gamma[:, None], block.pwconv2.bias * gamma, dtype=dtype)

    def __call__(self, cells: Tensor) -> Tensor:
        near = functional.conv2d(
            cells.permute(0, 3, 1, 2), self._weight, self._bias, padding=self._padding, groups=self._groups
        ).permute(0, 2, 3, 1)
        norm = self._norm
        near = functional.layer_norm(near, near.shape[-1:], norm.weight, norm.bias, norm.eps)
        return cells + self._second(self._first(near))


def _make_step(convolution: Any, norm: Any, *, dtype: torch.dtype) -> _NarrowStep | _WideStep:
    if convolution.out_channels <= FEW_CHANNELS:
        return _NarrowStep(convolution, norm)
    return _WideStep(convolution, norm, dtype=dtype)


def _project(convolution: Any, dtype: torch.dtype) -> Projection:
    """A convolution over single cells as a product."""
    return Projection(convolution.weight.flatten(1), convolution.bias, dtype=dtype)
