"""Sends to the channel layer from synchronous code, over one event loop that lives as long as the process.

`async_to_sync` would make a loop, and with it a Redis connection, for every message; a propagation sends hundreds.
"""

import asyncio
import logging
import os
import threading
from typing import Any

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)

SEND_TIMEOUT_S = 2.0

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_loop_pid = 0


def name_room(video_id: int) -> str:
    return f"video.{video_id}"


def send_to_room(video_id: int, message: dict[str, Any]) -> bool:
    """Send to every socket on the video; False, with a log line, where Redis does not take it within 2 s."""
    return send_many_to_room(video_id, [message])


def send_many_to_room(video_id: int, messages: list[dict[str, Any]]) -> bool:
    layer = get_channel_layer()

    async def send() -> None:
        for message in messages:
            await layer.group_send(name_room(video_id), message)

    try:
        asyncio.run_coroutine_threadsafe(send(), _running_loop()).result(SEND_TIMEOUT_S)
    except Exception as error:  # noqa: BLE001 - messages are hints: whatever fails here is repaired by replay
        logger.warning("video %s: %d messages not sent to the room: %r", video_id, len(messages), error)
        return False
    return True


def _running_loop() -> asyncio.AbstractEventLoop:
    global _loop, _loop_pid  # noqa: PLW0603 - one loop a process, made anew in a forked child
    with _lock:
        if _loop is None or _loop_pid != os.getpid():
            _loop = asyncio.new_event_loop()
            _loop_pid = os.getpid()
            threading.Thread(target=_loop.run_forever, name="channel-layer", daemon=True).start()
        return _loop
