"""The story of a project as three people live it, each in a browser of their own."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.clip import NUM_FRAMES, click_point, true_masks, write_clip
from tests.e2e.editor import PROPAGATION_MS, Editor
from tests.e2e.product import Product, wait_until

# MASKLOOP_SCREENSHOTS=docs/images renews the README's picture.
SCREENSHOTS = os.environ.get("MASKLOOP_SCREENSHOTS")
INGEST_MS = 120_000
OpenAs = Callable[[str], Page]


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")


def create_project(admin: Page, name: str) -> None:
    admin.goto("/")
    admin.get_by_test_id("new-project").click()
    admin.get_by_test_id("project-name").fill(name)
    for label in ("leaf", "stone"):
        admin.get_by_test_id("label-name").fill(label)
        admin.get_by_test_id("label-add").click()
    expect(admin.get_by_test_id("label-row")).to_have_count(2)
    admin.get_by_test_id("project-create").click()
    expect(admin.get_by_test_id("project-title")).to_have_text(name)


def add_members(admin: Page) -> None:
    admin.get_by_test_id("tab-members").click()
    for role in ("annotator", "reviewer"):
        admin.get_by_test_id("member-username").fill(role)
        admin.get_by_test_id("member-role").select_option(role)
        admin.get_by_test_id("member-add").click()
        expect(admin.locator(f'[data-testid="member-row"][data-username="{role}"]')).to_have_count(1)


def upload(admin: Page, path: Path) -> int:
    admin.get_by_test_id("tab-videos").click()
    admin.get_by_test_id("upload-input").set_input_files(str(path))
    card = admin.get_by_test_id("video-card").filter(has_text=path.name)
    expect(card).to_have_attribute("data-status", "ready", timeout=INGEST_MS)
    return int(card.get_attribute("data-video") or 0)


def read_head(product: Product, masklet: int) -> int:
    return int(product.api("annotator").get(f"/api/masklets/{masklet}/").json()["head"])


def test_video_goes_from_upload_to_export_between_three_people(
    product: Product, open_as: OpenAs, clip: Path, tmp_path: Path
):
    admin = open_as("admin")
    create_project(admin, "Garden")
    add_members(admin)
    video = upload(admin, clip)

    # Two people open the video; one clicks on two objects, both see the masks.
    editor, watcher = Editor(open_as("annotator")), Editor(open_as("reviewer"))
    editor.open(video)
    watcher.open(video)
    assert editor.read_burned_in() == (0, 0)
    points = [click_point(mask) for mask in true_masks(0)[:2]]
    masklets = []
    for label, point in zip(("leaf", "stone"), points, strict=True):
        masklets.append(editor.add_object(label))
        editor.click(point)
        editor.expect_masks(masklets[-1], 1)
        editor.expect_painted(point)
        watcher.expect_masks(masklets[-1], 1)
        watcher.expect_painted(point)

    # Forward over the whole video; the other browser sees the progress and the masks.
    editor.propagate("forward", "all")
    expect(watcher.page.get_by_test_id("propagation-progress")).to_contain_text(f"of {NUM_FRAMES}")
    for masklet in masklets:
        editor.expect_masks(masklet, NUM_FRAMES, PROPAGATION_MS)
        watcher.expect_masks(masklet, NUM_FRAMES, PROPAGATION_MS)
    editor.page.screenshot(path=Path(SCREENSHOTS or tmp_path) / "editor.png")

    # A correction in the middle with a positive and a negative point.
    middle = NUM_FRAMES // 2
    editor.go_to(middle)
    assert editor.read_burned_in() == (middle, middle)
    first, second = true_masks(middle)[:2]
    editor.row(masklets[0]).click()
    head = read_head(product, masklets[0])
    editor.click(click_point(first))
    editor.click(click_point(second), negative=True)
    wait_until(lambda: read_head(product, masklets[0]) == head + 2, "both points are answered")
    editor.expect_painted(click_point(first))

    for masklet in masklets:
        editor.submit(masklet)

    # The reviewer sends one back with a comment and approves the other.
    reviewer = watcher.page
    reviewer.goto("/inbox")
    row = reviewer.locator(f'[data-testid="inbox-review-row"][data-masklet="{masklets[0]}"]')
    row.click()
    expect(reviewer.get_by_test_id("canvas")).to_have_attribute("data-frame", "0")
    reviewer.get_by_test_id("play").click()
    reviewer.get_by_test_id("review-comment").fill("The edge is off from frame 20 on.")
    reviewer.get_by_test_id("reject").click()
    reviewer.wait_for_url(f"**/review/{masklets[1]}")
    expect(reviewer.get_by_test_id("canvas")).to_have_attribute("data-frame", "0")
    reviewer.get_by_test_id("approve").click()
    expect(reviewer.get_by_test_id("toast").first).to_be_visible()

    annotator = editor.page
    annotator.goto("/inbox")
    returned = annotator.get_by_test_id("inbox-returned-row").filter(has_text="The edge is off from frame 20 on.")
    expect(returned).to_have_count(1)
    returned.click()
    expect(editor.row(masklets[0])).to_have_attribute("data-status", "rejected")
    expect(editor.row(masklets[1])).to_have_attribute("data-status", "approved")

    # The admin downloads what is approved.
    admin.get_by_test_id("tab-export").click()
    admin.get_by_test_id("export-create").click()
    with admin.expect_download() as download:
        admin.get_by_test_id("export-download").first.click()
    target = tmp_path / "export.zip"
    download.value.save_as(target)
    archive = zipfile.ZipFile(target)
    annotation = json.loads(archive.read(archive.namelist()[0]))
    assert (archive.namelist(), annotation["masklet_num"]) == (["numbered_manual.json"], 1)


def test_box_backward_range_and_cancel(open_as: OpenAs, clip: Path):
    admin = open_as("admin")
    create_project(admin, "Boxes")
    editor = Editor(admin)
    editor.open(upload(admin, clip))
    last = NUM_FRAMES - 1
    editor.go_to(last)
    mask = true_masks(last)[0]
    ys, xs = mask.nonzero()
    masklet = editor.add_object("leaf")
    admin.get_by_test_id("tool-box").click()
    editor.drag((int(xs.min()), int(ys.min())), (int(xs.max()), int(ys.max())))
    editor.expect_masks(masklet, 1)
    admin.get_by_test_id("range-start").fill(str(last - 20))
    admin.get_by_test_id("range-stop").fill(str(NUM_FRAMES))
    editor.propagate("backward")
    editor.expect_masks(masklet, 21, PROPAGATION_MS)
    admin.get_by_test_id("range-start").fill("0")
    editor.propagate("backward")
    admin.get_by_test_id("cancel-propagation").click()
    expect(admin.get_by_test_id("cancel-propagation")).to_have_count(0)
    kept = int(editor.row(masklet).get_attribute("data-masks") or 0)
    assert 21 <= kept <= NUM_FRAMES


def test_file_that_is_no_video_is_refused_with_a_sentence(open_as: OpenAs, tmp_path: Path):
    text = tmp_path / "notes.mp4"
    text.write_text("This is not a video.")
    admin = open_as("admin")
    create_project(admin, "Hostile")
    admin.get_by_test_id("tab-videos").click()
    admin.get_by_test_id("upload-input").set_input_files(str(text))
    problem = admin.get_by_test_id("video-problem")
    expect(problem).to_be_visible(timeout=INGEST_MS)
    assert problem.inner_text().strip().endswith(".")


def test_wrong_password_is_refused_with_a_sentence(open_as: OpenAs):
    page = open_as("annotator")
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("sign-out").click()
    page.get_by_test_id("sign-in-username").fill("annotator")
    page.get_by_test_id("sign-in-password").fill("guess")
    page.get_by_test_id("sign-in-submit").click()
    expect(page.get_by_test_id("sign-in-error")).to_have_text("The user name or the password is wrong.")
