"""What a person does and sees in the editor."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from labeling.videos.frame_numbers import BLOCKS_PER_WIDTH, NUM_BLOCKS

PROPAGATION_MS = 180_000
MASK_MS = 60_000

READ_NUMBER = """(canvas, [blocks, perWidth]) => {
    const side = canvas.width / perWidth;
    const row = canvas.getContext("2d").getImageData(0, Math.floor(side / 2), canvas.width, 1).data;
    const bits = Array.from({ length: blocks }, (_, k) => row[4 * Math.floor((k + 0.5) * side) + 1] > 125);
    if (bits.filter(Boolean).length % 2 === 0) return null;
    return { shown: Number(canvas.dataset.frame),
             burned: bits.slice(0, -1).reduce((number, bit) => 2 * number + Number(bit), 0) };
}"""

# Types each frame into the field, as `go_to` does, and reads the picture once it says that the frame is there: in the
# page, for hundreds of seeks from outside would measure the driver.
SEEK_AND_READ = (
    "async ([frames, blocks, perWidth]) => { const read = "
    + READ_NUMBER
    + """;
    const canvas = document.querySelector('[data-testid="canvas"]');
    const field = document.querySelector('[data-testid="frame-input"]');
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const nextPaint = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const seen = [];
    for (const frame of frames) {
        field.focus();
        setValue.call(field, String(frame));
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        const deadline = performance.now() + 20000;
        while (canvas.dataset.frame !== String(frame) && performance.now() < deadline) await nextPaint();
        seen.push(read(canvas, [blocks, perWidth])?.burned ?? null);
    }
    return seen;
}"""
)

# Reads the picture at every repaint until the last frame is shown.
WATCH_PLAY = (
    "async ([last, blocks, perWidth]) => { const read = "
    + READ_NUMBER
    + """;
    const canvas = document.querySelector('[data-testid="canvas"]');
    const seen = [];
    const deadline = performance.now() + 120000;
    while (performance.now() < deadline) {
        const number = read(canvas, [blocks, perWidth]);
        seen.push(number ? [number.shown, number.burned] : null);
        if (number?.shown === last) break;
        await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return seen;
}"""
)

READ_ALPHA = """(canvas, [x, y]) => canvas.getContext("2d").getImageData(x, y, 1, 1).data[3]"""


@dataclass(frozen=True)
class Editor:
    page: Page

    @property
    def canvas(self) -> Locator:
        return self.page.get_by_test_id("canvas")

    def open(self, video: int) -> None:
        self.page.goto(f"/videos/{video}")
        self.expect_frame(0)

    def add_object(self, label: str) -> int:
        """Add an object with that label and return its masklet's id."""
        rows = self.page.get_by_test_id("object-row")
        count = rows.count()
        self.page.get_by_test_id("add-object").click()
        expect(rows).to_have_count(count + 1)
        row = rows.nth(count)
        row.get_by_role("combobox").select_option(label=label)
        expect(self.page.get_by_test_id("save-state")).to_have_text(re.compile("saved", re.IGNORECASE))
        return int(row.get_attribute("data-masklet") or 0)

    def click(self, xy: tuple[int, int], *, negative: bool = False) -> None:
        """Click a pixel of the picture, left or right."""
        x_px, y_px = self.to_screen(xy)
        self.page.mouse.click(x_px, y_px, button="right" if negative else "left")

    def drag(self, start: tuple[int, int], stop: tuple[int, int]) -> None:
        self.page.mouse.move(*self.to_screen(start))
        self.page.mouse.down()
        self.page.mouse.move(*self.to_screen(stop), steps=5)
        self.page.mouse.up()

    def row(self, masklet: int) -> Locator:
        return self.page.locator(f'[data-testid="object-row"][data-masklet="{masklet}"]')

    def select(self, masklet: int) -> None:
        button = self.row(masklet).get_by_role("button", name=re.compile("^Object"))
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")

    def expect_masks(self, masklet: int, count: int, timeout_ms: int = MASK_MS) -> None:
        expect(self.row(masklet)).to_have_attribute("data-masks", str(count), timeout=timeout_ms)

    def expect_painted(self, xy: tuple[int, int]) -> None:
        """The overlay covers a pixel of the picture on the frame shown."""
        overlay = self.page.get_by_test_id("overlay").element_handle()
        self.page.wait_for_function(f"([canvas, xy]) => ({READ_ALPHA})(canvas, xy) > 0", arg=[overlay, list(xy)])

    def go_to(self, frame: int) -> None:
        field = self.page.get_by_test_id("frame-input")
        field.fill(str(frame))
        field.press("Enter")
        self.expect_frame(frame)
        field.blur()

    def expect_frame(self, frame: int) -> None:
        """The pixels of that frame are on the canvas."""
        expect(self.canvas).to_have_attribute("data-frame", str(frame))

    def read_burned_in(self) -> tuple[int, int]:
        """(the frame that the page says it shows, the number burned into the pixels on the canvas)."""
        found = self.canvas.evaluate(READ_NUMBER, [NUM_BLOCKS, BLOCKS_PER_WIDTH])
        assert found is not None, "there is no frame number in the picture"
        return found["shown"], found["burned"]

    def read_after_seeks(self, frames: list[int]) -> list[int | None]:
        """Go to each frame in turn; the numbers burned into the pixels that stood there then."""
        numbers: list[int | None] = self.page.evaluate(SEEK_AND_READ, [frames, NUM_BLOCKS, BLOCKS_PER_WIDTH])
        return numbers

    def watch_play(self, last: int) -> list[tuple[int, int]]:
        """Play to the last frame; what `read_burned_in` says at every repaint on the way."""
        self.page.get_by_test_id("play").click()
        seen = self.page.evaluate(WATCH_PLAY, [last, NUM_BLOCKS, BLOCKS_PER_WIDTH])
        return [(shown, burned) for shown, burned in seen]

    def propagate(self, direction: str, scope: str = "selected") -> None:
        """Track the selected object, or "all", over the range that is set."""
        options = self.page.get_by_test_id("propagate-options")  # in low windows alone
        if options.count() and options.get_attribute("aria-expanded") == "false":
            options.click()
        self.page.get_by_test_id(f"propagate-scope-{scope}").click()
        self.page.get_by_test_id(f"propagate-{direction}").click()
        self.page.get_by_test_id("propagate").click()

    def submit(self, masklet: int) -> None:
        self.row(masklet).click()
        self.page.get_by_test_id("submit").click()
        expect(self.row(masklet)).to_have_attribute("data-status", "submitted")

    def to_screen(self, xy: tuple[int, int]) -> tuple[float, float]:
        box = self.canvas.bounding_box()
        size = self.canvas.evaluate("canvas => [canvas.width, canvas.height]")
        assert box is not None
        return (
            box["x"] + (xy[0] + 0.5) * box["width"] / size[0],
            box["y"] + (xy[1] + 0.5) * box["height"] / size[1],
        )
