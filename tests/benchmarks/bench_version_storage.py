"""What versions cost on disk: tracked objects with corrections, against the bytes of its masks alone.

Stored is what Postgres says that the tables of versions grew by, indexes and all, after a vacuum as autovacuum does it:
the deltas, their bytes, the heads, the versions and their operations. The masks alone are the COCO counts, one byte a
character, of every mask that was ever said, corrections and what they replaced alike.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import TYPE_CHECKING

import django

from backend.services.benchmarks import Row
from inference import rle as rle_codec
from inference.types import Rle

if TYPE_CHECKING:
    from labeling.masklets.models import Masklet

NAME = "version-storage"
SUMMARY = "bytes that versions take for each changed frame, and how many times the bytes of the masks alone"
CHUNK = 30
TABLES = ("framemask", "rlebytes", "framehead", "version", "operation")
# The demo clip has four objects. At 360 lines their masks are as short as what is stored around each of them, so there
# is no bound: a row for each changed frame costs some 250 bytes, however small its mask.
SIZES = {"720 lines": (720, 1280), "360 lines": (360, 640)}
BOUNDS = {"720 lines": "<= 1.3"}


@dataclass(frozen=True)
class Plan:
    """`drawn` frames of the clip are drawn, which is slow, and come again and again: nothing stored looks for twins."""

    frames: int
    corrections: int
    drawn: int


FULL = Plan(frames=1000, corrections=200, drawn=240)
SHORT = Plan(frames=150, corrections=30, drawn=30)


def run(short: bool) -> list[Row]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")
    django.setup()
    plan = SHORT if short else FULL
    rows: list[Row] = []
    for name, size in SIZES.items():
        with scratch_database():
            rows += _measure(plan, name, _draw_masks(plan, size))
    return rows


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty, migrated database of the bench's own beside the real one."""
    from django.db import connection

    real = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{real}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(real, verbosity=0)


def _draw_masks(plan: Plan, size: tuple[int, int]) -> list[list[Rle]]:
    """The masks of every object of the demo clip, frame by frame."""
    from labeling.videos.demo_clip import draw_demo_frames

    clips = [draw_demo_frames(first=first, count=CHUNK, size=size) for first in range(0, plan.drawn, CHUNK)]
    objects: list[list[Rle]] = []
    for number in range(1, clips[0].num_objects + 1):
        masks = [rle_codec.encode(frame == number) for clip in clips for frame in clip.masks]
        shown = [mask for mask in masks if rle_codec.area(mask)]
        objects.append(list(islice(cycle(shown), plan.frames + plan.corrections)))
    return objects


def _measure(plan: Plan, name: str, objects: Sequence[Sequence[Rle]]) -> list[Row]:
    from tests.factories.masklets import MaskletFactory
    from tests.factories.videos import VideoFactory

    height, width = objects[0][0].size
    video = VideoFactory.create(num_frames=plan.frames, height=height, width=width)
    masklets = [MaskletFactory.create(video=video) for _ in objects]
    before = _read_sizes()
    for masklet, masks in zip(masklets, objects, strict=True):
        _label(masklet, tracked=masks[: plan.frames], drawn=masks[plan.frames :])
    after = _read_sizes()
    grown = {table: after[table] - before[table] for table in TABLES}
    return _describe(name, grown, masks=[mask for masks in objects for mask in masks])


def _label(masklet: "Masklet", *, tracked: Sequence[Rle], drawn: Sequence[Rle]) -> None:
    """Propagate one object, then correct it on single frames."""
    from labeling.masklets import actions
    from labeling.masklets.models import Operation

    operation = Operation.objects.create(video=masklet.video, author=masklet.author, kind=Operation.Kind.PROPAGATE)
    for first in range(0, len(tracked), CHUNK):
        writes = [
            actions.FrameWrite(frame=first + index, rle=rle, origin="propagated", state="present", score=0.9)
            for index, rle in enumerate(tracked[first : first + CHUNK])
        ]
        actions.commit_masks(operation=operation, writes={masklet.pk: writes})
    for index, rle in enumerate(drawn):
        frame = index * len(tracked) // len(drawn)
        actions.draw_frame(masklet_id=masklet.pk, actor=masklet.author, frame=frame, rle=rle)


def _read_sizes() -> dict[str, int]:
    from django.db import connection

    sizes = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE masklets_{table}")
            cursor.execute("SELECT pg_total_relation_size(%s)", [f"masklets_{table}"])
            sizes[table] = cursor.fetchone()[0]
    return sizes


def _describe(name: str, grown: dict[str, int], *, masks: Sequence[Rle]) -> list[Row]:
    alone = sum(len(rle.counts) for rle in masks)
    stored = sum(grown.values())
    parts = [Row(f"{name}: {table} a changed frame", grown[table] / len(masks), "bytes") for table in TABLES]
    return [
        Row(f"{name}: masks alone, a mask", alone / len(masks), "bytes"),
        Row(f"{name}: stored, a changed frame", stored / len(masks), "bytes"),
        *parts,
        Row(f"{name}: stored ÷ masks alone", stored / alone, "times", BOUNDS.get(name)),
    ]
