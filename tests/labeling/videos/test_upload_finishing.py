"""From the last byte to the video: verified, on the disk, renamed, and only then a row, whatever is killed when."""

import hashlib
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.media import local
from labeling.problems import Unavailable
from labeling.projects.models import Project
from labeling.videos import actions, fingerprints, storage
from labeling.videos.actions import videos
from labeling.videos.fingerprints import GrowingDigests
from labeling.videos.models import Ingest, Upload, Video
from tests.factories.uploads import upload_bytes
from tests.factories.videos import count_files

Clients = Callable[[User | None], APIClient]

CONTENT = bytes(range(256)) * 5000
SHA = hashlib.sha256(CONTENT).hexdigest()


def post_video(client: APIClient, project: Project, upload: Upload, **fields: str) -> Any:
    return client.post("/api/videos/", {"project": project.pk, "upload": str(upload.pk), **fields}, format="json")


@pytest.mark.django_db
def test_file_that_is_another_one_makes_no_video(client_of: Clients, project: Project, alice: User, media_root: Path):
    upload = upload_bytes(alice, CONTENT)
    client = client_of(alice)

    response = post_video(client, project, upload, sha256="0" * 64)

    assert (response.status_code, response.json()["type"]) == (422, "urn:maskloop:problem:digest-mismatch")
    assert response.json()["detail"] == (
        f"The file that arrived is not the one that was sent: its SHA-256 begins with {SHA[:12]}, not with "
        "000000000000. Cancel this upload and send the file again."
    )
    assert (Video.objects.count(), storage.upload_path(upload.pk).exists()) == (0, True)
    assert client.delete(f"/api/uploads/{upload.pk}/", HTTP_TUS_RESUMABLE="1.0.0").status_code == 204


@pytest.mark.django_db
def test_digest_given_at_the_beginning_is_verified_at_the_end(client_of: Clients, project: Project, alice: User):
    good, bad = upload_bytes(alice, CONTENT, sha256=SHA), upload_bytes(alice, CONTENT, sha256="1" * 64)
    client = client_of(alice)

    assert post_video(client, project, bad).status_code == 422
    assert post_video(client, project, good).status_code == 201
    assert Video.objects.get().original_sha256 == SHA


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["abc", "g" * 64, SHA + "00"])
def test_digest_that_is_none_is_refused(client_of: Clients, project: Project, alice: User, word: str):
    assert post_video(client_of(alice), project, upload_bytes(alice, CONTENT), sha256=word).status_code == 400


@pytest.mark.django_db
def test_large_file_is_hashed_on_while_the_client_asks_again(
    client_of: Clients, project: Project, alice: User, monkeypatch: pytest.MonkeyPatch
):
    """What takes longer than a request may is not begun anew by the next one."""
    upload = upload_bytes(alice, CONTENT)
    monkeypatch.setattr(fingerprints, "STRETCH_BYTES", 1000)
    monkeypatch.setattr(videos, "DIGEST_WAIT_S", 0.0)
    client = client_of(alice)

    first = post_video(client, project, upload, sha256=SHA)
    monkeypatch.setattr(videos, "DIGEST_WAIT_S", 30.0)
    second = post_video(client, project, upload, sha256=SHA)

    assert (first.status_code, first.json()["detail"]) == (Unavailable.status, videos.HASHING)
    assert second.status_code == 201


@pytest.mark.django_db
def test_digest_is_known_without_reading_again_what_arrived_before(
    alice: User, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        upload = upload_bytes(alice, CONTENT)
    path = storage.upload_path(upload.pk)
    digests = fingerprints.growing_digests
    assert digests.follow(upload.pk, path, until=len(CONTENT)).result(10) == SHA
    path.write_bytes(b"x" * len(CONTENT))

    assert digests.follow(upload.pk, path, until=len(CONTENT)).result(10) == SHA
    digests.forget(upload.pk)
    assert digests.follow(upload.pk, path, until=len(CONTENT)).result(10) != SHA


STEPS = {
    "before the file is on the disk": (os, "fsync"),
    "before it is renamed": (default_storage, "save"),
    "once it is renamed": (local, "sync_folder"),
    "once the folder is on the disk": (Upload, "save"),
    "before the row": (Video.objects, "create"),
    "before its job": (Ingest.objects, "create"),
    "before its event": (Event.objects, "create"),
    "once all is committed": (fingerprints.growing_digests, "forget"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_server_killed_while_it_finishes_loses_and_doubles_nothing(
    step: str, client_of: Clients, project: Project, alice: User, media_root: Path
):
    upload = upload_bytes(alice, CONTENT, sha256=SHA)
    target, name = STEPS[step]

    _die_at(target, name, lambda: actions.create_video(actor=alice, project=project, upload_id=upload.pk))
    again = post_video(client_of(alice), project, upload)

    assert again.status_code == (409 if step == "once all is committed" else 201)
    video = Video.objects.get()
    assert storage.local_path(video.original).read_bytes() == CONTENT
    assert (video.original_sha256, Ingest.objects.count(), count_files(media_root)) == (SHA, 1, 1)


def _die_at(target: Any, name: str, work: Callable[[], object]) -> None:
    """Do `work` in a process that is killed outright at the call of `target.name`."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            # Threads do not live on in a fork.
            videos.growing_digests = GrowingDigests()
            if target is fingerprints.growing_digests:
                target = videos.growing_digests
            setattr(target, name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
            work()
        finally:
            os._exit(3)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL
