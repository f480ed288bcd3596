"""A video as one client knows it: a snapshot, the events after it over a websocket, repairs by REST."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from tests.collaboration.client import Client
from tests.labeling.realtime.reducer import State, follow, read_snapshot

RECONNECT_S = 0.5
PING_EVERY_S = 20.0


@dataclass
class Replica:
    """`gaps` were seen and repaired; `repeats` are events that came twice and were left out."""

    client: Client
    video: int
    address: str
    state: State = field(default_factory=dict)
    connections: int = 0
    gaps: int = 0
    repeats: int = 0
    snapshots: int = 0
    _socket: ClientConnection | None = None
    _catching_up: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def last_seq(self) -> int:
        return int(self.state["last_seq"])

    async def start(self) -> None:
        self.state = read_snapshot(await self.client.read(f"/api/videos/{self.video}/snapshot/"))
        self.snapshots += 1

    async def run(self) -> None:
        """Listen, and connect again whenever the socket ends, until cancelled."""
        while True:
            with contextlib.suppress(OSError, ConnectionClosed, InvalidHandshake, TimeoutError):
                await self._listen()
            await asyncio.sleep(RECONNECT_S)

    async def cut(self) -> None:
        """Lose the connection without a word, as a laptop does that is closed."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def catch_up(self) -> None:
        """Read what was missed by REST."""
        async with self._catching_up:
            while True:
                page = await self.client.read(f"/api/videos/{self.video}/events/", after=self.last_seq)
                for event in page["events"]:
                    self._accept(event)
                if self.last_seq >= page["last_seq"]:
                    return

    async def _listen(self) -> None:
        headers = {"Authorization": self.client.http.headers["Authorization"]}
        url = f"{self.address}/ws/videos/{self.video}/?after={self.last_seq}"
        async with connect(
            url, additional_headers=headers, proxy=None, max_size=None, ping_interval=PING_EVERY_S, open_timeout=20
        ) as socket:
            self._socket = socket
            self.connections += 1
            async for message in socket:
                if isinstance(message, str):
                    await self._receive(json.loads(message))

    async def _receive(self, message: dict[str, Any]) -> None:
        if message["type"] == "snapshot_required":
            await self.start()
        elif message["type"] == "event":
            event = message["event"]
            if event["seq"] > self.last_seq + 1:
                self.gaps += 1
                await self.catch_up()
            self._accept(event)

    def _accept(self, event: dict[str, Any]) -> None:
        if event["seq"] <= self.last_seq:
            self.repeats += 1
        else:
            follow(self.state, event)
