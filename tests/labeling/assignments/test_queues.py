"""The next video, which no two people are given; and what the inbox says."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from labeling.accounts.models import User
from labeling.assignments.actions import take_next
from labeling.assignments.models import Assignment
from labeling.assignments.rules import MAX_HELD
from labeling.masklets.models import Masklet
from labeling.projects.models import Membership, Project
from labeling.videos.models import Video
from tests.factories.assignments import AssignmentFactory
from tests.factories.masklets import MaskletFactory
from tests.factories.projects import MembershipFactory
from tests.factories.videos import VideoFactory

Status = Masklet.Status


def submit(video: Video, author: User, *, hours_ago: int = 1) -> Masklet:
    masklet: Masklet = MaskletFactory.create(
        video=video,
        author=author,
        status=Status.SUBMITTED,
        submitted_version=1,
        submitted_at=timezone.now() - timedelta(hours=hours_ago),
    )
    return masklet


def ask_next(client: Any, kind: str = "annotate", **body: Any) -> Any:
    return client.post("/api/assignments/next/", {"kind": kind, **body}, format="json").json()


def test_next_video_is_the_oldest_that_is_ready_unassigned_and_open(client_of, project, bob, carol):
    VideoFactory(project=project, status=Video.Status.INGESTING)
    VideoFactory(project=project, deleted_at=timezone.now())
    VideoFactory()
    AssignmentFactory(video=VideoFactory(project=project), user=carol)
    MaskletFactory(video=VideoFactory(project=project), author=carol, status=Status.APPROVED)
    MaskletFactory(video=VideoFactory(project=project), author=carol, status=Status.REJECTED)
    expected = [VideoFactory.create(project=project).pk for _ in range(2)]
    begun = VideoFactory.create(project=project)
    MaskletFactory(video=begun, author=carol, status=Status.DRAFT)
    client = client_of(bob)

    given = [ask_next(client)["assignment"]["video"] for _ in range(3)]

    assert given == [*expected, begun.pk]
    assert ask_next(client) == {"assignment": None, "masklet": None}
    rows = Assignment.objects.filter(user=bob)
    assert {(row.kind, row.assigned_by) for row in rows} == {("annotate", bob)}


def test_next_video_may_be_asked_of_one_project(client_of, project, bob):
    other = MembershipFactory.create(user=bob).project
    VideoFactory(project=project)
    wished = VideoFactory.create(project=other)

    assert ask_next(client_of(bob), project=other.pk)["assignment"]["video"] == wished.pk
    assert ask_next(client_of(bob), project=other.pk)["assignment"] is None


def test_video_given_back_comes_to_the_next_person(client_of, project, bob, carol):
    video = VideoFactory.create(project=project)
    assignment = ask_next(client_of(bob))["assignment"]
    assert ask_next(client_of(carol))["assignment"] is None

    client_of(bob).delete(f"/api/assignments/{assignment['id']}/")

    assert ask_next(client_of(carol))["assignment"]["video"] == video.pk


def test_what_was_sent_back_to_somebody_who_left_is_open_to_all(client_of, project, bob, carol):
    video = VideoFactory.create(project=project)
    MaskletFactory(video=video, author=bob, status=Status.REJECTED)
    assert ask_next(client_of(carol))["assignment"] is None

    Membership.objects.filter(user=bob).update(deleted_at=timezone.now())

    assert ask_next(client_of(carol))["assignment"]["video"] == video.pk


def test_person_with_many_unfinished_videos_is_told_to_finish_some(client_of, project, bob):
    for _ in range(MAX_HELD + 1):
        VideoFactory(project=project)
    client = client_of(bob)
    for _ in range(MAX_HELD):
        assert ask_next(client)["assignment"] is not None

    answer = client.post("/api/assignments/next/", {"kind": "annotate"}, format="json")

    assert answer.status_code == 409
    assert "give some back" in answer.json()["detail"]


def test_next_review_is_the_video_that_waits_longest(client_of, project, bob, carol, alice):
    late, early, taken = (VideoFactory.create(project=project) for _ in range(3))
    submit(taken, bob, hours_ago=9)
    AssignmentFactory(video=taken, user=alice, kind="review")
    submit(late, bob, hours_ago=1)
    submit(early, bob, hours_ago=2)
    first = submit(early, bob, hours_ago=3)
    client = client_of(carol)

    given = [ask_next(client, "review") for _ in range(3)]

    assert [one["assignment"] and one["assignment"]["video"] for one in given] == [early.pk, late.pk, None]
    assert given[0]["masklet"] == first.pk


def test_nobody_is_given_their_own_work_to_review_where_another_reviewer_is(client_of, project, carol):
    video = VideoFactory.create(project=project)
    submit(video, carol)
    client = client_of(carol)
    other = MembershipFactory.create(project=project, role="reviewer")

    assert ask_next(client, "review")["assignment"] is None
    assert client.get("/api/inbox/").json()["to_review"] == []

    other.deleted_at = timezone.now()
    other.save()
    assert len(client.get("/api/inbox/").json()["to_review"]) == 1
    assert ask_next(client, "review")["assignment"]["video"] == video.pk


def test_annotator_is_given_nothing_to_review(client_of, project, bob, carol):
    submit(VideoFactory.create(project=project), carol)
    assert ask_next(client_of(bob), "review")["assignment"] is None


def test_reviewer_who_has_decided_everything_holds_nobody_up(client_of, project, bob, carol, alice):
    video = VideoFactory.create(project=project)
    AssignmentFactory(video=video, user=carol, kind="review")
    submit(video, carol)

    assert ask_next(client_of(alice), "review")["assignment"]["video"] == video.pk


def test_inbox_has_what_one_was_given_first_and_nothing_that_others_have(client_of, project, bob, carol):
    free, hers, mine = (VideoFactory.create(project=project) for _ in range(3))
    AssignmentFactory(video=hers, user=carol)
    own = AssignmentFactory.create(video=mine, user=bob)
    client = client_of(bob)

    inbox = client.get("/api/inbox/").json()

    assert [(video["id"], video["assignment"]) for video in inbox["to_annotate"]] == [
        (mine.pk, own.pk),
        (free.pk, None),
    ]
    assert client.get("/api/inbox/counts/").json() == {"assigned": 1, "returned": 0, "to_review": 0}


def test_assigned_video_leaves_the_inbox_with_its_last_submission_and_returns_with_a_refusal(client_of, project, bob):
    video = VideoFactory.create(project=project)
    AssignmentFactory(video=video, user=bob)
    masklet = submit(video, bob)
    client = client_of(bob)
    assert client.get("/api/inbox/").json()["to_annotate"] == []

    Masklet.objects.filter(pk=masklet.pk).update(status=Status.REJECTED)

    assert [one["id"] for one in client.get("/api/inbox/").json()["to_annotate"]] == [video.pk]


def test_reviews_in_the_inbox_say_who_has_the_video_and_come_last_then(client_of, project, bob, carol, alice):
    hers, free, mine = (VideoFactory.create(project=project) for _ in range(3))
    for hours_ago, video in enumerate((mine, free, hers), start=1):
        submit(video, bob, hours_ago=hours_ago)
    AssignmentFactory(video=hers, user=alice, kind="review")
    AssignmentFactory(video=mine, user=carol, kind="review")
    client = client_of(carol)

    items = client.get("/api/inbox/").json()["to_review"]

    assert [(item["video"]["id"], [one["username"] for one in item["reviewers"]]) for item in items] == [
        (mine.pk, ["carol"]),
        (free.pk, []),
        (hers.pk, ["alice"]),
    ]
    assert client.get("/api/inbox/counts/").json()["to_review"] == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["annotate", "review"])
def test_people_who_ask_at_once_are_never_given_the_same_video(project: Project, kind: str):
    people = [MembershipFactory.create(project=project, role="reviewer").user for _ in range(8)]
    author = MembershipFactory.create(project=project).user
    videos = [VideoFactory.create(project=project) for _ in range(21)]
    if kind == "review":
        for video in videos:
            submit(video, author)
    given: list[int] = []
    begin = threading.Barrier(len(people))

    def take(person: User) -> None:
        try:
            begin.wait()
            while (row := take_next(actor=person, kind=kind)) is not None:
                given.append(row.video_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == [video.pk for video in videos]


def test_annotators_of_a_project_that_says_so_find_only_what_they_were_given(client_of, project, alice, bob, carol):
    free, mine = VideoFactory.create(project=project), VideoFactory.create(project=project)
    AssignmentFactory(video=mine, user=bob)

    changed = client_of(alice).patch(f"/api/projects/{project.pk}/", {"assigned_only": True}, format="json")

    assert changed.json()["assigned_only"] is True
    assert [video["id"] for video in client_of(bob).get("/api/inbox/").json()["to_annotate"]] == [mine.pk]
    assert [video["id"] for video in client_of(carol).get("/api/inbox/").json()["to_annotate"]] == [free.pk]
    assert ask_next(client_of(bob))["assignment"]["video"] == free.pk
