"""Web, gpu worker, Redis and Postgres killed outright, again and again, while people go on labelling."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from backend.services.benchmarks import Row
from backend.services.installation import open_installation
from backend.services.running import service_environment
from tests.benchmarks.figures import describe_edits, describe_kills
from tests.collaboration.crew import Crew, gather_crew
from tests.collaboration.product_processes import KINDS, Kill, Nemesis
from tests.collaboration.stage import Stage, set_stage
from tests.collaboration.truth import JOBS, keep_books, wait_for_jobs

NAME = "kills"
SUMMARY = "kills of web, gpu worker, Redis and Postgres under work: what is lost, and how soon it is back"
NUM_PEOPLE = 6
QUEUED_IN_REDIS = 500
FULL_QUEUE = "bench.full"
# The append-only file is written out every second.
WRITTEN_OUT_S = 1.1


def run(short: bool) -> list[Row]:
    with tempfile.TemporaryDirectory() as name, set_stage(Path(name), num_people=NUM_PEOPLE) as stage:
        return asyncio.run(_measure(stage, rounds=1 if short else 20))


async def _measure(stage: Stage, *, rounds: int) -> list[Row]:
    async with gather_crew(stage, stage.people, seed=1) as crew:
        working = asyncio.create_task(crew.work(edits=10**6, edits_a_s=6, limit_s=3600))
        kills, left_in_queue = await asyncio.to_thread(_kill_all, stage, rounds)
        for worker in crew.workers:
            worker.is_told_to_stop = True
        await working
        unfinished = await asyncio.to_thread(wait_for_jobs, stage)
        for replica in crew.replicas:
            await replica.catch_up()
        return _describe(stage, crew, kills, left_in_queue, unfinished)


def _kill_all(stage: Stage, rounds: int) -> tuple[list[Kill], list[int]]:
    """One of each a round, so that each process has lived for a while when its turn comes."""
    nemesis = Nemesis(stage.product)
    kills: list[Kill] = []
    left: list[int] = []
    for _ in range(rounds):
        for kind in KINDS:
            with _full_queue(stage, left) if kind == "Redis" else contextlib.nullcontext():
                kills.append(nemesis.kill(kind))
    return kills, left


@contextmanager
def _full_queue(stage: Stage, left: list[int]) -> Iterator[None]:
    """Messages that wait in Redis; adds to `left` how many of them still do afterwards."""
    environment = service_environment(open_installation(stage.product.home), {})
    client = redis.Redis.from_url(environment["REDIS_URL"])
    client.delete(FULL_QUEUE)
    client.rpush(FULL_QUEUE, *(f"message {number}" for number in range(QUEUED_IN_REDIS)))
    time.sleep(WRITTEN_OUT_S)
    yield
    left.append(int(client.llen(FULL_QUEUE)))


def _describe(stage: Stage, crew: Crew, kills: list[Kill], left: list[int], unfinished: int) -> list[Row]:
    with stage.database() as database, database.cursor() as cursor:
        books = keep_books(database, stage.videos[0], crew.answers)
        num_jobs = 0
        for table in JOBS:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of our own
            num_jobs += cursor.fetchone()[0]
    return [
        *describe_kills(KINDS, kills),
        *describe_edits(crew.answers, books),
        Row("of a full queue lost with Redis", len(left) * QUEUED_IN_REDIS - sum(left), "messages", "== 0"),
        Row("jobs", num_jobs, "jobs"),
        Row("orphan jobs", unfinished, "jobs", "== 0"),
    ]
