"""A pointer that rests on an object sees what a click would give, and nothing of it is kept."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocket, expect
from playwright.sync_api import TimeoutError as PageTimeoutError

from tests.e2e.clip import click_point, true_masks, write_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]
# A busy worker drops a request that has waited, so the pointer comes again.
PREVIEW_MS = 8_000
TRIES = 5
# Longer than a pointer has to rest.
RESTED_MS = 600

# [the preview covers that pixel of the picture, how many pixels it covers]
READ_PREVIEW = """([x, y]) => {
    const canvas = document.querySelector('[data-testid="preview-layer"]');
    const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 3; at < data.length; at += 4) count += Number(data[at] > 0);
    return [data[4 * (y * width + x) + 3] > 0, count];
}"""


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")
    return share_video(product, clip, "Hovering")


def note_previews(page: Page) -> list[dict[str, object]]:
    """The requests for a preview that the page sends from now on."""
    asked: list[dict[str, object]] = []

    def note(content: str | bytes) -> None:
        message = json.loads(content)
        if message["type"] == "preview":
            asked.append(message)

    def listen(websocket: WebSocket) -> None:
        websocket.on("framesent", note)

    page.on("websocket", listen)
    return asked


def rest_until_shown(editor: Editor, xy: tuple[int, int]) -> None:
    """Rest the pointer on a pixel of the picture until a preview covers it."""
    for _ in range(TRIES):
        editor.page.mouse.move(2, 2)
        editor.page.mouse.move(*editor.to_screen(xy))
        try:
            editor.page.wait_for_function(f"xy => ({READ_PREVIEW})(xy)[0]", arg=list(xy), timeout=PREVIEW_MS)
        except PageTimeoutError:
            continue
        return
    pytest.fail(f"no preview at {xy} in {TRIES} tries")


def test_resting_pointer_sees_a_preview_that_goes_with_it(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    operations = shared.operations()
    editor = Editor(open_as("annotator"))
    page = editor.page
    asked = note_previews(page)
    editor.open(shared.video)
    editor.select(masklet)
    point = click_point(true_masks(0)[0])

    rest_until_shown(editor, point)
    assert {(message["masklet"], message["frame"]) for message in asked} == {(masklet, 0)}
    expect(editor.row(masklet)).to_have_attribute("data-masks", "0")

    page.mouse.move(2, 2)
    page.wait_for_function(f"xy => ({READ_PREVIEW})(xy)[1] === 0", arg=list(point))
    assert shared.get(f"/api/masklets/{masklet}/versions/") == []
    assert shared.operations() == operations


def test_previews_stay_switched_off_until_they_are_switched_on(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = Editor(open_as("annotator"))
    page = editor.page
    asked = note_previews(page)
    editor.open(shared.video)
    page.keyboard.press("t")
    expect(page.get_by_test_id("toast")).to_have_text(re.compile("Previews of a click are off"))
    editor.open(shared.video)
    editor.select(masklet)
    point = click_point(true_masks(0)[0])
    page.mouse.move(*editor.to_screen(point))
    page.wait_for_timeout(RESTED_MS)
    assert asked == []
    page.keyboard.press("t")
    rest_until_shown(editor, point)
