"""Signing in through the form, as people do."""

from playwright.sync_api import Page

from tests.e2e.product import Login


def sign_in(page: Page, login: Login) -> None:
    """Open the first page, sign in and wait until it knows who is there."""
    page.goto("/")
    page.get_by_test_id("sign-in-username").fill(login.username)
    page.get_by_test_id("sign-in-password").fill(login.password)
    page.get_by_test_id("sign-in-submit").click()
    page.get_by_test_id("user-menu").wait_for()
