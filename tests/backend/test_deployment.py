"""What browsers are told to forbid, and that Django's own check of a deployment has nothing to say."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.accounts import UserFactory

MANAGE = str(settings.REPOSITORY / "manage.py")


def test_check_of_a_deployment_with_https_has_no_warning():
    environment = {**os.environ, "MASKLOOP_HTTPS": "true", "PYTHONWARNINGS": "ignore"}
    asked = subprocess.run(
        [sys.executable, MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (asked.returncode, asked.stdout) == (0, "System check identified no issues (0 silenced).\n"), asked.stderr


def read_policy(answer: Any) -> dict[str, list[str]]:
    parts = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {part[0]: part[1:] for part in parts}


@pytest.mark.parametrize(
    "path", ["/", "/api/docs/", "/api/session/", "/api/nothing/", "/static/nothing.js", "/healthz"]
)
def test_every_answer_says_what_browsers_should_forbid(path: str, db: None):
    answer = Client().get(path)
    policy = read_policy(answer)
    assert policy["script-src"] == ["'self'"]
    assert policy["connect-src"] == ["'self'"]
    assert (policy["object-src"], policy["frame-ancestors"], policy["base-uri"]) == (["'none'"],) * 3
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


def test_pages_have_no_script_of_their_own(db: None):
    """Such a one would not run, by the policy."""
    for path in ("/", "/api/docs/"):
        body = Client().get(path).content.decode()
        scripts = re.findall(r"<script([^>]*)>(.*?)</script>", body, re.DOTALL)
        assert [text for attributes, text in scripts if "src=" not in attributes or text.strip()] == []


def test_behind_a_proxy_with_https_cookies_are_secure_and_plain_calls_are_sent_there(db: None, settings: Any):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    UserFactory(username="dora")
    client = Client(headers={"X-Forwarded-Proto": "https"})
    body = {"username": "dora", "password": "open sesame please"}
    answer = client.post("/api/session/", body, content_type="application/json")
    assert {name: bool(cookie["secure"]) for name, cookie in answer.cookies.items()} == {
        "sessionid": True,
        "csrftoken": True,
        "maskloop_device": True,
    }
    assert answer["Strict-Transport-Security"] == "max-age=60"
    plain = Client()
    assert (plain.get("/api/session/").status_code, plain.get("/healthz").status_code) == (301, 200)
