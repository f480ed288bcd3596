"""Frames as JPEG, from readers that stay open between requests."""

import io
import threading
from collections import OrderedDict

from PIL import Image

from inference.frames import ProxyReader
from labeling.videos import storage
from labeling.videos.models import FrameTable, Video

MAX_READERS = 8
READER_CACHE_BYTES = 64 * 1024**2
QUALITY = 88

_readers: OrderedDict[str, ProxyReader] = OrderedDict()
_lock = threading.Lock()


def encode_still(video: Video, index: int, width: int | None = None) -> bytes:
    """Frame `index` of a ready video as JPEG, scaled down to `width` pixels where that is less than its own."""
    image = Image.fromarray(open_reader(video).read(index))
    if width is not None and width < image.width:
        image = image.resize((width, max(1, round(image.height * width / image.width))), Image.Resampling.LANCZOS)
    buffer = io.BytesIO()
    image.save(buffer, format="JPEG", quality=QUALITY)
    return buffer.getvalue()


def open_reader(video: Video) -> ProxyReader:
    """A reader of the video's frames, cropped to its display size, shared by this process's threads."""
    with _lock:
        reader = _readers.get(video.proxy)
        if reader is None:
            pts = FrameTable.objects.values_list("pts", flat=True).get(pk=video.pk)
            path = storage.local_path(video.proxy, sha256=video.proxy_digest)
            size = (video.height, video.width)
            reader = ProxyReader(path, size=size, pts=pts, cache_bytes=READER_CACHE_BYTES)
            _readers[video.proxy] = reader
        _readers.move_to_end(video.proxy)
        while len(_readers) > MAX_READERS:
            # Not closed here: another thread may be reading; the file closes with the last reference.
            _readers.popitem(last=False)
        return reader
