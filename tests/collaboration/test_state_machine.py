"""*A snapshot at any moment and the events after it are a fresh snapshot*, every edit is there once, history is a line.

`MASKLOOP_EXAMPLES` and `MASKLOOP_STEPS` make it longer (`./maskloop bench state-machine`).
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psycopg2
import pytest
import torch
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from inference.checkpoints import load_predictor
from labeling.accounts.actions import create_token
from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.videos.models import FrameTable, Video
from tests.collaboration.labelling import Place
from tests.collaboration.machine_rules import NUM_FRAMES, SIZE, TALLY
from tests.collaboration.served import database_url, serve
from tests.collaboration.stage import Person
from tests.collaboration.state_machine import LabelMachine
from tests.factories.projects import LabelFactory
from tests.factories.propagation import make_clip_video, make_loop
from tests.factories.videos import VideoFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

EXAMPLES = int(os.environ.get("MASKLOOP_EXAMPLES", "8"))
STEPS = int(os.environ.get("MASKLOOP_STEPS", "25"))
TALLY_FILE = "MASKLOOP_TALLY"


@pytest.fixture
def place(project: Project, alice: User, bob: User, carol: User, tmp_path: Path, settings: Any) -> Iterator[Place]:
    settings.MEDIA_ROOT = tmp_path / "media"
    torch.set_num_threads(1)
    LabelFactory(project=project, name="cat")
    clip = make_clip_video(num_frames=NUM_FRAMES, frames=draw_clip(), project=project)
    people = tuple(Person(user.username, create_token(user=user, name="script")[1]) for user in (alice, bob, carol))
    database = psycopg2.connect(database_url())
    database.autocommit = True
    try:
        with serve(tmp_path) as address:
            yield Place(
                address=address,
                people=people,
                labels=tuple(project.labels.order_by("pk").values_list("pk", flat=True)),
                make_video=lambda: copy_video(clip),
                device=make_loop(load=load_predictor),
                database=database,
            )
    finally:
        database.close()


def draw_clip() -> Any:
    """A bright square that moves over noise, uint8 [T, 48, 64, 3]."""
    frames = np.random.default_rng(1).integers(0, 90, size=(NUM_FRAMES, *SIZE, 3), dtype=np.uint8)
    for number in range(NUM_FRAMES):
        frames[number, 10:30, 8 + number : 28 + number] = (230, 60, 40)
    return frames


def copy_video(clip: Video) -> int:
    """Another video of the same picture, so that its features are encoded once."""
    table = FrameTable.objects.get(video=clip)
    shown = {name: getattr(clip, name) for name in ("num_frames", "width", "height", "proxy", "proxy_digest")}
    video = VideoFactory.create(project=clip.project, **shown)
    FrameTable.objects.filter(video=video).update(time_base_num=1, time_base_den=table.time_base_den, pts=table.pts)
    return int(video.pk)


@pytest.mark.timeout(24 * 3600)
def test_people_may_do_anything_in_any_order(place: Place) -> None:
    TALLY.clear()
    run_state_machine_as_test(
        lambda: LabelMachine(place),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # A failure of at most 25 steps is read sooner than shrunk, which takes 5 minutes against the real product.
            phases=[Phase.generate],
        ),
    )
    if TALLY_FILE in os.environ:
        Path(os.environ[TALLY_FILE]).write_text(json.dumps(TALLY))


def test_split_is_undone_and_done_again(place: Place) -> None:
    """Found by the machine: its own books could not be kept of an object that an undo takes away."""
    machine = LabelMachine(place)
    machine.begin()
    machine.split_between(person=0, which=0, frame=3, left=5)
    for again in (machine.undo, machine.redo_what_was_undone):
        again(0)
        machine.shows_what_the_ledger_says()
    machine.teardown()
