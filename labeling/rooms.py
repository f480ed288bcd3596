"""Rooms in Redis, in which open sockets listen; and sending to them from synchronous code.

`async_to_sync` would make a loop, and with it a Redis connection, for every message; a propagation sends hundreds. Here
one event loop lives as long as the process.
"""

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

from channels.layers import get_channel_layer
from django.db import transaction

logger = logging.getLogger(__name__)

SEND_TIMEOUT_S = 2.0
# After Redis has let a sender wait so long, nobody waits for it again for this long: what is not sent is repaired, and
# a Redis that hangs must not make every edit slow.
REST_S = 5.0

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_loop_pid = 0
_rests_until = 0.0


def name_video_room(video_id: int) -> str:
    return f"video.{video_id}"


def name_project_room(project_id: int) -> str:
    """Where everyone listens who has a video of the project open."""
    return f"project.{project_id}"


def name_person_room(user_id: int) -> str:
    """Where all open sockets of one person listen."""
    return f"person.{user_id}"


def send_to_room(room: str, message: dict[str, Any]) -> bool:
    """Send to every socket in the room; False, with a log line, where Redis does not take it within 2 s."""
    return send_many_to_room(room, [message])


def send_many_to_room(room: str, messages: list[dict[str, Any]]) -> bool:
    layer = get_channel_layer()

    async def send() -> None:
        for message in messages:
            await layer.group_send(room, message)

    return _send(send, f"room {room}: {len(messages)} messages")


def send_to_channel(channel: str, message: dict[str, Any]) -> bool:
    """Send to one socket by the name of its channel; False, with a log line, where Redis does not take it."""
    return _send(lambda: get_channel_layer().send(channel, message), "one socket: a message")


def _send(send: Callable[[], Coroutine[Any, Any, None]], what: str) -> bool:
    global _rests_until  # noqa: PLW0603 - of the process, as Redis is
    if time.monotonic() < _rests_until:
        return False
    sending = asyncio.run_coroutine_threadsafe(send(), _running_loop())
    try:
        sending.result(SEND_TIMEOUT_S)
    except Exception as error:  # noqa: BLE001 - messages are hints: whatever fails here is repaired by replay
        sending.cancel()
        if isinstance(error, TimeoutError):
            _rests_until = time.monotonic() + REST_S
        logger.warning("%s not sent: %r", what, error)
        return False
    return True


def recheck_access(room: str) -> None:
    """After the commit, let every socket in the room ask again whether its person may still listen.

    Where Redis does not take it, the sockets ask at their next tick.
    """
    transaction.on_commit(lambda: send_to_room(room, {"type": "room.access"}))


def _running_loop() -> asyncio.AbstractEventLoop:
    global _loop, _loop_pid  # noqa: PLW0603 - one loop a process, made anew in a forked child
    with _lock:
        if _loop is None or _loop_pid != os.getpid():
            _loop = asyncio.new_event_loop()
            _loop_pid = os.getpid()
            threading.Thread(target=_loop.run_forever, name="channel-layer", daemon=True).start()
        return _loop
