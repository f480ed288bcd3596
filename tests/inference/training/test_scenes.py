"""The generator: a clip is a function of its seed, and its labels mean what they say."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from inference.training.pictures import PicturesProblem, read_pictures
from inference.training.scenes import SceneSettings, clip_digest, render_clip


def test_render_clip_same_seed_gives_same_bytes() -> None:
    assert clip_digest([render_clip(11, 4, 64)]) == clip_digest([render_clip(11, 4, 64)])


def test_render_clip_other_seed_gives_other_bytes() -> None:
    assert clip_digest([render_clip(11, 2, 64)]) != clip_digest([render_clip(12, 2, 64)])


def test_render_clip_held_out_differs_from_training() -> None:
    held_out = render_clip(11, 1, 64, SceneSettings(held_out=True))
    assert clip_digest([held_out]) != clip_digest([render_clip(11, 1, 64)])


def test_render_clip_shapes_follow_height_and_width() -> None:
    clip = render_clip(3, 5, (72, 128))
    assert clip.frames.shape == (5, 72, 128, 3)
    assert clip.masks.shape == (5, 72, 128)
    assert clip.frames.dtype == np.uint8
    assert clip.masks.dtype == np.uint8


def test_render_clip_objects_within_settings() -> None:
    for seed in range(12):
        clip = render_clip(seed, 1, 48, SceneSettings(min_objects=2, max_objects=3))
        assert clip.num_objects in {2, 3}
        assert int(clip.masks.max()) <= clip.num_objects


def test_render_clip_moves_objects_and_lets_some_vanish() -> None:
    clips = [render_clip(seed, 12, 64, frame_step=4) for seed in range(8)]
    moved = [not np.array_equal(clip.masks[0], clip.masks[-1]) for clip in clips]
    assert all(moved)
    vanished = [
        (clip.masks == label).any((1, 2)).any() and not (clip.masks == label).any((1, 2)).all()
        for clip in clips
        for label in range(1, clip.num_objects + 1)
    ]
    assert any(vanished)


def test_render_clip_without_motion_keeps_masks() -> None:
    clip = render_clip(5, 3, 64, SceneSettings(motion=0.0))
    assert np.array_equal(clip.masks[0], clip.masks[2])


def test_render_clip_with_a_cut_shows_no_object_after_it() -> None:
    clips = [render_clip(seed, 12, 64, SceneSettings(cut=1.0, vanish=0.0), frame_step=4) for seed in range(6)]
    for clip in clips:
        seen = clip.masks.any((1, 2))
        cut_at = int(np.flatnonzero(seen)[-1]) + 1
        assert seen[:cut_at].all()
        jump = np.abs(np.diff(clip.frames.astype(int), axis=0)).mean((1, 2, 3))
        assert cut_at == len(seen) or jump.argmax() == cut_at - 1


def test_render_clip_in_thermal_film_has_no_colour() -> None:
    clip = render_clip(3, 2, 66, SceneSettings(film="thermal", noise=0.0))
    assert np.array_equal(clip.frames[..., 0], clip.frames[..., 2])
    assert int(clip.frames.max()) <= 168


def test_render_clip_over_pictures_shows_their_pixels(tmp_path: Path) -> None:
    Image.new("RGB", (200, 180), (10, 200, 30)).save(tmp_path / "green.png")
    settings = SceneSettings(pictures=1.0, noise=0.0, motion=0.0)
    clip = render_clip(3, 1, 64, settings, pictures=read_pictures(tmp_path))
    assert (clip.frames.argmax(-1) == 1).all()


def test_folder_without_pictures_says_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(PicturesProblem, match=r"There is no picture in .*\.jpg"):
        read_pictures(tmp_path)
