"""The websocket of one video: its events in order and without gaps, masks as they are made, and who is there.

The room in Redis is a fast hint, Postgres is the truth. An event is sent on only when it is the next one; when one is
missing, and at every tick, what lies between is read from Postgres. With Redis down the ticks alone carry the events.
"""

import asyncio
import contextlib
import json
import logging
import uuid
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from pydantic import BaseModel

from labeling.accounts.models import User
from labeling.events.channel import name_room
from labeling.realtime import messages
from labeling.realtime.admission import NOT_FOUND, NOT_SIGNED_IN, REFUSED, Refusal, admit, is_own_origin
from labeling.realtime.presence import list_presence, put_presence, remove_presence
from labeling.realtime.replay import MAX_REPLAYED, list_events

logger = logging.getLogger(__name__)

# Access is asked for again this often, and events that the room has lost are found this late at most.
TICK_S = 10.0
# The same without Redis, when nothing else brings events.
TICK_WITHOUT_ROOM_S = 2.0
# A pointer moves faster than anyone can watch.
PRESENCE_EVERY_S = 0.1
MAX_MESSAGE_CHARS = 4096


class VideoConsumer(AsyncWebsocketConsumer):
    # The layer is listened to by a task of ours, for the framework's ends the socket when Redis goes away.
    channel_layer_alias = "none"

    video_id: int
    user: User

    async def connect(self) -> None:
        self.video_id = int(self.scope["url_route"]["kwargs"]["video_id"])
        self.session = uuid.uuid4().hex
        self._tasks: list[asyncio.Task[None]] = []
        self._order = asyncio.Lock()
        self._has_room = asyncio.Event()
        self._lost_room = asyncio.Event()
        self._last_presence: messages.PresentPerson | None = None
        self._presence_waits = False
        # A close code reaches a browser only on a socket that was accepted.
        await self.accept()
        if not is_own_origin(dict(self.scope["headers"])):
            await self.close(REFUSED)
            return
        admission = await database_sync_to_async(admit)(self.scope, self.video_id)
        if isinstance(admission, Refusal):
            await self.close(admission.code)
            return
        self.user = admission.user
        await self._begin(admission.last_seq)

    async def disconnect(self, code: int) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._last_presence is not None:
            await remove_presence(self.video_id, self.session)
            await self._tell_presence()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        message = None
        if text_data is not None and len(text_data) <= MAX_MESSAGE_CHARS:
            message = messages.parse_client_message(text_data)
        if message is None:
            await self._send(messages.ErrorMessage(detail="This message is not known: see the published schema."))
        elif isinstance(message, messages.Ping):
            await self._send(messages.Pong())
        else:
            self._move(message)

    async def _begin(self, last_seq: int) -> None:
        # Enter the room before reading what was missed, so that nothing falls between the two.
        self._start(self._listen())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._has_room.wait(), TICK_WITHOUT_ROOM_S)
        asked = parse_qs(self.scope["query_string"].decode("latin-1")).get("after", [""])[0]
        after = int(asked) if asked.isdecimal() and len(asked) < 19 else last_seq
        people = await list_presence(self.video_id)
        await self._send(messages.Hello(last_seq=last_seq, session=self.session, presence=people))
        if after > last_seq or last_seq - after > MAX_REPLAYED:
            await self._send(messages.SnapshotRequired(last_seq=last_seq))
            after = last_seq
        self._sent_seq = after
        async with self._order:
            await self._replay()
        self._start(self._tick())

    async def _tick(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                # Losing the room ends a long wait at once, so that the short ones begin.
                await asyncio.wait_for(
                    self._lost_room.wait(), TICK_S if self._has_room.is_set() else TICK_WITHOUT_ROOM_S
                )
            self._lost_room.clear()
            try:
                await self._look_again()
            except Exception as error:  # noqa: BLE001 - Postgres is away; the next tick asks again
                logger.warning("video %s: a socket could not be checked: %r", self.video_id, error)

    async def _look_again(self) -> None:
        """Ask again whether this person may listen, and read what the room has not brought."""
        admission = await database_sync_to_async(admit)(self.scope, self.video_id)
        if isinstance(admission, Refusal):
            # To somebody who was let in before, "not found" means that their access has ended.
            await self.close(REFUSED if admission.code == NOT_FOUND else NOT_SIGNED_IN)
            return
        async with self._order:
            if admission.last_seq > self._sent_seq:
                await self._replay()
        if self._last_presence is not None:
            await put_presence(self.video_id, self._last_presence)

    async def _listen(self) -> None:
        """Receive from the room; where Redis does not answer, try again every TICK_WITHOUT_ROOM_S."""
        while True:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel()
                await layer.group_add(name_room(self.video_id), channel)
                self._has_room.set()
                try:
                    while True:
                        await self._pass_on(await layer.receive(channel))
                finally:
                    self._has_room.clear()
                    self._lost_room.set()
                    with contextlib.suppress(Exception):
                        await layer.group_discard(name_room(self.video_id), channel)
            except Exception as error:  # noqa: BLE001 - whatever Redis does, the socket stays and Postgres is read
                logger.info("video %s: the room is not there: %r", self.video_id, error)
            await asyncio.sleep(TICK_WITHOUT_ROOM_S)

    async def _pass_on(self, message: dict[str, Any]) -> None:
        if message["type"] == "room.event":
            await self._pass_on_event(message["event"])
        elif message["type"] == "room.masks":
            for frame in message["frames"]:
                await self.send(bytes_data=frame)
        elif message["type"] == "room.message":
            await self.send(text_data=json.dumps(message["message"]))

    async def _pass_on_event(self, event: dict[str, Any]) -> None:
        async with self._order:
            if not self._is_begun or event["seq"] <= self._sent_seq:
                return
            if event["seq"] > self._sent_seq + 1:
                await self._replay()
                return
            await self._send_event(event)

    @property
    def _is_begun(self) -> bool:
        return hasattr(self, "_sent_seq")

    async def _replay(self) -> None:
        """Send what Postgres has after the last event sent; the caller holds the order."""
        while True:
            events = await database_sync_to_async(list_events)(self.video_id, after=self._sent_seq)
            for event in events:
                await self._send_event(event)
            if not events:
                return

    async def _send_event(self, event: dict[str, Any]) -> None:
        await self._send(messages.EventMessage(event=event))
        self._sent_seq = event["seq"]

    def _move(self, update: messages.PresenceUpdate) -> None:
        user = messages.Person(id=self.user.pk, username=self.user.username, display_name=self.user.shown_name)
        self._last_presence = messages.PresentPerson(
            session=self.session, user=user, frame=update.frame, tool=update.tool, masklet=update.masklet
        )
        if not self._presence_waits:
            self._presence_waits = True
            self._start(self._share_presence())

    async def _share_presence(self) -> None:
        await asyncio.sleep(PRESENCE_EVERY_S)
        self._presence_waits = False
        if self._last_presence is not None:
            await put_presence(self.video_id, self._last_presence)
            await self._tell_presence()

    async def _tell_presence(self) -> None:
        people = messages.Presence(people=await list_presence(self.video_id))
        message = {"type": "room.message", "message": people.model_dump(mode="json")}
        try:
            await get_channel_layer().group_send(name_room(self.video_id), message)
        except Exception as error:  # noqa: BLE001 - presence is a nicety: without Redis nobody is shown
            logger.info("video %s: presence not told: %r", self.video_id, error)

    async def _send(self, message: BaseModel) -> None:
        await self.send(text_data=message.model_dump_json())

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(asyncio.create_task(work))
