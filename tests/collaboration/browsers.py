"""People in real browsers: they sign in, open the editor, make edits with the mouse, and show what they see."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, Page, Request, Response, async_playwright
from playwright.async_api import Error as BrowserError

from tests.collaboration.client import Answer, Edit
from tests.collaboration.stage import PASSWORD, Person, Stage
from tests.e2e.chromium import CHROMIUM, FLAGS

READ_ROWS = """() => [...document.querySelectorAll('[data-testid="object-row"]')].map(
    (row) => [Number(row.dataset.masklet), Number(row.dataset.masks)])"""
# Operations by what the page asks for; nothing else that it sends makes one.
KINDS = {"POST masklets": "create", "PATCH masklet": "relabel", "POST prompts": "prompt"}
GESTURE_TIMEOUT_MS = 15_000


@dataclass
class BrowserPerson:
    """`answers` are the edits that the page's own requests were answered; the page retries by itself."""

    username: str
    page: Page
    labels: tuple[int, ...]
    random: random.Random
    answers: list[Answer] = field(default_factory=list)
    refused_gestures: int = 0
    _sent_at: dict[str, float] = field(default_factory=dict)
    _attempts: dict[str, int] = field(default_factory=dict)
    _reading: set["asyncio.Task[None]"] = field(default_factory=set)

    def watch(self) -> None:
        self.page.on("request", self._note_request)
        self.page.on("response", self._note_response)

    async def work(self, *, every_s: float, until: asyncio.Event) -> None:
        while not until.is_set():
            try:
                await self._make_gesture()
            except BrowserError:
                # The object went away under the hand, or the page waits for a server that is down.
                self.refused_gestures += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(until.wait(), every_s * self.random.uniform(0.5, 1.5))

    async def read_rows(self) -> dict[int, int]:
        """Masklets on the page with the number of frames on which each has a mask."""
        return dict(await self.page.evaluate(READ_ROWS))

    async def settle(self) -> None:
        """Wait for answers that are still being read."""
        await asyncio.gather(*self._reading)

    async def _make_gesture(self) -> None:
        rows = self.page.get_by_test_id("object-row")
        row = rows.nth(self.random.randrange(max(1, await rows.count())))
        if self.random.random() < 0.7:
            label = str(self.random.choice(self.labels))
            await row.get_by_role("combobox").select_option(label, timeout=GESTURE_TIMEOUT_MS)
            return
        await row.click(timeout=GESTURE_TIMEOUT_MS)
        canvas = self.page.get_by_test_id("canvas")
        place = {"x": self.random.uniform(100, 300), "y": self.random.uniform(100, 200)}
        await canvas.click(position=place, timeout=GESTURE_TIMEOUT_MS)

    def _note_request(self, request: Request) -> None:
        key = request.headers.get("idempotency-key")
        if key:
            self._sent_at.setdefault(key, time.monotonic())
            self._attempts[key] = self._attempts.get(key, 0) + 1

    def _note_response(self, response: Response) -> None:
        if response.request.headers.get("idempotency-key") and response.status not in {429, 502, 503, 504}:
            task = asyncio.create_task(self._keep_answer(response))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)

    async def _keep_answer(self, response: Response) -> None:
        request = response.request
        key = request.headers["idempotency-key"]
        edit = Edit(_kind_of(request), request.method, request.url)
        body: Any = await response.json() if response.status != 204 else None
        began_at = self._sent_at[key]
        took_s = time.monotonic() - began_at
        self.answers.append(
            Answer(edit, key, self.username, response.status, body, began_at, took_s, self._attempts[key])
        )


def _kind_of(request: Request) -> str:
    words = request.url.rstrip("/").split("/")
    noun = words[-2][:-1] if words[-1].isdigit() else words[-1]
    return KINDS.get(f"{request.method} {noun}", "")


@asynccontextmanager
async def open_browsers(stage: Stage, people: tuple[Person, ...], *, seed: int) -> AsyncIterator[list[BrowserPerson]]:
    """One Chromium context for each person, with the stage's first video open in the editor."""
    if not people:
        yield []
        return
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            yield [await _open(chromium, stage, person, seed + number) for number, person in enumerate(people)]
        finally:
            await chromium.close()


async def _open(chromium: Browser, stage: Stage, person: Person, seed: int) -> BrowserPerson:
    context = await chromium.new_context(base_url=stage.product.url, viewport={"width": 1280, "height": 800})
    page = await context.new_page()
    page.set_default_timeout(60_000)
    await page.goto("/")
    await page.get_by_test_id("sign-in-username").fill(person.username)
    await page.get_by_test_id("sign-in-password").fill(PASSWORD)
    await page.get_by_test_id("sign-in-submit").click()
    await page.get_by_test_id("user-menu").wait_for()
    await page.goto(f"/videos/{stage.videos[0]}")
    await page.locator('[data-testid="canvas"][data-frame="0"]').wait_for()
    chance = random.Random(seed)
    opened = BrowserPerson(person.username, page, stage.labels, chance)
    opened.watch()
    return opened
