import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Project
from labeling.videos.fingerprints import END_BYTES, fingerprint
from labeling.videos.models import Video
from tests.factories.projects import MembershipFactory
from tests.factories.uploads import upload_bytes
from tests.factories.videos import VideoFactory

pytestmark = pytest.mark.django_db

Clients = Callable[[User | None], APIClient]

SHA = hashlib.sha256(b"frames").hexdigest()
PRINT = hashlib.sha256(b"6\nframesframes").hexdigest()


def ask(client: APIClient, project: Project, **facts: str) -> list[tuple[int, str, bool]]:
    response = client.get(f"/api/projects/{project.pk}/duplicates/", facts)
    assert response.status_code == 200, response.content
    return [(found["video"], found["content"], found["same_name"]) for found in response.json()]


def test_same_file_is_found_in_every_project_that_the_person_sees(client_of: Clients, project: Project, alice: User):
    here = VideoFactory(project=project, name="dog.mp4", original_sha256=SHA)
    there = VideoFactory(project=MembershipFactory(user=alice).project, original_sha256=SHA)
    VideoFactory(original_sha256=SHA)
    VideoFactory(project=project, original_sha256=SHA, status=Video.Status.FAILED)
    VideoFactory(project=project, original_sha256=SHA, deleted_at=here.created_at)

    assert ask(client_of(alice), project, sha256=SHA) == [(there.pk, "same", False), (here.pk, "same", False)]


def test_fingerprint_makes_it_likely_and_the_digest_decides(client_of: Clients, project: Project, alice: User):
    video = VideoFactory(project=project, name="dog.mp4", original_sha256=SHA, original_fingerprint=PRINT)
    client = client_of(alice)

    assert ask(client, project, fingerprint=PRINT) == [(video.pk, "likely", False)]
    assert ask(client, project, fingerprint=PRINT, sha256=SHA.upper()) == [(video.pk, "same", False)]
    assert ask(client, project, fingerprint=PRINT, sha256="0" * 64) == []
    assert ask(client, project) == []


def test_same_name_is_found_in_this_project_alone(client_of: Clients, project: Project, alice: User):
    video = VideoFactory(project=project, name="dog.mp4", original_sha256=SHA)
    VideoFactory(project=MembershipFactory(user=alice).project, name="dog.mp4")

    assert ask(client_of(alice), project, name="dog.mp4", sha256="0" * 64) == [(video.pk, "other", True)]


def test_video_is_found_by_both_digests_as_soon_as_it_is_there(client_of: Clients, project: Project, alice: User):
    upload = upload_bytes(alice, b"frames")
    client = client_of(alice)
    video = client.post("/api/videos/", {"project": project.pk, "upload": str(upload.pk)}, format="json").json()

    assert ask(client, project, sha256=SHA) == [(video["id"], "same", False)]
    assert ask(client, project, fingerprint=PRINT) == [(video["id"], "likely", False)]


def test_question_with_a_digest_that_is_none_is_refused(client_of: Clients, project: Project, alice: User):
    response = client_of(alice).get(f"/api/projects/{project.pk}/duplicates/", {"sha256": "abc"})

    assert response.status_code == 400


def test_fingerprint_reads_the_size_and_both_ends(tmp_path: Path):
    content = bytes(range(256)) * 4096 * 3
    path = tmp_path / "long"
    path.write_bytes(content)

    ends = f"{len(content)}\n".encode() + content[:END_BYTES] + content[-END_BYTES:]
    assert fingerprint(path) == hashlib.sha256(ends).hexdigest()
