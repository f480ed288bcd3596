"""Many people on one video while a nemesis kills what serves them: nothing lost, nothing twice, everyone the same."""

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from backend.services.benchmarks import Row
from tests.collaboration.browsers import BrowserPerson, open_browsers
from tests.collaboration.client import Answer
from tests.collaboration.crew import Crew, gather_crew
from tests.collaboration.product_processes import Kill, Nemesis
from tests.collaboration.stage import Stage, set_stage
from tests.collaboration.truth import Books, keep_books, wait_for_jobs
from tests.labeling.realtime.reducer import State, read_snapshot

NAME = "collaboration"
SUMMARY = "people and browsers on one video under kills: lost, doubled, gaps, and how soon all are the same"
LOOK_EVERY_S = 0.05
EQUAL_WITHIN_S = 30.0


@dataclass(frozen=True)
class Plan:
    """`kills` come one after another, the first and each next one `kill_every_s` after the last is over."""

    people: int
    browsers: int
    edits: int
    edits_a_s: float
    limit_s: float
    kill_every_s: float
    kills: tuple[str, ...]
    burst: int = 3


# 10,000 edits at 16 a second take 625 s and what the kills keep people waiting.
FULL = Plan(
    people=20, browsers=4, edits=10_000, edits_a_s=16, limit_s=800, kill_every_s=24,
    kills=("web", "Redis", "gpu worker", "Postgres") * 6,
)  # fmt: skip
SHORT = Plan(
    people=4, browsers=0, edits=100, edits_a_s=8, limit_s=30, kill_every_s=2, kills=("web", "Redis")
)  # fmt: skip


@dataclass
class Outcome:
    kills: list[Kill] = field(default_factory=list)
    work_s: float = 0.0
    replicas_equal_s: float = 0.0
    browsers_equal_s: float = 0.0
    unequal_replicas: int = 0
    unequal_browsers: int = 0
    unfinished: int = 0


def run(short: bool) -> list[Row]:
    return run_plan(SHORT if short else FULL)


def run_plan(plan: Plan) -> list[Row]:
    num_people = plan.people + plan.browsers
    with tempfile.TemporaryDirectory() as name, set_stage(Path(name), num_people=num_people) as stage:
        return asyncio.run(_measure(stage, plan))


async def _measure(stage: Stage, plan: Plan) -> list[Row]:
    people, browser_people = stage.people[: plan.people], stage.people[plan.people :]
    async with gather_crew(stage, people, seed=1) as crew, open_browsers(stage, browser_people, seed=100) as browsers:
        outcome = Outcome()
        await _work(stage, plan, crew, browsers, outcome)
        outcome.unfinished = await asyncio.to_thread(wait_for_jobs, stage)
        await asyncio.gather(*(worker.draw(plan.burst) for worker in crew.workers))
        await _wait_until_equal(stage, crew, browsers, outcome)
        answers = crew.answers + [answer for browser in browsers for answer in browser.answers]
        with stage.database() as database:
            books = keep_books(database, stage.videos[0], answers)
        for sentence in (books.lost + books.duplicated + books.broken)[:20]:
            print(sentence)
        return _describe(crew, browsers, answers, books, outcome)


async def _work(stage: Stage, plan: Plan, crew: Crew, browsers: list[BrowserPerson], outcome: Outcome) -> None:
    began, over = time.monotonic(), asyncio.Event()
    clicking = [asyncio.create_task(browser.work(every_s=4, until=over)) for browser in browsers]
    killing = asyncio.create_task(_kill(stage, plan, over, outcome))
    await crew.work(edits=plan.edits, edits_a_s=plan.edits_a_s, limit_s=plan.limit_s)
    over.set()
    await asyncio.gather(killing, *clicking)
    outcome.work_s = time.monotonic() - began
    await asyncio.gather(*(browser.settle() for browser in browsers))


async def _kill(stage: Stage, plan: Plan, over: asyncio.Event, outcome: Outcome) -> None:
    nemesis, chance = Nemesis(stage.product), random.Random(7)
    for kind in plan.kills:
        try:
            await asyncio.wait_for(over.wait(), plan.kill_every_s * chance.uniform(0.7, 1.3))
            return
        except TimeoutError:
            outcome.kills.append(await asyncio.to_thread(nemesis.kill, kind))


async def _wait_until_equal(stage: Stage, crew: Crew, browsers: list[BrowserPerson], outcome: Outcome) -> None:
    """Nobody edits any more: how long until every replica is what a fresh snapshot says."""
    began = time.monotonic()
    fresh = read_snapshot(await crew.replicas[0].client.read(f"/api/videos/{stage.videos[0]}/snapshot/"))
    rows = count_present(fresh)
    outcome.replicas_equal_s = outcome.browsers_equal_s = -1.0
    while time.monotonic() - began < EQUAL_WITHIN_S and -1.0 in {outcome.replicas_equal_s, outcome.browsers_equal_s}:
        outcome.unequal_replicas = sum(replica.state != fresh for replica in crew.replicas)
        if outcome.replicas_equal_s < 0 and not outcome.unequal_replicas:
            outcome.replicas_equal_s = time.monotonic() - began
        outcome.unequal_browsers = sum([await browser.read_rows() != rows for browser in browsers])
        if outcome.browsers_equal_s < 0 and not outcome.unequal_browsers:
            outcome.browsers_equal_s = time.monotonic() - began
        await asyncio.sleep(LOOK_EVERY_S)
    for browser in browsers:
        if (shown := await browser.read_rows()) != rows:
            print(f"{browser.username} shows {shown}, fresh is {rows}")


def count_present(state: State) -> dict[int, int]:
    """What the editor's list shows: the number of frames with a mask, by masklet."""
    return {
        masklet: sum(mask_state == "present" for _, _, mask_state in state["heads"].get(masklet, {}).values())
        for masklet in state["masklets"]
    }


def _describe(
    crew: Crew, browsers: list[BrowserPerson], answers: list[Answer], books: Books, outcome: Outcome
) -> list[Row]:
    acknowledged = [answer for answer in answers if answer.is_acknowledged]
    by_browsers = sum(answer.is_acknowledged for browser in browsers for answer in browser.answers)
    calm = [1000 * a.took_s for a in acknowledged if not any(_overlaps(a, kill) for kill in outcome.kills)]
    replicas = crew.replicas
    return [
        Row("protocol clients", len(replicas), "clients"),
        Row("browsers", len(browsers), "browsers"),
        Row("acknowledged operations", len(acknowledged), "operations"),
        Row("of them by browsers", by_browsers, "operations"),
        Row("refused (conflict, deleted meanwhile)", _count(answers, 400, 499) - _count_kept(answers), "operations"),
        Row("server errors", _count(answers, 500, 599), "answers", "== 0"),
        Row("never answered", _count(answers, 0, 0), "operations", "== 0"),
        Row("time", round(outcome.work_s, 1), "s"),
        Row("kills", len(outcome.kills), "kills"),
        Row("slowest back", round(max((kill.seconds for kill in outcome.kills), default=0), 1), "s", "<= 30"),
        Row("lost", len(books.lost), "operations", "== 0"),
        Row("duplicated", len(books.duplicated), "operations", "== 0"),
        Row("answers, histories or heads that are wrong", len(books.broken), "findings", "== 0"),
        Row("answers that differed when sent again", sum(w.unequal_repeats for w in crew.workers), "answers", "== 0"),
        Row("connections made", sum(replica.connections for replica in replicas), "connections"),
        Row("gaps seen and repaired", sum(replica.gaps for replica in replicas), "gaps"),
        Row("undetected gaps", outcome.unequal_replicas + outcome.unequal_browsers, "replicas", "== 0"),
        Row("clients equal after the last answer", round(outcome.replicas_equal_s, 2), "s", "<= 2"),
        *[
            Row("browsers equal after the last answer", round(outcome.browsers_equal_s, 2), "s", "<= 2")
            for _ in browsers[:1]
        ],
        Row("orphan jobs", outcome.unfinished, "jobs", "== 0"),
        *_describe_calm(calm),
    ]


def _describe_calm(calm_ms: list[float]) -> list[Row]:
    points = quantiles(calm_ms, n=100, method="inclusive")
    return [
        Row("acknowledged between kills, p50", round(median(calm_ms), 1), "ms"),
        Row("acknowledged between kills, p95", round(points[94], 1), "ms", "<= 200"),
        Row("acknowledged between kills, p99", round(points[98], 1), "ms", "<= 600"),
    ]


def _overlaps(answer: Answer, kill: Kill) -> bool:
    return answer.began_at < kill.back_at and answer.began_at + answer.took_s > kill.began_at


def _count(answers: list[Answer], first: int, last: int) -> int:
    return sum(first <= answer.status <= last for answer in answers)


def _count_kept(answers: list[Answer]) -> int:
    return sum(answer.status == 409 and answer.is_acknowledged for answer in answers)
