from pathlib import Path
from typing import Any

import pytest
import torch

from inference.checkpoints import CheckpointProblem, load_predictor
from inference.frames import ProxyUnreadable
from inference.sessions import MODELS_KEPT, SESSIONS_KEPT, Clip, Sessions
from inference.types import Conditioning, PointPrompt
from tests.factories.clips import SIZE, draw_squares
from tests.factories.proxies import write_proxy

POINT = PointPrompt(frame=1, points=((20.0, 30.0),), labels=(1,))


@pytest.fixture(scope="module")
def model() -> Any:
    torch.set_num_threads(1)
    return load_predictor("maskloop-nano", "cpu", untrained=True)


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    path = tmp_path / "proxy.mp4"
    return Clip(key="first", path=path, size=SIZE, pts=write_proxy(path, draw_squares(4)))


def name_clip(clip: Clip, key: str) -> Clip:
    return Clip(key=key, path=clip.path, size=clip.size, pts=clip.pts)


def make_sessions(model: Any, loaded: list[str]) -> Sessions:
    def load(name: str, device: str) -> Any:
        if name == "missing":
            raise CheckpointProblem("The weights are not here.")
        loaded.append(name)
        return model

    return Sessions(device="cpu", load=load)


def test_open_video_is_kept(model: Any, clip: Clip):
    loaded: list[str] = []
    sessions = make_sessions(model, loaded)
    assert sessions.open("nano", clip) is sessions.open("nano", clip)
    assert (loaded, sessions.model_name) == (["nano"], "nano")


def test_video_opened_longest_ago_is_closed_first(model: Any, clip: Clip):
    sessions = make_sessions(model, [])
    first = sessions.open("nano", clip)
    for number in range(SESSIONS_KEPT):
        sessions.open("nano", name_clip(clip, f"other {number}"))
    assert sessions.open("nano", clip) is not first


def test_at_most_two_models_are_kept(model: Any, clip: Clip):
    loaded: list[str] = []
    sessions = make_sessions(model, loaded)
    for name in ("one", "two", "three", "one"):
        sessions.open(name, clip)
    assert (loaded, MODELS_KEPT) == (["one", "two", "three", "one"], 2)


def test_tracker_in_use_outlives_its_session(model: Any, clip: Clip):
    sessions = make_sessions(model, [])
    tracker = sessions.open("nano", clip)
    sessions.forget()
    result = tracker.click(1, (POINT,), known=Conditioning(prompts={}, barriers={}))
    assert result.frame == 1


def test_missing_model_and_missing_video_say_so(model: Any, clip: Clip, tmp_path: Path):
    sessions = make_sessions(model, [])
    with pytest.raises(CheckpointProblem):
        sessions.open("missing", clip)
    with pytest.raises(ProxyUnreadable):
        sessions.open("nano", Clip(key="gone", path=tmp_path / "gone.mp4", size=SIZE, pts=[0]))
