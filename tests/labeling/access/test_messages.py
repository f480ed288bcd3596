"""Every message of the websocket for every role, against the table in messages.py."""

import pytest
from asgiref.sync import sync_to_async

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.realtime.messages import describe_messages
from labeling.videos.models import Video
from tests.factories.accounts import UserFactory
from tests.factories.projects import MembershipFactory
from tests.labeling.access.messages import MESSAGE_ROWS, MessageRow
from tests.labeling.access.routes import ROLES
from tests.labeling.realtime.sockets import Socket, cookie_of, open_socket, opened

PLACE = {"type": "presence", "frame": 0, "tool": "select", "masklet": None}


def test_table_names_every_message_and_no_other() -> None:
    assert sorted(describe_messages()["client"]["discriminator"]["mapping"]) == sorted(row.type for row in MESSAGE_ROWS)


def find_user(role: str, project: Project) -> User | None:
    if role == "anonymous":
        return None
    if role == "outsider":
        return UserFactory.create()
    return MembershipFactory.create(project=project, role=role).user


async def receive_type(socket: Socket) -> str | int:
    message = await socket.receive()
    return int(message["code"]) if message["type"] == "close" else str(message["type"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("row", MESSAGE_ROWS, ids=lambda row: row.type)
async def test_message_does_for_the_role_what_the_table_says(
    row: MessageRow, role: str, project: Project, video: Video, alice: User
) -> None:
    user = await sync_to_async(find_user)(role, project)
    expected = row.outcomes[ROLES.index(role)]
    async with opened(video, alice) as watcher:
        sender = await open_socket(video, *([] if user is None else [await sync_to_async(cookie_of)(user)]))
        first = await receive_type(sender)
        if first != "hello":
            await sender.send({"type": row.type, **row.message})
            assert first == expected
            assert await watcher.is_silent()
        else:
            if row.type in {"hold", "release"}:
                await sender.send(PLACE)
                await sender.send({"type": "hold", "masklet": 1, "frame": 3})
            await sender.send({"type": row.type, **row.message})
            if expected == "silence":
                assert await sender.is_silent()
                assert await watcher.is_silent()
            else:
                assert await receive_type(sender if row.answers_sender else watcher) == expected
        await sender.close()
