"""Two web processes and two gpu workers share videos and people, and one process after another is killed outright.

Half of the people and videos edit, the others hold tracks that nobody touches, made once in quiet and again under the
kills: the same masks must come out.
"""

import asyncio
import contextlib
import json
import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect

from backend.services.benchmarks import Row
from backend.services.installation import open_installation
from inference.metrics import region_similarity
from inference.rle import decode
from inference.types import Rle
from tests.benchmarks.figures import describe_edits, describe_kills
from tests.collaboration.crew import Crew, gather_crew
from tests.collaboration.product_processes import BACK_WITHIN_S, Kill, Nemesis, count_connections, list_web_workers
from tests.collaboration.shapes import square
from tests.collaboration.stage import SIZE, Stage, set_stage
from tests.collaboration.truth import Books, keep_books, wait_for_jobs
from tests.e2e.product import expect, upload_video
from tests.labeling.realtime.reducer import read_snapshot

NAME = "scale-out"
SUMMARY = (
    "two web processes and two gpu workers under kills of each kind: lost, doubled, orphans, masks, time until back"
)
KINDS = ("web", "gpu worker", "media worker", "gpu worker 2", "beat")
NUM_SOCKETS = 8


@dataclass(frozen=True)
class Plan:
    people: int
    videos: int
    tracked: int
    """How many of the videos, the last ones, hold tracks alone."""
    frames: int
    rounds: int
    edits_a_s: float


FULL = Plan(people=6, videos=10, tracked=4, frames=48, rounds=3, edits_a_s=4)
SHORT = Plan(people=2, videos=3, tracked=1, frames=24, rounds=1, edits_a_s=2)


def run(short: bool) -> list[Row]:
    plan = SHORT if short else FULL
    options = ("--web", "2", "--gpu", "2")
    with (
        tempfile.TemporaryDirectory() as name,
        set_stage(
            Path(name), num_people=plan.people, num_videos=plan.videos, num_frames=plan.frames, options=options
        ) as stage,
        stage.product.api("admin") as admin,
    ):
        quiet = read_tracks(admin, track_all(admin, stage, plan, rounds=1))
        return asyncio.run(_measure(stage, plan, admin, quiet, clip=Path(name) / "clip.mp4"))


async def _measure(
    stage: Stage, plan: Plan, admin: httpx.Client, quiet: list[dict[int, Rle | None]], *, clip: Path
) -> list[Row]:
    edited = stage.videos[: plan.videos - plan.tracked]
    heard = await _hear_across(stage, admin)
    async with gather_crew(stage, stage.people, seed=1, videos=edited) as crew:
        working = asyncio.create_task(crew.work(edits=10**6, edits_a_s=plan.edits_a_s, limit_s=3600))
        masklets = await asyncio.to_thread(track_all, admin, stage, plan, rounds=plan.rounds, wait=False)
        kills, uploads = await asyncio.to_thread(_kill_all, stage, plan, admin, clip)
        for worker in crew.workers:
            worker.is_told_to_stop = True
        await working
        unfinished = await asyncio.to_thread(wait_for_jobs, stage)
        tracks = await asyncio.to_thread(read_tracks, admin, masklets)
        unequal = await _count_unequal(crew)
    books = _keep_all_books(stage, crew, edited)
    lowest = min(compare(track, wanted) for track, wanted in zip(tracks, quiet * plan.rounds, strict=True))
    return _describe(crew, kills, books, unfinished=unfinished, lowest=lowest, unequal=unequal, uploads=uploads) + heard


def track_all(admin: httpx.Client, stage: Stage, plan: Plan, *, rounds: int, wait: bool = True) -> list[int]:
    """A drawn object and its track through each of the videos for tracks, so many times."""
    masklets = []
    for _ in range(rounds):
        for video in stage.videos[-plan.tracked :]:
            path = f"/api/videos/{video}"
            made = expect(admin.post(f"{path}/masklets/", json={"label": stage.labels[0]}), 201)["id"]
            body = {"rle": square(60, 60, size=SIZE)}
            expect(admin.put(f"/api/masklets/{made}/frames/0/", json=body))
            asked = {"masklets": [made], "direction": "forward", "start": 0, "stop": plan.frames}
            expect(admin.post(f"{path}/propagations/", json=asked), 201)
            masklets.append(made)
    if wait and wait_for_jobs(stage):
        raise TimeoutError("the tracks do not end")
    return masklets


def read_tracks(admin: httpx.Client, masklets: list[int]) -> list[dict[int, Rle | None]]:
    tracks = []
    for masklet in masklets:
        page = expect(admin.get(f"/api/masklets/{masklet}/masks/"))
        tracks.append({mask["frame"]: mask["rle"] and Rle(**(mask["rle"] | {"size": tuple(mask["rle"]["size"])}))
                       for mask in page["masks"]})  # fmt: skip
    return tracks


def compare(found: dict[int, Rle | None], wanted: dict[int, Rle | None]) -> float:
    """The lowest IoU of a frame; 0 where one is missing."""
    if found.keys() != wanted.keys():
        return 0.0
    pairs = [(found[frame], wanted[frame]) for frame in wanted]
    return min(region_similarity(decode(b), decode(a)) if a and b else float(a is b) for a, b in pairs)


def _kill_all(stage: Stage, plan: Plan, admin: httpx.Client, clip: Path) -> tuple[list[Kill], int]:
    """One of each kind a round; a media worker in the middle of an ingest. Also how many of these came to an end."""
    nemesis, kills, ready = Nemesis(stage.product), [], 0
    for _ in range(plan.rounds):
        for kind in KINDS:
            if kind == "web":
                kills.append(_kill_web_worker(stage))
            elif kind == "media worker":
                kill, made = _kill_during_ingest(nemesis, stage, admin, clip)
                kills.append(kill)
                ready += made
            else:
                kills.append(nemesis.kill(kind))
    return kills, ready


def _kill_during_ingest(nemesis: Nemesis, stage: Stage, admin: httpx.Client, clip: Path) -> tuple[Kill, bool]:
    with ThreadPoolExecutor(1) as pool:
        ingest = pool.submit(upload_video, admin, project=stage.project, path=clip)
        time.sleep(0.5)
        kill = nemesis.kill("media worker")
        return kill, ingest.result() > 0


def _kill_web_worker(stage: Stage) -> Kill:
    """One of the two; back when another in its place holds a connection."""
    installation = open_installation(stage.product.home)
    before = list_web_workers(installation)
    began = time.monotonic()
    os.kill(before[0], signal.SIGKILL)
    with contextlib.ExitStack() as opened:
        while time.monotonic() - began < BACK_WITHIN_S:
            client = opened.enter_context(httpx.Client(base_url=stage.product.url, trust_env=False, timeout=20))
            with contextlib.suppress(OSError, LookupError, httpx.HTTPError):
                client.get("/healthz").raise_for_status()
                new = set(list_web_workers(installation)) - set(before)
                if any(count_connections(pid) > 0 for pid in new):
                    return Kill("web", began, time.monotonic())
            time.sleep(0.2)
    raise TimeoutError(f"the web worker is not back within {BACK_WITHIN_S:g} s")


async def _hear_across(stage: Stage, admin: httpx.Client) -> list[Row]:
    """Sockets spread over the web processes, and one edit, which goes through one of them."""
    headers = {"Authorization": admin.headers["Authorization"]}
    video = stage.videos[-1]
    url = f"{stage.address}/ws/videos/{video}/"
    async with contextlib.AsyncExitStack() as opened:
        sockets = [
            await opened.enter_async_context(connect(url, additional_headers=headers, proxy=None, max_size=None))
            for _ in range(NUM_SOCKETS)
        ]
        for socket in sockets:
            assert json.loads(await socket.recv())["type"] == "hello"
        workers = list_web_workers(open_installation(stage.product.home))
        holding = sum(count_connections(pid) > 0 for pid in workers)
        body = {"label": stage.labels[0]}
        await asyncio.to_thread(lambda: expect(admin.post(f"/api/videos/{video}/masklets/", json=body), 201))
        began = time.monotonic()
        heard = await asyncio.gather(*(_hear_event(socket) for socket in sockets))
    return [
        Row("web processes that hold sockets", holding, "processes", "== 2"),
        Row("sockets that hear an edit, whichever process took it", sum(heard), "sockets", f"== {NUM_SOCKETS}"),
        Row("until the last of them did", round(time.monotonic() - began, 2), "s"),
    ]


async def _hear_event(socket: Any) -> bool:
    async with asyncio.timeout(20):
        while True:
            message = await socket.recv()
            if isinstance(message, str) and json.loads(message)["type"] == "event":
                return True


async def _count_unequal(crew: Crew) -> int:
    """Replicas that differ from a fresh snapshot."""
    unequal = 0
    for replica in crew.replicas:
        await replica.catch_up()
        fresh = read_snapshot(await replica.client.read(f"/api/videos/{replica.video}/snapshot/"))
        unequal += replica.state != fresh
    return unequal


def _keep_all_books(stage: Stage, crew: Crew, videos: tuple[int, ...]) -> Books:
    books = Books()
    with stage.database() as database:
        for video in videos:
            answers = [
                answer
                for worker in crew.workers
                if worker.replica.video == video
                for answer in worker.replica.client.answers
            ]
            found = keep_books(database, video, answers) if answers else Books()
            books.lost += found.lost
            books.duplicated += found.duplicated
            books.broken += found.broken
    return books


def _describe(
    crew: Crew, kills: list[Kill], books: Books, *, unfinished: int, lowest: float, unequal: int, uploads: int
) -> list[Row]:
    num_ingests = sum(kill.kind == "media worker" for kill in kills)
    return [
        *describe_kills(KINDS, kills),
        *describe_edits(crew.answers, books),
        Row("orphan jobs", unfinished, "jobs", "== 0"),
        Row("replicas that differ from the server", unequal, "replicas", "== 0"),
        Row("tracks against a quiet run, lowest", round(lowest, 4), "IoU", ">= 0.99"),
        Row("ingests killed that came to an end", uploads, "videos", f"== {num_ingests}"),
    ]
