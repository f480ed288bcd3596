"""Listening to rooms in Redis for as long as a socket lives, whatever Redis does meanwhile."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from channels.layers import get_channel_layer

logger = logging.getLogger(__name__)


class Listener:
    """One channel in several rooms. `is_there` is set while Redis brings messages."""

    def __init__(self, rooms: Sequence[str], *, receive: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self.is_there = asyncio.Event()
        self.channel = ""
        """The name by which this socket alone is reached."""
        self._rooms = rooms
        self._receive = receive

    async def run(self, *, again_after_s: float, on_lost: Callable[[], None]) -> None:
        """Receive for ever; where Redis does not answer, call `on_lost` and try again after `again_after_s`."""
        while True:
            try:
                await self._listen()
            except Exception as error:  # noqa: BLE001 - whatever Redis does, the socket stays and Postgres is read
                logger.info("%s: the rooms are not there: %r", self._rooms[0], error)
            on_lost()
            await asyncio.sleep(again_after_s)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        channel = self.channel = await layer.new_channel()
        for room in self._rooms:
            await layer.group_add(room, channel)
        self.is_there.set()
        try:
            while True:
                await self._receive(await layer.receive(channel))
        finally:
            self.is_there.clear()
            for room in self._rooms:
                with contextlib.suppress(Exception):
                    await layer.group_discard(room, channel)
