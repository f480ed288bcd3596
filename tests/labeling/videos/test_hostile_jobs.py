"""Hostile files from upload to job: a status and a sentence, and no secret in any row or file."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.projects.models import Project
from labeling.videos import tasks
from labeling.videos.models import Upload, Video
from tests.factories.videos import count_files
from tests.media.hostile import KINDS
from tests.media.hostile.traps import Listener

pytestmark = pytest.mark.django_db(transaction=True)

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
SAMPLE = [
    "HLS that joins what it reads into an address",
    "DASH",
    "SVG",
    "media behind an alias",
    "boxes 100,000 deep",
    "Matroska index that names itself",
    "links in a tar",
    "a zip of zeros",
]


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    listening = Listener(tmp_path)
    yield listening
    listening.close()


def upload(client: APIClient, project: Project, path: Path) -> Any:
    size = path.stat().st_size
    begun = client.post("/api/uploads/", HTTP_UPLOAD_LENGTH=str(size), **TUS)
    sent = client.patch(
        begun["Location"],
        path.read_bytes(),
        content_type="application/offset+octet-stream",
        HTTP_UPLOAD_OFFSET="0",
        **TUS,
    )
    assert (begun.status_code, sent.status_code) == (201, 204)
    made = {"project": project.pk, "upload": begun["Location"].rstrip("/").rsplit("/", 1)[-1]}
    return client.post("/api/videos/", {**made, "name": "../../holiday.mp4"}, format="json")


@pytest.mark.parametrize("kind", SAMPLE)
def test_hostile_upload_fails_with_a_sentence_and_leaves_nothing(
    kind: str,
    client_of: Callable[[User | None], APIClient],
    project: Project,
    alice: User,
    tmp_path: Path,
    media_root: Path,
    listener: Listener,
):
    make, _ = KINDS[kind]
    client = client_of(alice)
    created = upload(client, project, make(tmp_path / "holiday.mp4", listener.trap))
    assert created.status_code == 201

    tasks.ingest(created.json()["id"])

    shown = client.get(f"/api/videos/{created.json()['id']}/").json()
    assert (shown["status"], shown["name"]) == ("failed", "holiday.mp4")
    assert shown["problem"].endswith(".")
    assert count_files(media_root) == 0
    rows = [*Video.objects.values(), *Upload.objects.values(), *Event.objects.values("payload")]
    assert not any(text.decode(errors="ignore") in str(rows) for text in listener.trap.texts[:1])
    assert listener.trap.num_visits == 0
