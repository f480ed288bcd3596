"""Image features of single frames: from memory, from disk, or encoded when asked for, ahead where that helps.

Where a cache has a shelf on disk, features are rounded to half precision once, when they are encoded, so that a track
is bit for bit the same whether they come from the encoder, from memory or from disk. Without a shelf they stay as the
encoder gives them.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from inference.device import DevicePolicy
from inference.encoder import Encoder, FrameFeatures, Levels, pack_levels, unpack_levels
from inference.feature_store import FeatureStore, FrameKey
from inference.thumbnails import shrink_picture

# The statistics of ImageNet, by which SAM 2's encoder was trained.
MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)

# Pictures that wait for the encoder, for each of the tracks that may walk through the same video at once.
WALKS_AT_ONCE = 4
# Frames in use, as the networks take them: one for each walk, and one each that a click looks at.
OPEN_KEPT = 8
# 1.7 KB each.
THUMBNAILS_KEPT = 8192
# Frames that wait to be written; beyond that the disk is too slow to be worth the memory.
WRITES_WAITING = 16
# Encodings that a GPU is waited for, to measure them; later ones go on beside the rest of the frame's work.
WAITED_FOR = 32

_readers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="frames")
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="features")


class FrameSource(Protocol):
    """Frames of one video by zero-based index: uint8 RGB of shape [H, W, 3]."""

    def __len__(self) -> int: ...

    def read(self, index: int) -> NDArray[np.uint8]: ...


@dataclass(frozen=True)
class Shelf:
    """The place in a store of one video's features under one model; `video` and `model` are digests."""

    store: FeatureStore
    video: str
    model: str

    def key(self, frame: int) -> FrameKey:
        return FrameKey(video=self.video, model=self.model, frame=frame)


@dataclass(frozen=True)
class Found:
    """Where the features of frames came from so far, and the bytes that are kept in memory."""

    memory: int
    disk: int
    encoded: int
    bytes_kept: int


@dataclass(frozen=True)
class _Picture:
    """A frame ready for the encoder: float32 [1, 3, S, S], and how long that took."""

    image: torch.Tensor
    seconds: float


@dataclass(frozen=True)
class _Encoded:
    """A frame that was encoded before its turn, and how long reading and encoding took."""

    levels: Levels
    seconds: float


class FeatureCache:
    """The features of the frames of one video under one model, least recently used dropped first.

    `room_bytes` bounds what is kept in memory. Frames that are said to follow are read, from disk or from the video, on
    threads of their own while the model works on the present one. Used by one thread at a time.
    """

    def __init__(
        self,
        model: Any,
        frames: FrameSource,
        *,
        room_bytes: int,
        shelf: Shelf | None = None,
        policy: DevicePolicy | None = None,
    ) -> None:
        self._frames = frames
        self._room_bytes = room_bytes
        self._shelf = shelf
        self._policy = policy or DevicePolicy.choose(str(model.device))
        self._encoder = Encoder(model, self._policy)
        self._balance = shelf.store.balance(shelf.model) if shelf else None
        self._used_bytes = 0
        self._kept: OrderedDict[int, Levels] = OrderedDict()
        self._open: OrderedDict[int, FrameFeatures] = OrderedDict()
        self._ahead: OrderedDict[int, Future[_Picture | _Encoded | Levels]] = OrderedDict()
        self._thumbnails: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()
        self._writes = threading.BoundedSemaphore(WRITES_WAITING)
        self._counts = {"memory": 0, "disk": 0, "encoded": 0}

    @property
    def policy(self) -> DevicePolicy:
        return self._policy

    @property
    def found(self) -> Found:
        return Found(**self._counts, bytes_kept=self._used_bytes)

    def read(self, frame: int, *, following: int | Sequence[int] | None = None) -> FrameFeatures:
        """The features of a frame, on the model's device; encodes it unless kept. Raises what the source raises.

        `following` is the frame that will probably be read next, or all of them in order.
        """
        opened = self._open.get(frame)
        ahead = self._list_ahead(frame, following)
        if opened is None:
            opened = self._encoder.open(self._find(frame, ahead))
            self._open[frame] = opened
        else:
            self._prepare_ahead(ahead)
        self._open.move_to_end(frame)
        while len(self._open) > OPEN_KEPT:
            self._open.popitem(last=False)
        return opened

    def is_kept(self, frame: int) -> bool:
        """Whether `read` has the frame in memory."""
        return frame in self._kept

    def thumbnail(self, frame: int) -> NDArray[np.uint8]:
        """The frame as uint8 [18, 32, 3], by which scene cuts are found. Decodes it unless seen before."""
        if frame not in self._thumbnails and frame in self._ahead:
            wait([self._ahead[frame]])  # what it raises is raised to whoever reads the frame
        found = self._thumbnails.get(frame)
        if found is None:
            found = self._keep_thumbnail(frame, shrink_picture(self._frames.read(frame)))
        return found

    def flush(self) -> None:
        """Waits until what was encoded so far is on disk."""
        _writer.submit(lambda: None).result()

    def _find(self, frame: int, ahead: Sequence[int]) -> Levels:
        kept = self._kept.get(frame)
        if kept is not None:
            self._kept.move_to_end(frame)
            self._counts["memory"] += 1
            self._prepare_ahead(ahead)
            return kept
        waiting = self._ahead.pop(frame, None)
        prepared = waiting.result() if waiting else self._prepare(frame)
        self._prepare_ahead(ahead)
        if isinstance(prepared, _Picture):
            pictures = {frame: prepared, **self._take_pictures(ahead)}
            return self._keep_encoded(dict(zip(pictures, self._encode(list(pictures.values())), strict=True)))
        if isinstance(prepared, _Encoded):
            return self._keep_encoded({frame: prepared})
        self._counts["disk"] += 1
        return self._keep(frame, prepared)

    @torch.inference_mode()
    def _encode(self, pictures: Sequence[_Picture]) -> list[_Encoded]:
        """Encodes frames together. Runs on any thread."""
        began = time.perf_counter()
        made = self._encoder.encode([picture.image for picture in pictures])
        if self._shelf:
            made = [tuple(level.half() for level in levels) for levels in made]
        if self._balance and (not self._policy.is_cuda or self._counts["encoded"] < WAITED_FOR):
            self._policy.wait()
        each = (time.perf_counter() - began) / len(made)
        return [_Encoded(levels, each + picture.seconds) for picture, levels in zip(pictures, made, strict=True)]

    def _keep_encoded(self, encoded: dict[int, _Encoded]) -> Levels:
        """Keeps frames that were encoded together; the first one's levels."""
        self._counts["encoded"] += len(encoded)
        # The first one last, so that it is not what a small room drops.
        for frame, one in reversed(encoded.items()):
            if self._balance:
                self._balance.add_encoding(one.seconds)
            self._keep(frame, one.levels)
            self._write(frame, one.levels)
        return next(iter(encoded.values())).levels

    def _keep(self, frame: int, levels: Levels) -> Levels:
        self._kept[frame] = levels
        self._used_bytes += _count_bytes(levels)
        while self._used_bytes > self._room_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._used_bytes -= _count_bytes(dropped)
        return levels

    def _keep_thumbnail(self, frame: int, thumbnail: NDArray[np.uint8]) -> NDArray[np.uint8]:
        self._thumbnails[frame] = thumbnail
        while len(self._thumbnails) > THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        return thumbnail

    def _list_ahead(self, frame: int, following: int | Sequence[int] | None) -> Sequence[int]:
        if following is None:
            return ()
        if isinstance(following, int):
            return (following,)
        return [ahead for ahead in following[: self._policy.frames_ahead] if ahead != frame]

    def _prepare_ahead(self, frames: Sequence[int]) -> None:
        for frame in frames:
            if frame not in self._kept and frame not in self._ahead:
                self._ahead[frame] = _readers.submit(self._get_ready, frame)
        while len(self._ahead) > WALKS_AT_ONCE * self._policy.frames_ahead:
            self._ahead.popitem(last=False)

    def _take_pictures(self, frames: Sequence[int]) -> dict[int, _Picture]:
        """Those of the frames ahead that wait for the encoder, as many as it takes besides the present one."""
        taken: dict[int, _Picture] = {}
        for frame in frames:
            if len(taken) + 1 >= self._policy.encode_batch:
                break
            prepared = self._ahead[frame].result() if frame in self._ahead else None
            if isinstance(prepared, _Picture):
                taken[frame] = prepared
                del self._ahead[frame]
        return taken

    def _get_ready(self, frame: int) -> _Picture | _Encoded | Levels:
        """A frame that will be asked for, as far as the policy takes it before its turn."""
        prepared = self._prepare(frame)
        if not self._policy.encodes_ahead or not isinstance(prepared, _Picture):
            return prepared
        return self._encode([prepared])[0]

    def _prepare(self, frame: int) -> _Picture | Levels:
        """A frame's levels from disk, else its picture for the encoder. Runs on any thread."""
        stored = self._read_stored(frame)
        if stored is not None:
            return stored
        began = time.perf_counter()
        picture = self._frames.read(frame)
        self._keep_thumbnail(frame, shrink_picture(picture))
        image = self._policy.pin(normalize_picture(picture, self._encoder.side))
        return _Picture(image, seconds=time.perf_counter() - began)

    def _read_stored(self, frame: int) -> Levels | None:
        if self._shelf is None or self._balance is None or not self._balance.pays():
            return None
        began = time.perf_counter()
        content = self._shelf.store.read(self._shelf.key(frame))
        if content is None:
            return None
        levels, more = unpack_levels(content)
        self._keep_thumbnail(frame, more["thumbnail"].numpy())
        levels = tuple(self._policy.pin(level) for level in levels)
        self._balance.add_read(time.perf_counter() - began)
        return levels

    def _write(self, frame: int, levels: Levels) -> None:
        if self._shelf is None or self._balance is None or not self._balance.pays():
            return
        if self._writes.acquire(blocking=False):
            _writer.submit(self._write_now, self._shelf, frame, levels, self.thumbnail(frame))

    def _write_now(self, shelf: Shelf, frame: int, levels: Levels, thumbnail: NDArray[np.uint8]) -> None:
        try:
            shelf.store.write(shelf.key(frame), pack_levels(levels, thumbnail=torch.from_numpy(thumbnail)))
        finally:
            self._writes.release()


def normalize_picture(picture: NDArray[np.uint8], side: int) -> torch.Tensor:
    """uint8 RGB [H, W, 3] → float32 [1, 3, side, side], as SAM 2's own loader of JPEG folders makes it."""
    resized = np.asarray(Image.fromarray(np.ascontiguousarray(picture)).resize((side, side)), dtype=np.float32)
    tensor = torch.from_numpy(resized / 255.0).permute(2, 0, 1)
    mean = torch.tensor(MEAN)[:, None, None]
    std = torch.tensor(STD)[:, None, None]
    return ((tensor - mean) / std).unsqueeze(0)


def _count_bytes(levels: Levels) -> int:
    return sum(level.numel() * level.element_size() for level in levels)
