"""Videos given to people by hand, and given back."""

from typing import Any

import pytest

from labeling.accounts.actions import set_active
from labeling.assignments.models import Assignment
from labeling.projects.models import Membership, Project
from tests.factories.assignments import AssignmentFactory
from tests.factories.projects import MembershipFactory
from tests.factories.videos import VideoFactory

Role = Membership.Role


@pytest.fixture
def videos(project: Project) -> list[Any]:
    return [VideoFactory.create(project=project) for _ in range(3)]


def assign(client: Any, project: Project, **body: Any) -> Any:
    return client.post(f"/api/projects/{project.pk}/assignments/", {"kind": "annotate", **body}, format="json")


def list_standing(project: Project) -> list[tuple[int, str, str]]:
    rows = Assignment.objects.filter(video__project=project, ended_at=None).order_by("video", "kind", "user")
    return [(row.video_id, row.kind, row.user.username) for row in rows.select_related("user")]


def test_admin_assigns_many_videos_and_their_rows_say_who_has_them(client_of, project, alice, bob, carol, videos):
    ids = [video.pk for video in videos[:2]]
    client = client_of(alice)

    made = assign(client, project, videos=ids, user=bob.pk)
    assign(client, project, videos=ids[:1], user=carol.pk, kind="review")

    assert made.status_code == 201
    assert [(row["video"], row["kind"], row["user"]["username"]) for row in made.json()] == [
        (ids[0], "annotate", "bob"),
        (ids[1], "annotate", "bob"),
    ]
    rows = client_of(bob).get(f"/api/projects/{project.pk}/videos/?order=oldest").json()
    assert [[(one["kind"], one["user"]["username"]) for one in row["assignees"]] for row in rows] == [
        [("annotate", "bob"), ("review", "carol")],
        [("annotate", "bob")],
        [],
    ]


def test_second_assignment_of_a_video_to_the_same_person_adds_nothing(client_of, project, alice, bob, videos):
    body = {"videos": [videos[0].pk], "user": bob.pk}
    assert len(assign(client_of(alice), project, **body).json()) == 1
    assert assign(client_of(alice), project, **body).json() == []


def test_replacing_takes_the_video_from_others_who_annotate_it(client_of, project, alice, bob, carol, videos):
    video = videos[0].pk
    for user in (bob, alice):
        assign(client_of(alice), project, videos=[video], user=user.pk)
    assign(client_of(alice), project, videos=[video], user=alice.pk, kind="review")

    assign(client_of(alice), project, videos=[video], user=carol.pk, replace=True)

    assert list_standing(project) == [(video, "annotate", "carol"), (video, "review", "alice")]
    ended = Assignment.objects.exclude(ended_at=None).order_by("pk")
    assert [(row.user.username, row.reason, row.ended_by) for row in ended] == [
        ("bob", "replaced", alice),
        ("alice", "replaced", alice),
    ]


def test_annotator_cannot_be_asked_to_review(client_of, project, alice, bob, videos):
    answer = assign(client_of(alice), project, videos=[videos[0].pk], user=bob.pk, kind="review")
    assert answer.status_code == 422
    assert "choose a reviewer or an admin" in answer.json()["detail"]


def test_nobody_outside_and_no_video_of_elsewhere_can_be_assigned(client_of, project, alice, bob, charlie, videos):
    client = client_of(alice)
    elsewhere = VideoFactory.create()

    assert assign(client, project, videos=[videos[0].pk], user=charlie.pk).status_code == 404
    answer = assign(client, project, videos=[videos[0].pk, elsewhere.pk], user=bob.pk)

    assert answer.status_code == 404
    assert f"Video {elsewhere.pk} is not in this project" in answer.json()["detail"]
    assert list_standing(project) == []


def test_admin_takes_videos_of_one_kind_or_both_from_everybody(client_of, project, alice, bob, carol, videos):
    ids = [video.pk for video in videos]
    for video in videos:
        AssignmentFactory(video=video, user=bob)
        AssignmentFactory(video=video, user=carol, kind="review")
    client, address = client_of(alice), f"/api/projects/{project.pk}/assignments/end/"

    assert client.post(address, {"videos": ids[:2], "kind": "review"}, format="json").json() == {"ended": 2}
    assert client.post(address, {"videos": ids[:1]}, format="json").json() == {"ended": 1}

    assert list_standing(project) == [
        (ids[1], "annotate", "bob"),
        (ids[2], "annotate", "bob"),
        (ids[2], "review", "carol"),
    ]


def test_person_gives_their_own_video_back_and_nobody_elses(client_of, project, bob, carol, videos):
    mine = AssignmentFactory.create(video=videos[0], user=bob)
    hers = AssignmentFactory.create(video=videos[1], user=carol)

    assert client_of(bob).delete(f"/api/assignments/{mine.pk}/").status_code == 204
    assert client_of(bob).delete(f"/api/assignments/{hers.pk}/").status_code == 403
    assert client_of(bob).delete(f"/api/assignments/{mine.pk}/").status_code == 404

    mine.refresh_from_db()
    assert (mine.reason, mine.ended_by) == ("returned", bob)


def test_member_who_leaves_gives_their_videos_of_that_project_back(client_of, project, alice, bob, videos):
    other = MembershipFactory.create(user=bob)
    AssignmentFactory(video=videos[0], user=bob)
    kept = AssignmentFactory.create(video=VideoFactory(project=other.project), user=bob)
    member = Membership.objects.get(project=project, user=bob)

    assert client_of(alice).delete(f"/api/members/{member.pk}/").status_code == 204

    assert list_standing(project) == []
    assert Assignment.objects.get(ended_at=None) == kept
    assert Assignment.objects.exclude(ended_at=None).get().reason == "left"


def test_reviewer_who_becomes_annotator_gives_back_what_they_had_to_review(client_of, project, alice, carol, videos):
    AssignmentFactory(video=videos[0], user=carol)
    AssignmentFactory(video=videos[0], user=carol, kind="review")
    member = Membership.objects.get(project=project, user=carol)

    client_of(alice).patch(f"/api/members/{member.pk}/", {"role": "annotator"}, format="json")

    assert list_standing(project) == [(videos[0].pk, "annotate", "carol")]


def test_closed_account_gives_its_videos_back(project, alice, bob, videos):
    alice.is_staff = True
    AssignmentFactory(video=videos[0], user=bob)

    set_active(actor=alice, user_id=bob.pk, is_active=False)

    assert list_standing(project) == []
