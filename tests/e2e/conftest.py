import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.chromium import CHROMIUM, FLAGS
from tests.e2e.product import Product, run_product
from tests.e2e.signing_in import sign_in

# What a person waits for without wondering, and more on a busy machine; only a failure takes that long.
expect.set_options(timeout=30_000)
VIEWPORT = {"width": 1440, "height": 900}


HAS_FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with run_product(tmp_path_factory.mktemp("product") / "home") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[HAS_FAILED] = report.failed
    return report


def describe_pages(context: BrowserContext) -> str:
    return "\n".join(f"--- {page.url}\n{page.locator('body').inner_text()}" for page in context.pages)


@pytest.fixture
def open_as(request: pytest.FixtureRequest, browser: Browser, product: Product) -> Iterator[Callable[[str], Page]]:
    """`open_as("annotator")` is a page of a browser of its own, signed in through the form.

    What stood on the pages when a test failed is printed with its failure.
    """
    contexts: list[BrowserContext] = []

    def open_page(role: str) -> Page:
        context = browser.new_context(base_url=product.url, viewport=VIEWPORT, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        sign_in(page, product.logins[role])
        return page

    yield open_page
    for context in contexts if request.node.stash.get(HAS_FAILED, False) else []:
        sys.stdout.write(describe_pages(context))
    for context in contexts:
        context.close()
