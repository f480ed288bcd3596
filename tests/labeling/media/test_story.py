"""From the upload to the frames and the masks with all media in S3, and what happens while S3 is away."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.jobs.models import LeasedJob
from labeling.masklets.actions import draw_frame
from labeling.masklets.models import FrameHead
from labeling.media import fetching
from labeling.media.store import media
from labeling.projects.models import Project
from labeling.propagation.actions import reap_jobs, request_propagation
from labeling.propagation.device import opening
from labeling.propagation.models import Propagation
from labeling.videos import tasks
from labeling.videos.frame_numbers import read_burned_in
from labeling.videos.models import Ingest, Video
from tests.factories.gpu_worker import wait_until
from tests.factories.masklets import make_square
from tests.factories.propagation import make_loop, make_masklet
from tests.factories.s3 import S3Server
from tests.factories.videos import count_files
from tests.labeling.videos.test_media import read_body, read_still
from tests.media.numbered import numbered_clip

pytestmark = pytest.mark.django_db(transaction=True)

Clients = Callable[[User | None], APIClient]
TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
NUM_FRAMES = 12
AWAY = "The media storage does not answer at the moment"


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return numbered_clip(tmp_path / "clip.mp4", NUM_FRAMES)


def upload(client: APIClient, path: Path) -> str:
    content = path.read_bytes()
    named = {"HTTP_UPLOAD_METADATA": f"filename {base64.b64encode(b'clip.mp4').decode()}"}
    location = client.post("/api/uploads/", HTTP_UPLOAD_LENGTH=str(len(content)), **named, **TUS)["Location"]
    sent = client.patch(
        location, content, content_type="application/offset+octet-stream", HTTP_UPLOAD_OFFSET="0", **TUS
    )
    assert sent.status_code == 204
    return location.rstrip("/").rsplit("/", 1)[-1]


def make_video(client: APIClient, project: Project, key: str) -> Any:
    return client.post("/api/videos/", {"project": project.pk, "upload": key, "name": "clip"}, format="json")


@pytest.fixture
def video(s3: S3Server, project: Project, alice: User, client_of: Clients, clip: Path) -> Video:
    """Uploaded and ingested, all of it in S3."""
    client = client_of(alice)
    made = Video.objects.get(pk=make_video(client, project, upload(client, clip)).json()["id"])
    tasks.ingest(made.pk)
    made.refresh_from_db()
    assert (made.status, made.problem) == ("ready", "")
    return made


def test_original_proxy_and_poster_are_in_the_bucket_and_nothing_is_left_here(
    s3: S3Server, video: Video, clip: Path, settings: Any
):
    assert s3.list_names() == sorted([video.original, video.proxy, video.poster])
    assert (s3.bucket_folder / video.original).read_bytes() == clip.read_bytes()
    assert hashlib.sha256((s3.bucket_folder / video.proxy).read_bytes()).hexdigest() == video.proxy_digest
    # The copy of the original goes when its ingest is over.
    assert (count_files(settings.MEDIA_ROOT), len(list(settings.MEDIA_CACHE.glob("[0-9a-f]*")))) == (0, 0)


def test_proxy_is_read_by_ranges_through_the_authorised_view(
    s3: S3Server, video: Video, client_of: Clients, bob: User, charlie: User
):
    path = f"/api/videos/{video.pk}/proxy.mp4"
    content = (s3.bucket_folder / video.proxy).read_bytes()
    client = client_of(bob)

    whole, part, tail = (
        client.get(path),
        client.get(path, HTTP_RANGE="bytes=7-99"),
        client.get(path, HTTP_RANGE="bytes=-5"),
    )

    assert [response.status_code for response in (whole, part, tail)] == [200, 206, 206]
    assert [read_body(response) for response in (whole, part, tail)] == [content, content[7:100], content[-5:]]
    assert part["Content-Range"] == f"bytes 7-99/{len(content)}"
    guarded = ("X-Content-Type-Options", "Content-Security-Policy", "Cache-Control", "Content-Type")
    assert [part[name] for name in guarded] == [
        "nosniff", "default-src 'none'; sandbox", "private, max-age=3600", "video/mp4",
    ]  # fmt: skip
    assert client.get(path, HTTP_RANGE=f"bytes={len(content)}-").status_code == 416
    assert client.get(path, HTTP_IF_NONE_MATCH=whole["ETag"]).status_code == 304
    assert client_of(charlie).get(path).status_code == 404
    poster = client.get(f"/api/videos/{video.pk}/poster.jpg")
    assert read_body(poster) == (s3.bucket_folder / video.poster).read_bytes()


def test_still_is_the_frame_of_its_index(video: Video, client_of: Clients, bob: User):
    picture = read_still(client_of(bob).get(f"/api/videos/{video.pk}/frames/7.jpg"))

    assert read_burned_in(picture) == 7


def test_while_the_storage_is_away_pages_say_so_and_an_upload_waits(
    s3: S3Server, project: Project, alice: User, client_of: Clients, clip: Path
):
    client = client_of(alice)
    key = upload(client, clip)
    s3.stop()

    refused = make_video(client, project, key)

    assert (refused.status_code, refused["Retry-After"], Video.objects.count()) == (503, "5", 0)
    assert refused.json()["detail"].startswith(AWAY)
    s3.start()
    made = make_video(client, project, key)
    assert made.status_code == 201
    assert s3.list_names() == [f"originals/{key}"]

    s3.stop()
    tasks.ingest(made.json()["id"])

    job = Ingest.objects.get()
    assert (job.status, job.attempts) == ("running", 0)
    assert job.video.problem.startswith(AWAY)
    s3.start()
    wait_no_longer(job)
    tasks.reap_ingests()
    tasks.ingest(job.video_id)
    job.refresh_from_db()
    assert (job.status, job.attempts, job.video.status, job.video.problem) == ("done", 1, "ready", "")


def test_media_that_cannot_be_read_are_refused_with_a_sentence(
    s3: S3Server, video: Video, client_of: Clients, bob: User
):
    s3.stop()
    for file in ("proxy.mp4", "poster.jpg", "frames/3.jpg"):
        response = client_of(bob).get(f"/api/videos/{video.pk}/{file}")
        assert (response.status_code, response.json()["detail"].startswith(AWAY)) == (503, True)
        assert response["Cache-Control"] == "no-store"

    s3.start()
    media().drop(video.proxy)
    response = client_of(bob).get(f"/api/videos/{video.pk}/proxy.mp4")
    assert (response.status_code, response.json()["type"]) == (404, "urn:maskloop:problem:media-missing")


def test_track_waits_for_the_storage_without_using_up_its_attempts(s3: S3Server, video: Video, bob: User, model: Any):
    masklet = make_masklet(video, bob)
    square = make_square(side=60, size=(video.height, video.width))
    draw_frame(masklet_id=masklet.pk, actor=bob, frame=0, rle=square, state="present", base_version=None)
    propagation = request_propagation(
        video_id=video.pk, actor=bob, masklet_ids=[masklet.pk], direction="forward", start=0, stop=NUM_FRAMES
    )
    loop = make_loop(model)
    s3.stop()
    for _ in range(4):
        loop.run_until_idle()
        propagation.refresh_from_db()
        assert (propagation.status, propagation.attempts) == ("running", 0)
        assert propagation.problem.startswith(AWAY)
        wait_no_longer(propagation)
        reap_jobs()

    s3.start()
    loop.run_until_idle()

    propagation.refresh_from_db()
    assert (propagation.status, propagation.attempts, propagation.problem) == ("done", 1, "")
    assert FrameHead.objects.filter(masklet=masklet).count() == NUM_FRAMES
    assert Propagation.objects.count() == 1


def test_track_does_not_hold_up_the_device_while_its_video_is_fetched(
    video: Video, bob: User, model: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    masklet = make_masklet(video, bob)
    square = make_square(side=60, size=(video.height, video.width))
    draw_frame(masklet_id=masklet.pk, actor=bob, frame=0, rle=square, state="present", base_version=None)
    propagation = request_propagation(
        video_id=video.pk, actor=bob, masklet_ids=[masklet.pk], direction="forward", start=0, stop=NUM_FRAMES
    )
    monkeypatch.setattr(opening, "FETCH_WAIT_S", 0.0)
    loop = make_loop(model)
    loop.run_until_idle()
    propagation.refresh_from_db()
    assert (propagation.status, propagation.problem) == ("running", fetching.ON_ITS_WAY)

    wait_until(lambda: any(settings.MEDIA_CACHE.glob("[0-9a-f]*[0-9a-f]")), what="the copy")
    monkeypatch.setattr(opening, "FETCH_WAIT_S", 10.0)
    wait_no_longer(propagation)
    reap_jobs()
    loop.run_until_idle()

    propagation.refresh_from_db()
    assert (propagation.status, propagation.attempts) == ("done", 1)


def wait_no_longer(job: LeasedJob) -> None:
    type(job)._default_manager.filter(pk=job.pk).update(lease_expires_at=timezone.now())
