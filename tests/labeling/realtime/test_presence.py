"""What pages show of themselves to each other: places, pointers, strokes, soft holds."""

import asyncio
import time
from typing import Any

import pytest

from labeling.accounts.models import User
from labeling.realtime import consumers, presence, sharing
from labeling.realtime.messages import PresentPerson
from labeling.videos.models import Video
from tests.labeling.realtime.sockets import Socket, opened

pytestmark = pytest.mark.django_db(transaction=True)

VIEW = [0.0, -3.5, 64.0, 48.0]
PIECE = {
    "type": "stroke",
    "stroke": "a1",
    "masklet": 7,
    "frame": 3,
    "tool": "brush",
    "size_px": 12.5,
    "points": [[1, 2], [3.5, 4]],
}


def place(**changes: Any) -> dict[str, Any]:
    return {"type": "presence", "frame": 3, "tool": "point", "masklet": 7, "view": VIEW, **changes}


async def receive_people(socket: Socket, count: int = 1) -> list[dict[str, Any]]:
    """The next presence with so many people in it."""
    while True:
        message = await socket.receive()
        if message["type"] == "presence" and len(message["people"]) == count:
            return message["people"]


async def receive_hold(socket: Socket, hold: dict[str, int] | None) -> None:
    """Read until one person is there with just this hold: place and hold may be told together or one by one."""
    while (await receive_people(socket))[0]["hold"] != hold:
        pass


async def test_presence_tells_place_view_and_person(video: Video, alice: User, bob: User) -> None:
    async with opened(video, alice) as watcher, opened(video, bob) as mover:
        await mover.send(place())
        (person,) = await receive_people(watcher)
        assert {key: person[key] for key in person if key != "session"} == {
            "user": {"id": bob.pk, "username": "bob", "display_name": bob.shown_name},
            "frame": 3,
            "tool": "point",
            "masklet": 7,
            "view": VIEW,
            "hold": None,
        }


async def test_what_the_room_says_before_the_hello_comes_after_it(
    video: Video, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a new socket's entry into the rooms and its hello somebody moves."""
    list_as_ever = consumers.list_presence
    async with opened(video, alice) as mover:

        async def list_after_a_move(video_id: int) -> list[PresentPerson]:
            await mover.send({"type": "cursor", "frame": 3, "at": [7.0, 8.0]})
            await asyncio.sleep(0.3)
            return await list_as_ever(video_id)

        monkeypatch.setattr(consumers, "list_presence", list_after_a_move)
        async with opened(video, bob) as late:
            assert (await late.receive())["at"] == [7.0, 8.0]


async def test_cursor_goes_to_the_others_and_the_newest_place_counts(video: Video, alice: User, bob: User) -> None:
    async with opened(video, alice) as watcher, opened(video, bob) as mover:
        began = time.monotonic()
        for x in range(5):
            await mover.send({"type": "cursor", "frame": 3, "at": [x, 9.5]})
        cursors = [await watcher.receive()]
        while cursors[-1]["at"] != [4.0, 9.5]:
            cursors.append(await watcher.receive())
        assert len(cursors) <= 1 + (time.monotonic() - began) / sharing.CURSOR_EVERY_S
        cursor = cursors[-1]
        assert (cursor["type"], cursor["frame"]) == ("cursor", 3)
        await mover.send({"type": "cursor", "frame": 3, "at": None})
        assert await watcher.receive() == {**cursor, "at": None}
        assert await mover.is_silent()


async def test_cursors_come_slower_in_a_full_room(video: Video, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "CURSOR_EVERY_S_A_PERSON", 0.3)
    async with opened(video, bob) as first, opened(video, bob) as second:
        for count, socket in enumerate((first, second), start=1):
            await socket.send(place())
            await receive_people(first, count)
        began = time.monotonic()
        await second.send({"type": "cursor", "frame": 3, "at": [1, 1]})
        assert (await first.receive())["at"] == [1.0, 1.0]
        assert time.monotonic() - began >= 2 * 0.3


async def test_stroke_is_relayed_piece_by_piece(video: Video, alice: User, bob: User) -> None:
    async with opened(video, alice) as watcher, opened(video, bob) as drawer:
        await drawer.send(PIECE)
        await drawer.send({**PIECE, "points": [[3.5, 4], [9, 9]], "ended": True})
        pieces = [await watcher.receive() for _ in range(2)]
        assert [(piece["points"], piece["ended"]) for piece in pieces] == [
            ([[1.0, 2.0], [3.5, 4.0]], False),
            ([[3.5, 4.0], [9.0, 9.0]], True),
        ]
        assert {key: pieces[0][key] for key in ("type", "stroke", "masklet", "frame", "tool", "size_px")} == {
            key: PIECE[key] for key in ("type", "stroke", "masklet", "frame", "tool", "size_px")
        }
        assert await drawer.is_silent()


async def test_hold_is_shown_until_it_is_released(video: Video, alice: User, bob: User) -> None:
    async with opened(video, alice) as watcher, opened(video, bob) as holder:
        await holder.send(place())
        assert (await receive_people(watcher))[0]["hold"] is None
        await holder.send({"type": "hold", "masklet": 7, "frame": 3})
        assert (await receive_people(watcher))[0]["hold"] == {"masklet": 7, "frame": 3}
        await holder.send({"type": "release"})
        assert (await receive_people(watcher))[0]["hold"] is None


async def test_hold_expires_by_itself_and_lasts_while_it_is_renewed(
    video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = {"masklet": 7, "frame": 3}
    monkeypatch.setattr(sharing, "HOLD_S", 1.0)
    async with opened(video, bob) as holder:
        await holder.send(place())
        await holder.send({"type": "hold", **hold})
        await receive_hold(holder, hold)
        monkeypatch.setattr(sharing, "HOLD_S", 1000.0)
        await holder.send({"type": "hold", **hold})
        await asyncio.sleep(1.0)
        assert await holder.is_silent()
        people = await presence.list_presence(video.pk)
        assert [person.hold.model_dump() for person in people if person.hold] == [hold]
        monkeypatch.setattr(sharing, "HOLD_S", 0.1)
        await holder.send({"type": "hold", **hold})
        assert (await receive_people(holder))[0]["hold"] is None


async def test_hold_of_a_page_that_closed_is_gone(video: Video, alice: User, bob: User) -> None:
    async with opened(video, alice) as watcher:
        async with opened(video, bob) as holder:
            await holder.send(place())
            await holder.send({"type": "hold", "masklet": 7, "frame": 3})
            await receive_hold(watcher, {"masklet": 7, "frame": 3})
        assert await receive_people(watcher, 0) == []


@pytest.mark.parametrize(
    "message",
    [
        place(view=[0, 0, 1]),
        place(view=[0, 0, 1, 1e9]),
        place(more=1),
        {"type": "cursor", "frame": 3, "at": [1]},
        {"type": "cursor", "frame": -1, "at": None},
        {**PIECE, "points": [[1, 2]] * 201},
        {**PIECE, "size_px": 0},
        {**PIECE, "tool": "hammer"},
        {**PIECE, "stroke": "<b>"},
        {**PIECE, "stroke": "a" * 41},
        {"type": "hold", "masklet": 0, "frame": 1},
        {"type": "release", "masklet": 1},
        {**PIECE, "points": [], "stroke": "a" * 9000},
    ],
)
async def test_message_that_does_not_fit_is_refused_and_not_relayed(
    video: Video, alice: User, bob: User, message: dict[str, Any]
) -> None:
    async with opened(video, alice) as watcher, opened(video, bob) as sender:
        await sender.send(message)
        assert (await sender.receive())["type"] == "error"
        assert await watcher.is_silent()


async def test_number_that_is_none_is_refused(video: Video, bob: User) -> None:
    async with opened(video, bob) as socket:
        await socket.send_text('{"type": "cursor", "frame": 3, "at": [NaN, Infinity]}')
        assert (await socket.receive())["type"] == "error"


async def test_messages_beyond_the_budget_are_left_out(
    video: Video, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "MESSAGES_PER_S", 0.001)
    monkeypatch.setattr(consumers, "MESSAGES_AT_ONCE", 3)
    monkeypatch.setattr(consumers, "REFUSAL_EVERY_S", 1000.0)
    async with opened(video, alice) as watcher, opened(video, bob) as flooder:
        for _ in range(6):
            await flooder.send(PIECE)
        assert [(await watcher.receive())["type"] for _ in range(3)] == ["stroke"] * 3
        assert await watcher.is_silent()
        assert (await flooder.receive())["type"] == "error"
        assert await flooder.is_silent()


async def test_socket_that_floods_on_is_closed(video: Video, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "MESSAGES_PER_S", 0.001)
    monkeypatch.setattr(consumers, "MESSAGES_AT_ONCE", 3)
    monkeypatch.setattr(consumers, "REFUSAL_EVERY_S", 1000.0)
    monkeypatch.setattr(consumers, "MAX_REFUSED", 5)
    async with opened(video, bob) as flooder:
        for _ in range(9):
            await flooder.send({"type": "release"})
        assert (await flooder.receive())["type"] == "error"
        assert await flooder.receive() == {"type": "close", "code": 4429}
