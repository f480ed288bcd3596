import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import ApiToken, User
from labeling.accounts.rules import MAX_FAILURES
from tests.factories.accounts import UserFactory

PASSWORD = "open sesame please"


@pytest.fixture
def dora(db: None) -> User:
    return UserFactory(username="dora", display_name="Dora")


def test_sign_in_gives_the_user_and_a_session(dora: User):
    client = APIClient()
    answer = client.post("/api/session/", {"username": "dora", "password": PASSWORD}, format="json")
    assert (answer.status_code, answer.json()["user"]["display_name"]) == (200, "Dora")
    assert client.get("/api/session/").json()["user"]["id"] == dora.pk
    assert client.delete("/api/session/").status_code == 204
    assert client.get("/api/session/").json() == {"user": None}


def test_sign_in_is_refused_with_a_sentence_when_the_password_is_wrong(dora: User):
    answer = APIClient().post("/api/session/", {"username": "dora", "password": "no"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "The user name or the password is wrong."
    assert answer["Content-Type"] == "application/problem+json"


def test_sign_in_is_throttled_after_ten_failures_even_with_the_right_password(dora: User):
    client = APIClient()
    for _ in range(MAX_FAILURES):
        client.post("/api/session/", {"username": "dora", "password": "no"}, format="json")
    answer = client.post("/api/session/", {"username": "dora", "password": PASSWORD}, format="json")
    assert (answer.status_code, answer.json()["title"]) == (429, "Too many attempts")


def test_sign_in_from_another_page_is_refused_without_the_csrf_token(dora: User):
    client = APIClient(enforce_csrf_checks=True)
    answer = client.post("/api/session/", {"username": "dora", "password": PASSWORD}, format="json")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:maskloop:problem:forgery")
    token = client.get("/api/session/").cookies["csrftoken"].value
    answer = client.post(
        "/api/session/", {"username": "dora", "password": PASSWORD}, format="json", headers={"X-CSRFToken": token}
    )
    assert answer.status_code == 200


def test_token_works_until_it_is_revoked_and_is_stored_hashed(dora: User, client_of):
    created = client_of(dora).post("/api/tokens/", {"name": "script"}, format="json").json()
    assert created["token"] not in str(ApiToken.objects.values_list()[0])
    caller = APIClient(headers={"Authorization": f"Token {created['token']}"})
    assert caller.get("/api/session/").json()["user"]["username"] == "dora"
    assert caller.delete(f"/api/tokens/{created['id']}/").status_code == 204
    assert caller.get("/api/projects/").status_code == 401


def test_account_is_created_by_staff_with_a_password_that_works(dora: User, client_of):
    assert client_of(dora).post("/api/users/", {"username": "erin"}, format="json").status_code == 403
    staff = UserFactory(is_staff=True)
    created = client_of(staff).post("/api/users/", {"username": "erin"}, format="json").json()
    answer = APIClient().post("/api/session/", {"username": "erin", "password": created["password"]}, format="json")
    assert answer.status_code == 200
    assert client_of(staff).post("/api/users/", {"username": "erin"}, format="json").status_code == 409


def test_account_is_refused_when_the_password_is_weak(client_of, db):
    staff = UserFactory(is_staff=True)
    answer = client_of(staff).post("/api/users/", {"username": "erin", "password": "1234"}, format="json")
    assert answer.status_code == 422
    assert not User.objects.filter(username="erin").exists()


def test_change_of_one_person_is_not_taken_from_the_session_of_another(dora: User, db: None):
    client = APIClient()
    client.post("/api/session/", {"username": "dora", "password": PASSWORD}, format="json")
    body, other = {"name": "Garden"}, UserFactory()
    answer = client.post("/api/projects/", body, format="json", headers={"Maskloop-User": str(other.pk)})
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:maskloop:problem:unauthenticated")
    assert client.get("/api/projects/").json() == []
    answer = client.post("/api/projects/", body, format="json", headers={"Maskloop-User": str(dora.pk)})
    assert answer.status_code == 201
