import hashlib
from pathlib import Path

import factory

from labeling.videos.models import FrameTable, Ingest, Video
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory

TICKS_PER_S = 25


class VideoFactory(factory.django.DjangoModelFactory):
    """A ready video of 100 frames of 64 × 48 pixels with its frame table. It has no media; for that, ingest a clip."""

    class Meta:
        model = Video
        skip_postgeneration_save = True

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"clip {n}.mp4")
    status = Video.Status.READY
    progress = 1.0
    num_frames = 100
    width = 64
    height = 48
    duration_s = factory.LazyAttribute(lambda video: video.num_frames / TICKS_PER_S)
    proxy_digest = factory.LazyAttribute(lambda video: hashlib.sha256(video.name.encode()).hexdigest())
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def frame_table(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create and self.status == Video.Status.READY:
            pts = list(range(self.num_frames))
            FrameTable.objects.create(video=self, time_base_num=1, time_base_den=TICKS_PER_S, pts=pts)


class IngestFactory(factory.django.DjangoModelFactory):
    """A queued ingest of a video that is not ready."""

    class Meta:
        model = Ingest

    video = factory.SubFactory(VideoFactory, status=Video.Status.UPLOADED, num_frames=0, width=0, height=0)
    created_by = factory.SelfAttribute("video.created_by")


def count_files(folder: Path) -> int:
    """How many files lie under a folder, to prove that nothing is left over."""
    return sum(1 for path in folder.rglob("*") if path.is_file())
