"""Cuts are found, and nothing else is: on clips joined from two scenes, with flashes and fast motion, and real ones."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backend.services.installation import REPOSITORY
from inference.frames import ProxyReader
from inference.scenes import CutDetector, measure_distance
from inference.thumbnails import shrink_picture
from inference.training.scenes import SceneSettings, render_clip

REAL_CLIPS = REPOSITORY.parent / "shared" / "data"
SIZE = (90, 160)
# Seeds that the thresholds were not chosen on.
FIRST_SEED = 51_000
NUM_SCENES = 40
SCENE_FRAMES = 14
Thumbnails = NDArray[np.uint8]


@pytest.fixture(scope="module")
def scenes() -> list[Thumbnails]:
    """Scenes at one to four times their speed, as thumbnails [T, 18, 32, 3]."""
    return [render_scene(number) for number in range(NUM_SCENES)]


def render_scene(number: int) -> Thumbnails:
    settings = SceneSettings(held_out=bool(number % 2))
    clip = render_clip(FIRST_SEED + number, SCENE_FRAMES, SIZE, settings, frame_step=1 + number % 4)
    return np.stack([shrink_picture(frame) for frame in clip.frames])


def flash(thumbnails: Thumbnails, frame: int, *, count: int, gain: float, offset: float) -> Thumbnails:
    flashed = thumbnails.astype(np.float32)
    flashed[frame : frame + count] = flashed[frame : frame + count] * gain + offset
    return np.clip(flashed, 0, 255).astype(np.uint8)


def find_cuts(thumbnails: Thumbnails) -> list[int]:
    detector = CutDetector(lambda frame: thumbnails[frame], len(thumbnails))
    return [frame for frame in range(len(thumbnails)) if detector.is_cut(frame)]


def test_cuts_between_generated_scenes_are_found_and_no_others(scenes: list[Thumbnails]):
    """40 joined clips, every one with a flash, a black or a white frame somewhere."""
    lights = [(1.0, 120.0), (1.8, 40.0), (0.1, 0.0), (0.0, 255.0)]
    found = missed = wrong = 0
    for number, scene in enumerate(scenes):
        joined = np.concatenate([scene, scenes[(number + 7) % NUM_SCENES]])
        gain, offset = lights[number % 4]
        cuts = find_cuts(flash(joined, 3 + number % 6, count=1 + number % 2, gain=gain, offset=offset))
        found += SCENE_FRAMES in cuts
        missed += SCENE_FRAMES not in cuts
        wrong += len([cut for cut in cuts if cut != SCENE_FRAMES])
    assert found + missed == 40
    recall, precision = found / (found + missed), found / (found + wrong)
    assert recall >= 0.95, (found, missed)
    assert precision >= 0.95, (found, wrong)


def test_scene_without_a_cut_has_none(scenes: list[Thumbnails]):
    assert sum(len(find_cuts(scene)) for scene in scenes) == 0


@pytest.mark.parametrize("count", [1, 2])
def test_flash_is_no_cut(scenes: list[Thumbnails], count: int):
    still = np.repeat(scenes[0][:1], 12, axis=0)
    assert find_cuts(flash(still, 5, count=count, gain=0.0, offset=255.0)) == []


def test_walking_backward_finds_the_same_cut(scenes: list[Thumbnails]):
    joined = np.concatenate([scenes[0], scenes[1]])
    assert find_cuts(joined) == [SCENE_FRAMES]
    assert find_cuts(joined[::-1]) == [SCENE_FRAMES]


def test_two_scenes_of_one_frame_each_and_the_ends_of_a_video(scenes: list[Thumbnails]):
    detector = CutDetector(lambda frame: scenes[frame][0], 2)
    assert [detector.is_cut(frame) for frame in (-1, 0, 1, 2)] == [False, False, True, False]


def test_distance_of_a_frame_to_itself_is_nought(scenes: list[Thumbnails]):
    assert measure_distance(scenes[3][0], scenes[3][0]) == 0


@pytest.mark.parametrize("shape", [(720, 1280, 3), (9, 16, 3), (1, 1, 3), (640, 360, 3)])
def test_thumbnail_of_any_picture(shape: tuple[int, int, int]):
    thumbnail = shrink_picture(np.full(shape, 77, dtype=np.uint8))
    assert (thumbnail.shape, thumbnail.min(), thumbnail.max()) == ((18, 32, 3), 77, 77)


def read_real(name: str) -> Thumbnails:
    with ProxyReader(REAL_CLIPS / name) as reader:
        return np.stack([shrink_picture(reader.read(frame)) for frame in range(0, len(reader), 2)])


@pytest.mark.real_clips
@pytest.mark.skipif(not REAL_CLIPS.is_dir(), reason=f"the real clips are not in {REAL_CLIPS}")
def test_real_clips_have_cuts_only_where_they_are_joined():
    """Real clips at twice their speed have no cut; joined in every order they have one each time."""
    clips = [read_real(path.name) for path in sorted(Path(REAL_CLIPS).glob("0*.mp4"))]
    assert [find_cuts(clip) for clip in clips] == [[]] * len(clips)
    for first in clips:
        for second in clips:
            if first is not second:
                assert find_cuts(np.concatenate([first[-20:], second[:20]])) == [20]
                assert find_cuts(np.concatenate([first[60:80], second[60:80]])) == [20]
