"""Fixtures that every test may use: people with and without access, and their API clients."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from rest_framework.test import APIClient

import backend.celery_app  # noqa: F401 - so that actions send tasks to the tests' Redis
from labeling.accounts.models import User
from labeling.projects.models import Membership, Project
from tests.factories.accounts import UserFactory
from tests.factories.projects import LabelFactory, MembershipFactory, ProjectFactory

Role = Membership.Role

# A slow hash is right for people and costs the suite half a second for each of them.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


# History cannot be truncated; between tests on real transactions its tables are emptied all the same.
GUARDED_SQL = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_no_truncate'"


@pytest.fixture(autouse=True, scope="session")
def _history_goes_between_tests() -> Iterator[None]:
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: list[str], **options: Any) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(GUARDED_SQL)
            guarded = [name for (name,) in cursor.fetchall()]
        off, on = ([f"ALTER TABLE {name} {word} TRIGGER USER" for name in guarded] for word in ("DISABLE", "ENABLE"))
        return [*off, *plain(self, style, tables, **options), *on]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


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
