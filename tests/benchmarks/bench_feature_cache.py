"""A second propagation beside the first: its features come from memory or from disk instead of the encoder."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from backend.services.benchmarks import Row
from inference.checkpoints import load_predictor
from inference.device import keep_freed_memory, limit_threads, pick_device
from inference.encoder import digest_encoder
from inference.feature_store import FeatureStore
from inference.features import FeatureCache, Shelf
from inference.frames import ProxyReader
from inference.legs import Leg
from inference.tracker import Tracker
from inference.tracks import Track
from inference.types import Conditioning, PointPrompt
from labeling.videos.demo_clip import draw_demo_frames
from tests.e2e.clip import click_point
from tests.factories.proxies import write_proxy

NAME = "feature-cache"
SUMMARY = "second propagation ÷ first at 1 object, from memory and from disk, with hit rate and bytes"
SIZE = (720, 1280)
MODEL = "maskloop-nano"
ROOM = 1 << 30


@dataclass(frozen=True)
class Footage:
    path: Path
    pts: list[int]
    prompt: PointPrompt


@dataclass(frozen=True)
class Pass:
    fps: float
    hits: float


def run(short: bool) -> list[Row]:
    limit_threads()
    keep_freed_memory()
    num_frames, pairs = (12, 1) if short else (72, 5)
    model = load_predictor(MODEL, pick_device())
    digest = digest_encoder(model)
    with tempfile.TemporaryDirectory() as name:
        footage = render(Path(name), num_frames)
        propagate(model, footage, open_cache(model, footage, None))  # warms up
        measured = [measure_pair(model, digest, footage, Path(name) / f"store {pair}") for pair in range(pairs)]
    firsts, memories, disks, sizes = zip(*measured, strict=True)
    return [
        Row("first propagation", round(median(one.fps for one in firsts), 2), "frames/s"),
        Row("second, from memory", round(median(one.fps for one in memories), 2), "frames/s"),
        Row("second, from disk by another worker", round(median(one.fps for one in disks), 2), "frames/s"),
        Row("memory / first", ratio(memories, firsts), "ratio", ">= 1.6"),
        Row("disk / first", ratio(disks, firsts), "ratio", ">= 1.6"),
        Row("hit rate in memory", median(one.hits for one in memories), "share"),
        Row("hit rate on disk", median(one.hits for one in disks), "share"),
        Row("bytes a frame on disk", round(median(sizes) / num_frames), "bytes"),
    ]


def measure_pair(model: Any, digest: str, footage: Footage, root: Path) -> tuple[Pass, Pass, Pass, int]:
    """The first pass, the second from memory, the second from disk in a cache of its own, and the bytes on disk."""
    store = FeatureStore(root, quota_bytes=8 << 30)
    shelf = Shelf(store, video="clip", model=digest)
    features = open_cache(model, footage, shelf)
    first = propagate(model, footage, features)
    features.flush()
    memory = propagate(model, footage, features)
    disk = propagate(model, footage, open_cache(model, footage, shelf))
    return first, memory, disk, store.count_bytes()


def open_cache(model: Any, footage: Footage, shelf: Shelf | None) -> FeatureCache:
    return FeatureCache(
        model, ProxyReader(footage.path, size=SIZE, pts=footage.pts), room_bytes=ROOM, shelf=shelf
    )  # reads nothing before its first frame is asked for


def propagate(model: Any, footage: Footage, features: FeatureCache) -> Pass:
    num_frames = len(footage.pts)
    before = features.found
    tracker = Tracker(model, features, size=SIZE, num_frames=num_frames)
    known = Conditioning(prompts={0: (footage.prompt,)}, barriers={})
    began = time.perf_counter()
    for step in Track(tracker, Leg(reverse=False, frames=range(num_frames), starts={1: 0}), {1: known}).steps():
        _ = step.masks
    seconds = time.perf_counter() - began
    found = features.found
    hits = found.memory + found.disk - before.memory - before.disk
    return Pass(fps=num_frames / seconds, hits=round(hits / (hits + found.encoded - before.encoded), 4))


def render(folder: Path, num_frames: int) -> Footage:
    clip = draw_demo_frames(first=0, count=num_frames, size=SIZE)
    path = folder / "proxy.mp4"
    x, y = click_point(clip.masks[0] == clip.num_objects)
    return Footage(
        path=path,
        pts=write_proxy(path, clip.frames),
        prompt=PointPrompt(frame=0, points=((float(x), float(y)),), labels=(1,)),
    )


def ratio(seconds: tuple[Pass, ...], firsts: tuple[Pass, ...]) -> float:
    return round(median(second.fps / first.fps for second, first in zip(seconds, firsts, strict=True)), 3)
