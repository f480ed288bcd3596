from pathlib import Path

import av
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from labeling.videos.demo_clip import draw_demo_frames, render_demo_clip
from labeling.videos.frame_numbers import read_burned_in


def decode(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_demo_clip_carries_the_number_of_every_frame(tmp_path: Path):
    path = tmp_path / "demo.mp4"

    render_demo_clip(path, num_frames=30, size=(180, 320), burned_in=True)

    assert [read_burned_in(picture) for picture in decode(path)] == list(range(30))


def test_demo_clip_shows_the_scene_whose_masks_are_known(tmp_path: Path):
    path = tmp_path / "demo.mp4"
    render_demo_clip(path, num_frames=28, size=(180, 320))

    scene = draw_demo_frames(first=24, count=4, size=(180, 320))

    difference = np.abs(decode(path)[25].astype(int) - scene.frames[1].astype(int))
    assert difference.mean() < 6
    assert scene.num_objects >= 3


def test_make_demo_clip_writes_a_file(tmp_path: Path):
    path = tmp_path / "demo.mp4"

    call_command("make_demo_clip", path, "--frames", "4", "--width", "320", "--height", "180")

    assert len(decode(path)) == 4


def test_make_demo_clip_refuses_an_odd_size(tmp_path: Path):
    with pytest.raises(CommandError, match="must be even"):
        call_command("make_demo_clip", tmp_path / "demo.mp4", "--width", "321")
