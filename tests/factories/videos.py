import factory

from labeling.videos.models import Video
from tests.factories.accounts import UserFactory
from tests.factories.projects import ProjectFactory


class VideoFactory(factory.django.DjangoModelFactory):
    """A video that has been read: 100 frames of 64×48 pixels. It has no media; tests of media ingest a clip."""

    class Meta:
        model = Video

    project = factory.SubFactory(ProjectFactory)
    name = factory.Sequence(lambda n: f"clip {n}.mp4")
    status = Video.Status.READY
    progress = 1.0
    num_frames = 100
    width = 64
    height = 48
    duration_s = 4.0
    created_by = factory.SubFactory(UserFactory)
