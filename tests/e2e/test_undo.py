"""Undo, redo and edits of whole objects, as people do them in the editor."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clip import write_clip
from tests.e2e.editor import PROPAGATION_MS, Editor
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")
    return share_video(product, clip, "Undo")


def open_editor(shared: SharedVideo, open_as: OpenAs, masklet: int) -> Editor:
    editor = Editor(open_as("annotator"))
    editor.open(shared.video)
    editor.select(masklet)
    return editor


def list_present(shared: SharedVideo, masklet: int) -> list[tuple[int, Any]]:
    """Each frame with its mask."""
    return [(mask["frame"], mask["rle"]) for mask in shared.masks(masklet) if mask["state"] == "present"]


def draw_band(editor: Editor, y: int) -> None:
    editor.page.keyboard.press("r")
    editor.drag((100, y), (300, y))


def ask(editor: Editor, masklet: int, kind: str) -> None:
    editor.row(masklet).get_by_test_id("object-menu").click()
    editor.page.get_by_test_id(f"structure-{kind}").click()


def confirm(editor: Editor) -> None:
    editor.page.get_by_test_id("structure-confirm").click()
    expect(editor.page.get_by_test_id("structure-form")).to_have_count(0)


def test_undo_of_a_propagation_gives_back_what_was_there(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = open_editor(shared, open_as, masklet)
    page = editor.page
    editor.go_to(30)
    draw_band(editor, 60)
    editor.expect_masks(masklet, 1)
    editor.go_to(0)
    page.keyboard.press("p")
    editor.click((430, 130))
    editor.expect_masks(masklet, 2)
    before = list_present(shared, masklet)
    editor.propagate("forward")
    undo, redo = page.get_by_test_id("undo"), page.get_by_test_id("redo")
    tracked = re.compile(r"Undo: Tracking of object \d+, frames 1–29 and 31–59 \(Ctrl\+Z\)")
    expect(undo).to_have_attribute("title", tracked, timeout=PROPAGATION_MS)
    # Where the model does not see the object, the frame says so.
    present = list_present(shared, masklet)
    assert [mask["frame"] for mask in shared.masks(masklet)] == list(range(60))
    page.keyboard.press("Control+z")
    editor.expect_masks(masklet, 2)
    assert list_present(shared, masklet) == before

    # What may be undone and redone is the server's to know: a reload changes nothing.
    page.reload()
    editor.expect_frame(0)
    expect(redo).to_have_attribute("title", re.compile(r"Redo: Tracking"))
    page.keyboard.press("Control+Shift+z")
    editor.expect_masks(masklet, len(present))
    assert list_present(shared, masklet) == present


def test_undo_says_who_changed_the_frame_since(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = open_editor(shared, open_as, masklet)
    draw_band(editor, 100)
    editor.expect_masks(masklet, 1)
    with shared.product.api("admin") as admin:
        admin.put(f"/api/masklets/{masklet}/frames/0/", json={"state": "absent"}).raise_for_status()
    undo = editor.page.get_by_test_id("undo")
    expect(undo).to_have_attribute("title", re.compile(r"Not now: Admin changed frame 0 of object \d+ since"))
    expect(undo).to_be_disabled()
    editor.page.keyboard.press("Control+z")
    expect(editor.page.get_by_test_id("toast")).to_contain_text("changed frame 0")


def test_objects_are_split_merged_deleted_and_brought_back(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = open_editor(shared, open_as, masklet)
    page = editor.page
    draw_band(editor, 150)
    editor.expect_masks(masklet, 1)
    page.keyboard.press("Shift+D")
    page.get_by_test_id("span-first").fill("0")
    page.get_by_test_id("span-last").fill("9")
    confirm(editor)
    editor.expect_masks(masklet, 10)

    rows = page.get_by_test_id("object-row")
    count = rows.count()
    editor.go_to(4)
    ask(editor, masklet, "split")
    confirm(editor)
    expect(rows).to_have_count(count + 1)
    editor.expect_masks(masklet, 4)
    made = int(rows.nth(count).get_attribute("data-masklet") or 0)
    editor.expect_masks(made, 6)

    editor.select(masklet)
    ask(editor, masklet, "merge")
    page.get_by_test_id("other-object").select_option(str(made))
    confirm(editor)
    expect(rows).to_have_count(count)
    editor.expect_masks(masklet, 10)

    editor.row(masklet).get_by_test_id("delete-object").click()
    page.get_by_test_id("confirm").click()
    expect(rows).to_have_count(count - 1)
    page.get_by_test_id("show-deleted").click()
    page.get_by_test_id("deleted-list").get_by_test_id("recover").first.click()
    expect(rows).to_have_count(count)
    editor.expect_masks(masklet, 10)

    page.keyboard.press("Shift+A")
    page.get_by_test_id("span-first").fill("2")
    page.get_by_test_id("span-last").fill("5")
    confirm(editor)
    editor.expect_masks(masklet, 6)
    page.get_by_test_id("undo").click()
    editor.expect_masks(masklet, 10)
