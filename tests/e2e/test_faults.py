"""Parts of the product that fail: the page says what waits and what still works, and all comes back by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from labeling.videos.demo_clip import render_demo_clip
from tests.e2e.clip import click_point, true_masks, write_clip
from tests.e2e.editor import Editor
from tests.e2e.faults import Faults, small_disk
from tests.e2e.product import Product, run_product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]
DISK_MB = 64
RESERVE_BYTES = 8 * 1024**2
ENVIRONMENT = {"MASKLOOP_DISK_RESERVE_BYTES": str(RESERVE_BYTES)}
AWAY_S = 20
BACK_MS = 60_000

GPU = "No gpu worker answers: clicks and tracking wait; drawing and saving still work."
MEDIA = "No media worker answers: uploaded videos wait to be read; everything else works."
REDIS = "Redis does not answer"
POSTGRES = "The database does not answer"
SERVER = "The server does not answer"
DISK = "The server's disk is full"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bool]]:
    folder = tmp_path_factory.mktemp("faults") / "home"
    with small_disk(folder / "media", megabytes=DISK_MB) as is_small:
        yield folder, is_small


@pytest.fixture(scope="module")
def product(home: tuple[Path, bool]) -> Iterator[Product]:
    """One of this module's own, without workers."""
    options = ("--no-demo", "--gpu", "0", "--media", "0")
    with run_product(home[0], *options, **ENVIRONMENT) as running:
        yield running


@pytest.fixture(scope="module")
def faults(product: Product) -> Iterator[Faults]:
    faults = Faults(product, ENVIRONMENT)
    yield faults
    faults.stop_all()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")


@pytest.fixture(scope="module")
def shared(product: Product, faults: Faults, clip: Path) -> SharedVideo:
    faults.start("media worker")
    return share_video(product, clip, "Faults")


@pytest.fixture
def all_work(shared: SharedVideo, faults: Faults) -> None:
    for kind in ("gpu worker", "media worker"):
        faults.start(kind)


def expect_banner(page: Page, sentence: str | None) -> None:
    banner = page.get_by_test_id("status-banner")
    if sentence is None:
        expect(banner).to_have_count(0, timeout=BACK_MS)
    else:
        expect(banner).to_contain_text(sentence)


def expect_saving(editor: Editor, state: str) -> None:
    expect(editor.page.get_by_test_id("save-state")).to_have_attribute("data-state", state, timeout=BACK_MS)


def draw(editor: Editor, y: int) -> None:
    editor.drag((100, y), (160, y))


def open_for_drawing(shared: SharedVideo, page: Page) -> tuple[Editor, int]:
    masklet = shared.add_masklet()
    editor = Editor(page)
    editor.open(shared.video)
    editor.select(masklet)
    page.keyboard.press("r")
    return editor, masklet


def count_versions(shared: SharedVideo, masklet: int) -> int:
    return len(shared.get(f"/api/masklets/{masklet}/versions/"))


def test_without_workers_clicks_and_videos_wait_and_are_answered_later(
    shared: SharedVideo, faults: Faults, open_as: OpenAs
):
    faults.stop("media worker")
    masklet = shared.add_masklet()
    editor = Editor(open_as("annotator"))
    editor.open(shared.video)
    expect_banner(editor.page, GPU)
    expect_banner(editor.page, MEDIA)
    editor.select(masklet)
    editor.page.keyboard.press("p")
    editor.click(click_point(true_masks(0)[0]))
    waits = editor.row(masklet).get_by_test_id("waits-for-worker")
    expect(waits).to_have_text("Your click is saved; its mask comes once a gpu worker is back.")
    editor.page.reload()
    expect(waits).to_have_count(1)

    faults.start("gpu worker")
    faults.start("media worker")

    expect_banner(editor.page, None)
    editor.expect_masks(masklet, 1)
    expect(waits).to_have_count(0)


@pytest.mark.usefixtures("all_work")
def test_redis_that_hangs_and_then_dies_makes_nobody_wait(shared: SharedVideo, faults: Faults, open_as: OpenAs):
    editor, masklet = open_for_drawing(shared, open_as("annotator"))
    with faults.hung("Redis"):
        editor.page.reload()
        editor.select(masklet)
        editor.page.keyboard.press("r")
        expect_banner(editor.page, REDIS)
        draw(editor, 100)
        expect_saving(editor, "saved")
        assert count_versions(shared, masklet) == 1
    expect_banner(editor.page, None)
    faults.kill("Redis")
    draw(editor, 130)
    expect_saving(editor, "saved")
    assert count_versions(shared, masklet) == 2
    expect_banner(editor.page, None)


@pytest.mark.usefixtures("all_work")
def test_edits_outlast_twenty_seconds_without_postgres(shared: SharedVideo, faults: Faults, open_as: OpenAs):
    editor, masklet = open_for_drawing(shared, open_as("annotator"))
    with faults.postgres_away(least_s=AWAY_S):
        draw(editor, 100)
        draw(editor, 130)
        expect_banner(editor.page, POSTGRES)
        expect(editor.page.get_by_test_id("save-state")).not_to_have_attribute("data-state", "saved")
    expect_saving(editor, "saved")
    expect_banner(editor.page, None)
    assert count_versions(shared, masklet) == 2


@pytest.mark.usefixtures("all_work")
def test_edits_outlast_a_killed_web_process(shared: SharedVideo, faults: Faults, open_as: OpenAs):
    editor, masklet = open_for_drawing(shared, open_as("annotator"))
    faults.kill("web")
    draw(editor, 100)
    expect_banner(editor.page, SERVER)
    expect_saving(editor, "saved")
    expect_banner(editor.page, None)
    assert count_versions(shared, masklet) == 1


@pytest.mark.usefixtures("all_work")
def test_full_disk_refuses_uploads_keeps_labels_and_goes_on_by_itself(
    home: tuple[Path, bool], shared: SharedVideo, open_as: OpenAs, tmp_path: Path
):
    if not home[1]:
        pytest.skip("this user may not mount a small disk")
    # Another than the one that is there, which would be recognised.
    clip = tmp_path / "another.mp4"
    render_demo_clip(clip, num_frames=24, seed=31)
    filler = home[0] / "media" / "filler"
    filler.write_bytes(b"\0" * (DISK_MB * 1024**2 - RESERVE_BYTES))
    admin = open_as("admin")
    admin.goto(f"/projects/{shared.project}")
    expect_banner(admin, DISK)
    admin.get_by_test_id("upload-input").set_input_files(str(clip))
    row = admin.get_by_test_id("upload-row")
    expect(row).to_contain_text("The server's disk is full.")
    editor, _ = open_for_drawing(shared, open_as("annotator"))
    draw(editor, 100)
    expect_saving(editor, "saved")

    filler.unlink()

    # It is tried again by itself.
    expect(admin.get_by_test_id("video-card")).to_have_count(2, timeout=BACK_MS)
    expect_banner(admin, None)
