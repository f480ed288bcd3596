"""Drawing masks by hand, as the server has them afterwards."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from inference import rle as rle_codec
from inference.types import Rle
from tests.e2e.clip import HEIGHT_WIDTH_PX, write_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product, wait_until
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")
    return share_video(product, clip, "Drawing")


def read_mask(shared: SharedVideo, masklet: int, frame: int, version: int) -> NDArray[np.bool_]:
    """The mask of a frame once the masklet's head is `version`."""

    def look() -> list[dict[str, object]]:
        return [mask for mask in shared.masks(masklet) if (mask["frame"], mask["version"]) == (frame, version)]

    rle = wait_until(look, f"version {version} of masklet {masklet}", 30)[0]["rle"]
    assert isinstance(rle, dict)
    return rle_codec.decode(Rle(size=tuple(rle["size"]), counts=rle["counts"]))


def band(start: tuple[int, int], stop: tuple[int, int], size_px: int) -> NDArray[np.bool_]:
    """The pixels whose centres lie within half the brush's size of a level line between two pixels' middles."""
    height, width = HEIGHT_WIDTH_PX
    ys, xs = np.mgrid[0:height, 0:width]
    along = np.clip(xs, start[0], stop[0])
    return np.asarray((xs - along) ** 2 + (ys - start[1]) ** 2 <= (size_px / 2) ** 2)


def test_brush_and_eraser_change_the_pixels_under_them(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = Editor(open_as("annotator"))
    editor.open(shared.video)
    editor.select(masklet)
    editor.page.keyboard.press("r")
    editor.drag((100, 150), (300, 150))
    editor.expect_masks(masklet, 1)
    editor.expect_painted((200, 150))
    drawn = read_mask(shared, masklet, 0, 1)
    # The pointer's place is rounded to the screen's pixels, so only the very edge may differ.
    assert int((drawn ^ band((100, 150), (300, 150), 24)).sum()) < 0.05 * int(drawn.sum())

    editor.page.keyboard.press("e")
    editor.page.keyboard.press("[")
    editor.drag((200, 150), (350, 150))
    erased = read_mask(shared, masklet, 0, 2)
    expected = drawn & ~band((200, 150), (350, 150), 20)
    assert int((erased ^ expected).sum()) < 0.05 * int(drawn.sum())
    assert not (erased & ~drawn).any()


def test_frame_is_marked_absent_and_cleared_by_keys(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = Editor(open_as("annotator"))
    editor.open(shared.video)
    editor.select(masklet)
    state = editor.page.locator(f'[data-testid="frame-mirror"] [data-masklet="{masklet}"]')
    editor.page.keyboard.press("a")
    expect(state).to_have_attribute("data-state", "absent")
    editor.page.keyboard.press("Backspace")
    expect(state).to_have_attribute("data-state", "cleared")
    wait_until(lambda: shared.get(f"/api/masklets/{masklet}/")["head"] == 2, "both statements are kept", 30)
    assert [operation["kind"] for operation in shared.operations()[:2]] == ["mark", "mark"]
