"""*A snapshot at any moment plus the events after it is a fresh snapshot*: the promise on which every client rests."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labeling.accounts.models import User
from labeling.events.models import VideoStream
from labeling.events.schema import parse_payload
from labeling.masklets.models import FrameHead, FrameMask, Masklet
from labeling.projects.models import Membership, Project
from labeling.realtime.replay import list_events, take_snapshot
from tests.factories.projects import LabelFactory, MembershipFactory, ProjectFactory
from tests.factories.videos import VideoFactory
from tests.labeling.realtime.deeds import DEEDS, Deed, Stage
from tests.labeling.realtime.reducer import read_snapshot, reduce_events

GOLDEN = Path(__file__).parents[2] / "golden" / "events_replay.json"
WRITE_GOLDEN = "MASKLOOP_WRITE_GOLDEN"

# Most random deeds need an object; without this half of them would be wasted.
BEGINNING = (Deed("create"), Deed("create", who=1, variant=1))
MORE_OFTEN = ("draw", "prompt", "predict", "propagate", "submit", "review", "undo", "undo", "undo", "redo")
deeds = st.builds(
    Deed,
    name=st.sampled_from([*sorted(DEEDS), *MORE_OFTEN]),
    who=st.integers(0, 2),
    which=st.integers(0, 2),
    frame=st.integers(0, 12),
    variant=st.integers(0, 5),
)


def make_stage(project: Project, people: list[User]) -> Stage:
    size = {"id": "size", "name": "size", "kind": "number", "required": False, "default": None, "options": []}
    project.labels.update(attributes=[{**size, "min": None, "max": None}])
    labels = list(project.labels.order_by("pk"))
    return Stage(video=VideoFactory(project=project, created_by=people[0]), people=people, labels=labels)


@pytest.fixture
def people(alice: User, bob: User, carol: User, project: Project) -> list[User]:
    LabelFactory(project=project, name="cat")
    return [alice, bob, carol]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(deeds, max_size=14))
def test_snapshot_plus_later_events_is_a_fresh_snapshot(
    project: Project, people: list[User], script: list[Deed]
) -> None:
    stage = make_stage(project, people)
    snapshots = [take_snapshot(stage.video.pk)]
    for deed in (*BEGINNING, *script):
        stage.do(deed)
        snapshots.append(take_snapshot(stage.video.pk))

    fresh = as_json(snapshots[-1])
    for snapshot in snapshots:
        events = list_events(stage.video.pk, after=snapshot["last_seq"])
        assert reduce_events(read_snapshot(as_json(snapshot)), as_json(events)) == read_snapshot(fresh)
        for event in events:
            parse_payload(event)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=st.lists(deeds, max_size=14))
def test_heads_are_the_newest_deltas(project: Project, people: list[User], script: list[Deed]) -> None:
    stage = make_stage(project, people)
    for deed in (*BEGINNING, *script):
        stage.do(deed)

    fields = ("frame", "version", "origin", "state", "score", "rle_id")
    for masklet in Masklet.objects.filter(video=stage.video):
        deltas = FrameMask.objects.filter(masklet=masklet).order_by("frame", "-version").distinct("frame")
        heads = FrameHead.objects.filter(masklet=masklet).order_by("frame")
        assert list(heads.values_list(*fields)) == list(deltas.values_list(*fields))
        assert masklet.head == masklet.versions.count()


SCENES: dict[str, tuple[Deed, ...]] = {
    "two objects, prompts and their masks": (
        *BEGINNING,
        Deed("prompt", frame=3),
        Deed("predict"),
        Deed("prompt", who=1, which=1, frame=3, variant=2),
        Deed("prompt", frame=3),
        Deed("predict", variant=3),
    ),
    "a propagation goes around what people drew": (
        Deed("draw", frame=5),
        Deed("propagate", frame=2, variant=3),
        Deed("draw", who=1, frame=4, variant=1),
        Deed("finish"),
        Deed("draw", frame=7, variant=2),
        Deed("rename", variant=2),
    ),
    "a box replaces points, and prompts are taken away": (
        Deed("prompt", frame=3, variant=1),
        Deed("unprompt"),
        Deed("prompt", frame=9, variant=2),
        Deed("unprompt"),
    ),
    "submitted, approved in part, rejected, reopened": (
        Deed("predict"),
        Deed("submit", who=1),
        Deed("review", who=2, frame=6, variant=3),
        Deed("review", who=2, variant=1),
        Deed("relabel", who=1, variant=1),
        Deed("describe", who=1, variant=4),
        Deed("submit", who=1),
        Deed("review", who=2),
        Deed("reopen", who=2),
    ),
    "an object is deleted with its prompts and masks": (
        Deed("prompt", which=1, frame=8, variant=2),
        Deed("delete", which=1),
        Deed("create", who=2),
    ),
    "edits that came second are kept, applied and dismissed": (
        Deed("draw", frame=2),
        Deed("draw", who=1, frame=2, variant=3),
        Deed("draw", who=2, frame=2, variant=4),
        Deed("apply", who=1, variant=1),
        Deed("dismiss", who=2, which=1),
        Deed("draw", who=1, frame=2, variant=5),
    ),
    "gestures are undone and done again": (
        Deed("create"),
        Deed("propagate", which=2, frame=1),
        Deed("prompt", which=2, frame=4, variant=2),
        Deed("undo"),
        Deed("undo"),
        Deed("redo"),
        Deed("redo"),
        Deed("relabel", who=1, which=2, variant=1),
        Deed("undo", who=1),
    ),
    "an object is split, swapped with its half and merged again": (
        Deed("split", which=2, frame=4),
        Deed("prompt", which=2, frame=6, variant=2),
        Deed("swap", which=2, frame=3),
        Deed("undo"),
        Deed("merge", which=2, variant=1),
        Deed("undo"),
        Deed("undo"),
        Deed("undo"),
        Deed("redo"),
    ),
    "ranges are copied, marked and restored": (
        Deed("copy", who=1, which=2, frame=1, variant=3),
        Deed("mark", who=1, which=2, frame=2),
        Deed("restore", who=1, which=2, variant=2),
        Deed("mark", which=2, frame=1, variant=1),
        Deed("undo"),
    ),
    "an object is deleted and recovered with all it had": (
        Deed("delete", which=2),
        Deed("recover", who=1),
        Deed("delete", which=2, who=2),
        Deed("undo", who=2),
    ),
}


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_golden_replay_is_fresh() -> None:
    """The browser's reducer is tested on this file; write it anew with MASKLOOP_WRITE_GOLDEN=1."""
    project = ProjectFactory(name="Street")
    LabelFactory(project=project, name="dog")
    LabelFactory(project=project, name="cat")
    roles = (Membership.Role.ADMIN, Membership.Role.ANNOTATOR, Membership.Role.REVIEWER)
    people = [MembershipFactory(project=project, role=role).user for role in roles]
    stage = make_stage(project, people)
    stage.do(Deed("rename", variant=1))
    golden = []
    for name, script in SCENES.items():
        snapshot = take_snapshot(stage.video.pk)
        for deed in script:
            stage.do(deed)
        events = list_events(stage.video.pk, after=snapshot["last_seq"])
        expected = take_snapshot(stage.video.pk)
        golden.append({"name": name, "snapshot": snapshot, "events": events, "expected": expected})

    assert {event["type"] for entry in golden for event in entry["events"]} == {
        "video.changed",
        "masklet.changed",
        "masklet.deleted",
        "prompts.changed",
        "masks.changed",
        "prediction.failed",
        "propagation.changed",
        "side_edit.opened",
        "side_edit.closed",
    }
    text = without_times(json.dumps(as_json(golden), indent=2)) + "\n"
    if os.environ.get(WRITE_GOLDEN):
        GOLDEN.write_text(text)
    assert GOLDEN.read_text() == text, f"run this test with {WRITE_GOLDEN}=1 and commit {GOLDEN.name}"
    assert VideoStream.objects.get(video_id=stage.video.pk).last_seq == golden[-1]["expected"]["last_seq"]


def test_golden_replay_holds_for_the_reference_reducer() -> None:
    for entry in json.loads(GOLDEN.read_text()):
        reduced = reduce_events(read_snapshot(entry["snapshot"]), entry["events"])
        assert reduced == read_snapshot(entry["expected"]), entry["name"]


def as_json(value: Any) -> Any:
    """The value as it arrives over the wire."""
    from rest_framework.utils.encoders import JSONEncoder

    return json.loads(json.dumps(value, cls=JSONEncoder))


def without_times(text: str) -> str:
    return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)", "2026-01-01T00:00:00Z", text)
