from pathlib import Path
from typing import Any

import pytest
import torch

from inference.checkpoints import load_predictor
from labeling.accounts.models import User
from labeling.masklets.models import Masklet
from labeling.projects.models import Project
from labeling.propagation.device.loop import DeviceLoop
from labeling.videos.models import Video
from tests.factories.propagation import make_clip_video, make_loop, make_masklet

NUM_FRAMES = 34


@pytest.fixture(scope="session")
def model() -> Any:
    """The real networks at their real size, with random weights: what they see is arbitrary, but always the same."""
    torch.set_num_threads(1)  # two threads on two busy cores wait for each other
    torch.manual_seed(7)
    made = load_predictor("maskloop-nano", "cpu", untrained=True)
    with torch.no_grad():  # random weights see no object; with this bias they do
        made.sam_mask_decoder.pred_obj_score_head.layers[-1].bias.fill_(5.0)
    return made


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return Path(settings.MEDIA_ROOT)


@pytest.fixture
def video(project: Project, media: Path) -> Video:
    return make_clip_video(num_frames=NUM_FRAMES, project=project)


@pytest.fixture
def masklet(video: Video, bob: User) -> Masklet:
    return make_masklet(video, bob)


@pytest.fixture
def loop(model: Any) -> DeviceLoop:
    return make_loop(model)
