"""Writes the canonical proxy and proves that it holds the frames it should."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av

from inference.frames import PROXY_GOP
from labeling.videos.ingest.picture import Geometry

BT709 = 1
LIMITED_RANGE = 1

X264 = {
    "preset": "veryfast",
    # 18 is visually lossless; masks are drawn on these pixels for good.
    "crf": "18",
    "g": str(PROXY_GOP),
    "keyint_min": str(PROXY_GOP),
    "sc_threshold": "0",
    "bf": "0",
}


class ProxyWrong(Exception):
    """The proxy that was written does not hold the frames that were decoded."""


class ProxyWriter:
    """H.264 in MP4: a keyframe every PROXY_GOP frames, no B-frames, the clock's ticks as they are, index in front."""

    def __init__(self, path: Path, geometry: Geometry, *, ticks_per_s: int, rate: Fraction) -> None:
        options = {"movflags": "+faststart", "video_track_timescale": str(ticks_per_s)}
        self._container = av.open(str(path), "w", format="mp4", options=options)
        self._stream = self._container.add_stream("libx264", rate=rate.limit_denominator(100_000), options=X264)
        self._stream.width, self._stream.height = geometry.coded_size
        self._stream.pix_fmt = "yuv420p"
        self._time_base = Fraction(1, ticks_per_s)
        context = self._stream.codec_context
        context.time_base = self._time_base
        context.thread_count = 2
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED_RANGE

    def write(self, picture: av.VideoFrame, tick: int) -> None:
        picture.pts = tick
        picture.time_base = self._time_base
        # The encoder chooses the types; a type left over from decoding would force keyframes.
        picture.pict_type = 0
        picture.colorspace, picture.color_range = BT709, LIMITED_RANGE
        self._container.mux(self._stream.encode(picture))

    def finish(self) -> None:
        self._container.mux(self._stream.encode(None))
        self._container.close()


def check_proxy(path: Path, ticks: Sequence[int]) -> None:
    """Raise ProxyWrong unless the proxy's packets have exactly these times, in this order, and keyframes in place."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [(packet.pts, packet.is_keyframe) for packet in container.demux(stream) if packet.size]
        time_base = stream.time_base
    if [pts for pts, _ in packets] != list(ticks):
        raise ProxyWrong(f"{len(ticks)} frames went in, {len(packets)} came out or their times differ ({time_base})")
    if not all(is_key for _, is_key in packets[::PROXY_GOP]):
        raise ProxyWrong("a keyframe is missing")
