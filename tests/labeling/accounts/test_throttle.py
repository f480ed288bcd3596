"""Wrong passwords are counted by name and address, by address and by name; nobody is locked out by others for good."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import LoginFailure, User
from labeling.accounts.rules import MAX_FAILURES, MAX_FAILURES_OF_ADDRESS, MAX_FAILURES_OF_NAME
from tests.factories.accounts import UserFactory

PASSWORD, WRONG = "open sesame please", "wrong"


@pytest.fixture
def dora(db: None) -> User:
    return UserFactory(username="dora")


def attempt(username: str = "dora", password: str = WRONG, *, client: APIClient | None = None, address: str = "::7"):
    return (client or APIClient()).post(
        "/api/session/", {"username": username, "password": password}, format="json", REMOTE_ADDR=address
    )


def fail_from_everywhere(username: str = "dora") -> None:
    for number in range(MAX_FAILURES_OF_NAME):
        attempt(username, address=f"192.0.2.{number}")


def test_many_failures_of_a_name_from_one_address_are_answered_with_when_to_try_again(dora: User):
    statuses = [attempt().status_code for _ in range(MAX_FAILURES + 1)]
    assert statuses == [400] * MAX_FAILURES + [429]
    LoginFailure.objects.update(at=timezone.now() - timedelta(seconds=200))
    answer = attempt(password=PASSWORD)
    assert answer.status_code == 429
    assert 95 <= int(answer["Retry-After"]) <= 100
    assert answer.json()["retry_after_s"] == int(answer["Retry-After"])
    assert answer.json()["detail"] == "Too many wrong tries. Wait 2 minutes, then try again."
    LoginFailure.objects.update(at=timezone.now() - timedelta(seconds=301))
    assert attempt(password=PASSWORD).status_code == 200


def test_many_failures_from_one_address_stop_it_whatever_the_names(dora: User):
    for number in range(MAX_FAILURES_OF_ADDRESS):
        assert attempt(f"nobody{number}").status_code == 400
    assert attempt(password=PASSWORD).status_code == 429
    assert attempt(password=PASSWORD, address="::8").status_code == 200


def test_success_clears_a_persons_failures_and_no_others(dora: User):
    attempt("nobody")
    attempt()
    assert attempt(password=PASSWORD).status_code == 200
    assert list(LoginFailure.objects.values_list("username", flat=True)) == ["nobody"]


def test_name_under_attack_has_few_tries_from_each_further_address(dora: User):
    fail_from_everywhere()
    assert [attempt(address="::9").status_code for _ in range(3)] == [400, 400, 429]


def test_person_under_attack_gets_in_from_a_browser_used_before_and_from_a_new_address(dora: User):
    known = APIClient()
    attempt(password=PASSWORD, client=known)
    known.delete("/api/session/")
    fail_from_everywhere()
    for number in range(MAX_FAILURES_OF_ADDRESS):
        attempt(f"nobody{number}")
    assert attempt(password=PASSWORD).status_code == 429
    assert attempt(password=PASSWORD, client=known).status_code == 200
    assert attempt(password=PASSWORD, address="::9").status_code == 200


def test_browser_known_for_one_person_is_not_for_another_and_has_its_own_limit(dora: User):
    UserFactory(username="erin")
    known = APIClient()
    attempt(password=PASSWORD, client=known)
    fail_from_everywhere("erin")
    assert [attempt("erin", client=known).status_code for _ in range(3)] == [400, 400, 429]
    assert [attempt(client=known).status_code for _ in range(MAX_FAILURES + 1)][-2:] == [400, 429]


def test_forged_or_nonsense_device_is_as_none(dora: User):
    known = APIClient()
    attempt(password=PASSWORD, client=known)
    forged = known.cookies["maskloop_device"].value[:-3] + "abc"
    for value in (forged, "nonsense"):
        client = APIClient()
        client.cookies["maskloop_device"] = value
        attempt(client=client)
    assert set(LoginFailure.objects.values_list("device", flat=True)) == {""}


def test_old_password_is_throttled_too_and_not_by_strangers(dora: User):
    client = APIClient()
    attempt(password=PASSWORD, client=client)
    fail_from_everywhere()
    body = {"old": WRONG, "new": "a much better one, 42"}
    statuses = [client.post("/api/account/password/", body, format="json").status_code for _ in range(11)]
    assert statuses == [400] * MAX_FAILURES + [429]


@pytest.mark.parametrize("who", ["dora", "nobody", "closed"])
def test_refusal_takes_one_hash_whoever_is_named(who: str, dora: User, monkeypatch: pytest.MonkeyPatch):
    """Equal work and equal words: an answer does not tell whether there is such an account."""
    UserFactory(username="closed", is_active=False)
    hashed: list[Any] = []
    plain = hashers.MD5PasswordHasher.encode

    def encode(*args: Any) -> str:
        hashed.append(args)
        return plain(*args)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    answer = attempt(who)
    assert (answer.status_code, answer.json()["detail"], len(hashed)) == (
        400,
        "The user name or the password is wrong.",
        1,
    )


@pytest.mark.parametrize(
    ("trusted", "forwarded", "counted"),
    [
        ([], "198.51.100.1", "127.0.0.1"),
        (["127.0.0.0/8"], "198.51.100.1", "198.51.100.1"),
        (["127.0.0.0/8"], "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (["127.0.0.0/8", "10.0.0.0/8"], "203.0.113.9, 198.51.100.1, 10.0.0.3", "198.51.100.1"),
        (["127.0.0.0/8"], "nonsense", "127.0.0.1"),
        (["127.0.0.0/8"], "", "127.0.0.1"),
    ],
)
def test_forwarded_address_counts_as_far_as_proxies_are_trusted(
    trusted: list[str], forwarded: str, counted: str, dora: User, settings: Any
):
    settings.TRUSTED_PROXIES = [ip_network(network) for network in trusted]
    client = APIClient(headers={"X-Forwarded-For": forwarded})
    attempt(client=client, address="127.0.0.1")
    assert LoginFailure.objects.get().address == counted
