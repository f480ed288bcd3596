"""The editor in the window of a small laptop: the objects keep their room."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clip import write_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    return share_video(product, write_clip(tmp_path_factory.mktemp("clip") / "low.mp4"), "Low window")


def test_options_of_tracking_are_one_line_until_asked_for(shared: SharedVideo, open_as: OpenAs):
    masklets = [shared.add_masklet() for _ in range(3)]
    editor = Editor(open_as("annotator"))
    page = editor.page
    page.set_viewport_size({"width": 1366, "height": 768})
    editor.open(shared.video)
    options = page.get_by_test_id("propagate-options")
    expect(options).to_have_text("Forward, selected object")
    for masklet in masklets:
        expect(editor.row(masklet)).to_be_in_viewport(ratio=1)

    options.click()
    page.get_by_test_id("propagate-scope-all").click()
    page.get_by_test_id("range-stop").fill("9")
    page.get_by_test_id("range-stop").press("Enter")
    options.click()
    expect(options).to_have_text("Forward, all objects, frames 0 to 8")
    expect(page.get_by_test_id("propagate-scope-all")).to_have_count(0)

    page.set_viewport_size({"width": 1366, "height": 900})
    expect(page.get_by_test_id("propagate-scope-all")).to_have_attribute("aria-pressed", "true")
