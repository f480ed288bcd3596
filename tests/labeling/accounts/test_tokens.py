from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import ApiToken, User
from tests.factories.accounts import UserFactory

ALL = ["read", "annotate", "review", "admin"]


@pytest.fixture
def dora(db: None) -> User:
    return UserFactory(username="dora")


def make(client: APIClient, **wish: Any):
    return client.post("/api/tokens/", {"name": "script", **wish}, format="json")


def with_token(text: str) -> APIClient:
    return APIClient(headers={"Authorization": f"Token {text}"})


def days_left(created: dict) -> int:
    token = ApiToken.objects.get(pk=created["id"])
    return round((token.expires_at - timezone.now()) / timedelta(days=1))


def test_token_may_do_everything_for_90_days_unless_told_otherwise(dora: User, client_of):
    created = make(client_of(dora)).json()
    assert (created["scopes"], days_left(created)) == (ALL, 90)
    created = make(client_of(dora), scopes=["annotate"], expires_in_days=None).json()
    assert (created["scopes"], created["expires_at"]) == (["read", "annotate"], None)


@pytest.mark.parametrize("wish", [{"scopes": []}, {"scopes": ["everything"]}, {"expires_in_days": 0}])
def test_token_of_nonsense_is_refused(wish: dict, dora: User, client_of):
    assert make(client_of(dora), **wish).status_code == 400
    assert not ApiToken.objects.exists()


def test_token_that_expired_is_refused_and_still_listed(dora: User, client_of):
    created = make(client_of(dora), expires_in_days=1).json()
    client = with_token(created["token"])
    assert client.get("/api/projects/").status_code == 200
    ApiToken.objects.update(expires_at=timezone.now())
    assert client.get("/api/projects/").status_code == 401
    listed = client_of(dora).get("/api/tokens/").json()
    assert [(token["id"], token["is_expired"]) for token in listed] == [(created["id"], True)]


def test_use_of_a_token_is_recorded(dora: User, client_of):
    created = make(client_of(dora)).json()
    assert created["last_used_at"] is None
    with_token(created["token"]).get("/api/projects/")
    assert client_of(dora).get("/api/tokens/").json()[0]["last_used_at"] is not None


def test_token_makes_none_that_outlives_it(dora: User, client_of):
    short = make(client_of(dora), expires_in_days=2).json()
    assert days_left(make(with_token(short["token"]), expires_in_days=None).json()) == 2
    assert days_left(make(with_token(short["token"]), expires_in_days=1).json()) == 1


def test_token_makes_none_that_may_do_more(dora: User, client_of):
    admin_only = make(client_of(dora), scopes=["admin"]).json()
    answer = make(with_token(admin_only["token"]), scopes=["review"])
    assert (answer.status_code, ApiToken.objects.count()) == (422, 1)
