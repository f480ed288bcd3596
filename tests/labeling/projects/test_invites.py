"""Links by which people become members of a project."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import IdempotencyKey, User
from labeling.accounts.rules import MAX_FAILURES_OF_ADDRESS
from labeling.projects.models import Invite, Membership, Project, ProjectChange

PASSWORD = "open sesame please"


def make(client: APIClient, project: Project, **wish: Any) -> Any:
    headers = {"Idempotency-Key": "a"}
    return client.post(f"/api/projects/{project.pk}/invites/", {"role": "reviewer", **wish}, "json", headers=headers)


@pytest.fixture
def secret(project: Project, alice: User, client_of) -> str:
    return str(make(client_of(alice), project, max_uses=2).json()["path"]).removeprefix("/invite/#")


def look(client: APIClient, secret: str) -> Any:
    return client.post("/api/invitation/", {"secret": secret}, "json")


def accept(client: APIClient, secret: str) -> Any:
    return client.post("/api/invitation/accept/", {"secret": secret}, "json")


def join(client: APIClient, secret: str, username: str = "dora", password: str = PASSWORD) -> Any:
    body = {"secret": secret, "username": username, "display_name": "Dora", "password": password}
    return client.post("/api/invitation/join/", body, "json")


def role_of(username: str, project: Project) -> str | None:
    return project.memberships.filter(user__username=username, deleted_at=None).values_list("role", flat=True).first()


def test_link_is_shown_once_and_stored_hashed(project: Project, alice: User, client_of):
    created = make(client_of(alice), project, note="for the workshop").json()
    secret = created["path"].removeprefix("/invite/#")
    assert secret not in str(list(Invite.objects.values_list()))
    assert not IdempotencyKey.objects.exists()
    [listed] = client_of(alice).get(f"/api/projects/{project.pk}/invites/").json()
    assert "path" not in listed
    assert {key: listed[key] for key in ("role", "note", "max_uses", "joined", "problem")} == {
        "role": "reviewer",
        "note": "for the workshop",
        "max_uses": 1,
        "joined": [],
        "problem": None,
    }


def test_holder_sees_what_the_link_is_for(secret: str, project: Project, charlie: User, alice: User, client_of):
    for client, member_of in [(APIClient(), None), (client_of(charlie), None), (client_of(alice), project.pk)]:
        seen = look(client, secret).json()
        assert (seen["project"], seen["role"], seen["invited_by"], seen["member_of"]) == (
            project.name,
            "reviewer",
            "alice",
            member_of,
        )


def test_person_with_an_account_becomes_a_member(secret: str, project: Project, charlie: User, alice: User, client_of):
    assert accept(APIClient(), secret).status_code == 401
    assert accept(client_of(charlie), secret).json() == {"project": project.pk, "role": "reviewer"}
    assert role_of("charlie", project) == "reviewer"
    change = ProjectChange.objects.get(project=project)
    assert (change.change["type"], change.actor) == ("member.added", charlie)
    [listed] = client_of(alice).get(f"/api/projects/{project.pk}/invites/").json()
    assert listed["joined"] == ["charlie"]


def test_newcomer_makes_an_account_is_signed_in_and_a_member(secret: str, project: Project):
    client = APIClient()
    assert join(client, secret).status_code == 201
    assert client.get("/api/session/").json()["user"]["username"] == "dora"
    assert client.get(f"/api/projects/{project.pk}/").json()["role"] == "reviewer"


@pytest.mark.parametrize(
    ("username", "password", "status", "said"),
    [
        ("alice", PASSWORD, 409, "There is already an account named alice."),
        ("dora", "1234", 422, "This password is too short."),
        ("do ra", PASSWORD, 422, "Enter a valid username."),
    ],
)
def test_newcomer_who_is_refused_leaves_nothing(
    username: str, password: str, status: int, said: str, secret: str, project: Project, alice: User
):
    before = (User.objects.count(), Membership.objects.count())
    answer = join(APIClient(), secret, username, password)
    assert (answer.status_code, answer.json()["detail"][: len(said)]) == (status, said)
    assert (User.objects.count(), Membership.objects.count()) == before
    assert join(APIClient(), secret).status_code == 201


def expire(project: Project, alice: User) -> None:
    Invite.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def revoke(project: Project, alice: User) -> None:
    client = APIClient()
    client.force_authenticate(alice)
    assert client.delete(f"/api/invites/{Invite.objects.get().pk}/").status_code == 204


def use_up(project: Project, alice: User) -> None:
    Invite.objects.update(max_uses=0)


def archive(project: Project, alice: User) -> None:
    Project.objects.update(archived_at=timezone.now())


def delete(project: Project, alice: User) -> None:
    Project.objects.update(deleted_at=timezone.now())


def demote(project: Project, alice: User) -> None:
    Membership.objects.filter(user=alice).update(role="annotator")


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (expire, "This invite link has expired."),
        (revoke, "This invite link was revoked."),
        (use_up, "This invite link has been used as often as it may be."),
        (archive, "The project of this invite link is archived: nobody can join it now."),
        (delete, "The project of this invite link was deleted."),
        (demote, "Whoever made this invite link is no admin of the project any more."),
    ],
)
def test_link_that_is_over_says_why(
    deed: Any, said: str, secret: str, project: Project, alice: User, charlie: User, client_of
):
    deed(project, alice)
    for answer in (look(APIClient(), secret), accept(client_of(charlie), secret), join(APIClient(), secret)):
        assert (answer.status_code, answer.json()["detail"]) == (410, f"{said} Ask whoever sent it for a new one.")
    assert role_of("charlie", project) is None


def test_member_is_told_so_and_keeps_the_role(secret: str, project: Project, bob: User, client_of):
    answer = accept(client_of(bob), secret)
    assert (answer.status_code, answer.json()["project"]) == (409, project.pk)
    assert role_of("bob", project) == "annotator"


def test_link_does_not_bring_back_whoever_was_removed_after_it_was_made(
    secret: str, project: Project, alice: User, bob: User, client_of
):
    member = Membership.objects.get(user=bob)
    assert client_of(alice).delete(f"/api/members/{member.pk}/").status_code == 204
    assert accept(client_of(bob), secret).status_code == 403
    later = make(client_of(alice), project).json()["path"].removeprefix("/invite/#")
    assert accept(client_of(bob), later).status_code == 200


def test_secret_that_was_never_made_is_not_found_and_guessing_is_throttled(secret: str):
    statuses = [look(APIClient(), "x").status_code for _ in range(MAX_FAILURES_OF_ADDRESS + 1)]
    assert statuses == [404] * MAX_FAILURES_OF_ADDRESS + [429]
    assert look(APIClient(REMOTE_ADDR="::9"), secret).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_link_is_used_no_more_often_than_it_may_be_however_many_come_at_once(secret: str, project: Project):
    def come(number: int) -> int:
        try:
            return int(join(APIClient(), secret, f"person-{number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        statuses = sorted(pool.map(come, range(5)))
    assert statuses == [201, 201, 410, 410, 410]
    assert (User.objects.filter(username__startswith="person-").count(), project.memberships.count()) == (2, 3)
