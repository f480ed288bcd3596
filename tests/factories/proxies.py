"""Canonical proxies of small clips, without an ingest."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from inference.frames import PROXY_GOP


def write_proxy(path: Path, frames: NDArray[np.uint8]) -> list[int]:
    """Write frames [T, H, W, 3] as a canonical proxy and return its PTS."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w", format="mp4") as container:
        options = {"g": str(PROXY_GOP), "bf": "0", "preset": "ultrafast", "crf": "18"}
        stream = container.add_stream("libx264", rate=Fraction(24), options=options)
        stream.height, stream.width, stream.pix_fmt = frames.shape[1], frames.shape[2], "yuv420p"
        stream.codec_context.max_b_frames = 0
        for index, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = index, Fraction(1, 24)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    with av.open(str(path)) as container:
        return sorted(packet.pts for packet in container.demux(video=0) if packet.pts is not None)
