"""What an admin changes in a project reaches everyone who has one of its videos open, with who did it."""

from typing import Any

import pytest
from asgiref.sync import sync_to_async
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.project_schema import NumberedChange
from labeling.projects.models import Membership, Project
from labeling.realtime import consumers
from labeling.videos.models import Video
from tests.factories.accounts import UserFactory
from tests.labeling.realtime.sockets import Socket, opened

pytestmark = pytest.mark.django_db(transaction=True)


async def call(user: User, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    client = APIClient()
    client.force_authenticate(user)
    answer = await sync_to_async(getattr(client, method))(f"/api/{path}", body, format="json")
    assert answer.status_code < 300, answer.content
    return answer.data or {}


async def receive_change(socket: Socket) -> tuple[int, str, dict[str, Any]]:
    """The next change: its number, its author's name and what it says."""
    message = await socket.receive()
    assert message["type"] == "project", message
    change = NumberedChange.model_validate(message["change"])
    return change.number, change.actor.username, message["change"]["change"]


async def test_labels_reach_open_editors(video: Video, alice: User, bob: User) -> None:
    async with opened(video, bob) as socket:
        cat = await call(alice, "post", f"projects/{video.project_id}/labels/", {"name": "cat", "color": "#ff0000"})
        state = {**cat, "color": "#FF0000", "deleted": False}
        assert await receive_change(socket) == (1, "alice", {"type": "label.created", "label": state})

        await call(alice, "patch", f"labels/{cat['id']}/", {"name": "lynx", "color": "#00FF00"})
        lynx = {**state, "name": "lynx", "color": "#00FF00"}
        assert await receive_change(socket) == (2, "alice", {"type": "label.changed", "before": state, "label": lynx})

        await call(alice, "delete", f"labels/{cat['id']}/")
        assert await receive_change(socket) == (
            3,
            "alice",
            {"type": "label.deleted", "label": {**lynx, "deleted": True}},
        )
        assert await socket.is_silent()


async def test_change_that_changes_nothing_is_not_told(video: Video, alice: User, bob: User) -> None:
    async with opened(video, bob) as socket:
        label = await video.project.labels.afirst()
        assert label is not None
        await call(alice, "patch", f"labels/{label.pk}/", {"name": label.name})
        await call(alice, "patch", f"projects/{video.project_id}/", {"name": video.project.name})
        assert await socket.is_silent()


async def test_members_reach_open_editors(video: Video, alice: User, bob: User) -> None:
    dora = await sync_to_async(UserFactory.create)(username="dora")
    async with opened(video, bob) as socket:
        path = f"projects/{video.project_id}/members/"
        member = await call(alice, "post", path, {"username": "dora", "role": "annotator"})
        added = await receive_change(socket)
        assert (added[0], added[2]["type"], added[2]["member"]["user"]["id"]) == (1, "member.added", dora.pk)

        await call(alice, "patch", f"members/{member['id']}/", {"role": "reviewer"})
        _, _, changed = await receive_change(socket)
        assert (changed["type"], changed["before"], changed["member"]["role"]) == (
            "member.changed",
            "annotator",
            "reviewer",
        )

        await call(alice, "delete", f"members/{member['id']}/")
        assert (await receive_change(socket))[2]["type"] == "member.removed"


async def test_own_role_reaches_the_person_and_counts_at_once(video: Video, alice: User, carol: User) -> None:
    member = await Membership.objects.aget(user=carol)
    async with opened(video, carol) as socket:
        await call(alice, "patch", f"members/{member.pk}/", {"role": "annotator"})
        _, _, change = await receive_change(socket)
        assert (change["member"]["user"]["id"], change["member"]["role"]) == (carol.pk, "annotator")
    client = APIClient()
    client.force_authenticate(carol)
    answer = await sync_to_async(client.post)(f"/api/projects/{video.project_id}/exports/", {}, format="json")
    assert answer.status_code == 403


async def test_settings_reach_open_editors(video: Video, alice: User, bob: User) -> None:
    async with opened(video, bob) as socket:
        await call(alice, "patch", f"projects/{video.project_id}/", {"name": "Fish"})
        _, author, change = await receive_change(socket)
        assert (author, change["before"]["name"], change["settings"]["name"]) == ("alice", video.project.name, "Fish")


async def test_video_name_reaches_open_editors(video: Video, alice: User, bob: User) -> None:
    async with opened(video, bob) as socket:
        await call(alice, "patch", f"videos/{video.pk}/", {"name": "new.mp4"})
        event = (await socket.receive())["event"]
        assert (event["type"], event["actor"], event["video"]["name"]) == ("video.changed", alice.pk, "new.mp4")


async def test_change_that_the_room_lost_is_found_at_the_tick_and_in_order(
    video: Video, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TICK_S", 0.2)
    monkeypatch.setattr("labeling.projects.actions.changes.send_to_room", lambda *_: False)
    async with opened(video, bob) as socket:
        for name in ("cat", "fox"):
            await call(alice, "post", f"projects/{video.project_id}/labels/", {"name": name, "color": "#000000"})
        changes = [await receive_change(socket) for _ in range(2)]
        assert [(number, change["label"]["name"]) for number, _, change in changes] == [(1, "cat"), (2, "fox")]


async def test_hello_says_the_newest_change(video: Video, alice: User, bob: User) -> None:
    await call(alice, "post", f"projects/{video.project_id}/labels/", {"name": "cat", "color": "#000000"})
    async with opened(video, bob) as socket:
        assert socket.hello["last_change"] == 1
    assert (await call(bob, "get", f"projects/{video.project_id}/"))["last_change"] == 1


async def test_changes_of_another_project_are_not_heard(video: Video, alice: User, bob: User) -> None:
    other = await call(alice, "post", "projects/", {"name": "Other"})
    async with opened(video, bob) as socket:
        await call(alice, "post", f"projects/{other['id']}/labels/", {"name": "cat", "color": "#000000"})
        assert await socket.is_silent()


async def test_deleted_label_can_still_be_named(video: Video, project: Project, alice: User, bob: User) -> None:
    label = await project.labels.aget(name="dog")
    await call(alice, "delete", f"labels/{label.pk}/")
    assert [entry["name"] for entry in await call(bob, "get", f"projects/{project.pk}/labels/") or []] == []
    listed = await call(bob, "get", f"projects/{project.pk}/labels/?deleted=true")
    found: list[tuple[str, object]] = [(entry["name"], entry["deleted"]) for entry in listed]
    assert found == [("dog", True)]
