"""One request through the web process's outermost application."""

import logging
from collections.abc import AsyncIterator

import httpx
import pytest
from django.test import override_settings

from backend.asgi import application

GIVEN = "click-12345678"


@pytest.fixture
async def web() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
        yield client


def read_access(caplog: pytest.LogCaptureFixture) -> list[tuple[object, ...]]:
    lines = [record for record in caplog.records if record.name == "maskloop.access"]
    return [tuple(getattr(line, name) for name in ("method", "path", "route", "status")) for line in lines]


async def test_given_request_id_is_answered_and_logged(web: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        answer = await web.get("/api/schema/?secret=abc", headers={"X-Request-Id": GIVEN})
    assert answer.headers.get_list("X-Request-Id") == [GIVEN]
    assert read_access(caplog) == [("GET", "/api/schema/", "api/schema/", 200)]


async def test_request_without_a_proper_id_is_given_one(web: httpx.AsyncClient):
    plain = await web.get("/healthz")
    odd = await web.get("/healthz", headers={"X-Request-Id": "two words"})
    assert [len(answer.headers["X-Request-Id"]) for answer in (plain, odd)] == [32, 32]
    assert plain.headers["X-Request-Id"] != odd.headers["X-Request-Id"]


@override_settings(FRONTEND_DIST=None)  # so that the page's view fails
async def test_failure_names_its_request_to_the_caller(web: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    answer = await web.get("/projects/", headers={"X-Request-Id": GIVEN})
    assert (answer.status_code, answer.json()["request_id"]) == (500, GIVEN)
    assert [record.levelname for record in caplog.records if record.name == "django.request"] == ["ERROR"]


async def test_what_machines_ask_all_the_time_is_not_logged(web: httpx.AsyncClient, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.INFO):
        await web.get("/healthz")
    assert read_access(caplog) == []
