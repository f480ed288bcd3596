"""How fast the pages of projects and of a project's videos come, with 500 videos, in a real browser.

Cold is a browser that has never been here, but for the log-in; warm is the same page again. A page is usable when the
list stands, every poster in sight is there, and a click is answered: a dialog opens, the bar of chosen videos appears.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from backend.services.benchmarks import Row
from tests.benchmarks.many_videos import add_videos
from tests.collaboration.stage import Stage, set_stage
from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.product import Login, expect
from tests.e2e.signing_in import sign_in

NAME = "pages"
SUMMARY = "pages of projects and of 500 videos: first paint and time to a usable page, cold and warm"

VIEWPORT: Any = {"width": 1440, "height": 900}
TIMEOUT_MS = 120_000
# What web vitals call good: for the first contentful paint, and for the largest one, after which there are posters.
GOOD_PAINT_MS = 1800
GOOD_USABLE_MS = 2500

WATCH = """async ([card, button, answer]) => {
    const next = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isSeen = (box) => box.top < innerHeight && box.bottom > 0;
    const posters = () => [...document.querySelectorAll(`${card} img`)].filter((img) =>
        isSeen(img.getBoundingClientRect()));
    const isThere = () => posters().length > 0 && posters().every((img) => img.complete && img.naturalWidth > 0);
    while (!isThere()) await next();
    document.querySelector(button).click();
    while (!document.querySelector(answer)) await next();
    await next();
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return [paint.startTime, performance.now()];
}"""


@dataclass(frozen=True)
class Place:
    """A page, what is listed there, what is clicked, and what must answer."""

    name: str
    path: str
    card: str
    button: str
    answer: str


def run(short: bool) -> list[Row]:
    num_videos, loads = (60, 2) if short else (500, 9)
    with (
        tempfile.TemporaryDirectory() as folder,
        set_stage(Path(folder), num_people=1, num_frames=24) as stage,
        sync_playwright() as playwright,
    ):
        with stage.database() as connection:
            masklet = create_masklet(stage)
            add_videos(connection, clip=stage.videos[0], masklet=masklet, count=num_videos - 1)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        rows = [row for place in list_places(stage) for row in measure(browser, stage, place, loads=loads, short=short)]
        return [*rows, *measure_answers(stage, times=5 if short else 30)]


def create_masklet(stage: Stage) -> int:
    headers = {"Authorization": f"Token {stage.people[0].token}"}
    with httpx.Client(base_url=stage.product.url, headers=headers, trust_env=False, timeout=60) as client:
        answer = client.post(f"/api/videos/{stage.videos[0]}/masklets/", json={"label": stage.labels[0]})
        return int(expect(answer, 201)["id"])


def list_places(stage: Stage) -> list[Place]:
    return [
        Place(
            name="projects",
            path="/",
            card='[data-testid="project-card"]',
            button='[data-testid="new-project"]',
            answer='[role="dialog"]',
        ),
        Place(
            name="videos",
            path=f"/projects/{stage.project}/videos",
            card='[data-testid="video-card"]',
            button='[data-testid="video-choose"]',
            answer='[data-testid="selection-bar"]',
        ),
    ]


def measure(browser: Browser, stage: Stage, place: Place, *, loads: int, short: bool) -> list[Row]:
    url, state = stage.product.url, keep_log_in(browser, stage.product.url, stage.product.logins["admin"])
    seen: dict[str, list[tuple[float, float]]] = {"cold": [], "warm": []}
    for _ in range(loads):
        context = browser.new_context(base_url=url, viewport=VIEWPORT, storage_state=state)
        page = context.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        for times in seen.values():
            times.append(load(page, place))
        context.close()
    return [row for how, times in seen.items() for row in describe(f"{place.name}, {how}", times, short=short)]


def keep_log_in(browser: Browser, url: str, login: Login) -> Any:
    """The cookies of a log-in, without anything that the browser has kept of the pages."""
    context = browser.new_context(base_url=url, viewport=VIEWPORT)
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    sign_in(page, login)
    state: Any = {"cookies": context.cookies(), "origins": []}
    context.close()
    return state


def load(page: Page, place: Place) -> tuple[float, float]:
    """Milliseconds from the navigation to the first contentful paint and to a usable page."""
    page.goto(place.path, wait_until="commit")
    paint, usable = page.evaluate(WATCH, [place.card, place.button, place.answer])
    return paint, usable


def describe(name: str, times: list[tuple[float, float]], *, short: bool) -> list[Row]:
    rows = []
    for what, values, good in (
        ("first contentful paint", [paint for paint, _ in times], GOOD_PAINT_MS),
        ("usable", [usable for _, usable in times], GOOD_USABLE_MS),
    ):
        bound = None if short else f"<= {good}"
        points = quantiles(values, n=20, method="inclusive")
        rows += [
            Row(f"{name}: {what}, median", round(median(values)), "ms", bound),
            Row(f"{name}: {what}, p95", round(points[18]), "ms"),
        ]
    return rows


def measure_answers(stage: Stage, *, times: int) -> list[Row]:
    """What the server takes for the calls behind the pages, one at a time."""
    paths = {
        "first 60 videos": f"/api/projects/{stage.project}/videos/?limit=60",
        "progress of the project": f"/api/projects/{stage.project}/progress/",
        "progress of all projects": "/api/projects/progress/",
        "inbox counts": "/api/inbox/counts/",
        "feed": f"/api/projects/{stage.project}/feed/",
    }
    with stage.product.api("admin") as client:
        return [
            Row(f"answer: {name}, median", round(median(time_call(client, path) for _ in range(times)), 1), "ms")
            for name, path in paths.items()
        ]


def time_call(client: httpx.Client, path: str) -> float:
    began = time.monotonic()
    expect(client.get(path))
    return 1000 * (time.monotonic() - began)
