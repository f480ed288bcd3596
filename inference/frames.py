"""Frames of a canonical proxy by index, exactly: frame n is the n-th entry of the video's frame table."""

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from numpy.typing import NDArray

PROXY_GOP = 10
"""Every tenth frame of a proxy is a keyframe, so a seek decodes at most ten frames."""

DEFAULT_CACHE_BYTES = 256 * 1024**2
"""About 90 frames of 1280 × 720."""


class ProxyUnreadable(Exception):
    """The proxy is not what its frame table says; ingesting the video again repairs it."""


class ProxyReader:
    """Reads frames of one proxy by zero-based index. Safe to share between threads; one thread decodes at a time.

    The proxy has keyframes every `PROXY_GOP` frames, no B-frames and strictly increasing PTS (labeling/videos/ingest
    makes and checks it), so that the decoder's order is the table's order. Frames decoded on the way to the one asked
    for are cached too: reading backwards decodes each group of pictures once. The cache holds at most `cache_bytes`
    and drops what was used longest ago.

    `path`: a local file. `size`: (height, width) to crop to, top left, in pixels: a video's display size, because a
    proxy of odd size is padded right and below to even. `pts`: the frame table, in the proxy's time base; without it
    the file is demuxed once (about 10 µs a frame).
    """

    def __init__(
        self,
        path: str | Path,
        *,
        size: tuple[int, int] | None = None,
        pts: Sequence[int] | None = None,
        cache_bytes: int = DEFAULT_CACHE_BYTES,
    ) -> None:
        self._lock = threading.RLock()
        self._cache: OrderedDict[int, NDArray[np.uint8]] = OrderedDict()
        self._cache_bytes = cache_bytes
        self._cached_bytes = 0
        try:
            self._container = av.open(str(path), options={"protocol_whitelist": "file", "format_whitelist": "mov,mp4"})
            self._stream = self._container.streams.video[0]
        except (av.FFmpegError, IndexError) as error:
            raise ProxyUnreadable(f"{Path(path).name} cannot be opened as a proxy: {error}") from error
        # One thread: frame threads would hold back a frame each, so a seek would decode that many more.
        self._stream.codec_context.thread_count = 1
        self._pts = list(pts) if pts is not None else self._scan_pts()
        self._size = size or (self._stream.height, self._stream.width)
        self._next_index = 0
        self._decoded: Iterator[av.VideoFrame] | None = None

    def __len__(self) -> int:
        return len(self._pts)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the frames that `read` returns, in pixels."""
        return self._size

    @property
    def pts(self) -> Sequence[int]:
        """PTS of each frame in the proxy's time base, strictly increasing."""
        return self._pts

    def read(self, index: int) -> NDArray[np.uint8]:
        """Frame `index` as uint8 [height, width, 3], RGB, 0 to 255. The array is read-only, for it is cached.

        Raises IndexError outside 0 … len - 1 (negative indices mean nothing here) and ProxyUnreadable where the file
        does not hold that frame.
        """
        if not 0 <= index < len(self._pts):
            raise IndexError(f"frame {index} of a video of {len(self._pts)} frames")
        with self._lock:
            image = self._cache.get(index)
            if image is None:
                return self._decode_until(index)
            self._cache.move_to_end(index)
            return image

    def close(self) -> None:
        """Closes the file and drops the cache. Reading afterwards raises ProxyUnreadable."""
        with self._lock:
            self._decoded = None
            self._cache.clear()
            self._cached_bytes = 0
            self._container.close()

    def _scan_pts(self) -> list[int]:
        pts = [packet.pts for packet in self._container.demux(self._stream) if packet.pts is not None]
        pts.sort()
        if not pts:
            raise ProxyUnreadable("the proxy holds no frames")
        self._container.seek(pts[0], stream=self._stream, backward=True)
        return pts

    def _decode_until(self, index: int) -> NDArray[np.uint8]:
        if self._decoded is None or not self._next_index <= index <= self._next_index + PROXY_GOP:
            self._seek(index)
        try:
            for frame in self._decoded or ():
                at = self._index_of(frame)
                if at > index:
                    break
                image = self._keep(at, frame)
                self._next_index = at + 1
                if at == index:
                    return image
        except av.FFmpegError as error:
            self._decoded = None
            raise ProxyUnreadable(f"frame {index} cannot be decoded: {error}") from error
        self._decoded = None
        raise ProxyUnreadable(f"frame {index} is in the frame table but not in the proxy")

    def _seek(self, index: int) -> None:
        try:
            self._container.seek(self._pts[index], stream=self._stream, backward=True)
        except (av.FFmpegError, AssertionError, ValueError) as error:
            raise ProxyUnreadable(f"the proxy cannot be sought to frame {index}: {error}") from error
        self._decoded = self._container.decode(self._stream)
        self._next_index = index - index % PROXY_GOP

    def _index_of(self, frame: av.VideoFrame) -> int:
        if frame.pts is None:
            raise ProxyUnreadable("the proxy holds a frame without a time")
        at = bisect_left(self._pts, frame.pts)
        if at == len(self._pts) or self._pts[at] != frame.pts:
            raise ProxyUnreadable(f"the proxy holds a frame at {frame.pts} that its frame table lacks")
        return at

    def _keep(self, index: int, frame: av.VideoFrame) -> NDArray[np.uint8]:
        height, width = self._size
        # The matrix is named, because swscale would assume BT.601 for every size; proxies are BT.709.
        rgb = frame.to_ndarray(format="rgb24", src_colorspace=frame.colorspace)
        image = np.ascontiguousarray(rgb[:height, :width], dtype=np.uint8)
        image.flags.writeable = False
        if index in self._cache:
            self._cached_bytes -= self._cache.pop(index).nbytes
        self._cache[index] = image
        self._cached_bytes += image.nbytes
        while self._cached_bytes > self._cache_bytes and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached_bytes -= dropped.nbytes
        return image
