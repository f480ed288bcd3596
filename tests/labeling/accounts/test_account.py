"""What a person may do with their own account, and staff with everybody's."""

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.actions import create_token
from labeling.accounts.models import BrowserSession, IdempotencyKey, User
from tests.factories.accounts import UserFactory

PASSWORD = "open sesame please"
NEW = "a much better one, 42"


@pytest.fixture
def dora(db: None) -> User:
    return UserFactory(username="dora")


@pytest.fixture
def staff(db: None) -> User:
    return UserFactory(username="sam", is_staff=True)


def signed_in(username: str, password: str = PASSWORD, **environ: str) -> APIClient:
    client = APIClient(**environ)
    answer = client.post("/api/session/", {"username": username, "password": password}, format="json")
    assert answer.status_code == 200, answer.content
    return client


def is_in(client: APIClient) -> bool:
    return client.get("/api/session/").json()["user"] is not None


def change(client: APIClient, old: str = PASSWORD, new: str = NEW, **more: bool):
    return client.post("/api/account/password/", {"old": old, "new": new, **more}, format="json")


def test_profile_is_changed_and_may_be_emptied_again(dora: User, client_of):
    client = client_of(dora)
    changed = client.patch("/api/account/", {"display_name": "Dora M.", "email": "d@example.org"}, format="json")
    assert changed.json() == client.get("/api/account/").json()
    assert (changed.json()["display_name"], changed.json()["email"]) == ("Dora M.", "d@example.org")
    assert client.get("/api/session/").json()["user"]["display_name"] == "Dora M."
    assert client.patch("/api/account/", {"display_name": "", "email": ""}, format="json").status_code == 200
    assert client.get("/api/session/").json()["user"]["display_name"] == "dora"


def test_profile_with_a_wrong_address_is_refused_whole(dora: User, client_of):
    answer = client_of(dora).patch("/api/account/", {"display_name": "D", "email": "nowhere"}, format="json")
    assert (answer.status_code, answer.json()["detail"]) == (400, "email: Enter a valid email address.")
    assert User.objects.get(pk=dora.pk).display_name == ""


def test_changed_password_keeps_this_session_and_ends_the_others(dora: User):
    here, there = signed_in("dora"), signed_in("dora")
    stolen = APIClient()
    stolen.cookies.load({name: cookie.value for name, cookie in here.cookies.items()})
    assert change(here).status_code == 204
    assert (is_in(here), is_in(there)) == (True, False)
    assert BrowserSession.objects.filter(user=dora).count() == 1
    signed_in("dora", NEW)
    assert not is_in(stolen)


def test_password_is_changed_only_with_the_old_one_and_to_a_good_one(dora: User):
    client = signed_in("dora")
    assert change(client, old="wrong").json()["detail"] == "The old password is wrong."
    answer = change(client, new="1234")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("This password is too short.")
    signed_in("dora")


def test_tokens_stay_at_a_change_of_password_unless_told_otherwise(dora: User):
    text = create_token(user=dora, name="script")[1]
    script = APIClient(headers={"Authorization": f"Token {text}"})
    client = signed_in("dora")
    change(client)
    assert script.get("/api/projects/").status_code == 200
    change(client, old=NEW, new=PASSWORD + "!", revoke_tokens=True)
    assert script.get("/api/projects/").status_code == 401


def test_sessions_tell_where_a_person_is_signed_in_and_can_be_ended(dora: User):
    here = signed_in("dora", REMOTE_ADDR="192.0.2.1", HTTP_USER_AGENT="Firefox")
    there = signed_in("dora", REMOTE_ADDR="192.0.2.2", HTTP_USER_AGENT="Safari")
    other = signed_in("dora", REMOTE_ADDR="192.0.2.3")
    listed = here.get("/api/sessions/").json()
    found = {entry["address"]: (entry["agent"], entry["is_this"]) for entry in listed}
    assert found == {"192.0.2.1": ("Firefox", True), "192.0.2.2": ("Safari", False), "192.0.2.3": ("", False)}
    [key] = [entry["id"] for entry in listed if entry["address"] == "192.0.2.2"]
    assert here.delete(f"/api/sessions/{key}/").status_code == 204
    assert here.delete(f"/api/sessions/{key}/").status_code == 404
    assert (is_in(here), is_in(there), is_in(other)) == (True, False, True)
    assert here.delete("/api/sessions/").status_code == 204
    assert (is_in(here), is_in(other)) == (True, False)


def test_nobody_ends_the_session_of_another(dora: User):
    UserFactory(username="erin")
    client, other = signed_in("dora"), signed_in("erin")
    [entry] = other.get("/api/sessions/").json()
    assert client.delete(f"/api/sessions/{entry['id']}/").status_code == 404
    assert is_in(other)


def test_staff_give_a_new_password_that_is_shown_once_and_ends_all_sessions(dora: User, staff: User):
    client, boss = signed_in("dora"), signed_in("sam")
    answer = boss.post(f"/api/users/{dora.pk}/password/", {}, format="json", headers={"Idempotency-Key": "a"})
    assert answer.status_code == 200
    assert not is_in(client)
    signed_in("dora", answer.json()["password"])
    assert not IdempotencyKey.objects.exists()


def test_staff_see_closed_accounts_and_open_them_again(dora: User, staff: User):
    client, boss = signed_in("dora"), signed_in("sam")
    assert boss.patch(f"/api/users/{dora.pk}/", {"is_active": False}, format="json").json()["is_active"] is False
    assert not is_in(client)
    assert [(row["username"], row["is_active"]) for row in boss.get("/api/users/").json()] == [
        ("dora", False),
        ("sam", True),
    ]
    boss.patch(f"/api/users/{dora.pk}/", {"is_active": True}, format="json")
    assert not is_in(client)
    signed_in("dora")


@pytest.mark.parametrize("call", ["patch", "post"])
def test_staff_neither_close_nor_reset_themselves(call: str, staff: User, client_of):
    address = f"/api/users/{staff.pk}/" if call == "patch" else f"/api/users/{staff.pk}/password/"
    answer = getattr(client_of(staff), call)(address, {"is_active": False}, format="json")
    assert answer.status_code == 409


def test_use_of_a_session_is_recorded_once_a_minute(dora: User, django_assert_num_queries):
    client = signed_in("dora")
    long_ago = timezone.now() - timedelta(hours=1)
    BrowserSession.objects.update(last_used_at=long_ago)

    with django_assert_num_queries(3):  # the session, the person, and the record of it
        assert client.get("/api/account/").status_code == 200
    recorded = BrowserSession.objects.get().last_used_at
    with django_assert_num_queries(2):
        assert client.get("/api/account/").status_code == 200

    assert recorded > long_ago + timedelta(minutes=59)
    assert BrowserSession.objects.get().last_used_at == recorded
