"""The protocols of promptable video segmentation, with the shipped model as the one who answers."""

from typing import Any

import numpy as np
import pytest
import torch

from inference.checkpoints import load_predictor
from inference.training.annotator import Annotator, list_starts
from inference.training.footage import GeneratedFootage
from inference.training.pvs import (
    Course,
    evaluate_offline,
    evaluate_online,
    offline_seconds,
    online_seconds,
    open_tracker,
    summarise,
)
from inference.training.scenes import Clip, SceneSettings, render_clip

EASY = SceneSettings(min_objects=2, max_objects=2, min_radius=0.2, clutter=0, occluders=0, motion=0.3, vanish=0.0)


@pytest.fixture(scope="module")
def model() -> Any:
    torch.manual_seed(0)
    return load_predictor("maskloop-nano", "cpu")


@pytest.fixture(scope="module")
def footage() -> GeneratedFootage:
    return GeneratedFootage(render_clip(7, 5, 256, EASY))


def test_annotators_seconds_follow_the_papers_formulas() -> None:
    # 600 frames: 60 s to watch, and for each clicked frame 1 s to find it and 3 clicks of 1.5 s.
    assert offline_seconds(600, 2) == 2 * (60 + 1 + 4.5)
    assert online_seconds(600, 2) == 60 + 2 * (1 + 4.5)


def test_summary_is_the_mean_over_objects() -> None:
    courses = [Course("a", 1, (0.2, 0.6), (10.0, 20.0)), Course("a", 2, (0.4, 0.8), (12.0, 22.0))]

    summary = summarise(courses)

    assert (summary.objects, summary.seconds) == (2, (11.0, 21.0))
    assert summary.scores == pytest.approx((0.3, 0.7))
    assert summary.mean == pytest.approx(0.5)


def test_clicked_frames_keep_what_was_clicked_and_all_frames_can_be_clicked(
    model: Any, footage: GeneratedFootage
) -> None:
    offline = evaluate_offline(model, [footage], most_frames=6)

    assert [course.number for course in offline] == [1, 2]
    for course in offline:
        assert len(course.scores) == 6
        # Five frames: with the fifth click nothing is left to the tracker, and a sixth changes nothing.
        assert course.scores[5] == course.scores[4] > 0
        assert course.seconds == tuple(offline_seconds(5, count) for count in range(1, 7))


def test_online_walk_clicks_no_more_than_allowed(model: Any, footage: GeneratedFootage) -> None:
    online = evaluate_online(model, [footage], most_frames=3)

    assert [course.number for course in online] == [1, 2]
    for course in online:
        assert course.seconds[0] == online_seconds(5, 1)
        assert course.seconds[2] <= online_seconds(5, 3)
        assert all(0 < score <= 1 for score in course.scores)


def test_annotator_begins_where_the_object_is_first_seen_well(model: Any) -> None:
    masks = np.zeros((3, 64, 64), np.uint8)
    masks[0, :2, :2] = 1  # too small to be clicked on
    masks[1:, 10:30, 10:30] = 1
    footage = GeneratedFootage(Clip(1, 1, np.zeros((3, 64, 64, 3), np.uint8), masks))

    assert list_starts(footage) == [(1, 1)]
    assert Annotator(open_tracker(model, footage), footage, 1, 1).frames == range(1, 3)
