"""A process that holds many websockets and says how late each event came: `python -m tests.collaboration.sockets_load`.

Reads one JSON object on standard input: `{"address", "token", "rooms": [video, …], "sockets_a_room"}`. Prints "ready"
once every socket has had its hello, listens until a line comes, and prints what it has seen as one JSON object. It is
apart from whoever makes the events, and imports nothing of the server.
"""

import asyncio
import gc
import json
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from websockets.asyncio.client import connect

CONNECTING_AT_ONCE = 20


@dataclass
class Seen:
    """`late_s` from an event's time, taken just before its commit, to its arrival; `last` event number by socket."""

    late_s: list[float] = field(default_factory=list)
    gaps: int = 0
    closed: int = 0
    last: list[int] = field(default_factory=list)


class Load:
    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._connecting = asyncio.Semaphore(CONNECTING_AT_ONCE)
        self._ready = 0
        self._all_ready = asyncio.Event()
        self._rooms = [room for room in plan["rooms"] for _ in range(plan["sockets_a_room"])]
        self.seen = Seen(last=[0] * len(self._rooms))

    async def run(self) -> dict[str, Any]:
        tasks = [asyncio.create_task(self._listen(number, room)) for number, room in enumerate(self._rooms)]
        await self._all_ready.wait()
        # A pause of the collector over a thousand sockets would be counted as the server's.
        gc.freeze()
        self.seen.late_s.clear()
        _tell("ready")
        await asyncio.to_thread(sys.stdin.readline)
        for task in tasks:
            task.cancel()
        seen = self.seen
        last = [[room, number] for room, number in zip(self._rooms, seen.last, strict=True)]
        return {"late_s": seen.late_s, "gaps": seen.gaps, "closed": seen.closed, "last": last}

    async def _listen(self, number: int, room: int) -> None:
        url = f"{self._plan['address']}/ws/videos/{room}/"
        headers = {"Authorization": f"Token {self._plan['token']}"}
        async with self._connecting:
            socket = await connect(url, additional_headers=headers, proxy=None, ping_interval=None, open_timeout=60)
            hello = json.loads(await socket.recv())
        self.seen.last[number] = hello["last_seq"]
        self._ready += 1
        if self._ready == len(self._rooms):
            self._all_ready.set()
        async for message in socket:
            if isinstance(message, str):
                self._note(number, message)
        self.seen.closed += 1

    def _note(self, number: int, text: str) -> None:
        now = time.time()
        message = json.loads(text)
        if message["type"] != "event":
            return
        event = message["event"]
        self.seen.gaps += event["seq"] != self.seen.last[number] + 1
        self.seen.last[number] = event["seq"]
        self.seen.late_s.append(now - datetime.fromisoformat(event["at"]).timestamp())


def main() -> None:
    plan = json.loads(sys.stdin.readline())
    _tell(json.dumps(asyncio.run(_run(plan))))


async def _run(plan: dict[str, Any]) -> dict[str, Any]:
    return await Load(plan).run()


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
