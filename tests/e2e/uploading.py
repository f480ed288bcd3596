"""Uploads as a person makes them in the browser."""

from pathlib import Path

from playwright.sync_api import Page, expect

INGEST_MS = 120_000


def upload(admin: Page, path: Path) -> int:
    """Upload a file on the project's page, though there may be a video of it elsewhere; the id of the ready video."""
    admin.get_by_test_id("tab-videos").click()
    admin.get_by_test_id("upload-input").set_input_files(str(path))
    card = admin.get_by_test_id("video-card").filter(has_text=path.name)
    anyway = admin.get_by_test_id("upload-anyway")
    expect(card.or_(anyway)).to_be_visible()
    if anyway.is_visible():
        anyway.click()
    expect(card).to_have_attribute("data-status", "ready", timeout=INGEST_MS)
    return int(card.get_attribute("data-video") or 0)
