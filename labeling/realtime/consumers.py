"""The websocket of one video: its events in order and without gaps, masks as they are made, and who is there.

The rooms in Redis are a fast hint, Postgres is the truth. An event is sent on only when it is the next one; when one is
missing, and at every tick, what lies between is read from Postgres. With Redis down the ticks alone carry the events.
"""

import asyncio
import contextlib
import json
import logging
import math
import time
import uuid
from collections.abc import Coroutine
from typing import Any
from urllib.parse import parse_qs

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from pydantic import BaseModel

from labeling.accounts.scopes import describe_lack
from labeling.events.project_schema import NumberedChange
from labeling.projects.queries import list_changes
from labeling.realtime import messages
from labeling.realtime.admission import NOT_FOUND, REFUSED, TOO_MANY, Admission, Refusal, admit, is_own_origin
from labeling.realtime.hovering import Hovering
from labeling.realtime.listening import Listener
from labeling.realtime.pace import Budget
from labeling.realtime.presence import list_presence
from labeling.realtime.replay import EVENTS_A_PAGE, MAX_REPLAYED, list_events
from labeling.realtime.sharing import Sharing
from labeling.rooms import name_person_room, name_project_room, name_video_room
from labeling.tracing import note_user

logger = logging.getLogger(__name__)

# Access is asked for again this often, and what the rooms have lost is found this late at most.
TICK_S = 9.0
# A key that is over is found so much later, and not asked for again and again in the instant before.
AFTER_EXPIRY_S = 0.05
# The same without Redis, when nothing else brings events.
TICK_WITHOUT_ROOM_S = 2.0
# The protocol's own code for a server that cannot serve just now (IANA).
TRY_AGAIN_LATER = 1013
MAX_MESSAGE_CHARS = 8192
# A page at its busiest sends 20 cursors, 20 pieces of a stroke and 10 places a second.
MESSAGES_PER_S = 60
MESSAGES_AT_ONCE = 120
# A page that sends more than twice as much as is read, until so many were refused, is broken, or means harm.
MAX_REFUSED = 500
REFUSAL_EVERY_S = 1.0
# Two calls that commit one after the other may reach the room the other way round, and every socket of the video sees
# it: asking Postgres at once would cost a connection for each of them, and what is late comes within milliseconds.
LATE_S = 0.1


class NowhereConsumer(AsyncWebsocketConsumer):
    """A socket to an address that is none."""

    channel_layer_alias = "none"

    async def connect(self) -> None:
        await self.accept()
        await self.close(NOT_FOUND)


class VideoConsumer(AsyncWebsocketConsumer):
    # The layer is listened to by a task of ours, for the framework's ends the socket when Redis goes away.
    channel_layer_alias = "none"

    video_id: int

    async def connect(self) -> None:
        self.video_id = int(self.scope["url_route"]["kwargs"]["video_id"])
        self.session = uuid.uuid4().hex
        self._tasks: list[asyncio.Task[None]] = []
        self._order = asyncio.Lock()
        self._early: dict[int, dict[str, Any]] = {}
        self._look_now = asyncio.Event()
        self._greeted = asyncio.Event()
        self._budget = Budget(per_s=MESSAGES_PER_S, burst=MESSAGES_AT_ONCE)
        self._refused_at = -math.inf
        self._sharing: Sharing | None = None
        self._is_closed = False
        # A close code reaches a browser only on a socket that was accepted.
        await self.accept()
        if not is_own_origin(dict(self.scope["headers"])):
            await self._end(REFUSED)
            return
        try:
            admission = await database_sync_to_async(admit)(self.scope, self.video_id)
        except (OperationalError, InterfaceError) as error:
            logger.warning("video %s: a socket could not be opened: %s", self.video_id, error)
            await self._end(TRY_AGAIN_LATER)
            return
        if isinstance(admission, Refusal):
            await self._end(admission.code)
            return
        await self._begin(admission)

    async def disconnect(self, code: int) -> None:
        self._is_closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._sharing is not None:
            await self._sharing.leave()

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._is_closed or self._sharing is None:
            return
        if not self._budget.take():
            await self._refuse_flood()
            return
        message = None
        if text_data is not None and len(text_data) <= MAX_MESSAGE_CHARS:
            message = messages.parse_client_message(text_data)
        if message is None:
            await self._send(messages.ErrorMessage(detail="This message is not known: see the published schema."))
        elif (scope := messages.find_message_scope(message)) not in self._scopes:
            await self._send(messages.ErrorMessage(detail=describe_lack(scope)))
        elif isinstance(message, messages.Ping):
            await self._send(messages.Pong())
        elif isinstance(message, messages.PreviewRequest):
            self._hovering.ask(message)
        else:
            await self._sharing.take(message)

    async def _refuse_flood(self) -> None:
        if self._budget.refused > MAX_REFUSED:
            await self._end(TOO_MANY)
        elif time.monotonic() - self._refused_at > REFUSAL_EVERY_S:
            self._refused_at = time.monotonic()
            detail = f"Messages come too fast: {MESSAGES_PER_S} a second are read, the others are left out."
            await self._send(messages.ErrorMessage(detail=detail))

    async def _begin(self, admission: Admission) -> None:
        user = admission.user
        note_user(user.pk)
        person = messages.Person(id=user.pk, username=user.username, display_name=user.shown_name)
        self._sharing = Sharing(video_id=self.video_id, session=self.session, user=person, start=self._start)
        self._project_id = admission.project_id
        self._note_key(admission)
        self._sent_change = admission.last_change
        # Enter the rooms before reading what was missed, so that nothing falls between the two.
        rooms = [
            name_video_room(self.video_id),
            name_project_room(admission.project_id),
            name_person_room(user.pk),
        ]
        self._listener = Listener(rooms, receive=self._pass_on)
        self._hovering = Hovering(video_id=self.video_id, listener=self._listener, start=self._start)
        self._start(self._listener.run(again_after_s=TICK_WITHOUT_ROOM_S, on_lost=self._look_now.set))
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listener.is_there.wait(), TICK_WITHOUT_ROOM_S)
        await self._greet(admission)
        self._start(self._tick())

    async def _greet(self, admission: Admission) -> None:
        last_seq = admission.last_seq
        asked = parse_qs(self.scope["query_string"].decode("latin-1")).get("after", [""])[0]
        after = int(asked) if asked.isdecimal() and len(asked) < 19 else last_seq
        hello = messages.Hello(
            last_seq=last_seq,
            last_change=admission.last_change,
            session=self.session,
            presence=await list_presence(self.video_id),
        )
        await self._send(hello)
        if after > last_seq or last_seq - after > MAX_REPLAYED:
            await self._send(messages.SnapshotRequired(last_seq=last_seq))
            after = last_seq
        self._sent_seq = after
        self._greeted.set()
        async with self._order:
            await self._replay()

    async def _tick(self) -> None:
        while not self._is_closed:
            with contextlib.suppress(TimeoutError):
                # Losing the rooms, or a hint that access has changed, ends a long wait at once.
                await asyncio.wait_for(self._look_now.wait(), self._measure_wait())
            self._look_now.clear()
            try:
                await self._look_again()
            except Exception as error:  # noqa: BLE001 - Postgres is away; the next tick asks again
                logger.warning("video %s: a socket could not be checked: %r", self.video_id, error)

    def _note_key(self, admission: Admission) -> None:
        """Remember what the token or session allows, and until when."""
        self._scopes = admission.scopes
        self._expires_at = admission.expires_at

    def _measure_wait(self) -> float:
        wait_s = TICK_S if self._listener.is_there.is_set() else TICK_WITHOUT_ROOM_S
        if self._expires_at is None:
            return wait_s
        left_s = (self._expires_at - timezone.now()).total_seconds()
        return max(0.0, min(wait_s, left_s)) + AFTER_EXPIRY_S

    async def _look_again(self) -> None:
        """Ask again whether this person may listen, and read what the rooms have not brought."""
        admission = await database_sync_to_async(admit)(self.scope, self.video_id)
        if isinstance(admission, Refusal):
            # To somebody who was let in before, "not found" means that their access has ended.
            await self._end(REFUSED if admission.code == NOT_FOUND else admission.code)
            return
        self._note_key(admission)
        async with self._order:
            if admission.last_seq > self._sent_seq:
                await self._replay()
            if admission.last_change > self._sent_change:
                await self._replay_changes()
        if self._sharing is not None:
            await self._sharing.renew()

    async def _pass_on(self, message: dict[str, Any]) -> None:
        # The rooms speak from the moment they are entered; the hello is what a page starts from.
        await self._greeted.wait()
        if message["type"] == "room.event":
            await self._pass_on_event(message["event"])
        elif message["type"] == "room.masks":
            for frame in message["frames"]:
                await self._send_bytes(frame)
        elif message["type"] == "room.preview":
            await self._send_bytes(message["frame"])
        elif message["type"] == "room.message":
            if message.get("except_session") != self.session:
                await self._send_text(json.dumps(message["message"]))
        elif message["type"] == "room.project":
            await self._pass_on_change(message["change"])
        elif message["type"] == "room.access":
            self._look_now.set()

    async def _pass_on_event(self, event: dict[str, Any]) -> None:
        async with self._order:
            if event["seq"] <= self._sent_seq:
                return
            if event["seq"] > self._sent_seq + 1:
                if not self._early:
                    self._start(self._fill_gap())
                self._early[event["seq"]] = event
                return
            await self._send_event(event)
            await self._send_early()

    async def _send_early(self) -> None:
        """Send what came too early and is the next now; the caller holds the order."""
        while (event := self._early.pop(self._sent_seq + 1, None)) is not None:
            await self._send_event(event)
        self._early = {seq: event for seq, event in self._early.items() if seq > self._sent_seq}

    async def _fill_gap(self) -> None:
        """Read what has not come by itself; where Postgres is away, the next tick does."""
        while self._early:
            await asyncio.sleep(LATE_S)
            async with self._order:
                try:
                    if self._early and min(self._early) > self._sent_seq + 1:
                        await self._replay()
                except Exception as error:  # noqa: BLE001 - whatever Postgres does, the tick asks again
                    logger.warning("video %s: a gap could not be filled: %r", self.video_id, error)
                    self._early.clear()
                await self._send_early()

    async def _pass_on_change(self, change: dict[str, Any]) -> None:
        async with self._order:
            if change["number"] == self._sent_change + 1:
                await self._send_change(NumberedChange.model_validate(change))
            elif change["number"] > self._sent_change:
                await self._replay_changes()

    async def _replay(self) -> None:
        """Send what Postgres has after the last event sent; the caller holds the order."""
        while True:
            events = await database_sync_to_async(list_events)(self.video_id, after=self._sent_seq)
            for event in events:
                await self._send_event(event)
            if len(events) < EVENTS_A_PAGE:
                return

    async def _replay_changes(self) -> None:
        """Send the project's changes after the last one sent; the caller holds the order."""
        changes = await database_sync_to_async(list_changes)(self._project_id, after=self._sent_change)
        for change in changes:
            await self._send_change(change)

    async def _send_change(self, change: NumberedChange) -> None:
        await self._send(messages.ProjectMessage(change=change))
        self._sent_change = change.number

    async def _send_event(self, event: dict[str, Any]) -> None:
        await self._send(messages.EventMessage(event=event))
        self._sent_seq = event["seq"]

    async def _send(self, message: BaseModel) -> None:
        await self._send_text(message.model_dump_json())

    async def _send_text(self, text: str) -> None:
        if not self._is_closed:
            await self.send(text_data=text)

    async def _send_bytes(self, content: bytes) -> None:
        if not self._is_closed:
            await self.send(bytes_data=content)

    async def _end(self, code: int) -> None:
        if not self._is_closed:
            self._is_closed = True
            await self.close(code)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks = [task for task in self._tasks if not task.done()]
        self._tasks.append(asyncio.create_task(work))
