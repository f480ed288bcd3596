from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets import actions
from labeling.masklets.models import ApprovedRange, Masklet
from labeling.propagation.models import Propagation
from labeling.videos.models import Video
from tests.factories.masklets import OperationFactory, make_square
from tests.factories.projects import LabelFactory

ClientOf = Callable[[User | None], APIClient]


def draw(masklet: Masklet, frame: int = 3) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=masklet.author, frame=frame, rle=make_square())


def test_masklets_are_numbered_in_their_video(client_of: ClientOf, video: Video, bob: User) -> None:
    label = video.project.labels.get().pk
    url = f"/api/videos/{video.pk}/masklets/"

    made = [client_of(bob).post(url, {"label": label}, format="json") for _ in range(3)]

    assert [response.status_code for response in made] == [201, 201, 201]
    assert [response.json()["number"] for response in made] == [1, 2, 3]
    assert client_of(bob).get(url).json() == [response.json() for response in made]
    assert made[0].json() == {
        "id": made[0].json()["id"],
        "video": video.pk,
        "label": label,
        "number": 1,
        "status": "draft",
        "head": 0,
        "author": bob.pk,
        "submitted_version": None,
        "approved": [],
        "last_review": None,
        "attributes": {},
        "created_at": made[0].json()["created_at"],
    }


def test_number_of_a_deleted_masklet_is_not_dealt_again(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    client = client_of(bob)
    assert client.delete(f"/api/masklets/{masklet.pk}/").status_code == 204

    body = {"label": masklet.label_id}
    made = client.post(f"/api/videos/{masklet.video_id}/masklets/", body, format="json")

    assert made.json()["number"] == 2
    assert client.get(f"/api/masklets/{masklet.pk}/").status_code == 404
    assert Event.objects.filter(type="masklet.deleted").get().payload == {"masklet": masklet.pk}


def test_masklet_with_another_project_s_label_is_refused(client_of: ClientOf, video: Video, bob: User) -> None:
    body = {"label": LabelFactory().pk}
    response = client_of(bob).post(f"/api/videos/{video.pk}/masklets/", body, format="json")

    assert response.status_code == 422
    assert "not one of the project's" in response.json()["detail"]


def test_masklet_in_a_video_that_is_not_ready_is_refused(client_of: ClientOf, video: Video, bob: User) -> None:
    Video.objects.filter(pk=video.pk).update(status="ingesting")
    body = {"label": video.project.labels.get().pk}
    assert client_of(bob).post(f"/api/videos/{video.pk}/masklets/", body, format="json").status_code == 409


def test_relabelled_masklet_is_announced(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    label = LabelFactory(project=masklet.video.project, name="cat")

    response = client_of(bob).patch(f"/api/masklets/{masklet.pk}/", {"label": label.pk}, format="json")

    assert response.json()["label"] == label.pk
    assert Event.objects.get(type="masklet.changed").payload["masklet"]["label"] == label.pk


def test_submitted_masklet_keeps_its_version_and_is_read_only(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    draw(masklet)

    response = client_of(bob).post(f"/api/masklets/{masklet.pk}/submit/")

    assert (response.status_code, response.json()["status"], response.json()["submitted_version"]) == (
        200,
        "submitted",
        1,
    )
    client = client_of(bob)
    for refused in (
        client.put(f"/api/masklets/{masklet.pk}/frames/3/", {"state": "absent"}, format="json"),
        client.patch(f"/api/masklets/{masklet.pk}/", {"label": masklet.label_id}, format="json"),
        client.delete(f"/api/masklets/{masklet.pk}/"),
        client.post(f"/api/masklets/{masklet.pk}/submit/"),
    ):
        assert refused.status_code == 409, refused.json()


def test_masklet_without_a_mask_cannot_be_submitted(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=3, state="cleared")

    response = client_of(bob).post(f"/api/masklets/{masklet.pk}/submit/")

    assert response.status_code == 422
    assert "has no mask yet" in response.json()["detail"]


def test_masklet_that_waits_for_a_mask_cannot_be_submitted(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    draw(masklet)
    body = {"frame": 4, "kind": "point", "points": [[1, 1]], "labels": [1]}
    client_of(bob).post(f"/api/masklets/{masklet.pk}/prompts/", body, format="json")

    response = client_of(bob).post(f"/api/masklets/{masklet.pk}/submit/")

    assert response.status_code == 409
    assert "still waits for a mask" in response.json()["detail"]


def test_masklet_that_is_being_propagated_cannot_be_submitted(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    draw(masklet)
    operation = OperationFactory(video=masklet.video, author=bob, kind="propagate")
    job = Propagation.objects.create(
        video=masklet.video, operation=operation, direction="forward", start=0, stop=9, anchor=3, created_by=bob
    )
    job.masklets.add(masklet)

    response = client_of(bob).post(f"/api/masklets/{masklet.pk}/submit/")

    assert response.status_code == 409
    assert "is being propagated" in response.json()["detail"]


def test_author_withdraws_what_they_submitted(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    draw(masklet)
    client_of(bob).post(f"/api/masklets/{masklet.pk}/submit/")

    response = client_of(bob).post(f"/api/masklets/{masklet.pk}/reopen/")

    assert (response.json()["status"], response.json()["submitted_version"]) == ("draft", None)


@pytest.mark.parametrize("status", ["submitted", "approved", "not_well_defined"])
def test_reviewer_reopens_whatever_is_closed(
    client_of: ClientOf, masklet: Masklet, bob: User, carol: User, status: str
) -> None:
    draw(masklet)
    Masklet.objects.filter(pk=masklet.pk).update(status=status, submitted_version=1)
    ApprovedRange.objects.create(masklet=masklet, version=1, start=0, stop=9, approved_by=carol)

    response = client_of(carol).post(f"/api/masklets/{masklet.pk}/reopen/")

    assert (response.status_code, response.json()["status"], response.json()["approved"]) == (200, "draft", [])
    body = {"state": "absent"}
    assert client_of(bob).put(f"/api/masklets/{masklet.pk}/frames/3/", body, format="json").status_code == 200


@pytest.mark.parametrize("status", ["approved", "not_well_defined"])
def test_author_cannot_reopen_what_was_judged(client_of: ClientOf, masklet: Masklet, bob: User, status: str) -> None:
    Masklet.objects.filter(pk=masklet.pk).update(status=status)

    assert client_of(bob).post(f"/api/masklets/{masklet.pk}/reopen/").status_code == 403


def test_open_masklet_cannot_be_reopened(client_of: ClientOf, masklet: Masklet, carol: User) -> None:
    assert client_of(carol).post(f"/api/masklets/{masklet.pk}/reopen/").status_code == 409


def test_outsider_sees_nothing_of_a_masklet(client_of: ClientOf, masklet: Masklet, charlie: User) -> None:
    draw(masklet)
    client = client_of(charlie)
    paths = ("", "masks/", "versions/")
    answers = [client.get(f"/api/masklets/{masklet.pk}/{path}") for path in paths]
    answers.append(client.post(f"/api/masklets/{masklet.pk}/submit/"))
    answers.append(client.get(f"/api/videos/{masklet.video_id}/operations/"))
    missing = client.get("/api/masklets/999999999/").json()["detail"]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert answers[0].json()["detail"] == missing
