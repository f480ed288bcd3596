from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.videos.models import Video
from tests.factories.masklets import make_square
from tests.factories.projects import ProjectFactory
from tests.factories.videos import VideoFactory

ClientOf = Callable[[User | None], APIClient]


@pytest.fixture
def submitted(masklet: Masklet, bob: User) -> Masklet:
    """Bob's object with masks on frames 10, 11 and 40, submitted as version 3."""
    for frame in (10, 11, 40):
        actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=frame, rle=make_square())
    return actions.submit_masklet(masklet_id=masklet.pk, actor=bob)


def review(client: APIClient, masklet: Masklet, decision: str, **body: Any) -> Any:
    body = {"decision": decision, "version": 3, "start": 0, "stop": 100, "comment": "", **body}
    return client.post(f"/api/masklets/{masklet.pk}/reviews/", body, format="json")


def read(client: APIClient, masklet: Masklet) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"/api/masklets/{masklet.pk}/").json()
    return found


def test_satisfactory_masklet_is_approved(client_of: ClientOf, submitted: Masklet, carol: User) -> None:
    client = client_of(carol)

    response = review(client, submitted, "satisfactory")

    assert response.status_code == 201
    made = response.json()
    assert made == {
        "id": made["id"],
        "masklet": submitted.pk,
        "decision": "satisfactory",
        "version": 3,
        "start": 0,
        "stop": 100,
        "comment": "",
        "reviewer": carol.pk,
        "at": made["at"],
    }
    state = read(client, submitted)
    assert (state["status"], state["approved"]) == ("approved", [[0, 100, 3]])
    assert state["last_review"]["reviewer"] == carol.pk
    assert client.get(f"/api/masklets/{submitted.pk}/reviews/").json() == [made]
    assert Event.objects.filter(type="masklet.changed").latest("seq").payload["masklet"] == state


def test_satisfactory_part_approves_its_frames_alone(client_of: ClientOf, submitted: Masklet, carol: User) -> None:
    client = client_of(carol)

    review(client, submitted, "satisfactory", start=10, stop=12)

    assert (read(client, submitted)["status"], read(client, submitted)["approved"]) == ("submitted", [[10, 12, 3]])
    review(client, submitted, "satisfactory", start=12, stop=41)
    assert read(client, submitted)["status"] == "approved"


def test_later_decision_cuts_into_an_earlier_approval(client_of: ClientOf, submitted: Masklet, carol: User) -> None:
    client = client_of(carol)
    review(client, submitted, "satisfactory", start=0, stop=30)

    review(client, submitted, "unsatisfactory", start=10, stop=20, comment="The tail is missing.")

    state = read(client, submitted)
    assert (state["status"], state["approved"]) == ("rejected", [[0, 10, 3], [20, 30, 3]])


def test_unsatisfactory_masklet_goes_back_to_its_author_with_the_comment(
    client_of: ClientOf, submitted: Masklet, bob: User, carol: User
) -> None:
    review(client_of(carol), submitted, "unsatisfactory", comment="The tail is missing.")

    inbox = client_of(bob).get("/api/inbox/").json()
    assert [(item["masklet"]["id"], item["comment"]) for item in inbox["returned"]] == [
        (submitted.pk, "The tail is missing.")
    ]
    body = {"state": "absent"}
    assert client_of(bob).put(f"/api/masklets/{submitted.pk}/frames/11/", body, format="json").status_code == 200
    assert client_of(bob).post(f"/api/masklets/{submitted.pk}/submit/").json()["submitted_version"] == 4


def test_unsatisfactory_without_a_comment_is_refused(client_of: ClientOf, submitted: Masklet, carol: User) -> None:
    response = review(client_of(carol), submitted, "unsatisfactory", comment=" ")

    assert response.status_code == 422
    assert "Say in a comment" in response.json()["detail"]


def test_not_well_defined_masklet_is_closed(client_of: ClientOf, submitted: Masklet, bob: User, carol: User) -> None:
    review(client_of(carol), submitted, "not_well_defined")

    body = {"state": "absent"}
    assert client_of(bob).put(f"/api/masklets/{submitted.pk}/frames/11/", body, format="json").status_code == 409


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"version": 2}, 409, "Version 3 of object 1 was submitted, not version 2"),
        ({"start": 5, "stop": 5}, 422, "within 0 and 100"),
        ({"start": 5, "stop": 101}, 422, "within 0 and 100"),
        ({"decision": "lovely"}, 400, "decision"),
    ],
)
def test_decision_that_makes_no_sense_is_refused(
    client_of: ClientOf, submitted: Masklet, carol: User, body: dict[str, Any], status: int, sentence: str
) -> None:
    response = review(client_of(carol), submitted, **{"decision": "satisfactory", **body})

    assert response.status_code == status
    assert sentence in response.json()["detail"]


def test_decision_on_a_draft_is_refused(client_of: ClientOf, masklet: Masklet, carol: User) -> None:
    assert review(client_of(carol), masklet, "satisfactory").status_code == 409


def test_annotator_cannot_decide(client_of: ClientOf, submitted: Masklet, bob: User) -> None:
    response = review(client_of(bob), submitted, "satisfactory")

    assert response.status_code == 403
    assert "Only a reviewer or an admin" in response.json()["detail"]


def test_queue_is_the_reviewers_alone_and_oldest_first(
    client_of: ClientOf, submitted: Masklet, bob: User, carol: User, alice: User
) -> None:
    later = actions.create_masklet(video_id=submitted.video_id, label_id=submitted.label_id, actor=bob)
    actions.draw_frame(masklet_id=later.pk, actor=bob, frame=0, rle=make_square())
    actions.submit_masklet(masklet_id=later.pk, actor=bob)

    queues = [client_of(person).get("/api/inbox/").json()["to_review"] for person in (bob, carol, alice)]

    assert [[item["masklet"]["id"] for item in queue] for queue in queues] == [
        [],
        [submitted.pk, later.pk],
        [submitted.pk, later.pk],
    ]
    item = queues[1][0]
    video = submitted.video
    assert item["video"] == {
        "id": video.pk,
        "name": video.name,
        "num_frames": 100,
        "project": video.project_id,
        "project_name": video.project.name,
    }
    assert item["label"] == {"name": "dog", "color": "#E69F00"}


def test_videos_to_annotate_are_ready_and_have_something_open(
    client_of: ClientOf, submitted: Masklet, bob: User
) -> None:
    project = submitted.video.project
    empty = VideoFactory(project=project)
    VideoFactory(project=project, status=Video.Status.FAILED)
    VideoFactory(project=ProjectFactory())
    begun = VideoFactory(project=project)
    actions.create_masklet(video_id=begun.pk, label_id=submitted.label_id, actor=bob)

    videos = client_of(bob).get("/api/inbox/").json()["to_annotate"]

    assert [(video["id"], video["num_masklets"]) for video in videos] == [(empty.pk, 0), (begun.pk, 1)]


@pytest.mark.parametrize("count", [1, 3])
def test_inbox_asks_the_database_as_often_for_many_as_for_one(
    client_of: ClientOf,
    submitted: Masklet,
    bob: User,
    carol: User,
    count: int,
    django_assert_num_queries: Any,
) -> None:
    for _ in range(count - 1):
        other = actions.create_masklet(video_id=submitted.video_id, label_id=submitted.label_id, actor=bob)
        actions.draw_frame(masklet_id=other.pk, actor=bob, frame=0, rle=make_square())
        actions.submit_masklet(masklet_id=other.pk, actor=bob)
    client = client_of(carol)

    with django_assert_num_queries(7):
        assert len(client.get("/api/inbox/").json()["to_review"]) == count
