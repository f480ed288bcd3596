from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from labeling.videos.models import FrameTable, Video
from tests.factories.projects import ProjectFactory
from tests.factories.propagation import make_clip_video
from tests.factories.videos import VideoFactory

NUM_FRAMES = 12


@pytest.fixture
def make_video(db: Any, settings: Any, tmp_path: Path) -> Callable[[], Video]:
    """Makes a project with one ready video each time; they share their media."""
    settings.MEDIA_ROOT = tmp_path / "media"
    clip = make_clip_video(num_frames=NUM_FRAMES)
    clip.poster = f"videos/{clip.pk}/poster.jpg"
    Image.new("RGB", (clip.width, clip.height)).save(settings.MEDIA_ROOT / clip.poster)
    table = FrameTable.objects.get(video=clip)
    shown = {name: getattr(clip, name) for name in ("num_frames", "width", "height", "proxy", "poster", "proxy_digest")}

    def make() -> Video:
        video: Video = VideoFactory.create(project=ProjectFactory.create(), **shown)
        FrameTable.objects.filter(video=video).update(time_base_den=table.time_base_den, pts=table.pts)
        return video

    return make
