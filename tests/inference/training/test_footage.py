"""Labelled footage is read as it was written, in both of SA-V's layouts."""

import json
from pathlib import Path

import numpy as np
import pytest

from inference.training.footage import FootageProblem, GeneratedFootage, find_step, open_folder
from inference.training.scenes import Clip, SceneSettings, render_clip
from tests.factories.footage import write_exports, write_pictures


@pytest.fixture(scope="module")
def clip() -> Clip:
    return render_clip(3, 9, (72, 96), SceneSettings(min_objects=2, max_objects=2))


def test_export_beside_its_video_is_read_as_it_was_written(clip: Clip, tmp_path: Path) -> None:
    (footage,) = open_folder(write_exports(tmp_path, [clip]))

    assert (footage.name, len(footage)) == ("clip00", 9)
    assert (list(footage.annotated), list(footage.objects)) == ([0, 4, 8], [0, 1])
    for frame in footage.annotated:
        assert np.array_equal(footage.read_mask(frame, 1), clip.masks[frame] == 2)
    assert np.abs(footage.read(4).astype(int) - clip.frames[4]).mean() < 12


def test_pictures_and_annotations_are_read_as_they_were_written(clip: Clip, tmp_path: Path) -> None:
    (footage,) = open_folder(write_pictures(tmp_path, clip))

    assert (footage.name, len(footage)) == ("clip", 9)
    assert (list(footage.annotated), list(footage.objects)) == ([0, 4, 8], [0, 1])
    assert np.array_equal(footage.read_mask(8, 0), clip.masks[8] == 1)
    assert not footage.read_mask(3, 0).any()


def test_generated_footage_is_its_clip(clip: Clip) -> None:
    footage = GeneratedFootage(clip)

    assert (list(footage.objects), len(footage), footage.annotated) == ([1, 2], 9, range(9))
    assert np.array_equal(footage.read(5), clip.frames[5])
    assert np.array_equal(footage.read_mask(5, 2), clip.masks[5] == 2)


def test_annotation_without_its_video_says_where_to_put_it(clip: Clip, tmp_path: Path) -> None:
    write_exports(tmp_path, [clip])
    (tmp_path / "clip00.mp4").unlink()

    with pytest.raises(FootageProblem, match=r"put clip00.mp4 into the same folder\.$"):
        open_folder(tmp_path)


def test_annotation_of_another_video_is_refused(clip: Clip, tmp_path: Path) -> None:
    annotation = write_exports(tmp_path, [clip]) / "clip00_manual.json"
    content = json.loads(annotation.read_text())
    annotation.write_text(json.dumps(content | {"masklet": content["masklet"][:1] * 7}))

    with pytest.raises(FootageProblem, match=r"does not fit the 9 frames of clip00\.mp4"):
        open_folder(tmp_path)


@pytest.mark.parametrize(
    ("num_frames", "num_annotated", "step"),
    [(9, 3, 4), (483, 121, 4), (48, 48, 1), (48, 24, 2), (48, 8, 6), (9, 7, None)],
)
def test_step_of_annotations_follows_from_the_number_of_frames(num_frames: int, num_annotated: int, step: int | None):
    assert find_step(num_frames, num_annotated) == step


def test_folder_without_footage_says_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(FootageProblem, match=r"neither NAME_manual.json beside NAME.mp4"):
        open_folder(tmp_path)
