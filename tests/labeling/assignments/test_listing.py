"""A project's videos, a page at a time, with their work; and how far a project is."""

from collections.abc import Iterator
from typing import Any

import pytest

from labeling.masklets.models import Masklet
from labeling.projects.models import Project
from labeling.videos.models import Video
from tests.factories.assignments import AssignmentFactory
from tests.factories.masklets import MaskletFactory
from tests.factories.projects import MembershipFactory
from tests.factories.videos import VideoFactory

Status = Masklet.Status


def make_video(project: Project, *statuses: str, **fields: Any) -> Video:
    video: Video = VideoFactory.create(project=project, **fields)
    for status in statuses:
        MaskletFactory(video=video, status=status)
    return video


def walk(client: Any, address: str) -> Iterator[list[dict[str, Any]]]:
    """Every page from this one on, by the `Link` header."""
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        yield answer.json()
        link = answer.headers.get("Link", "")
        address = link.partition("<")[2].partition(">")[0]


def test_list_without_parameters_answers_all_videos_newest_first(client_of, project, bob):
    ids = [make_video(project).pk for _ in range(3)]
    answer = client_of(bob).get(f"/api/projects/{project.pk}/videos/")
    assert [video["id"] for video in answer.json()] == ids[::-1]
    assert "Link" not in answer.headers


@pytest.mark.parametrize("order", ["newest", "oldest", "name", "progress"])
def test_pages_together_are_the_list(client_of, project, bob, order):
    for number in range(7):
        statuses = [Status.APPROVED] * (number % 3) + [Status.DRAFT] * (number % 2)
        make_video(project, *statuses, name=f"{'aB'[number % 2]}{number % 4}.mp4")
    address = f"/api/projects/{project.pk}/videos/?order={order}"
    client = client_of(bob)

    whole = [video["id"] for video in client.get(address).json()]
    pages = [[video["id"] for video in page] for page in walk(client, f"{address}&limit=3")]

    assert [len(page) for page in pages] == [3, 3, 1]
    assert [video for page in pages for video in page] == whole


def test_videos_are_ordered_by_name_and_by_what_is_approved(client_of, project, bob):
    make_video(project, Status.APPROVED, Status.DRAFT, name="b.mp4")
    make_video(project, Status.APPROVED, name="C.mp4")
    make_video(project, name="a.mp4")

    def names(order: str) -> list[str]:
        rows = client_of(bob).get(f"/api/projects/{project.pk}/videos/?order={order}").json()
        return [row["name"] for row in rows]

    assert names("name") == ["a.mp4", "b.mp4", "C.mp4"]
    assert names("progress") == ["C.mp4", "b.mp4", "a.mp4"]


def test_stage_says_what_a_video_waits_for_and_can_be_asked_for(client_of, project, bob):
    expected = {
        "reading": make_video(project, status=Video.Status.INGESTING),
        "failed": make_video(project, status=Video.Status.FAILED),
        "new": make_video(project),
        "in_work": make_video(project, Status.DRAFT, Status.SUBMITTED, Status.APPROVED),
        "to_review": make_video(project, Status.SUBMITTED, Status.APPROVED),
        "done": make_video(project, Status.APPROVED, Status.NOT_WELL_DEFINED),
    }
    client = client_of(bob)

    rows = client.get(f"/api/projects/{project.pk}/videos/").json()

    assert {row["stage"]: row["id"] for row in rows} == {stage: video.pk for stage, video in expected.items()}
    for stage, video in expected.items():
        found = client.get(f"/api/projects/{project.pk}/videos/?stage={stage}").json()
        assert [row["id"] for row in found] == [video.pk]
    in_work = next(row for row in rows if row["stage"] == "in_work")
    assert in_work["masklets"] == {"draft": 1, "submitted": 1, "approved": 1, "rejected": 0, "not_well_defined": 0}


def test_videos_are_found_by_name_and_by_who_has_them(client_of, project, bob, carol):
    cat, dog, bird = (make_video(project, name=f"{name}.mp4") for name in ("Cat_100%", "dog", "bird"))
    AssignmentFactory(video=cat, user=bob)
    AssignmentFactory(video=dog, user=carol, kind="review")
    client = client_of(bob)

    def find(query: str) -> list[int]:
        return [row["id"] for row in client.get(f"/api/projects/{project.pk}/videos/?{query}").json()]

    assert find("search=cat_100%25") == [cat.pk]
    assert find("search=%25") == [cat.pk]
    assert find("assignee=me") == [cat.pk]
    assert find(f"assignee={carol.pk}") == [dog.pk]
    assert find("assignee=nobody") == [bird.pk]


@pytest.mark.parametrize(
    "query",
    [
        "order=loudest",
        "stage=gone",
        "assignee=bob",
        "limit=0",
        "limit=501",
        "after=nonsense",
        "after=WzFd",
        "after=W05hTiwxXQ",
        "search=%00",
    ],
)
def test_wish_that_makes_no_sense_is_refused_with_a_sentence(client_of, project, bob, query):
    answer = client_of(bob).get(f"/api/projects/{project.pk}/videos/?{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("after", ["WzEsMV0", "WyJhIiwxXQ", "WzAuNSwxXQ"])
@pytest.mark.parametrize("order", ["newest", "name", "progress"])
def test_place_of_another_order_is_no_server_error(client_of, project, bob, after, order):
    make_video(project)
    answer = client_of(bob).get(f"/api/projects/{project.pk}/videos/?order={order}&after={after}")
    assert answer.status_code in {200, 400}


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_as_often_for_many_as_for_one(
    client_of, project, bob, carol, count, django_assert_num_queries
):
    for _ in range(count):
        video = make_video(project, Status.DRAFT)
        AssignmentFactory(video=video, user=bob)
        AssignmentFactory(video=video, user=carol)
    with django_assert_num_queries(3):
        assert len(client_of(bob).get(f"/api/projects/{project.pk}/videos/?limit=60").json()) == count


def test_progress_counts_videos_by_stage_and_masklets_by_status(client_of, project, bob):
    make_video(project, Status.APPROVED, Status.DRAFT)
    make_video(project, Status.APPROVED, Status.APPROVED)
    make_video(project, status=Video.Status.FAILED)
    make_video(MembershipFactory.create().project, Status.DRAFT)

    progress = client_of(bob).get(f"/api/projects/{project.pk}/progress/").json()

    assert progress == {
        "project": project.pk,
        "videos": {"reading": 0, "failed": 1, "new": 0, "in_work": 1, "to_review": 0, "done": 1},
        "masklets": {"draft": 1, "submitted": 0, "approved": 3, "rejected": 0, "not_well_defined": 0},
        "posters": [],
    }


@pytest.mark.parametrize("count", [1, 3])
def test_progress_of_all_projects_takes_three_queries(client_of, bob, count, django_assert_num_queries):
    while bob.memberships.count() < count:
        MembershipFactory(user=bob)
    newest = {}
    for membership in bob.memberships.all():
        ids = [make_video(membership.project, Status.DRAFT).pk for _ in range(4)]
        make_video(membership.project, status=Video.Status.FAILED)
        newest[membership.project_id] = ids[:0:-1]

    with django_assert_num_queries(3):
        rows = client_of(bob).get("/api/projects/progress/").json()

    assert {row["project"]: row["posters"] for row in rows} == newest
    assert {(row["videos"]["in_work"], row["masklets"]["draft"]) for row in rows} == {(4, 4)}
