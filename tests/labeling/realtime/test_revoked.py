"""Whoever loses access is closed out at once, by a hint through Redis; the ticks that find it too are far away here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.actions import create_token
from labeling.accounts.models import ApiToken, BrowserSession, User
from labeling.projects.models import Membership
from labeling.realtime import consumers
from labeling.videos.models import Video
from tests.factories.accounts import UserFactory
from tests.labeling.realtime.sockets import Header, cookie_of, open_socket, opened

pytestmark = pytest.mark.django_db(transaction=True)

CLOSE = {"type": "close"}


@pytest.fixture(autouse=True)
def _no_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "TICK_S", 3600.0)


def client_of(user: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def remove_bob(alice: User, bob: User, video: Video) -> None:
    member = Membership.objects.get(user=bob, project=video.project)
    assert client_of(alice).delete(f"/api/members/{member.pk}/").status_code == 204


def delete_project(alice: User, bob: User, video: Video) -> None:
    assert client_of(alice).delete(f"/api/projects/{video.project_id}/").status_code == 204


def delete_video(alice: User, bob: User, video: Video) -> None:
    assert client_of(alice).delete(f"/api/videos/{video.pk}/").status_code == 204


def close_account(alice: User, bob: User, video: Video) -> None:
    staff = UserFactory.create(is_staff=True)
    answer = client_of(staff).patch(f"/api/users/{bob.pk}/", {"is_active": False}, format="json")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("deed", "code", "status"),
    [(remove_bob, 4403, 404), (delete_project, 4410, 404), (delete_video, 4410, 404), (close_account, 4401, 401)],
)
async def test_socket_and_rest_end_with_the_access(
    video: Video, alice: User, bob: User, deed: Callable[[User, User, Video], None], code: int, status: int
) -> None:
    token = (await sync_to_async(create_token)(user=bob, name="script"))[1]
    async with opened(video, bob) as socket:
        await sync_to_async(deed)(alice, bob, video)
        message = await socket.receive()
        while message["type"] in {"project", "event"}:
            message = await socket.receive()
        assert message == {**CLOSE, "code": code}
    client = Client(headers={"Authorization": f"Token {token}"})
    assert (await sync_to_async(client.get)(f"/api/videos/{video.pk}/")).status_code == status


async def test_socket_of_a_browser_that_signed_out_is_closed_and_another_browser_stays(video: Video, bob: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        await sync_to_async(client.force_login)(bob)
    sockets = []
    for client in (here, there):
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        socket = await open_socket(video, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={value}".encode()))
        assert (await socket.receive())["type"] == "hello"
        sockets.append(socket)

    assert (await sync_to_async(here.delete)("/api/session/")).status_code == 204

    assert await sockets[0].receive() == {**CLOSE, "code": 4401}
    assert await sockets[1].is_silent()
    await sockets[1].send({"type": "ping"})
    assert await sockets[1].receive() == {"type": "pong"}
    for socket in sockets:
        await socket.close()


async def test_socket_of_a_revoked_token_is_closed(video: Video, bob: User) -> None:
    token, text = await sync_to_async(create_token)(user=bob, name="script")
    socket = await open_socket(video, (b"authorization", f"Token {text}".encode()))
    assert (await socket.receive())["type"] == "hello"
    answer = await sync_to_async(client_of(bob).delete)(f"/api/tokens/{token.pk}/")
    assert answer.status_code == 204
    assert await socket.receive() == {**CLOSE, "code": 4401}
    await socket.close()


def browser_of(user: User) -> tuple[APIClient, Header]:
    client = APIClient()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return client, (b"cookie", f"{settings.SESSION_COOKIE_NAME}={value}".encode())


def sign_out_others(here: APIClient, bob: User) -> None:
    assert here.delete("/api/sessions/").status_code == 204


def sign_out_one(here: APIClient, bob: User) -> None:
    [other] = [entry for entry in here.get("/api/sessions/").json() if not entry["is_this"]]
    assert here.delete(f"/api/sessions/{other['id']}/").status_code == 204


def reset_password(here: APIClient, bob: User) -> None:
    staff = client_of(UserFactory.create(is_staff=True))
    assert staff.post(f"/api/users/{bob.pk}/password/", {}, format="json").status_code == 200


def change_own_password(here: APIClient, bob: User) -> None:
    body = {"old": "open sesame please", "new": "a much better one, 42"}
    assert here.post("/api/account/password/", body, format="json").status_code == 204


# What ends the sockets of another browser, and whether it ends those of the browser that does it. A new password gives
# that one another session; its page opens its socket anew.
ENDINGS = [(sign_out_others, False), (sign_out_one, False), (reset_password, True), (change_own_password, True)]


@pytest.mark.parametrize(("deed", "ends_here"), ENDINGS)
async def test_socket_of_another_browser_is_closed_within_a_second(
    video: Video, bob: User, deed: Callable[[APIClient, User], None], ends_here: bool
) -> None:
    here, my_header = await sync_to_async(browser_of)(bob)
    _, header = await sync_to_async(browser_of)(bob)
    mine, other = await open_socket(video, my_header), await open_socket(video, header)
    for socket in (mine, other):
        assert (await socket.receive())["type"] == "hello"
    await sync_to_async(deed)(here, bob)
    assert await other.receive() == {**CLOSE, "code": 4401}
    if ends_here:
        assert await mine.receive() == {**CLOSE, "code": 4401}
    else:
        await mine.send({"type": "ping"})
        assert await mine.receive() == {"type": "pong"}
    for socket in (mine, other):
        await socket.close()


@pytest.mark.parametrize("by_token", [False, True])
async def test_socket_ends_with_its_token_or_session_without_being_told(
    video: Video, bob: User, by_token: bool
) -> None:
    soon = timezone.now() + timedelta(seconds=1.5)
    if by_token:
        text = (await sync_to_async(create_token)(user=bob, name="script"))[1]
        header = (b"authorization", f"Token {text}".encode())
        await ApiToken.objects.aupdate(expires_at=soon)
    else:
        _, header = await sync_to_async(browser_of)(bob)
        await BrowserSession.objects.aupdate(expire_date=soon)
    socket = await open_socket(video, header)
    assert (await socket.receive())["type"] == "hello"
    assert await socket.receive() == {**CLOSE, "code": 4401}
    assert timezone.now() >= soon
    await socket.close()


def expire_session(bob: User) -> None:
    BrowserSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def change_password(bob: User) -> None:
    bob.set_password("another one, 26 characters")
    bob.save()


def revoke_token_in_the_database(bob: User) -> None:
    ApiToken.objects.update(revoked_at=timezone.now())


@pytest.mark.parametrize("by_token", [False, True])
async def test_tick_finds_what_no_hint_told(
    video: Video, bob: User, by_token: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TICK_S", 0.2)
    deeds: list[Callable[[User], Any]] = [expire_session, change_password]
    for deed in [revoke_token_in_the_database] if by_token else deeds:
        if by_token:
            text = (await sync_to_async(create_token)(user=bob, name="script"))[1]
            header = (b"authorization", f"Token {text}".encode())
        else:
            header = await sync_to_async(cookie_of)(bob)
        socket = await open_socket(video, header)
        assert (await socket.receive())["type"] == "hello"
        await sync_to_async(deed)(bob)
        assert await socket.receive() == {**CLOSE, "code": 4401}
        await socket.close()


async def test_nobody_can_write_once_removed(video: Video, alice: User, bob: User) -> None:
    label = await video.project.labels.afirst()
    assert label is not None
    await sync_to_async(remove_bob)(alice, bob, video)
    answer = await sync_to_async(client_of(bob).post)(
        f"/api/videos/{video.pk}/masklets/", {"label": label.pk}, format="json"
    )
    assert answer.status_code == 404
