import pytest

from labeling.accounts.models import User
from labeling.masklets.models import Masklet
from labeling.projects.models import Project
from labeling.videos.models import Video
from tests.factories.masklets import MaskletFactory
from tests.factories.videos import VideoFactory


@pytest.fixture
def video(project: Project) -> Video:
    """A ready video of 100 frames of 64×48 pixels."""
    return VideoFactory(project=project)


@pytest.fixture
def masklet(video: Video, bob: User) -> Masklet:
    """An object of bob's, without a mask."""
    return MaskletFactory(video=video, author=bob, label=video.project.labels.get(name="dog"), number=1)
