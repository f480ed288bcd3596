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
from tests.e2e.uploading import INGEST_MS, upload

# MASKLOOP_SCREENSHOTS=docs/images renews the README's picture.
SCREENSHOTS = os.environ.get("MASKLOOP_SCREENSHOTS")
COMMENT = "The edge is off from frame 20 on."
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


def read_head(product: Product, masklet: int) -> int:
    return int(product.api("annotator").get(f"/api/masklets/{masklet}/").json()["head"])


def label_two_objects(editor: Editor, watcher: Editor) -> list[int]:
    """One person clicks on two objects; both people see the masks."""
    masklets = []
    for label, mask in zip(("leaf", "stone"), true_masks(0)[:2], strict=True):
        point = click_point(mask)
        masklets.append(editor.add_object(label))
        editor.click(point)
        for view in (editor, watcher):
            view.expect_masks(masklets[-1], 1)
            view.expect_painted(point)
    return masklets


def track_forward(editor: Editor, watcher: Editor, masklets: list[int]) -> None:
    """Over the whole video; the other browser sees the progress and the masks."""
    editor.propagate("forward", "all")
    expect(watcher.page.get_by_test_id("propagation-progress")).to_contain_text(f"of {NUM_FRAMES}")
    for masklet in masklets:
        editor.expect_masks(masklet, NUM_FRAMES, PROPAGATION_MS)
        watcher.expect_masks(masklet, NUM_FRAMES, PROPAGATION_MS)


def correct_in_the_middle(product: Product, editor: Editor, masklet: int) -> None:
    """With a positive point on the first object and a negative one on the second."""
    middle = NUM_FRAMES // 2
    editor.go_to(middle)
    assert editor.read_burned_in() == (middle, middle)
    first, second = true_masks(middle)[:2]
    editor.row(masklet).click()
    head = read_head(product, masklet)
    editor.click(click_point(first))
    editor.click(click_point(second), negative=True)
    wait_until(lambda: read_head(product, masklet) == head + 2, "both points are answered")
    editor.expect_painted(click_point(first))


def reject_and_approve(reviewer: Page, rejected: int, approved: int) -> None:
    """From the inbox, one after the other."""
    reviewer.goto("/inbox")
    reviewer.locator(f'[data-testid="inbox-review-row"][data-masklet="{rejected}"]').click()
    expect(reviewer.get_by_test_id("canvas")).to_have_attribute("data-frame", "0")
    reviewer.get_by_test_id("play").click()
    reviewer.get_by_test_id("review-comment").fill(COMMENT)
    reviewer.get_by_test_id("reject").click()
    reviewer.wait_for_url(f"**/review/{approved}")
    expect(reviewer.get_by_test_id("canvas")).to_have_attribute("data-frame", "0")
    reviewer.get_by_test_id("approve").click()
    expect(reviewer.get_by_test_id("toast").first).to_be_visible()


def download_export(admin: Page, target: Path) -> tuple[list[str], int]:
    """The names in the archive of what is approved, and how many masklets its first annotation has."""
    admin.get_by_test_id("tab-export").click()
    admin.get_by_test_id("export-create").click()
    with admin.expect_download() as download:
        admin.get_by_test_id("export-download").first.click()
    download.value.save_as(target)
    archive = zipfile.ZipFile(target)
    return archive.namelist(), json.loads(archive.read(archive.namelist()[0]))["masklet_num"]


def test_video_goes_from_upload_to_export_between_three_people(
    product: Product, open_as: OpenAs, clip: Path, tmp_path: Path
):
    admin = open_as("admin")
    create_project(admin, "Garden")
    add_members(admin)
    video = upload(admin, clip)

    editor, watcher = Editor(open_as("annotator")), Editor(open_as("reviewer"))
    editor.open(video)
    watcher.open(video)
    assert editor.read_burned_in() == (0, 0)
    masklets = label_two_objects(editor, watcher)
    track_forward(editor, watcher, masklets)
    editor.page.screenshot(path=Path(SCREENSHOTS or tmp_path) / "editor.png")
    correct_in_the_middle(product, editor, masklets[0])
    for masklet in masklets:
        editor.submit(masklet)

    reject_and_approve(watcher.page, *masklets)

    annotator = editor.page
    annotator.goto("/inbox")
    returned = annotator.get_by_test_id("inbox-returned-row").filter(has_text=COMMENT)
    expect(returned).to_have_count(1)
    returned.click()
    expect(editor.row(masklets[0])).to_have_attribute("data-status", "rejected")
    expect(editor.row(masklets[1])).to_have_attribute("data-status", "approved")

    assert download_export(admin, tmp_path / "export.zip") == (["numbered_manual.json", "numbered_objects.json"], 1)


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
