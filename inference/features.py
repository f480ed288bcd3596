"""Image features of single frames, computed when asked for and kept for as long as their room lasts."""

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

# The statistics of ImageNet, by which SAM 2's encoder was trained.
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)

# One for each track that may walk through the same video at once.
AHEAD_KEPT = 4

_readers = ThreadPoolExecutor(max_workers=1, thread_name_prefix="frames")


class FrameSource(Protocol):
    """Frames of one video by zero-based index: uint8 RGB of shape [H, W, 3]."""

    def __len__(self) -> int: ...

    def read(self, index: int) -> NDArray[np.uint8]: ...


@dataclass(frozen=True)
class FrameFeatures:
    """What the encoder says of one frame, finest level first.

    `vision_feats` and `vision_pos` hold [H_l * W_l, 1, C_l] for each level l, `sizes` the (H_l, W_l).
    """

    vision_feats: list[torch.Tensor]
    vision_pos: list[torch.Tensor]
    sizes: list[tuple[int, int]]

    @property
    def num_bytes(self) -> int:
        # Position encodings are the same for every frame, but the package makes them anew each time.
        return sum(tensor.numel() * tensor.element_size() for tensor in (*self.vision_feats, *self.vision_pos))


class FeatureCache:
    """The features of the frames of one video under one model, least recently used dropped first.

    A frame that is said to follow is read and resized on a thread of its own while the model works on the present one.
    """

    def __init__(self, model: Any, frames: FrameSource, *, room_bytes: int) -> None:
        self._model = model
        self._frames = frames
        self._room_bytes = room_bytes
        self._used_bytes = 0
        self._kept: OrderedDict[int, FrameFeatures] = OrderedDict()
        self._ahead: OrderedDict[int, Future[torch.Tensor]] = OrderedDict()

    def read(self, frame: int, *, following: int | None = None) -> FrameFeatures:
        """The features of a frame, on the model's device; encodes it unless kept. Raises what the source raises.

        `following` is the frame that will probably be read next.
        """
        found = self._kept.get(frame)
        if found is not None:
            self._kept.move_to_end(frame)
            return found
        prepared = self._ahead.pop(frame, None)
        image = self._prepare(frame) if prepared is None else prepared.result()
        if following is not None:
            self._prepare_ahead(following)
        made = self._encode(image)
        self._kept[frame] = made
        self._used_bytes += made.num_bytes
        while self._used_bytes > self._room_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._used_bytes -= dropped.num_bytes
        return made

    def _encode(self, image: torch.Tensor) -> FrameFeatures:
        backbone = self._model.forward_image(image.to(self._model.device))
        _, feats, positions, sizes = self._model._prepare_backbone_features(backbone)
        return FrameFeatures(vision_feats=feats, vision_pos=positions, sizes=sizes)

    def _prepare_ahead(self, frame: int) -> None:
        if frame in self._kept or frame in self._ahead:
            return
        self._ahead[frame] = _readers.submit(self._prepare, frame)
        while len(self._ahead) > AHEAD_KEPT:
            self._ahead.popitem(last=False)

    def _prepare(self, frame: int) -> torch.Tensor:
        return normalize_picture(self._frames.read(frame), self._model.image_size)


def normalize_picture(picture: NDArray[np.uint8], side: int) -> torch.Tensor:
    """uint8 RGB [H, W, 3] → float32 [1, 3, side, side], as SAM 2's own loader of JPEG folders makes it."""
    resized = np.asarray(Image.fromarray(np.ascontiguousarray(picture)).resize((side, side)), dtype=np.float32)
    tensor = torch.from_numpy(resized / 255.0).permute(2, 0, 1)
    mean = torch.tensor(MEAN)[:, None, None]
    std = torch.tensor(STD)[:, None, None]
    return ((tensor - mean) / std).unsqueeze(0)
