"""Passwords and tokens are in no log line, in no exception report, and in no table."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.signals import got_request_exception
from django.views.debug import ExceptionReporter, get_exception_reporter_filter
from rest_framework.test import APIClient

from labeling.accounts import actions
from labeling.accounts.models import BrowserSession, User
from labeling.projects.models import Project

PASSWORD, NEW, WRONG = "open sesame please", "kept-for-nobody-81", "mistyped-sesame-7"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Everything that is logged, with the values of each record, and a report of each exception."""
    reports: list[str] = []

    def report(sender: Any, request: Any, **_: Any) -> None:
        import sys

        reporter = ExceptionReporter(request, *sys.exc_info())
        assert reporter.filter is get_exception_reporter_filter(request)
        reports.extend([reporter.get_traceback_html(), reporter.get_traceback_text()])

    got_request_exception.connect(report)
    # Refused requests have a line of ours alone, unless a developer turns Django's on.
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="django.request"):
        yield reports
    got_request_exception.disconnect(report)


def read_log(caplog: pytest.LogCaptureFixture) -> str:
    """Without the statements themselves: their log is off unless a developer turns it on."""
    records = [record for record in caplog.records if not record.name.startswith("django.db")]
    return "\n".join(f"{record.getMessage()} {vars(record)}" for record in records) + caplog.text


def drive(client: APIClient, project: Project) -> list[str]:
    """Sign in, make a token, an invite and a new password; return the secrets that were in it."""
    client.post("/api/session/", {"username": "alice", "password": WRONG}, format="json")
    client.post("/api/session/", {"username": "alice", "password": PASSWORD}, format="json")
    token = client.post("/api/tokens/", {"name": "script"}, format="json").json()["token"]
    APIClient(headers={"Authorization": f"Token {token}"}).get("/api/projects/")
    client.post("/api/account/password/", {"old": PASSWORD, "new": NEW}, format="json")
    return [PASSWORD, NEW, WRONG, token, client.cookies["sessionid"].value]


def read_tables() -> str:
    models = [*apps.get_app_config("accounts").get_models(), *apps.get_app_config("projects").get_models()]
    return "\n".join(str(row) for model in models if model is not BrowserSession for row in model.objects.values_list())


def test_secrets_are_neither_logged_nor_stored(
    alice: User, project: Project, told: list[str], caplog: pytest.LogCaptureFixture
):
    secrets = drive(APIClient(headers={"Idempotency-Key": "a"}), project)
    log, tables = read_log(caplog), read_tables()
    assert "Bad Request: /api/session/" in log
    assert [secret for secret in secrets if secret in log] == []
    assert [secret for secret in secrets if secret in tables] == []


@pytest.mark.parametrize("broken", ["authenticate", "digest_token", "validate_password"])
def test_secrets_are_in_no_report_of_a_failure(
    broken: str,
    alice: User,
    project: Project,
    told: list[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a fault for the test")

    client = APIClient(raise_request_exception=False)
    client.force_login(alice)
    client.credentials(HTTP_AUTHORIZATION="")
    monkeypatch.setattr(actions, broken, fail)
    calls = {
        "authenticate": ("/api/session/", {"username": "alice", "password": PASSWORD}),
        "digest_token": ("/api/tokens/", {"name": "script"}),
        "validate_password": ("/api/account/password/", {"old": PASSWORD, "new": NEW}),
    }
    path, body = calls[broken]
    assert client.post(path, body, format="json").status_code == 500
    assert len(told) == 2
    everything = read_log(caplog) + "".join(told)
    assert "a fault for the test" in everything
    secrets = [PASSWORD, NEW, client.cookies["sessionid"].value]
    assert [secret for secret in secrets if secret in everything] == []
