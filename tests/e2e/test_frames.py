"""The frame on the screen is the frame of the table: proven by the number burned into its pixels."""

import random
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from labeling.videos.demo_clip import render_demo_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product, expect, upload_video

NUM_FRAMES = 240
NUM_SEEKS = 500


def test_no_frame_is_wrong_after_random_seeks_and_a_full_play(
    product: Product, open_as: Callable[[str], Page], tmp_path: Path
):
    clip = tmp_path / "long.mp4"
    render_demo_clip(clip, num_frames=NUM_FRAMES, size=(180, 320), fps=30, burned_in=True)
    admin = product.api("admin")
    project = expect(admin.post("/api/projects/", json={"name": "Frames"}), 201)["id"]
    editor = Editor(open_as("admin"))
    editor.open(upload_video(admin, project=project, path=clip))

    chooser = random.Random(0)
    frames = [chooser.randrange(NUM_FRAMES) for _ in range(NUM_SEEKS)]
    assert editor.read_after_seeks(frames) == frames

    editor.go_to(0)
    seen = editor.watch_play(NUM_FRAMES - 1)
    assert [shown for shown, _ in seen] == [burned for _, burned in seen]
    assert seen[-1] == (NUM_FRAMES - 1, NUM_FRAMES - 1)
    assert len(set(seen)) > NUM_FRAMES / 4
