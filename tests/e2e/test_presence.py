"""Two people on one video see each other before anything is saved."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.clip import write_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]

# Somebody else's pointer or stroke covers that pixel of the screen.
IS_COVERED = """([x, y]) => {
    const canvas = document.querySelector('[data-testid="people-layer"]');
    const room = canvas.getBoundingClientRect();
    const density = canvas.width / room.width;
    const at = [(x - room.left) * density, (y - room.top) * density].map(Math.round);
    return canvas.getContext("2d").getImageData(at[0], at[1], 1, 1).data[3] > 0;
}"""


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")
    return share_video(product, clip, "Presence")


def open_both(shared: SharedVideo, open_as: OpenAs) -> tuple[Editor, Editor]:
    bob, alice = Editor(open_as("annotator")), Editor(open_as("admin"))
    for editor in (bob, alice):
        editor.open(shared.video)
    for editor in (bob, alice):
        expect(editor.page.get_by_test_id("presence")).to_have_attribute("data-count", "1")
    return bob, alice


def chip(editor: Editor, shared: SharedVideo, role: str) -> Locator:
    username = shared.product.logins[role].username
    return editor.page.locator(f'[data-testid="presence"] [data-user="{username}"]')


def expect_covered(editor: Editor, xy: tuple[int, int]) -> None:
    editor.page.wait_for_function(IS_COVERED, arg=list(editor.to_screen(xy)))


def test_follow_shows_frame_and_view_until_a_step_of_ones_own(shared: SharedVideo, open_as: OpenAs):
    bob, alice = open_both(shared, open_as)
    alice.go_to(7)
    expect(chip(bob, shared, "admin")).to_contain_text("7 · pointing")
    chip(bob, shared, "admin").click()
    bob.expect_frame(7)
    expect(bob.page.get_by_test_id("follow-note")).to_be_visible()
    alice.go_to(9)
    bob.expect_frame(9)
    width = bob.canvas.bounding_box()["width"]
    alice.page.keyboard.press("=")
    bob.page.wait_for_function(
        "([canvas, width]) => canvas.getBoundingClientRect().width > 1.2 * width",
        arg=[bob.canvas.element_handle(), width],
    )
    bob.page.keyboard.press("f")
    bob.expect_frame(10)
    expect(bob.page.get_by_test_id("follow-note")).to_have_count(0)
    alice.go_to(3)
    expect(chip(bob, shared, "admin")).to_contain_text("3 · pointing")
    bob.expect_frame(10)


def test_pointer_and_stroke_in_progress_are_seen_and_the_frame_is_held(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    bob, alice = open_both(shared, open_as)
    for editor in (bob, alice):
        editor.select(masklet)
    alice.page.mouse.move(*alice.to_screen((120, 90)))
    expect_covered(bob, (121, 93))

    alice.page.keyboard.press("r")
    alice.page.mouse.move(*alice.to_screen((100, 150)))
    alice.page.mouse.down()
    alice.page.mouse.move(*alice.to_screen((300, 150)), steps=8)
    expect_covered(bob, (200, 150))
    warning = bob.page.get_by_test_id("hold-warning")
    expect(warning).to_have_text(re.compile(r"is editing object \d+ on this frame"))
    expect(bob.row(masklet).get_by_test_id("object-visitor")).to_have_attribute("data-edits", "0")
    alice.page.mouse.up()
    bob.expect_masks(masklet, 1)

    # The warning is no lock; it goes with the frame.
    bob.go_to(1)
    expect(warning).to_have_count(0)


def test_admins_changes_reach_an_open_editor_and_ended_access_is_said(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    bob = Editor(open_as("annotator"))
    bob.open(shared.video)
    options = bob.row(masklet).locator("option")
    with shared.product.api("admin") as admin:
        admin.patch(f"/api/labels/{shared.labels['leaf']}/", json={"name": "blade"}).raise_for_status()
        expect(bob.page.get_by_test_id("toast")).to_contain_text("renamed the label “leaf” to “blade”")
        expect(options).to_have_text(["blade", "stone"])
        members = admin.get(f"/api/projects/{shared.project}/members/").json()
        username = shared.product.logins["annotator"].username
        member = next(entry for entry in members if entry["user"]["username"] == username)
        admin.delete(f"/api/members/{member['id']}/").raise_for_status()
    expect(bob.page.get_by_test_id("access-ended")).to_contain_text("Your access to this video has ended")
