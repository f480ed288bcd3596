"""Uploads in a real browser: through a reload, and of a file that is here already."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clip import write_clip
from tests.e2e.product import Product, wait_until
from tests.e2e.uploading import INGEST_MS, upload

OpenAs = Callable[[str], Page]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "reloaded.mp4")


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
    expect(page.get_by_test_id("upload-tray")).to_contain_text("1 for you to decide")
    page.get_by_test_id("upload-again-input").set_input_files(str(clip))

    card = page.get_by_test_id("video-card").filter(has_text=clip.name)
    expect(card).to_have_attribute("data-status", "ready", timeout=INGEST_MS)
    expect(row).to_have_count(0)
    with product.api("admin") as api:
        assert api.get("/api/uploads/").json() == []


def test_file_that_is_here_already_is_offered_instead(product: Product, open_as: OpenAs, clip: Path):
    page = open_as("admin")
    page.goto(f"/projects/{make_project(product, 'Twice')}/videos")
    video = upload(page, clip)
    page.get_by_test_id("upload-input").set_input_files(str(clip))
    expect(page.get_by_test_id("upload-progress")).to_contain_text("This file is a video in this project already")

    page.get_by_test_id("open-existing").click()

    page.wait_for_url(f"**/videos/{video}")
    expect(page.get_by_test_id("upload-tray")).to_contain_text("1 for you to decide")
    page.get_by_test_id("upload-tray").click()
    page.get_by_test_id("skip-duplicate").click()
    expect(page.get_by_test_id("upload-row")).to_have_count(0)
    expect(page.get_by_test_id("video-card")).to_have_count(1)
