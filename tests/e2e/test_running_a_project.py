"""What admins do around the labelling, by clicks alone: give videos to people, read who did what, put things away."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clip import write_clip
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "running.mp4")
    return share_video(product, clip, "Running a project")


def test_video_is_assigned_found_given_back_and_all_of_it_is_in_the_activity(shared: SharedVideo, open_as: OpenAs):
    admin, annotator = open_as("admin"), open_as("annotator")
    admin.goto(f"/projects/{shared.project}")
    admin.get_by_test_id("video-choose").check()
    expect(admin.get_by_test_id("selection-bar")).to_contain_text("1 video chosen")
    admin.get_by_test_id("assign").click()
    admin.get_by_test_id("assign-kind").select_option("annotate")
    admin.get_by_test_id("assign-user").select_option(label="Annotator")
    admin.get_by_test_id("assign-submit").click()
    expect(admin.get_by_test_id("assignees").get_by_title("Annotator annotates")).to_be_visible()
    expect(admin.get_by_test_id("selection-bar")).to_have_count(0)
    admin.get_by_test_id("filter-assignee").select_option("nobody")
    expect(admin.get_by_text("No such video")).to_be_visible()

    annotator.goto("/inbox")
    row = annotator.locator(f"[data-testid=inbox-video-row][data-video='{shared.video}']")
    expect(annotator.locator(".section", has=row)).to_contain_text("Assigned to you")
    annotator.get_by_role("button", name="Give back running").click()
    expect(annotator.locator(".section", has=row)).to_contain_text("Free to take")

    admin.goto(f"/projects/{shared.project}/activity")
    entries = admin.get_by_test_id("feed-entry")
    expect(entries.locator("visible=true").filter(has_text="Annotator").first).to_be_visible()
    admin.get_by_test_id("feed-kind").select_option("assignments")
    expect(entries).to_have_count(2)
    assert entries.evaluate_all("all => all.map(one => one.dataset.kind)") == ["assignments"] * 2
    admin.get_by_test_id("feed-person").select_option(label="Admin")
    expect(entries).to_have_count(1)
    admin.reload()  # the address keeps what was chosen
    expect(entries).to_have_count(1)
    admin.get_by_test_id("feed-kind").select_option("reviews")
    expect(admin.get_by_text("Nothing yet")).to_be_visible()


def test_video_and_project_are_put_away_and_brought_back(shared: SharedVideo, open_as: OpenAs):
    page = open_as("admin")
    card = page.locator(f"[data-testid=project-card][data-project='{shared.project}']")
    page.goto(f"/projects/{shared.project}")
    page.get_by_test_id("video-menu").click()
    page.get_by_test_id("video-delete").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("video-card")).to_have_count(0)
    page.get_by_test_id("videos-shelf").select_option("deleted")
    page.get_by_test_id("video-menu").click()
    page.get_by_test_id("video-restore").click()
    expect(page.get_by_test_id("video-card")).to_have_count(0)
    page.get_by_test_id("videos-shelf").select_option("active")
    expect(page.get_by_test_id("video-card")).to_have_attribute("data-video", str(shared.video))

    page.goto(f"/projects/{shared.project}/settings")
    page.get_by_test_id("project-archive").click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("archived-note")).to_contain_text("nothing can be changed")
    page.goto("/")
    expect(page.get_by_test_id("new-project")).to_be_visible()
    page.get_by_test_id("projects-shelf").select_option("archived")
    card.click()
    page.get_by_test_id("project-unarchive").click()
    expect(page.get_by_test_id("archived-note")).to_have_count(0)

    page.goto(f"/projects/{shared.project}/settings")
    page.get_by_test_id("project-delete").click()
    page.get_by_test_id("confirm").click()
    page.get_by_test_id("projects-shelf").select_option("deleted")
    card.get_by_test_id("project-restore").click()
    page.get_by_test_id("projects-shelf").select_option("active")
    card.click()
    expect(page.get_by_test_id("project-title")).to_have_text("Running a project")
    assert shared.get(f"/api/videos/{shared.video}/", "admin")["status"] == "ready"
