import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Membership, Project
from labeling.videos import actions
from labeling.videos.models import Upload, Video
from labeling.videos.rules import QuotaExceeded
from tests.factories.projects import MembershipFactory
from tests.factories.uploads import upload_bytes
from tests.factories.videos import VideoFactory

pytestmark = pytest.mark.django_db

Clients = Callable[[User | None], APIClient]

NUM_AT_ONCE = 8


def begin(client: APIClient, length: int, project: int | None = None) -> Any:
    metadata = {} if project is None else {"HTTP_UPLOAD_METADATA": f"project {_encode(str(project))}"}
    return client.post("/api/uploads/", HTTP_TUS_RESUMABLE="1.0.0", HTTP_UPLOAD_LENGTH=str(length), **metadata)


def _encode(word: str) -> str:
    return base64.b64encode(word.encode()).decode()


def test_upload_is_refused_beyond_the_persons_quota(client_of: Clients, project: Project, alice: User, settings: Any):
    settings.QUOTA_PERSON_BYTES = 1000
    VideoFactory(project=project, created_by=alice, original="originals/a", original_bytes=500)
    VideoFactory(created_by=alice, original="originals/b", original_bytes=900, deleted_at="2026-01-01T00:00Z")
    client = client_of(alice)
    assert begin(client, 300).status_code == 201

    response = begin(client, 201)

    assert response.status_code == 403
    assert response.json()["type"] == "urn:maskloop:problem:quota"
    assert response.json()["detail"].startswith("The file has 201 bytes, and your quota has room for 200 of 1,000.")
    assert begin(client, 200).status_code == 201


def test_upload_is_refused_beyond_the_projects_quota(client_of: Clients, project: Project, alice: User, settings: Any):
    settings.QUOTA_PROJECT_BYTES = 1000
    VideoFactory(project=project, original="originals/a", original_bytes=800)
    client = client_of(alice)

    response = begin(client, 201, project.pk)

    assert response.status_code == 403
    assert "the quota of this project has room for 200 of 1,000." in response.json()["detail"]
    assert begin(client, 201).status_code == 201
    assert begin(client, 200, project.pk).status_code == 201


def test_video_counts_when_its_upload_was_meant_for_no_project(
    client_of: Clients, project: Project, alice: User, settings: Any
):
    settings.QUOTA_PROJECT_BYTES = 5
    upload = upload_bytes(alice, b"frames")

    response = client_of(alice).post("/api/videos/", {"project": project.pk, "upload": str(upload.pk)}, format="json")

    assert (response.status_code, response.json()["type"]) == (403, "urn:maskloop:problem:quota")
    settings.QUOTA_PROJECT_BYTES = settings.QUOTA_PERSON_BYTES = 6
    response = client_of(alice).post("/api/videos/", {"project": project.pk, "upload": str(upload.pk)}, format="json")
    assert response.status_code == 201


def test_upload_for_a_project_is_for_its_admins(client_of: Clients, project: Project, bob: User, charlie: User):
    assert begin(client_of(bob), 5, project.pk).status_code == 403
    assert begin(client_of(charlie), 5, project.pk).status_code == 404
    assert begin(client_of(bob), 5).status_code == 201


def test_room_says_what_is_used_and_allowed(client_of: Clients, project: Project, alice: User, settings: Any):
    settings.QUOTA_PERSON_BYTES, settings.QUOTA_PROJECT_BYTES, settings.UPLOAD_MAX_BYTES = 1000, 2000, 300
    dave = MembershipFactory(project=project, role=Membership.Role.ADMIN).user
    upload_bytes(dave, b"dave's", project=project)
    upload_bytes(alice, b"frames", sent=2, project=project)
    upload_bytes(alice, b"no project")

    assert client_of(alice).get(f"/api/projects/{project.pk}/upload-room/").json() == {
        "person_bytes": 16,
        "person_limit": 1000,
        "project_bytes": 12,
        "project_limit": 2000,
        "max_file_bytes": 300,
    }


def test_video_counts_as_much_as_its_upload_did(client_of: Clients, project: Project, alice: User):
    upload = upload_bytes(alice, b"frames", project=project)
    client = client_of(alice)
    room = client.get(f"/api/projects/{project.pk}/upload-room/").json()

    client.post("/api/videos/", {"project": project.pk, "upload": str(upload.pk)}, format="json")

    assert Video.objects.get().original_bytes == 6
    assert client.get(f"/api/projects/{project.pk}/upload-room/").json() == room


@pytest.mark.django_db(transaction=True)
def test_many_uploads_at_once_do_not_share_the_same_room(project: Project, alice: User, settings: Any):
    settings.QUOTA_PROJECT_BYTES = 300

    def try_one(_: int) -> bool:
        try:
            actions.create_upload(actor=alice, file=actions.FileFacts(length=100), project=project)
        except QuotaExceeded:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(NUM_AT_ONCE) as threads:
        begun = list(threads.map(try_one, range(NUM_AT_ONCE)))

    assert (sum(begun), Upload.objects.count()) == (3, 3)
