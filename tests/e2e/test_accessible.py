"""Every page, and what opens over it, before axe-core: nothing serious and nothing critical may be found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.collaboration.shapes import square
from tests.e2e.clip import HEIGHT_WIDTH_PX, write_clip
from tests.e2e.conftest import VIEWPORT
from tests.e2e.editor import Editor
from tests.e2e.product import REPOSITORY, Product, expect
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]
AXE = (REPOSITORY / "node_modules" / "axe-core" / "axe.min.js").read_text()
# Whatever appears fades in: a colour read half-way is no colour of ours.
STILL = "*, *::before, *::after { animation: none !important; transition: none !important; }"
RUN = """async (still) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(still);
    document.adoptedStyleSheets = [sheet];
    const { violations, passes } = await axe.run(document, { resultTypes: ["violations"] });
    if (passes.length === 0) throw new Error("axe-core has looked at nothing");
    return violations.filter(({ impact }) => impact === "serious" || impact === "critical").map(
        ({ id, nodes }) => [id, nodes.slice(0, 4).map((node) => `${node.target} ${node.html.slice(0, 160)}`)]);
}"""


@dataclass
class Inspector:
    """Looks at page after page, so that one run tells everything that is wrong."""

    findings: dict[str, Any] = field(default_factory=dict)

    def look(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.evaluate(f"() => {{ if (!window.axe) {{ {AXE} }} }}")
        found = page.evaluate(RUN, STILL)
        if found:
            self.findings[name] = found


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    clip = write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4")
    return share_video(product, clip, "Accessible")


@pytest.fixture(scope="module")
def submitted(shared: SharedVideo) -> int:
    """An object of the annotator's that waits for a review; the video is theirs."""
    masklet = shared.add_masklet()
    shared.add_masklet("stone")
    with shared.product.api("annotator") as client:
        body = {"rle": square(40, 60, size=HEIGHT_WIDTH_PX)}
        expect(client.put(f"/api/masklets/{masklet}/frames/0/", json=body))
        expect(client.post(f"/api/masklets/{masklet}/submit/"))
        expect(client.post("/api/assignments/next/", json={"kind": "annotate", "project": shared.project}))
    return masklet


def test_sign_in_and_what_is_not_there(product: Product, browser: Browser):
    inspector = Inspector()
    context = browser.new_context(base_url=product.url, viewport=VIEWPORT)
    page = context.new_page()
    page.goto("/")
    page.get_by_test_id("sign-in-username").wait_for()
    inspector.look(page, "sign-in")
    page.get_by_test_id("sign-in-username").fill("nobody")
    page.get_by_test_id("sign-in-password").fill("wrong")
    page.get_by_test_id("sign-in-submit").click()
    page.get_by_test_id("sign-in-error").wait_for()
    inspector.look(page, "sign-in refused")
    context.close()
    assert inspector.findings == {}


def test_pages_of_an_admin(shared: SharedVideo, submitted: int, open_as: OpenAs):
    inspector = Inspector()
    page = open_as("admin")
    page.get_by_test_id("project-card").first.wait_for()
    inspector.look(page, "projects")
    page.get_by_test_id("user-menu").click()
    page.get_by_test_id("sign-out").wait_for()
    inspector.look(page, "user menu")
    page.keyboard.press("Escape")
    page.get_by_test_id("new-project").click()
    page.get_by_role("dialog").wait_for()
    inspector.look(page, "new project")
    for path in ("/inbox", "/account", "/no-such-page"):
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
        inspector.look(page, path)
    page.goto(f"/projects/{shared.project}")
    for tab in page.get_by_role("tab").all():
        tab.click()
        page.locator('[role="tabpanel"] :is(ul, table, form, section, li, ol)').first.wait_for()
        inspector.look(page, f"project, {tab.inner_text()}")
    look_over_videos(inspector, page, shared)
    assert inspector.findings == {}


def look_over_videos(inspector: Inspector, page: Page, shared: SharedVideo) -> None:
    page.goto(f"/projects/{shared.project}/videos")
    page.get_by_test_id("video-menu").click()
    page.get_by_role("menu").wait_for()
    inspector.look(page, "video menu")
    page.keyboard.press("Escape")
    page.get_by_test_id("video-choose").click()
    page.get_by_test_id("assign").click()
    page.get_by_role("dialog").wait_for()
    inspector.look(page, "assign videos")
    page.keyboard.press("Escape")
    page.goto(f"/projects/{shared.project}/videos?search=nothing-like-it")
    page.get_by_role("heading", name="No such video").wait_for()
    inspector.look(page, "no such video")
    page.goto(f"/projects/{shared.project}/activity?video={shared.video}")
    page.get_by_test_id("feed-entry").first.wait_for()
    inspector.look(page, "activity of a video")


def test_pages_of_a_reviewer(shared: SharedVideo, submitted: int, open_as: OpenAs):
    inspector = Inspector()
    page = open_as("reviewer")
    page.goto("/inbox")
    page.get_by_test_id("inbox-review-row").first.wait_for()
    inspector.look(page, "inbox of a reviewer")
    page.goto(f"/review/{submitted}")
    page.get_by_test_id("review-comment").wait_for()
    inspector.look(page, "review")
    assert inspector.findings == {}


def test_editor_and_what_opens_over_it(shared: SharedVideo, submitted: int, open_as: OpenAs):
    inspector = Inspector()
    page = open_as("annotator")
    page.goto("/inbox")
    page.get_by_test_id("inbox-video-row").first.wait_for()
    inspector.look(page, "inbox of an annotator")
    editor = Editor(page)
    editor.open(shared.video)
    editor.select(submitted)
    inspector.look(page, "editor")
    page.keyboard.press("i")
    page.get_by_test_id("version-list").wait_for()
    inspector.look(page, "history")
    page.keyboard.press("i")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    inspector.look(page, "keys")
    assert inspector.findings == {}
