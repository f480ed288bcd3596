"""The websocket against the real Postgres and Redis, which commit and answer for real."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError

from labeling.accounts.actions import create_token
from labeling.accounts.models import User
from labeling.events import publish
from labeling.events.models import Event
from labeling.events.publish import send_to_video
from labeling.events.wire import decode_mask_frame
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.projects.models import Membership
from labeling.realtime import consumers, listening, replay
from labeling.rooms import send_many_to_room
from labeling.videos.models import Video
from tests.factories.masklets import make_square
from tests.labeling.realtime.sockets import cookie_of, open_socket, opened

pytestmark = pytest.mark.django_db(transaction=True)

SQUARE = make_square()


async def draw(masklet: Masklet, actor: User, frame: int) -> None:
    await sync_to_async(actions.draw_frame)(masklet_id=masklet.pk, actor=actor, frame=frame, rle=SQUARE)


async def test_socket_brings_masks_and_then_their_event(masklet: Masklet, video: Video, bob: User) -> None:
    async with opened(video, bob) as socket:
        await draw(masklet, bob, 7)

        mask = await socket.receive_any()
        assert isinstance(mask, bytes)
        frame = decode_mask_frame(mask)
        assert (frame.masklet, frame.frame, frame.version, frame.counts) == (masklet.pk, 7, 1, SQUARE.counts)
        message = await socket.receive()
        assert (message["type"], message["event"]["seq"], message["event"]["type"]) == ("event", 1, "masks.changed")


async def test_socket_replays_what_was_missed(masklet: Masklet, video: Video, bob: User) -> None:
    for frame in range(5):
        await draw(masklet, bob, frame)
    async with opened(video, bob, after=2) as socket:
        await draw(masklet, bob, 9)

        assert [(await socket.receive())["event"]["seq"] for _ in range(4)] == [3, 4, 5, 6]
        assert await socket.is_silent()


async def test_socket_fills_a_gap_that_the_room_left(
    masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(video, bob) as socket:
        monkeypatch.setattr("labeling.events.publish.send_many_to_room", lambda *_: True)
        await draw(masklet, bob, 1)
        await draw(masklet, bob, 2)
        monkeypatch.undo()
        await draw(masklet, bob, 3)

        assert [(await socket.receive())["event"]["seq"] for _ in range(3)] == [1, 2, 3]


async def test_socket_puts_events_in_order_without_asking_postgres(
    masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(video, bob) as socket:
        held: list[tuple[str, list[dict[str, Any]]]] = []

        def hold(room: str, sent: list[dict[str, Any]]) -> bool:
            held.append((room, sent))
            return True

        monkeypatch.setattr(publish, "send_many_to_room", hold)
        for frame in range(4):
            await draw(masklet, bob, frame)
        monkeypatch.undo()
        monkeypatch.setattr(consumers, "list_events", fail_to_list)
        events = [(room, sent) for room, sent in held if sent[0]["type"] == "room.event"]
        for room, sent in [events[1], events[0], events[3], events[2]]:
            await sync_to_async(send_many_to_room)(room, sent)

        assert [(await socket.receive())["event"]["seq"] for _ in range(4)] == [1, 2, 3, 4]


async def test_socket_fills_a_gap_later_where_postgres_is_away(
    masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TICK_S", 0.5)
    async with opened(video, bob) as socket:
        with monkeypatch.context() as patch:
            patch.setattr(publish, "send_many_to_room", lambda *_: True)
            await draw(masklet, bob, 1)
        with monkeypatch.context() as patch:
            patch.setattr(consumers, "list_events", fail_to_list)
            await draw(masklet, bob, 2)
            await asyncio.sleep(2 * consumers.LATE_S)

        assert [(await socket.receive())["event"]["seq"] for _ in range(2)] == [1, 2]
        await draw(masklet, bob, 3)
        assert (await socket.receive())["event"]["seq"] == 3


def fail_to_list(*_: Any, **__: Any) -> list[dict[str, Any]]:
    raise OperationalError("Postgres is away")


async def test_socket_finds_the_last_event_that_the_room_lost_at_its_tick(
    masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TICK_S", 0.2)
    async with opened(video, bob) as socket:
        monkeypatch.setattr("labeling.events.publish.send_many_to_room", lambda *_: True)
        await draw(masklet, bob, 1)

        assert (await socket.receive())["event"]["seq"] == 1


async def test_socket_without_redis_still_brings_events(
    masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ConnectionError("no Redis here")

    monkeypatch.setattr(consumers, "TICK_WITHOUT_ROOM_S", 0.2)
    monkeypatch.setattr(listening, "get_channel_layer", fail)
    await draw(masklet, bob, 1)
    async with opened(video, bob, after=0) as socket:
        assert (await socket.receive())["event"]["seq"] == 1
        await draw(masklet, bob, 2)
        assert (await socket.receive())["event"]["seq"] == 2


@pytest.mark.parametrize("after", [3, 10])
async def test_socket_that_is_too_far_away_needs_a_snapshot(
    masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(consumers, "MAX_REPLAYED", 3)
    for frame in range(7):
        await draw(masklet, bob, frame)
    async with opened(video, bob, after=after) as socket:
        assert await socket.receive() == {"type": "snapshot_required", "last_seq": 7}
        await draw(masklet, bob, 8)
        assert (await socket.receive())["event"]["seq"] == 8


async def test_socket_shows_who_else_is_there(video: Video, alice: User, bob: User) -> None:
    async with opened(video, alice) as first:
        async with opened(video, bob) as second:
            await second.send({"type": "presence", "frame": 12, "tool": "point", "masklet": None})
            people = (await first.receive())["people"]
            assert [(p["user"]["username"], p["frame"], p["tool"]) for p in people] == [("bob", 12, "point")]
        assert await first.receive() == {"type": "presence", "people": []}


async def test_socket_passes_on_progress(video: Video, bob: User) -> None:
    progress = {"type": "progress", "propagation": 1, "frames_done": 3, "frames_total": 9}
    async with opened(video, bob) as socket:
        await sync_to_async(send_to_video)(video_id=video.pk, message=progress)
        assert await socket.receive() == progress


async def test_socket_answers_pings_and_refuses_what_it_does_not_know(video: Video, bob: User) -> None:
    async with opened(video, bob) as socket:
        await socket.send({"type": "ping"})
        assert await socket.receive() == {"type": "pong"}
        for text in (
            "{}",
            "x",
            '{"type": "presence", "frame": -1, "tool": "t"}',
            '{"type": "ping", "more": 1}',
            "[" * 9000,
        ):
            await socket.send_text(text)
            assert (await socket.receive())["type"] == "error"


async def test_socket_of_nobody_is_closed(video: Video) -> None:
    assert await (await open_socket(video)).receive() == {"type": "close", "code": 4401}


async def test_socket_of_an_outsider_is_closed(video: Video, charlie: User) -> None:
    socket = await open_socket(video, await sync_to_async(cookie_of)(charlie))
    assert await socket.receive() == {"type": "close", "code": 4404}


async def test_socket_by_token_is_opened(video: Video, bob: User) -> None:
    token = (await sync_to_async(create_token)(user=bob, name="script"))[1]
    socket = await open_socket(video, (b"authorization", f"Token {token}".encode()))
    assert (await socket.receive())["type"] == "hello"
    await socket.close()


async def test_socket_by_a_wrong_token_is_closed(video: Video, bob: User) -> None:
    cookie = await sync_to_async(cookie_of)(bob)
    socket = await open_socket(video, cookie, (b"authorization", b"Token wrong"))
    assert await socket.receive() == {"type": "close", "code": 4401}


@pytest.mark.parametrize(
    ("origin", "code"),
    [(b"http://testserver", None), (b"https://elsewhere.example", 4403), (b"null", 4403)],
)
async def test_socket_opened_by_another_page_is_closed(
    video: Video, bob: User, origin: bytes, code: int | None
) -> None:
    socket = await open_socket(video, await sync_to_async(cookie_of)(bob), (b"origin", origin))
    message = await socket.receive()
    assert message == ({"type": "close", "code": code} if code else {**message, "type": "hello"})
    await socket.close()


async def revoke_membership(bob: User) -> None:
    await Membership.objects.filter(user=bob).aupdate(deleted_at="2026-01-01T00:00:00Z")


async def deactivate(bob: User) -> None:
    await User.objects.filter(pk=bob.pk).aupdate(is_active=False)


@pytest.mark.parametrize(("revoke", "code"), [(revoke_membership, 4403), (deactivate, 4401)])
async def test_socket_of_somebody_who_lost_access_is_closed_at_its_tick(
    video: Video,
    bob: User,
    monkeypatch: pytest.MonkeyPatch,
    revoke: Callable[[User], Awaitable[None]],
    code: int,
) -> None:
    monkeypatch.setattr(consumers, "TICK_S", 0.2)
    async with opened(video, bob) as socket:
        await revoke(bob)
        assert await socket.receive() == {"type": "close", "code": code}


async def test_events_over_rest_are_those_of_the_socket(masklet: Masklet, video: Video, bob: User) -> None:
    async with opened(video, bob) as socket:
        for frame in range(3):
            await draw(masklet, bob, frame)
        live = [(await socket.receive())["event"] for _ in range(3)]

    assert await sync_to_async(replay.list_events)(video.pk, after=0) == live
    assert await Event.objects.filter(video_id=video.pk).acount() == 3
