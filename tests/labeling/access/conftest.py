from typing import Any

import pytest

from labeling.videos.demo_clip import render_demo_clip
from labeling.videos.ingest.supervise import Caps, IngestOutput, run_child
from labeling.videos.models import FrameTable, Video
from tests.factories.videos import VideoFactory

NUM_FRAMES = 12


@pytest.fixture(scope="package")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> IngestOutput:
    """A small clip, ingested once for the whole table."""
    folder = tmp_path_factory.mktemp("media")
    clip = folder / "clip.mp4"
    render_demo_clip(clip, num_frames=NUM_FRAMES, size=(48, 64))
    scratch = folder / "scratch"
    scratch.mkdir()
    caps = Caps(max_frames=100, max_pixels=10**6, cpu_s=60, memory_bytes=2 * 1024**3)
    return run_child(original=clip, scratch=scratch, caps=caps, on_progress=lambda _: None, should_stop=lambda: False)


@pytest.fixture
def video_with_media(db: Any, settings: Any, ingested: IngestOutput) -> Video:
    settings.MEDIA_ROOT = ingested.proxy.parent
    finished = ingested.finished
    video: Video = VideoFactory.create(
        num_frames=NUM_FRAMES,
        width=finished.width,
        height=finished.height,
        proxy=ingested.proxy.name,
        poster=ingested.poster.name,
        frame_table=None,
    )
    FrameTable.objects.filter(video=video).delete()
    FrameTable.objects.create(
        video=video, time_base_num=finished.time_base_num, time_base_den=finished.time_base_den, pts=ingested.pts
    )
    return video
