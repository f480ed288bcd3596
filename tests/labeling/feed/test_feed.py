"""Who did what in a project and on a video."""

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from labeling.assignments.actions import assign_videos, end_assignment, take_next
from labeling.assignments.models import Assignment
from labeling.masklets import actions as masklet_actions
from labeling.masklets.models import Masklet
from labeling.projects import actions as project_actions
from labeling.projects.models import Membership, Project
from labeling.review.actions import decide_masklet
from labeling.videos import actions as video_actions
from labeling.videos.models import Ingest, Video
from tests.factories.masklets import OperationFactory, make_square
from tests.factories.projects import LabelFactory
from tests.factories.videos import VideoFactory


@pytest.fixture
def video(project: Project, alice: Any) -> Video:
    made: Video = VideoFactory.create(project=project, created_by=alice, name="cat.mp4")
    return made


def read(client: Any, address: str, **query: Any) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = client.get(f"/api/{address}/feed/", query).json()["entries"]
    return entries


def say(entries: list[dict[str, Any]]) -> list[tuple[str | None, str]]:
    return [(entry["actor"] and entry["actor"]["username"], entry["sentence"]) for entry in entries]


def operate(moment: datetime, **fields: Any) -> None:
    """An operation of that time; afterwards it could not be changed."""
    with patch.object(timezone, "now", return_value=moment):
        OperationFactory.create(**fields)


def test_work_on_a_video_is_told_newest_first(client_of, project, video, bob, carol):
    masklet = masklet_actions.create_masklet(video_id=video.pk, label_id=project.labels.get().pk, actor=bob)
    masklet_actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=3, rle=make_square())
    masklet_actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=4, rle=make_square())
    masklet_actions.submit_masklet(masklet_id=masklet.pk, actor=bob)
    decide_masklet(
        masklet_id=masklet.pk, actor=carol, decision="unsatisfactory", version=2, start=0, stop=None, comment="No tail."
    )

    entries = read(client_of(bob), f"videos/{video.pk}")

    assert say(entries) == [
        ("carol", "sent object 1 back"),
        ("bob", "submitted object 1"),
        ("bob", "made 3 edits: 2 drawings, 1 new object"),
        ("alice", "uploaded a video"),
    ]
    assert [(entry["kind"], entry["masklet"], entry["quote"]) for entry in entries] == [
        ("reviews", masklet.pk, "No tail."),
        ("submissions", masklet.pk, ""),
        ("edits", None, ""),
        ("videos", None, ""),
    ]
    assert {entry["video"]["name"] for entry in entries} == {"cat.mp4"}
    assert say(read(client_of(bob), f"projects/{project.pk}")) == say(entries)


@pytest.mark.parametrize(
    ("decision", "start", "stop", "sentence"),
    [
        ("satisfactory", 0, None, "approved object 1"),
        ("satisfactory", 2, 5, "approved frames 2–4 of object 1"),
        ("not_well_defined", 0, None, "found object 1 not well defined"),
    ],
)
def test_decision_is_told(client_of, project, video, bob, carol, decision, start, stop, sentence):
    masklet = masklet_actions.create_masklet(video_id=video.pk, label_id=project.labels.get().pk, actor=bob)
    masklet_actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=3, rle=make_square())
    masklet_actions.submit_masklet(masklet_id=masklet.pk, actor=bob)
    decide_masklet(masklet_id=masklet.pk, actor=carol, decision=decision, version=1, start=start, stop=stop)
    assert say(read(client_of(bob), f"videos/{video.pk}", kind="reviews")) == [("carol", sentence)]


def test_assignments_of_one_call_are_one_entry(client_of, project, alice, bob, carol):
    videos = [VideoFactory.create(project=project) for _ in range(4)]
    ids = [video.pk for video in videos]
    assign_videos(project=project, video_ids=ids[:3], user_id=bob.pk, kind="annotate", actor=alice)
    taken = take_next(actor=carol, kind="annotate")
    assert taken is not None
    end_assignment(assignment=taken, actor=carol)
    end_assignment(assignment=Assignment.objects.get(video=ids[0], ended_at=None), actor=alice)
    member = Membership.objects.get(project=project, user=bob)
    project_actions.remove_member(member=member, actor=alice)

    entries = read(client_of(alice), f"projects/{project.pk}", kind="assignments")

    assert say(entries) == [
        ("alice", "freed 2 videos to annotate that bob had, who may not work on them any more"),
        ("alice", "took a video to annotate from bob"),
        ("carol", "gave back a video to annotate"),
        ("carol", "took a video to annotate"),
        ("alice", "asked bob to annotate 3 videos"),
    ]
    assert [entry["video"] and entry["video"]["id"] for entry in entries] == [None, ids[0], ids[3], ids[3], None]


def test_what_admins_change_is_told(client_of, project, alice, bob):
    label = project_actions.create_label(project=project, name="cat", color="#000000", actor=alice)
    project_actions.change_label(label=label, changes={"name": "cow"}, actor=alice)
    project_actions.delete_label(label=label, actor=alice)
    project_actions.change_project(project=project, changes={"name": "Farm", "description": "Cows"}, actor=alice)
    member = Membership.objects.get(project=project, user=bob)
    project_actions.change_role(member=member, role="admin", actor=alice)
    project_actions.remove_member(member=member, actor=alice)

    assert say(read(client_of(alice), f"projects/{project.pk}", kind="project")) == [
        ("alice", "took bob out of the project"),
        ("alice", "made bob an admin"),
        ("alice", "renamed the project to “Farm” and changed the description"),
        ("alice", "took the label “cow” off the menu"),
        ("alice", "renamed the label “cat” to “cow”"),
        ("alice", "added the label “cat”"),
    ]


def test_life_of_a_video_is_told(client_of, project, video, alice, bob):
    Ingest.objects.create(video=video, status=Ingest.Status.DONE, finished_at=timezone.now())
    failed = VideoFactory.create(project=project, created_by=alice, status=Video.Status.FAILED)
    Ingest.objects.create(
        video=failed, status=Ingest.Status.FAILED, problem="There is no picture in it.", finished_at=timezone.now()
    )
    video_actions.rename_video(video=video, name="tiger.mp4", actor=alice)
    video_actions.rename_video(video=video, name="lion.mp4", actor=alice)

    assert say(read(client_of(bob), f"projects/{project.pk}", kind="videos")) == [
        ("alice", "renamed “tiger.mp4” to “lion.mp4”"),
        (None, "could not be read: There is no picture in it."),
        ("alice", "uploaded a video"),
        (None, "was read: 100 frames"),
        ("alice", "uploaded a video"),
    ]


def test_edits_are_gathered_by_person_video_and_stretch_of_time(client_of, project, video, bob, carol):
    other = VideoFactory.create(project=project)
    noon = timezone.now().replace(hour=12, minute=1, second=0, microsecond=0) - timedelta(days=1)
    for author, place, minutes in (
        (bob, video, 0),
        (bob, video, 8),
        (bob, other, 2),
        (carol, video, 3),
        (bob, video, 10),
    ):
        operate(noon + timedelta(minutes=minutes), video=place, author=author, kind="draw")

    entries = read(client_of(bob), f"projects/{project.pk}", kind="edits")

    assert [(entry["video"]["id"], entry["actor"]["username"], entry["sentence"]) for entry in entries] == [
        (video.pk, "bob", "made 1 edit: 1 drawing"),
        (video.pk, "bob", "made 2 edits: 2 drawings"),
        (video.pk, "carol", "made 1 edit: 1 drawing"),
        (other.pk, "bob", "made 1 edit: 1 drawing"),
    ]


def test_pages_together_are_everything_once(client_of, project, alice, bob, carol):
    noon = timezone.now() - timedelta(days=3)
    for number in range(70):
        video = VideoFactory.create(project=project, created_by=alice)
        Video.objects.filter(pk=video.pk).update(created_at=noon + timedelta(minutes=7 * number))
        for second in (0, 1):
            moment = noon + timedelta(minutes=6 * number, seconds=second)
            operate(moment, video=video, author=(bob, carol)[number % 2], kind="prompt")
    client = client_of(bob)

    pages, before = [], ""
    while before is not None:
        answer = client.get(f"/api/projects/{project.pk}/feed/", {"before": before}).json()
        pages.append(answer["entries"])
        before = answer["next"]

    assert [len(page) for page in pages] == [50, 50, 40]
    entries = [entry for page in pages for entry in page]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert [entry["at"] for entry in entries] == sorted((entry["at"] for entry in entries), reverse=True)
    edits = sum(int(entry["sentence"].split()[1]) for entry in entries if entry["kind"] == "edits")
    assert edits == 140


def test_feed_of_one_person_is_theirs_alone(client_of, project, video, alice, bob, carol):
    OperationFactory(video=video, author=bob)
    OperationFactory(video=video, author=carol)
    assign_videos(project=project, video_ids=[video.pk], user_id=bob.pk, kind="annotate", actor=alice)

    entries = read(client_of(carol), f"projects/{project.pk}", person=bob.pk)

    assert say(entries) == [
        ("alice", "asked bob to annotate a video"),
        ("bob", "made 1 edit: 1 drawing"),
    ]


@pytest.mark.parametrize(
    "query", [{"before": "nonsense"}, {"before": "WzEsMiwzXQ"}, {"kind": "gossip"}, {"person": "bob"}]
)
def test_wish_that_makes_no_sense_is_refused(client_of, project, bob, query):
    answer = client_of(bob).get(f"/api/projects/{project.pk}/feed/", query)
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("count", [1, 3])
def test_feed_asks_the_database_as_often_for_many_as_for_one(
    client_of, project, bob, alice, count, django_assert_num_queries
):
    for _ in range(count):
        video = VideoFactory.create(project=project, created_by=alice)
        OperationFactory(video=video, author=bob)
        take_next(actor=bob, kind="annotate")
        video_actions.rename_video(video=video, name="new.mp4", actor=alice)
        video_actions.rename_video(video=video, name="newer.mp4", actor=alice)
        LabelFactory(project=project)
    with django_assert_num_queries(15):
        entries = read(client_of(bob), f"projects/{project.pk}")
    assert len(entries) == 4 * count


def test_efforts_add_up_what_each_person_did(client_of, project, video, alice, bob, carol):
    masklets = [
        masklet_actions.create_masklet(video_id=video.pk, label_id=project.labels.get().pk, actor=bob) for _ in range(2)
    ]
    for masklet in masklets:
        masklet_actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=3, rle=make_square())
        masklet_actions.submit_masklet(masklet_id=masklet.pk, actor=bob)
    decide_masklet(masklet_id=masklets[0].pk, actor=carol, decision="satisfactory", version=1, start=0, stop=None)
    assert Masklet.objects.get(pk=masklets[0].pk).status == "approved"
    for user, slot, mode in ((bob, 1, "annotate"), (bob, 2, "edit"), (carol, 1, "review")):
        body = {"slot": slot, "mode": mode, "active_ms": 12_000, "clicks": 3, "strokes": 1, "frames_seen": 2}
        client_of(user).post(f"/api/videos/{video.pk}/activity/", body, format="json")

    rows = client_of(alice).get(f"/api/projects/{project.pk}/effort/").json()

    names = ("objects", "approved", "reviews", "clicks", "strokes", "annotate_minutes", "review_minutes")
    assert {row["user"]["username"]: tuple(row[name] for name in names) for row in rows} == {
        "bob": (2, 1, 0, 6, 2, 0.4, 0.0),
        "carol": (0, 0, 1, 3, 1, 0.0, 0.2),
        "alice": (0, 0, 0, 0, 0, 0.0, 0.0),
    }
    assert [row["user"]["username"] for row in rows] == ["bob", "carol", "alice"]
