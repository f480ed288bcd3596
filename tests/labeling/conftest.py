import pytest
from channels.layers import channel_layers

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


@pytest.fixture(autouse=True)
def _own_channel_layer() -> None:
    """A layer's locks belong to the loop of the test that used it last: one cancelled while receiving kept them."""
    channel_layers.backends.clear()
