"""From an event's commit to its arrival at every open socket, with 200 and with 1,000 of them."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from backend.services.benchmarks import Row
from tests.collaboration.shapes import square
from tests.collaboration.stage import SIZE, Stage, set_stage
from tests.e2e.product import REPOSITORY, expect

NAME = "fanout"
SUMMARY = "event committed to event received: 200 sockets in rooms of 20, 1,000 in 50 rooms and in one"
# What is still on its way when the last event is made has this long to come.
SETTLE_S = 3.0


@dataclass(frozen=True)
class Scenario:
    """Rooms of so many sockets; edits are made one after another, in one room after another."""

    num_rooms: int
    sockets_a_room: int
    edits_a_s: float
    seconds: float
    bound_ms: int

    @property
    def name(self) -> str:
        rooms = "one room" if self.num_rooms == 1 else f"{self.num_rooms} rooms"
        return f"{self.num_rooms * self.sockets_a_room} sockets in {rooms}"


FULL = (Scenario(10, 20, 10, 30, 300), Scenario(50, 20, 10, 30, 1000), Scenario(1, 1000, 1, 30, 1000))
SHORT = (Scenario(2, 20, 5, 4, 300),)


def run(short: bool) -> list[Row]:
    scenarios = SHORT if short else FULL
    with tempfile.TemporaryDirectory() as name:
        num_videos = max(scenario.num_rooms for scenario in scenarios)
        with set_stage(Path(name), num_people=1, num_videos=num_videos, num_frames=12) as stage:
            return [row for scenario in scenarios for row in measure(stage, scenario)]


def measure(stage: Stage, scenario: Scenario) -> list[Row]:
    videos = stage.videos[: scenario.num_rooms]
    with httpx.Client(
        base_url=stage.product.url,
        headers={"Authorization": f"Token {stage.people[0].token}"},
        timeout=30,
        trust_env=False,
    ) as client:
        masklets = [create_masklet(client, stage, video) for video in videos]
        with load(stage, videos, scenario.sockets_a_room) as sockets:
            num_edits = make_edits(client, masklets, scenario)
            time.sleep(SETTLE_S)
            seen = sockets.finish()
    return describe(stage, scenario, num_edits, seen)


def describe(stage: Stage, scenario: Scenario, num_edits: int, seen: dict[str, Any]) -> list[Row]:
    newest = read_newest(stage)
    behind = sum(last < newest[room] for room, last in seen["last"])
    late_ms = [1000 * late for late in seen["late_s"]]
    name = scenario.name
    points = quantiles(late_ms, n=100, method="inclusive")
    return [
        Row(f"{name}: edits", num_edits, f"edits at {scenario.edits_a_s:g}/s"),
        Row(f"{name}: events received", len(late_ms), "events", f"== {num_edits * scenario.sockets_a_room}"),
        Row(f"{name}: committed to received, p50", round(median(late_ms), 1), "ms"),
        Row(f"{name}: committed to received, p95", round(points[94], 1), "ms", f"<= {scenario.bound_ms}"),
        Row(f"{name}: committed to received, p99", round(points[98], 1), "ms"),
        Row(f"{name}: committed to received, worst", round(max(late_ms), 1), "ms"),
        Row(f"{name}: undetected gaps", seen["gaps"] + behind, "gaps", "== 0"),
        Row(f"{name}: sockets that closed", seen["closed"], "sockets", "== 0"),
    ]


def create_masklet(client: httpx.Client, stage: Stage, video: int) -> int:
    return int(expect(client.post(f"/api/videos/{video}/masklets/", json={"label": stage.labels[0]}), 201)["id"])


def make_edits(client: httpx.Client, masklets: list[int], scenario: Scenario) -> int:
    """Draw on a frame of each room's object in turn, at the asked rate or as fast as the product answers."""
    body = {"rle": square(40, 60, size=SIZE)}
    began, number = time.monotonic(), 0
    while time.monotonic() - began < scenario.seconds:
        masklet = masklets[number % len(masklets)]
        expect(client.put(f"/api/masklets/{masklet}/frames/{number // len(masklets) % 12}/", json=body))
        number += 1
        time.sleep(max(0.0, began + number / scenario.edits_a_s - time.monotonic()))
    return number


def read_newest(stage: Stage) -> dict[int, int]:
    with stage.database() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT video_id, last_seq FROM events_videostream")
        return dict(cursor.fetchall())


class Sockets:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def finish(self) -> dict[str, Any]:
        """What the load process has seen so far; it ends with this."""
        said, _ = self._process.communicate("end\n", timeout=60)
        seen: dict[str, Any] = json.loads(said)
        return seen


@contextmanager
def load(stage: Stage, videos: tuple[int, ...], sockets_a_room: int) -> Iterator[Sockets]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.collaboration.sockets_load"],
        cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        plan = {
            "address": stage.address,
            "token": stage.people[0].token,
            "rooms": list(videos),
            "sockets_a_room": sockets_a_room,
        }
        process.stdin.write(json.dumps(plan) + "\n")
        process.stdin.flush()
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("The sockets could not be opened.")
        yield Sockets(process)
    finally:
        process.kill()
        process.wait()
