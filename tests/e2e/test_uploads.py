"""Uploads in a real browser: through a reload, of a dropped folder, of a file that is here already."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from labeling.videos.demo_clip import render_demo_clip
from tests.e2e.clip import HEIGHT_WIDTH_PX
from tests.e2e.clip import NUM_FRAMES as CLIP_FRAMES
from tests.e2e.product import Product, wait_until
from tests.e2e.uploading import INGEST_MS, upload

OpenAs = Callable[[str], Page]
NUM_PICTURES = 10


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unlike every other test's, for one that is there already would be recognised."""
    path = tmp_path_factory.mktemp("clip") / "reloaded.mp4"
    render_demo_clip(path, num_frames=CLIP_FRAMES, size=HEIGHT_WIDTH_PX, seed=77)
    return path


def make_project(product: Product, name: str) -> int:
    with product.api("admin") as api:
        return int(api.post("/api/projects/", json={"name": name}).json()["id"])


def slow_down(page: Page, bytes_a_s: int) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_s}
    session.send("Network.emulateNetworkConditions", conditions)


def test_upload_goes_on_after_a_reload_and_becomes_a_video(product: Product, open_as: OpenAs, clip: Path):
    page = open_as("admin")
    page.goto(f"/projects/{make_project(product, 'Reloaded')}/videos")
    page.get_by_test_id("upload-input").wait_for(state="attached")
    slow_down(page, clip.stat().st_size // 6)
    page.get_by_test_id("upload-input").set_input_files(str(clip))
    row = page.get_by_test_id("upload-row")
    expect(row).to_have_attribute("data-phase", "sending")

    with product.api("admin") as api:
        wait_until(lambda: api.get("/api/uploads/").json()[0]["offset"] > 0, "something of it is there")
        page.on("dialog", lambda dialog: dialog.accept())
        page.reload()
        expect(row).to_have_attribute("data-phase", "missing")
        before = api.get("/api/uploads/").json()
    assert 0 < before[0]["offset"] < before[0]["length"]
    expect(page.get_by_test_id("upload-tray")).to_contain_text("1 upload waits for you")
    page.get_by_test_id("upload-again-input").set_input_files(str(clip))

    card = page.get_by_test_id("video-card").filter(has_text=clip.name)
    expect(card).to_have_attribute("data-status", "ready", timeout=INGEST_MS)
    expect(row).to_have_count(0)
    with product.api("admin") as api:
        assert api.get("/api/uploads/").json() == []


def drop(page: Page, path: Path) -> None:
    """As from the desktop, onto the middle of the page."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 600, "y": 500, "data": data})
        if kind == "dragOver":
            expect(page.get_by_test_id("drop-veil")).to_be_visible()


def test_dropped_folder_becomes_videos_and_one_of_its_pictures(
    product: Product, open_as: OpenAs, clip: Path, tmp_path: Path
):
    folder = tmp_path / "day"
    pictures = folder / "morning walk"
    pictures.mkdir(parents=True)
    for number in range(1, NUM_PICTURES + 1):
        Image.new("RGB", (160, 90), (20 * number, 80, 120)).save(pictures / f"img {number}.png")
    (folder / "notes.txt").write_text("Not a video.")
    shutil.copy(clip, folder / "noon.mp4")
    page = open_as("admin")
    project = make_project(product, "Dropped")
    page.goto(f"/projects/{project}/videos")
    page.get_by_test_id("upload-button").wait_for()

    drop(page, folder)
    expect(page.get_by_test_id("upload-skipped")).to_have_text("1 file is no video and is skipped: day/notes.txt.")
    page.get_by_test_id("frame-rate").fill("12")
    page.get_by_test_id("upload-pictures").click()
    page.get_by_test_id("upload-anyway").click()

    for name, frames in (("morning walk", NUM_PICTURES), ("noon.mp4", CLIP_FRAMES)):
        card = page.get_by_test_id("video-card").filter(has_text=name)
        expect(card).to_have_attribute("data-status", "ready", timeout=INGEST_MS)
        expect(card).to_contain_text(f"{frames} frames")
    with product.api("admin") as api:
        videos = api.get(f"/api/projects/{project}/videos/").json()
    assert [video["duration_s"] for video in videos if video["name"] == "morning walk"] == [NUM_PICTURES / 12]


def test_file_that_is_here_already_is_offered_instead(product: Product, open_as: OpenAs, clip: Path):
    page = open_as("admin")
    page.goto(f"/projects/{make_project(product, 'Twice')}/videos")
    video = upload(page, clip)
    page.get_by_test_id("upload-input").set_input_files(str(clip))
    expect(page.get_by_test_id("upload-progress")).to_contain_text("This file is a video in this project already")

    page.get_by_test_id("open-existing").click()

    page.wait_for_url(f"**/videos/{video}")
    expect(page.get_by_test_id("upload-tray")).to_contain_text("1 upload waits for you")
    page.get_by_test_id("upload-tray").click()
    page.get_by_test_id("skip-duplicate").click()
    expect(page.get_by_test_id("upload-row")).to_have_count(0)
    expect(page.get_by_test_id("video-card")).to_have_count(1)
