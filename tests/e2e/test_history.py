"""The history panel: what was done, two versions held against each other, an old one restored."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clip import write_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]

READ_PIXEL = """(canvas, [x, y]) => [...canvas.getContext("2d").getImageData(x, y, 1, 1).data.slice(0, 3)]"""
# Orange is the first version's, blue the second's, white what both have.
COLORS = {"a": [230, 159, 0], "b": [86, 180, 233], "both": [235, 235, 235]}


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")
    return share_video(product, clip, "History")


def expect_color(editor: Editor, xy: tuple[int, int], name: str) -> None:
    """The overlay has that colour there, but for what rounding a half-transparent pixel costs."""
    overlay = editor.page.get_by_test_id("overlay").element_handle()
    editor.page.wait_for_function(
        f"([canvas, xy, wanted]) => ({READ_PIXEL})(canvas, xy).every((c, at) => Math.abs(c - wanted[at]) < 6)",
        arg=[overlay, list(xy), COLORS[name]],
    )


def test_versions_are_compared_and_an_old_one_is_restored(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = Editor(open_as("annotator"))
    page = editor.page
    editor.open(shared.video)
    editor.select(masklet)
    page.keyboard.press("r")
    editor.drag((100, 150), (200, 150))
    editor.expect_masks(masklet, 1)
    first = shared.masks(masklet)[0]["rle"]
    page.keyboard.press("e")
    editor.drag((60, 150), (120, 150))
    page.keyboard.press("r")
    editor.drag((200, 150), (300, 150))
    editor.go_to(3)
    editor.drag((100, 150), (200, 150))
    editor.expect_masks(masklet, 2)

    page.keyboard.press("i")
    versions = page.get_by_test_id("version-list")
    expect(versions.locator("li")).to_have_count(4)
    expect(versions.locator("[data-painted=true]")).to_have_count(4)
    expect(page.get_by_test_id("version-1")).to_contain_text("Version 1 · frame 0")
    page.get_by_test_id("version-1").click()
    expect(page.get_by_test_id("compare-bar")).to_have_attribute("data-b", "4")
    expect(page.get_by_test_id("compare-frames")).to_have_attribute("data-count", "2")
    page.get_by_test_id("previous-difference").click()
    editor.expect_frame(0)
    expect_color(editor, (100, 150), "a")
    expect_color(editor, (170, 150), "both")
    expect_color(editor, (280, 150), "b")
    page.get_by_test_id("next-difference").click()
    editor.expect_frame(3)
    expect_color(editor, (150, 150), "b")

    page.get_by_test_id("previous-difference").click()
    editor.expect_frame(0)
    page.get_by_test_id("restore-frame").click()
    expect(page.get_by_test_id("version-5")).to_contain_text("Restored version")
    expect(page.get_by_test_id("compare-bar")).to_have_count(0)
    masks = shared.masks(masklet)
    assert [(mask["frame"], mask["origin"]) for mask in masks] == [(0, "restored"), (3, "drawn")]
    assert masks[0]["rle"] == first

    # A restored version is undone like anything else.
    page.get_by_test_id("undo").click()
    expect(page.get_by_test_id("version-5")).to_contain_text("undone")
    expect(page.get_by_test_id("version-6")).to_contain_text("Undo")


def test_history_of_the_video_shows_what_a_gesture_changed(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet("stone")
    editor = Editor(open_as("annotator"))
    page = editor.page
    editor.open(shared.video)
    editor.select(masklet)
    page.keyboard.press("r")
    editor.drag((100, 250), (200, 250))
    editor.expect_masks(masklet, 1)
    page.get_by_test_id("history").click()
    page.get_by_test_id("history-of").select_option("")
    operation = page.get_by_test_id("operation-draw").first
    expect(operation).to_contain_text("Drawing of object")
    editor.go_to(5)
    operation.click()
    editor.expect_frame(0)
    expect_color(editor, (150, 250), "b")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("compare-bar")).to_have_count(0)
