"""Fixtures that every test may use: people with and without access, and their API clients."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

import backend.celery_app  # noqa: F401 - so that actions send tasks to the tests' Redis
from labeling.accounts.models import User
from labeling.projects.models import Membership, Project
from tests.factories.accounts import UserFactory
from tests.factories.projects import LabelFactory, MembershipFactory, ProjectFactory

Role = Membership.Role

# A slow hash is right for people and costs the suite half a second for each of them.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def project(db: Any) -> Project:
    project = ProjectFactory.create()
    LabelFactory.create(project=project, name="dog")
    return project


@pytest.fixture
def alice(project: Project) -> User:
    """An admin of the project."""
    return MembershipFactory.create(project=project, user__username="alice", role=Role.ADMIN).user


@pytest.fixture
def bob(project: Project) -> User:
    """An annotator of the project."""
    return MembershipFactory.create(project=project, user__username="bob", role=Role.ANNOTATOR).user


@pytest.fixture
def carol(project: Project) -> User:
    """A reviewer of the project."""
    return MembershipFactory.create(project=project, user__username="carol", role=Role.REVIEWER).user


@pytest.fixture
def charlie(db: Any) -> User:
    """A person with an account and no access to the project."""
    return UserFactory.create(username="charlie")


@pytest.fixture
def client_of() -> Callable[[User | None], APIClient]:
    """`client_of(bob)` is an API client signed in as bob, `client_of(None)` one of nobody."""

    def make(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_authenticate(user)
        return client

    return make
