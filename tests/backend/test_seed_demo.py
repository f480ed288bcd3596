import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Project
from tests.factories.accounts import UserFactory


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.MASKLOOP_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return tmp_path


@pytest.mark.django_db
def test_first_run_gives_three_logins_that_work_and_a_project(home):
    call_command("seed_demo")
    path = home / "logins.json"
    assert path.stat().st_mode & 0o777 == 0o600
    for login in json.loads(path.read_text()):
        client = APIClient(headers={"Authorization": f"Token {login['token']}"})
        roles = [(project["name"], project["role"]) for project in client.get("/api/projects/").json()]
        assert roles == [("Demo", login["role"])]
        body = {"username": login["username"], "password": login["password"]}
        assert APIClient().post("/api/session/", body, format="json").status_code == 200


@pytest.mark.django_db
def test_second_run_changes_nothing_even_where_the_file_was_taken_away(home):
    call_command("seed_demo", "--no-project")
    before = list(User.objects.order_by("pk").values_list("username", "password"))
    (home / "logins.json").unlink()
    call_command("seed_demo")
    assert list(User.objects.order_by("pk").values_list("username", "password")) == before
    assert not Project.objects.exists()


@pytest.mark.django_db
def test_installation_with_people_gets_no_accounts(home):
    person = UserFactory.create()
    call_command("seed_demo")
    assert list(User.objects.all()) == [person]
