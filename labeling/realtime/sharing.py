"""What one page shows of itself to the others on the video: place, pointer, stroke, soft hold.

Ephemeral: it lives in Redis and in the room, is never stored, and nothing else depends on it.
"""

import asyncio
import logging
from typing import Any

from channels.layers import get_channel_layer
from pydantic import BaseModel

from labeling.realtime import messages
from labeling.realtime.pace import Pace, Start
from labeling.realtime.presence import list_presence, put_presence, remove_presence
from labeling.rooms import name_video_room

logger = logging.getLogger(__name__)

PLACE_EVERY_S = 0.1
# 20 a second, as fluent as anyone can watch; in a full room slower, for each is sent to everybody in it. With 20 people
# whose pointers all move, 100 a second go into the room.
CURSOR_EVERY_S = 0.05
CURSOR_EVERY_S_A_PERSON = 0.01
# Long enough to think between two clicks, short enough that somebody who left holds nothing.
HOLD_S = 15.0


class Sharing:
    """One socket's part in the room, from its first presence message on."""

    def __init__(self, *, video_id: int, session: str, user: messages.Person, start: Start) -> None:
        self._video_id = video_id
        self._session = session
        self._user = user
        self._place: messages.PresenceUpdate | None = None
        self._hold: messages.Hold | None = None
        self._hold_timer: asyncio.TimerHandle | None = None
        self._cursor: messages.CursorUpdate | None = None
        self._places = Pace(self._share_place, every_s=PLACE_EVERY_S, start=start)
        self._cursors = Pace(self._share_cursor, every_s=CURSOR_EVERY_S, start=start)

    async def take(self, message: messages.ClientMessage) -> None:
        if isinstance(message, messages.PresenceUpdate):
            self._place = message
            self._places.ask()
        elif isinstance(message, messages.CursorUpdate):
            self._cursor = message
            self._cursors.ask()
        elif isinstance(message, messages.StrokePiece):
            await self._tell(messages.Stroke(session=self._session, **message.model_dump(exclude={"type"})))
        elif isinstance(message, messages.HoldRequest):
            self._take_hold(messages.Hold(masklet=message.masklet, frame=message.frame))
        elif isinstance(message, messages.HoldRelease):
            self._end_hold()

    async def renew(self) -> None:
        """Say again that the page is open."""
        if self._place is not None:
            await put_presence(self._video_id, self._describe(self._place))

    async def leave(self) -> None:
        if self._hold_timer is not None:
            self._hold_timer.cancel()
        if self._place is not None:
            await remove_presence(self._video_id, self._session)
            await self._tell_people()

    def _take_hold(self, hold: messages.Hold) -> None:
        if self._hold_timer is not None:
            self._hold_timer.cancel()
        self._hold_timer = asyncio.get_running_loop().call_later(HOLD_S, self._end_hold)
        if hold != self._hold:
            self._hold = hold
            self._places.ask()

    def _end_hold(self) -> None:
        if self._hold is not None:
            self._hold = None
            self._places.ask()

    async def _share_place(self) -> None:
        await self.renew()
        await self._tell_people()

    async def _share_cursor(self) -> None:
        if self._cursor is not None:
            await self._tell(messages.Cursor(session=self._session, frame=self._cursor.frame, at=self._cursor.at))

    async def _tell_people(self) -> None:
        people = await list_presence(self._video_id)
        self._cursors.every_s = max(CURSOR_EVERY_S, CURSOR_EVERY_S_A_PERSON * len(people))
        await self._tell(messages.Presence(people=people), to_me=True)

    async def _tell(self, message: BaseModel, *, to_me: bool = False) -> None:
        sent: dict[str, Any] = {"type": "room.message", "message": message.model_dump(mode="json")}
        if not to_me:
            sent["except_session"] = self._session
        try:
            await get_channel_layer().group_send(name_video_room(self._video_id), sent)
        except Exception as error:  # noqa: BLE001 - presence is a nicety: without Redis nobody is shown
            logger.info("video %s: presence not told: %r", self._video_id, error)

    def _describe(self, place: messages.PresenceUpdate) -> messages.PresentPerson:
        return messages.PresentPerson(
            session=self._session,
            user=self._user,
            frame=place.frame,
            tool=place.tool,
            masklet=place.masklet,
            view=place.view,
            hold=self._hold,
        )
