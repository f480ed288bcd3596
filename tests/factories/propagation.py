"""Videos with media for the tracker, objects on them, and a device loop without a worker process around it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from django.core.files.storage import default_storage
from numpy.typing import NDArray

from inference.sessions import Sessions
from labeling.accounts.models import User
from labeling.masklets.models import Masklet
from labeling.propagation.device.loop import DeviceLoop
from labeling.propagation.device.outgoing import Outgoing
from labeling.propagation.device.writer import Writer
from labeling.videos.models import FrameTable, Video
from tests.factories.clips import draw_squares
from tests.factories.masklets import MaskletFactory
from tests.factories.proxies import write_proxy
from tests.factories.videos import VideoFactory


def make_clip_video(*, num_frames: int, frames: NDArray[np.uint8] | None = None, **fields: Any) -> Video:
    """A ready video with media: by default a square that moves."""
    pictures = draw_squares(num_frames) if frames is None else frames
    height, width = pictures.shape[1:3]
    video: Video = VideoFactory.create(num_frames=num_frames, width=width, height=height, **fields)
    video.proxy = f"videos/{video.pk}/proxy.mp4"
    video.proxy_digest = f"digest of {video.pk}"
    pts = write_proxy(Path(default_storage.path(video.proxy)), pictures)
    FrameTable.objects.update_or_create(video=video, defaults={"time_base_num": 1, "time_base_den": 12288, "pts": pts})
    video.save()
    return video


def make_masklet(video: Video, author: User) -> Masklet:
    masklet: Masklet = MaskletFactory.create(video=video, author=author, number=video.masklets.count() + 1)
    return masklet


def make_loop(model: Any = None, *, load: Callable[[str, str], Any] | None = None, worker: str = "here") -> DeviceLoop:
    """A loop whose every model is `model`, or what `load` gives."""

    def give(name: str, device: str) -> Any:
        return load(name, device) if load else model

    return DeviceLoop(worker=worker, sessions=Sessions(device="cpu", load=give), outgoing=Outgoing(), writer=Writer())
