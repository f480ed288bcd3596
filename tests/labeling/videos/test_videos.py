import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event, OutboxRow
from labeling.projects.models import Membership, Project
from labeling.videos import storage
from labeling.videos.models import Ingest, Video
from tests.factories.masklets import MaskletFactory
from tests.factories.projects import MembershipFactory
from tests.factories.uploads import upload_bytes
from tests.factories.videos import IngestFactory, VideoFactory, count_files

pytestmark = pytest.mark.django_db

Clients = Callable[[User | None], APIClient]


def post_video(client: APIClient, project: Project, upload: uuid.UUID, **fields: Any) -> Any:
    return client.post("/api/videos/", {"project": project.pk, "upload": str(upload), **fields}, format="json")


def test_create_video_takes_the_upload_over_and_starts_its_ingest(
    client_of: Clients, project: Project, alice: User, media_root: Path
):
    upload = upload_bytes(alice, b"frames")

    response = post_video(client_of(alice), project, upload.pk, name="The dog")

    assert response.status_code == 201
    video = Video.objects.get()
    assert response.json() == {
        "id": video.pk,
        "project": project.pk,
        "name": "The dog",
        "status": "uploaded",
        "problem": "",
        "warning": "",
        "progress": 0.0,
        "eta_s": None,
        "can_retry": False,
        "num_frames": 0,
        "width": 0,
        "height": 0,
        "duration_s": 0.0,
        "created_at": response.json()["created_at"],
        "created_by": alice.pk,
        "archived": False,
        "deleted": False,
        "num_masklets": 0,
    }
    assert storage.local_path(video.original).read_bytes() == b"frames"
    assert count_files(media_root) == 1
    assert Ingest.objects.get().status == "queued"
    assert OutboxRow.objects.get(kind="task").message["name"] == "videos.ingest"
    event = Event.objects.get(video_id=video.pk)
    assert (event.seq, event.type, event.actor) == (1, "video.changed", alice)


def test_create_video_names_it_after_the_file(client_of: Clients, project: Project, alice: User):
    response = post_video(client_of(alice), project, upload_bytes(alice, b"frames").pk)

    assert response.json()["name"] == "dog.mp4"


def test_create_video_refuses_an_upload_that_is_not_whole(client_of: Clients, project: Project, alice: User):
    response = post_video(client_of(alice), project, upload_bytes(alice, b"frames", sent=4).pk)

    assert response.status_code == 422
    assert response.json()["detail"].startswith("The upload is not complete: 4 of 6 bytes are here.")
    assert Video.objects.count() == 0


def test_create_video_uses_an_upload_once(client_of: Clients, project: Project, alice: User):
    upload = upload_bytes(alice, b"frames")
    post_video(client_of(alice), project, upload.pk)

    assert post_video(client_of(alice), project, upload.pk).status_code == 409
    assert Video.objects.count() == 1


def test_create_video_succeeds_after_a_crash_between_move_and_commit(client_of: Clients, project: Project, alice: User):
    upload = upload_bytes(alice, b"frames")
    storage.take_over(storage.upload_path(upload.pk), storage.original_name(upload.pk))

    response = post_video(client_of(alice), project, upload.pk)

    assert response.status_code == 201
    assert storage.local_path(Video.objects.get().original).read_bytes() == b"frames"


def test_create_video_refuses_another_persons_upload(client_of: Clients, project: Project, alice: User):
    dave = MembershipFactory(project=project, role=Membership.Role.ADMIN).user

    assert post_video(client_of(dave), project, upload_bytes(alice, b"frames").pk).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("carol", 403), ("charlie", 404)])
def test_create_video_is_for_admins(who: str, status: int, request: Any, client_of: Clients, project: Project):
    user = request.getfixturevalue(who)

    response = post_video(client_of(user), project, upload_bytes(user, b"frames").pk)

    assert (response.status_code, Video.objects.count()) == (status, 0)


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [(None, 401, 401), ("charlie", 404, 404), ("bob", 200, 403), ("carol", 200, 403), ("alice", 200, 200)],
)
def test_video_is_read_by_members_and_changed_by_admins(
    who: str | None, read: int, write: int, request: Any, client_of: Clients, project: Project
):
    video = VideoFactory(project=project)
    client = client_of(request.getfixturevalue(who) if who else None)
    path = f"/api/videos/{video.pk}/"

    assert client.get(path).status_code == read
    assert client.get(f"{path}frames/").status_code == read
    assert client.get(f"/api/projects/{project.pk}/videos/").status_code == read
    assert client.patch(path, {"name": "New"}, format="json").status_code == write
    assert client.delete(path).status_code == (204 if write == 200 else write)


@pytest.mark.parametrize("path", ["", "frames/", "frames/0.jpg", "proxy.mp4", "poster.jpg"])
def test_video_of_another_project_does_not_exist(path: str, client_of: Clients, alice: User):
    video = VideoFactory()

    assert client_of(alice).get(f"/api/videos/{video.pk}/{path}").status_code == 404


@pytest.mark.parametrize("num_videos", [1, 3])
def test_list_videos_asks_the_database_as_often_for_three_as_for_one(
    num_videos: int, client_of: Clients, project: Project, bob: User, django_assert_num_queries: Any
):
    videos = VideoFactory.create_batch(num_videos, project=project)
    MaskletFactory(video=videos[0])
    VideoFactory(project=project, deleted_at=videos[0].created_at)

    with django_assert_num_queries(3):
        response = client_of(bob).get(f"/api/projects/{project.pk}/videos/")

    assert [video["id"] for video in response.json()] == [video.pk for video in reversed(videos)]
    assert [video["num_masklets"] for video in response.json()] == [0] * (num_videos - 1) + [1]


def test_rename_video_tells_everyone(client_of: Clients, project: Project, alice: User):
    video = VideoFactory(project=project)

    response = client_of(alice).patch(f"/api/videos/{video.pk}/", {"name": "Dog, day 2"}, format="json")

    assert response.json()["name"] == "Dog, day 2"
    event = Event.objects.get(video_id=video.pk)
    assert (event.type, event.payload["video"]["name"]) == ("video.changed", "Dog, day 2")


def test_delete_video_hides_it_and_ends_its_ingest(client_of: Clients, project: Project, alice: User):
    ingest = IngestFactory(video__project=project)
    client = client_of(alice)

    assert client.delete(f"/api/videos/{ingest.video_id}/").status_code == 204

    assert client.get(f"/api/videos/{ingest.video_id}/").status_code == 404
    assert client.get(f"/api/projects/{project.pk}/videos/").json() == []
    assert Video.objects.count() == 1
    ingest.refresh_from_db()
    assert ingest.status == "cancelled"


@pytest.mark.parametrize(("status", "word"), [("ingesting", "still being prepared"), ("failed", "could not be read")])
@pytest.mark.parametrize("path", ["frames/", "frames/0.jpg", "proxy.mp4", "poster.jpg"])
def test_video_that_is_not_ready_has_no_media(
    status: str, word: str, path: str, client_of: Clients, project: Project, bob: User
):
    video = VideoFactory(project=project, status=status)

    response = client_of(bob).get(f"/api/videos/{video.pk}/{path}")

    assert response.status_code == 409
    assert word in response.json()["detail"]


def test_frames_are_the_frozen_table(client_of: Clients, project: Project, bob: User):
    video = VideoFactory(project=project, num_frames=4)

    assert client_of(bob).get(f"/api/videos/{video.pk}/frames/").json() == {
        "num_frames": 4,
        "time_base": [1, 25],
        "pts": [0, 1, 2, 3],
        "width": 64,
        "height": 48,
    }
