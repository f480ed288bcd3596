"""Two people on one video, lost connections and ended log-ins: nothing that a person did is lost."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.clip import write_clip
from tests.e2e.editor import Editor
from tests.e2e.product import Product
from tests.e2e.shared_video import SharedVideo, share_video

OpenAs = Callable[[str], Page]
NUM_EDITS = 25
CUT_S = 30


@pytest.fixture(scope="module")
def shared(product: Product, tmp_path_factory: pytest.TempPathFactory) -> SharedVideo:
    return share_video(product, write_clip(tmp_path_factory.mktemp("clip") / "numbered.mp4"), "Together")


def open_editor(shared: SharedVideo, page: Page, masklet: int) -> Editor:
    editor = Editor(page)
    editor.open(shared.video)
    editor.select(masklet)
    editor.page.keyboard.press("r")
    return editor


def expect_saving(editor: Editor, state: str, words: str | None = None) -> None:
    shown = editor.page.get_by_test_id("save-state")
    expect(shown).to_have_attribute("data-state", state, timeout=60_000)
    if words is not None:
        expect(shown).to_have_text(words)


def drawn_frames(shared: SharedVideo, masklet: int) -> list[int]:
    """The frames of the masklet's versions, in the order in which they were committed."""
    versions = shared.get(f"/api/masklets/{masklet}/versions/")
    ordered = sorted(versions, key=lambda version: version["number"])
    return [frame for version in ordered for start, stop in version["ranges"] for frame in range(start, stop)]


def draw_on(editor: Editor, frame: int) -> None:
    editor.go_to(frame)
    editor.drag((100, 100 + frame), (160, 100 + frame))


def end_login(page: Page) -> None:
    """As if the session had expired on the server, while the page is open."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    answer = page.context.request.delete("/api/session/", headers={"X-CSRFToken": token})
    assert answer.status == 204


def hold(page: Page, pattern: str) -> list[Route]:
    """Requests to such an address wait here until the test lets them go on."""
    held: list[Route] = []

    def keep(route: Route) -> None:  # Playwright asks for a function that is not built in.
        held.append(route)

    page.route(pattern, keep)
    return held


@contextmanager
def changes_fail(page: Page) -> Iterator[None]:
    """Pages load, but no change reaches the server."""

    def cut(route: Route) -> None:
        if route.request.method in {"PUT", "POST", "PATCH", "DELETE"}:
            route.abort()
        else:
            route.continue_()

    page.context.route("**/api/**", cut)
    yield
    page.context.unroute("**/api/**", cut)


def test_25_edits_of_a_cut_connection_arrive_once_and_in_order(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    editor = open_editor(shared, open_as("annotator"), masklet)
    # Seen before the cut: what is not loaded yet cannot be drawn on.
    for frame in range(NUM_EDITS):
        editor.go_to(frame)
    expect_saving(editor, "saved")
    editor.page.context.set_offline(True)
    cut_at = time.monotonic()
    frames = [(7 * number) % NUM_EDITS for number in range(NUM_EDITS)]
    for frame in frames:
        draw_on(editor, frame)
    expect_saving(editor, "offline", f"Offline: {NUM_EDITS} edits wait")
    editor.page.wait_for_timeout(max(0, CUT_S - (time.monotonic() - cut_at)) * 1000)
    assert drawn_frames(shared, masklet) == []
    editor.page.context.set_offline(False)
    expect_saving(editor, "saved", "Saved")
    assert drawn_frames(shared, masklet) == frames
    assert [operation["kind"] for operation in shared.operations()[:NUM_EDITS]] == ["draw"] * NUM_EDITS


def test_edits_outlast_a_closed_page_and_are_shown_as_unsaved(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    page = open_as("annotator")
    editor = open_editor(shared, page, masklet)
    with changes_fail(page):
        for frame in (2, 0):
            draw_on(editor, frame)
        expect_saving(editor, "offline", "Offline: 2 edits wait")
        page.close()
        page = page.context.new_page()
        editor = Editor(page)
        editor.open(shared.video)
        expect_saving(editor, "offline", "Offline: 2 edits wait")
        editor.expect_painted((130, 100))
        assert drawn_frames(shared, masklet) == []
    expect_saving(editor, "saved", "Saved")
    assert drawn_frames(shared, masklet) == [2, 0]


def test_object_made_without_connection_gets_its_prompt_after_a_reload(shared: SharedVideo, open_as: OpenAs):
    page = open_as("annotator")
    editor = Editor(page)
    editor.open(shared.video)
    rows = page.get_by_test_id("object-row")
    count = rows.count()
    with changes_fail(page):
        page.get_by_test_id("add-object").click()
        editor.click((150, 150))
        editor.click((170, 150), negative=True)
        expect_saving(editor, "offline", "Offline: 3 edits wait")
        page.reload()
        expect(page.get_by_test_id("object-in-making")).to_have_count(1)
        expect(page.locator(".prompt-layer .mark.waiting")).to_have_count(2)
    expect(rows).to_have_count(count + 1)
    expect_saving(editor, "saved", "Saved")
    masklet = int(rows.last.get_attribute("data-masklet") or 0)
    prompts = [prompt for prompt in shared.get(f"/api/videos/{shared.video}/prompts/") if prompt["masklet"] == masklet]
    assert [(prompt["frame"], prompt["labels"]) for prompt in prompts] == [(0, [1]), (0, [0])]


def test_two_tabs_send_what_both_made_once(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    page = open_as("annotator")
    tabs = [open_editor(shared, tab, masklet) for tab in (page, page.context.new_page())]
    with changes_fail(page):
        for frame in range(6):
            draw_on(tabs[frame % 2], frame)
        for tab in tabs:
            expect_saving(tab, "offline", "Offline: 6 edits wait")
    for tab in tabs:
        expect_saving(tab, "saved", "Saved")
    assert drawn_frames(shared, masklet) == list(range(6))


def test_edits_outlast_an_ended_login_and_go_on_as_the_same_person(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    page = open_as("annotator")
    editor = open_editor(shared, page, masklet)
    draw_on(editor, 1)
    expect_saving(editor, "saved")
    end_login(page)
    password = page.get_by_test_id("sign-in-again-password")
    expect(password).to_be_visible()
    password.fill(shared.product.logins["annotator"].password)
    page.get_by_test_id("sign-in-again-submit").click()
    expect(password).to_have_count(0)
    draw_on(editor, 3)
    expect_saving(editor, "saved", "Saved")
    assert drawn_frames(shared, masklet) == [1, 3]


def test_edits_are_never_sent_as_somebody_else(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    page = open_as("annotator")
    editor = open_editor(shared, page, masklet)
    with changes_fail(page):
        draw_on(editor, 4)
        expect_saving(editor, "offline", "Offline: 1 edit waits")
        # Another person signs in, in another tab of the same browser.
        login = shared.product.logins["admin"]
        token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
        body = {"username": login.username, "password": login.password}
        answer = page.context.request.post("/api/session/", data=body, headers={"X-CSRFToken": token})
        assert answer.ok, answer.text()
    expect_saving(editor, "offline", "Signed out: 1 edit waits")
    assert drawn_frames(shared, masklet) == []
    page.get_by_test_id("sign-in-again-password").fill(shared.product.logins["annotator"].password)
    page.get_by_test_id("sign-in-again-submit").click()
    expect_saving(editor, "saved", "Saved")
    assert drawn_frames(shared, masklet) == [4]
    operation = shared.operations()[0]
    assert operation["kind"] == "draw"
    assert operation["author"] == shared.get("/api/session/")["user"]["id"]


def test_refused_edit_says_why_until_it_is_dismissed(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    page = open_as("annotator")
    editor = open_editor(shared, page, masklet)
    with changes_fail(page):
        draw_on(editor, 5)
        expect_saving(editor, "offline")
        with shared.product.api("annotator") as client:
            assert client.delete(f"/api/masklets/{masklet}/").status_code == 204
    refused = page.get_by_test_id("refused-edit")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text(re.compile("Mask of object .* on frame 5"))
    expect_saving(editor, "refused", "1 edit refused")
    refused.get_by_role("button", name="Dismiss").click()
    expect(refused).to_have_count(0)
    expect_saving(editor, "saved", "Saved")


def test_page_says_that_everything_is_safe_only_after_the_answer(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    page = open_as("annotator")
    editor = open_editor(shared, page, masklet)
    held = hold(page, "**/frames/0/")
    with page.expect_request("**/frames/0/"):
        draw_on(editor, 0)
    expect_saving(editor, "saving", "Saving…")
    held[0].continue_()
    expect_saving(editor, "saved", "Saved")
    assert drawn_frames(shared, masklet) == [0]


def open_two(shared: SharedVideo, open_as: OpenAs, masklet: int) -> tuple[Editor, Editor]:
    first, second = (open_editor(shared, open_as(role), masklet) for role in ("admin", "annotator"))
    return first, second


def draw_at_once(first: Editor, second: Editor) -> None:
    """Both on frame 0 before either knows of the other's: the second one's request is the slower."""
    held = hold(second.page, "**/frames/0/")
    with second.page.expect_request("**/frames/0/"):
        second.drag((100, 200), (200, 200))
    first.drag((100, 100), (200, 100))
    expect_saving(first, "saved", "Saved")
    held[0].continue_()


def test_same_frame_at_once_offers_both_masks_and_the_choice_reaches_everybody(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    first, second = open_two(shared, open_as, masklet)
    draw_at_once(first, second)
    expect_saving(second, "conflict", "1 conflict to decide")
    conflict = second.page.get_by_test_id("conflict")
    expect(conflict).to_have_count(1)
    # The other one sees that it is open, and may decide as well.
    expect(first.page.get_by_test_id("conflict")).to_have_count(1)
    second.expect_painted((150, 100))
    second.page.get_by_test_id("conflict-mine").click()
    second.expect_painted((150, 200))
    second.page.get_by_test_id("conflict-theirs").click()
    second.expect_painted((150, 100))
    second.page.get_by_test_id("conflict-replace").click()
    for editor in (first, second):
        expect(editor.page.get_by_test_id("conflict")).to_have_count(0)
        editor.expect_painted((150, 200))
    expect_saving(second, "saved", "Saved")
    assert [operation["kind"] for operation in shared.operations()[:2]] == ["apply", "draw"]


def test_conflict_is_combined_by_the_other_person(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    first, second = open_two(shared, open_as, masklet)
    draw_at_once(first, second)
    first.page.get_by_test_id("conflict").locator(".conflict-head").click()
    first.page.get_by_test_id("conflict-union").click()
    for editor in (first, second):
        expect(editor.page.get_by_test_id("conflict")).to_have_count(0)
        editor.expect_painted((150, 200))
        editor.expect_painted((150, 100))


def test_different_frames_merge_without_a_word(shared: SharedVideo, open_as: OpenAs):
    masklet = shared.add_masklet()
    first, second = open_two(shared, open_as, masklet)
    held = hold(second.page, "**/frames/1/")
    with second.page.expect_request("**/frames/1/"):
        draw_on(second, 1)
    first.drag((100, 100), (200, 100))
    expect_saving(first, "saved", "Saved")
    held[0].continue_()
    expect_saving(second, "saved", "Saved")
    for editor in (first, second):
        editor.expect_masks(masklet, 2)
        expect(editor.page.get_by_test_id("conflict")).to_have_count(0)
    assert drawn_frames(shared, masklet) == [0, 1]
