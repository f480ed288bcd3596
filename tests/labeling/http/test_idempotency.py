import threading

import pytest
from django.db import connection

from labeling.accounts.models import IdempotencyKey
from labeling.projects.models import Project
from tests.factories.accounts import UserFactory

BODY = {"name": "Birds"}


def test_repeated_call_is_answered_from_the_first(charlie, client_of):
    client = client_of(charlie)
    headers = {"Idempotency-Key": "k1"}
    first = client.post("/api/projects/", BODY, format="json", headers=headers)
    second = client.post("/api/projects/", BODY, format="json", headers=headers)
    assert (first.status_code, second.status_code, second.json()) == (201, 201, first.json())
    assert second.headers["Idempotent-Replay"] == "true"
    assert Project.objects.count() == 1


def test_same_key_with_another_body_is_422(charlie, client_of):
    client = client_of(charlie)
    headers = {"Idempotency-Key": "k1"}
    client.post("/api/projects/", BODY, format="json", headers=headers)
    other = client.post("/api/projects/", {"name": "Fish"}, format="json", headers=headers)
    assert (other.status_code, Project.objects.count()) == (422, 1)


def test_key_of_a_refused_call_may_be_used_again(charlie, client_of):
    client = client_of(charlie)
    headers = {"Idempotency-Key": "k1"}
    assert client.post("/api/projects/", {"name": ""}, format="json", headers=headers).status_code == 400
    assert not IdempotencyKey.objects.exists()
    assert client.post("/api/projects/", BODY, format="json", headers=headers).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_make_one_change(client_of):
    user = UserFactory()
    answers = []

    def call() -> None:
        answers.append(client_of(user).post("/api/projects/", BODY, format="json", headers={"Idempotency-Key": "k"}))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Project.objects.count() == 1
