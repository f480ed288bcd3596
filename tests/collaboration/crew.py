"""People at protocol level who label one video at once."""

import asyncio
import contextlib
import itertools
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.collaboration.client import Answer, Edit, open_client
from tests.collaboration.gestures import Gestures
from tests.collaboration.replica import Replica
from tests.collaboration.stage import Person, Stage

CUT_CHANCE = 0.01
REPEAT_CHANCE = 0.02


@dataclass
class Worker:
    """One person with a replica, who loses the connection now and then and now and then sends an edit twice."""

    replica: Replica
    gestures: Gestures
    random: random.Random
    unequal_repeats: int = 0
    is_told_to_stop: bool = False

    async def work(self, *, edits: int, every_s: float, until: float) -> None:
        """Make edits, one every `every_s` at most, until that many are made or the time is over."""
        for _ in range(edits):
            began = time.monotonic()
            if began > until or self.is_told_to_stop:
                return
            await self._make(self.gestures.next_edit())
            if self.random.random() < CUT_CHANCE:
                await self.replica.cut()
            await asyncio.sleep(max(0.0, began + every_s * self.random.uniform(0.5, 1.5) - time.monotonic()))

    async def draw(self, edits: int) -> None:
        for _ in range(edits):
            await self._make(self.gestures.draw())

    async def _make(self, edit: Edit) -> None:
        client = self.replica.client
        answer = await client.send(edit)
        if answer.is_acknowledged and self.random.random() < REPEAT_CHANCE:
            again = await client.send(edit, key=answer.key)
            client.answers.pop()
            self.unequal_repeats += (again.status, again.body) != (answer.status, answer.body)


@dataclass
class Crew:
    workers: list[Worker]

    @property
    def answers(self) -> list[Answer]:
        return [answer for worker in self.workers for answer in worker.replica.client.answers]

    @property
    def replicas(self) -> list[Replica]:
        return [worker.replica for worker in self.workers]

    async def work(self, *, edits: int, edits_a_s: float, limit_s: float) -> None:
        until = time.monotonic() + limit_s
        share, every_s = -(-edits // len(self.workers)), len(self.workers) / edits_a_s
        await asyncio.gather(*(worker.work(edits=share, every_s=every_s, until=until) for worker in self.workers))


@asynccontextmanager
async def gather_crew(
    stage: Stage, people: tuple[Person, ...], *, seed: int, videos: tuple[int, ...] | None = None
) -> AsyncIterator[Crew]:
    """The people with their sockets open, each on the next of `videos`, by default all on the stage's first."""
    places = itertools.cycle(videos or stage.videos[:1])
    workers = [
        _make_worker(stage, person, seed + number, video)
        for number, (person, video) in enumerate(zip(people, places, strict=False))
    ]
    crew = Crew(workers)
    await asyncio.gather(*(replica.start() for replica in crew.replicas))
    listening = [asyncio.create_task(replica.run()) for replica in crew.replicas]
    try:
        yield crew
    finally:
        for task in listening:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*listening, return_exceptions=True)
        for replica in crew.replicas:
            await replica.client.http.aclose()


def _make_worker(stage: Stage, person: Person, seed: int, video: int) -> Worker:
    client = open_client(stage.product.url, username=person.username, token=person.token)
    replica = Replica(client=client, video=video, address=stage.address)
    chance = random.Random(seed)
    return Worker(replica, Gestures(stage, replica, seed=seed), chance)
