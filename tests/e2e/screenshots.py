"""Takes the pictures of the guides anew, from the product as it is: a small team's project, half done.

./maskloop services && eval "$(./maskloop env)" && .venv/bin/python -m tests.e2e.screenshots docs/images
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from labeling.videos.demo_clip import draw_demo_frames, render_demo_clip
from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.clip import click_point
from tests.e2e.editor import Editor
from tests.e2e.faults import Faults
from tests.e2e.product import Product, expect, run_product, upload_video, wait_until
from tests.e2e.signing_in import sign_in

SIZE = (360, 640)
NUM_FRAMES = 60
# Clips whose objects stand apart; the first is the one that is half done.
CLIPS = {"Market, morning": 30, "Market, evening": 31, "Harbour": 33, "Station hall": 36}
LABELS = (("cyclist", "#E69F00"), ("parcel", "#56B4E9"), ("sign", "#009E73"))
ATTRIBUTES = [
    {"name": "occluded", "kind": "checkbox"},
    {"name": "size", "kind": "choice", "options": [{"name": "small"}, {"name": "large"}], "required": True},
]
VIEWPORT = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Scene:
    """The project, its first video, and that video's objects: one approved, one sent back, one submitted."""

    project: int
    video: int
    masklets: list[int]


@dataclass(frozen=True)
class Camera:
    browser: Browser
    product: Product
    folder: Path

    def open_as(self, role: str) -> Page:
        page = self.browser.new_context(base_url=self.product.url, viewport=VIEWPORT).new_page()
        page.set_default_timeout(60_000)
        sign_in(page, self.product.logins[role])
        return page

    def take(self, page: Page, name: str) -> None:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=self.folder / f"{name}.jpg", type="jpeg", quality=80)

    def visit(self, page: Page, address: str, name: str, *, shows: str) -> None:
        page.goto(address)
        page.get_by_test_id(shows).first.wait_for()
        self.take(page, name)


def make_scene(product: Product, folder: Path) -> Scene:
    admin, annotator, reviewer = (product.api(role) for role in ("admin", "annotator", "reviewer"))
    body = {"name": "Street scenes", "description": "Who moves, and what they carry."}
    project = expect(admin.post("/api/projects/", json=body), 201)["id"]
    for role in ("annotator", "reviewer"):
        expect(admin.post(f"/api/projects/{project}/members/", json={"username": role, "role": role}), 201)
    labels = [make_label(admin, project, name, color) for name, color in LABELS]
    videos = []
    for name, seed in CLIPS.items():
        path = folder / f"{name}.mp4"
        render_demo_clip(path, num_frames=NUM_FRAMES, size=SIZE, seed=seed)
        videos.append(upload_video(admin, project=project, path=path))
    assign(admin, project, videos[1:3])
    masklets = [label_object(annotator, videos[0], label, place) for place, label in enumerate(labels)]
    track(annotator, videos[0], masklets)
    decide(annotator, reviewer, masklets)
    return Scene(project=project, video=videos[0], masklets=masklets)


def make_label(admin: httpx.Client, project: int, name: str, color: str) -> int:
    body: dict[str, Any] = {"name": name, "color": color}
    if name == LABELS[1][0]:
        body["attributes"] = ATTRIBUTES[:1]
    return int(expect(admin.post(f"/api/projects/{project}/labels/", json=body), 201)["id"])


def assign(admin: httpx.Client, project: int, videos: list[int]) -> None:
    members = expect(admin.get(f"/api/projects/{project}/members/"))
    user = next(member["user"]["id"] for member in members if member["role"] == "annotator")
    body = {"videos": videos, "user": user, "kind": "annotate"}
    expect(admin.post(f"/api/projects/{project}/assignments/", json=body), 201)


def label_object(annotator: httpx.Client, video: int, label: int, place: int) -> int:
    """An object with one click on the first frame, answered."""
    masklet = expect(annotator.post(f"/api/videos/{video}/masklets/", json={"label": label}), 201)["id"]
    first = draw_demo_frames(first=0, count=1, size=SIZE, seed=next(iter(CLIPS.values())))
    masks = sorted((first.masks[0] == n for n in range(1, first.num_objects + 1)), key=lambda mask: -int(mask.sum()))
    prompt = {"frame": 0, "kind": "point", "points": [list(click_point(masks[place]))], "labels": [1]}
    expect(annotator.post(f"/api/masklets/{masklet}/prompts/", json=prompt), 202)
    masks_at = f"/api/masklets/{masklet}/masks/?start=0&stop=1"
    wait_until(lambda: expect(annotator.get(masks_at))["masks"], "the click is answered", 120)
    return int(masklet)


def track(annotator: httpx.Client, video: int, masklets: list[int]) -> None:
    body = {"masklets": masklets, "direction": "forward", "start": 0, "stop": NUM_FRAMES}
    job = expect(annotator.post(f"/api/videos/{video}/propagations/", json=body), 201)["id"]
    is_done = lambda: expect(annotator.get(f"/api/propagations/{job}/"))["status"] == "done"  # noqa: E731
    wait_until(is_done, "the track is done", 300)


def decide(annotator: httpx.Client, reviewer: httpx.Client, masklets: list[int]) -> None:
    """The first is approved, the second sent back with a comment, the third waits."""
    decisions = ({"decision": "satisfactory"}, {"decision": "unsatisfactory", "comment": "The edge slips at frame 40."})
    for masklet, decision in zip(masklets, (*decisions, None), strict=True):
        version = expect(annotator.post(f"/api/masklets/{masklet}/submit/"))["submitted_version"]
        if decision is not None:
            body = {"version": version, "start": 0, "stop": NUM_FRAMES, **decision}
            expect(reviewer.post(f"/api/masklets/{masklet}/reviews/", json=body), 201)


def take_annotators(camera: Camera, scene: Scene) -> None:
    page = camera.open_as("annotator")
    camera.visit(page, "/inbox", "inbox", shows="inbox-returned-row")
    editor = Editor(page)
    editor.open(scene.video)
    editor.expect_masks(scene.masklets[1], NUM_FRAMES)
    editor.go_to(24)
    editor.select(scene.masklets[1])
    camera.take(page, "annotate")
    page.keyboard.press("i")
    page.locator("[data-testid=history-panel] [aria-pressed]").first.wait_for()
    camera.take(page, "history")
    page.keyboard.press("?")
    page.get_by_test_id("key-sheet").wait_for()
    camera.take(page, "keys")


def take_reviewers(camera: Camera, scene: Scene) -> None:
    page = camera.open_as("reviewer")
    camera.visit(page, f"/review/{scene.masklets[2]}", "review", shows="approve")


def take_admins(camera: Camera, scene: Scene) -> None:
    page = camera.open_as("admin")
    project = f"/projects/{scene.project}"
    camera.visit(page, "/", "projects", shows="project-card")
    camera.visit(page, project, "videos", shows="video-card")
    camera.visit(page, f"{project}/labels", "labels", shows="label-row")
    camera.visit(page, f"{project}/members", "members", shows="member-row")
    camera.visit(page, f"{project}/activity", "activity", shows="feed-entry")
    camera.visit(page, "/accounts", "accounts", shows="account-row")
    camera.visit(page, "/account", "account", shows="session-row")


def take_operators(camera: Camera, scene: Scene) -> None:
    page = camera.open_as("annotator")
    with Faults(camera.product, {}).hung("gpu worker"):
        Editor(page).open(scene.video)
        page.get_by_test_id("status-banner").wait_for()
        camera.take(page, "banner")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, run_product(Path(name) / "home", "--no-demo") as product:
        scene = make_scene(product, Path(name))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
            camera = Camera(browser=browser, product=product, folder=folder)
            take_annotators(camera, scene)
            take_reviewers(camera, scene)
            take_admins(camera, scene)
            take_operators(camera, scene)
            browser.close()


if __name__ == "__main__":
    main()
