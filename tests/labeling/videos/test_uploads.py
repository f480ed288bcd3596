import base64
import hashlib
import os
import resource
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.videos import actions, storage
from labeling.videos.actions import uploads
from labeling.videos.models import Upload
from tests.factories.videos import count_files

pytestmark = pytest.mark.django_db

Clients = Callable[[User | None], APIClient]

TUS = {"HTTP_TUS_RESUMABLE": "1.0.0"}
PIECE = "application/offset+octet-stream"


def begin(client: APIClient, length: int, filename: str = "dog.mp4") -> str:
    name = base64.b64encode(filename.encode()).decode()
    response = client.post(
        "/api/uploads/", HTTP_UPLOAD_LENGTH=str(length), HTTP_UPLOAD_METADATA=f"filename {name}", **TUS
    )
    assert response.status_code == 201, response.content
    return response["Location"]


def send(client: APIClient, location: str, offset: int, data: bytes, **headers: str) -> Any:
    return client.patch(location, data, content_type=PIECE, HTTP_UPLOAD_OFFSET=str(offset), **TUS, **headers)


def ask_offset(client: APIClient, location: str) -> int:
    return int(client.head(location, **TUS)["Upload-Offset"])


def stored_bytes(location: str) -> bytes:
    return storage.upload_path(uuid.UUID(location.split("/")[-2])).read_bytes()


def test_upload_options_tell_what_is_spoken(client_of: Clients, alice: User, settings: Any):
    settings.UPLOAD_MAX_BYTES = 12345

    response = client_of(alice).options("/api/uploads/")

    assert response.status_code == 204
    assert {name: response[name] for name in ("Tus-Version", "Tus-Max-Size", "Tus-Checksum-Algorithm")} == {
        "Tus-Version": "1.0.0",
        "Tus-Max-Size": "12345",
        "Tus-Checksum-Algorithm": "sha1,sha256",
    }
    assert set(response["Tus-Extension"].split(",")) == {"creation", "checksum", "expiration", "termination"}


def test_upload_location_ends_in_its_id(client_of: Clients, alice: User):
    location = begin(client_of(alice), 10)

    upload = Upload.objects.get()
    assert location == f"/api/uploads/{upload.pk}/"
    assert (upload.owner, upload.filename, upload.length, upload.offset) == (alice, "dog.mp4", 10, 0)


STEPS = st.tuples(st.sampled_from(["send", "wrong offset", "damaged", "too much"]), st.integers(0, 900))


@given(seed=st.integers(0, 99), length=st.integers(1, 5000), steps=st.lists(STEPS, max_size=12))
@hypothesis_settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_upload_arrives_whole_however_it_is_cut(
    client_of: Clients, alice: User, seed: int, length: int, steps: list[tuple[str, int]]
):
    """Pieces of any size, with wrong offsets, damaged pieces and pieces beyond the end in between."""
    client = client_of(alice)
    content = np.random.default_rng(seed).bytes(length)
    location = begin(client, length)
    offset = 0
    for step, size in [*steps, ("send", length)]:
        piece = content[offset : offset + size]
        if step == "send":
            assert send(client, location, offset, piece).status_code == 204
            offset += len(piece)
        elif step == "wrong offset":
            response = send(client, location, offset + size + 1, piece)
            assert (response.status_code, response.json()["offset"]) == (409, offset)
        elif step == "damaged":
            digest = base64.b64encode(hashlib.sha256(piece + b"!").digest()).decode()
            assert send(client, location, offset, piece, HTTP_UPLOAD_CHECKSUM=f"sha256 {digest}").status_code == 460
        else:
            assert send(client, location, offset, content[offset:] + b"!").status_code == 400
        assert ask_offset(client, location) == offset

    assert stored_bytes(location) == content
    assert Upload.objects.get(pk=location.split("/")[-2]).completed_at is not None


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_upload_takes_a_piece_with_its_checksum(client_of: Clients, alice: User, algorithm: str):
    client = client_of(alice)
    location = begin(client, 5)
    digest = base64.b64encode(hashlib.new(algorithm, b"hello").digest()).decode()

    response = send(client, location, 0, b"hello", HTTP_UPLOAD_CHECKSUM=f"{algorithm} {digest}")

    assert (response.status_code, response["Upload-Offset"]) == (204, "5")


def test_upload_goes_on_where_the_row_says_after_a_crash(client_of: Clients, alice: User):
    """Bytes that were written before a crash, but not recorded, are written over."""
    client = client_of(alice)
    location = begin(client, 8)
    send(client, location, 0, b"abcd")
    with storage.upload_path(Upload.objects.get().pk).open("ab") as file:
        file.write(b"lost bytes of a process that died")

    assert ask_offset(client, location) == 4
    send(client, location, 4, b"efgh")

    assert stored_bytes(location) == b"abcdefgh"


@pytest.mark.parametrize("version", ["0.2.2", None])
def test_upload_refuses_other_versions_of_tus(client_of: Clients, alice: User, version: str | None):
    headers = {} if version is None else {"HTTP_TUS_RESUMABLE": version}

    response = client_of(alice).post("/api/uploads/", HTTP_UPLOAD_LENGTH="5", **headers)

    assert (response.status_code, response["Tus-Version"], response["Tus-Resumable"]) == (412, "1.0.0", "1.0.0")
    assert Upload.objects.count() == 0


@pytest.mark.parametrize("length", ["", "-1", "many", "1e3", "9" * 30])
def test_upload_refuses_a_length_that_is_none(client_of: Clients, alice: User, length: str):
    response = client_of(alice).post("/api/uploads/", HTTP_UPLOAD_LENGTH=length, **TUS)

    assert response.status_code == 400
    assert response.json()["detail"] == "Send the header Upload-Length as a whole number of bytes."


def test_upload_refuses_a_file_over_the_limit(client_of: Clients, alice: User, settings: Any):
    settings.UPLOAD_MAX_BYTES = 1000

    response = client_of(alice).post("/api/uploads/", HTTP_UPLOAD_LENGTH="1001", **TUS)

    assert response.status_code == 413
    assert response.json()["detail"].startswith("The file has 1,001 bytes; at most 1,000 are allowed here.")


def test_upload_refuses_what_does_not_fit_on_the_disk(client_of: Clients, alice: User, settings: Any):
    settings.UPLOAD_MAX_BYTES = 2**60
    settings.QUOTA_PERSON_BYTES = 0

    response = client_of(alice).post("/api/uploads/", HTTP_UPLOAD_LENGTH=str(2**59), **TUS)

    assert (response.status_code, response.json()["detail"]) == (507, uploads.FULL)


def test_upload_refuses_what_does_not_fit_beside_what_is_under_way(
    client_of: Clients, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    free = settings.DISK_RESERVE_BYTES + 1000
    monkeypatch.setattr(uploads, "count_free_bytes", lambda: free)
    client = client_of(alice)
    begin(client, 600)

    assert client.post("/api/uploads/", HTTP_UPLOAD_LENGTH="401", **TUS).status_code == 507
    assert client.post("/api/uploads/", HTTP_UPLOAD_LENGTH="400", **TUS).status_code == 201


def test_upload_waits_where_others_filled_the_disk_and_goes_on_later(
    client_of: Clients, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    client = client_of(alice)
    location = begin(client, 5)
    with monkeypatch.context() as patch:
        patch.setattr(uploads, "count_free_bytes", lambda: settings.DISK_RESERVE_BYTES - 1)
        response = send(client, location, 0, b"hello")

    assert (response.status_code, response.json()["detail"]) == (507, uploads.FULL)
    assert send(client, location, 0, b"hello").status_code == 204


def test_upload_says_when_its_bytes_are_gone(client_of: Clients, alice: User):
    client = client_of(alice)
    location = begin(client, 8)
    send(client, location, 0, b"abcd")
    storage.upload_path(Upload.objects.get().pk).write_bytes(b"ab")

    assert client.head(location, **TUS).status_code == 404
    assert send(client, location, 4, b"efgh").status_code == 404


def test_uploads_list_what_another_browser_may_go_on_with(client_of: Clients, alice: User, carol: User):
    client = client_of(alice)
    location = begin(client, 8)
    begin(client_of(carol), 9)
    send(client, location, 0, b"abc")

    response = client.get("/api/uploads/")

    upload = Upload.objects.get(owner=alice)
    assert response.status_code == 200
    assert response.json() == [
        {
            "id": str(upload.pk),
            "project": None,
            "filename": "dog.mp4",
            "length": 8,
            "offset": 3,
            "fingerprint": "",
            "created_at": response.json()[0]["created_at"],
            "expires_at": response.json()[0]["expires_at"],
        }
    ]


def test_upload_is_as_it_was_after_the_disk_was_full(client_of: Clients, alice: User):
    """A limit on the size of files stands for the end of the disk: the same write fails, half-way."""
    client = client_of(alice)
    location = begin(client, 3_000_000)
    send(client, location, 0, b"begun")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        response = send(client, location, 5, bytes(2_400_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (response.status_code, response.json()["detail"]) == (507, uploads.FULL)
    assert (ask_offset(client, location), stored_bytes(location)) == (5, b"begun")
    assert send(client, location, 5, bytes(2_999_995)).status_code == 204


def test_upload_refuses_a_piece_of_another_type(client_of: Clients, alice: User):
    client = client_of(alice)
    location = begin(client, 5)

    response = client.patch(location, b"hello", content_type="video/mp4", HTTP_UPLOAD_OFFSET="0", **TUS)

    assert response.status_code == 415


@pytest.mark.parametrize("method", ["head", "patch", "delete"])
def test_upload_does_not_exist_for_others(client_of: Clients, alice: User, carol: User, method: str):
    location = begin(client_of(alice), 5)

    response = client_of(carol).generic(method, location, b"hello", PIECE, HTTP_UPLOAD_OFFSET="0", **TUS)

    assert response.status_code == 404
    assert ask_offset(client_of(alice), location) == 0


def test_upload_asks_people_to_sign_in(client_of: Clients, db: Any):
    assert client_of(None).post("/api/uploads/", HTTP_UPLOAD_LENGTH="5", **TUS).status_code == 401


def test_upload_is_gone_with_its_bytes_when_deleted(
    client_of: Clients, alice: User, media_root: Path, django_capture_on_commit_callbacks: Any
):
    client = client_of(alice)
    location = begin(client, 5)
    send(client, location, 0, b"hel")

    with django_capture_on_commit_callbacks(execute=True):
        response = client.delete(location, **TUS)

    assert response.status_code == 204
    assert client.head(location, **TUS).status_code == 404
    assert count_files(media_root) == 0


def test_upload_expires_with_its_bytes(
    client_of: Clients, alice: User, media_root: Path, django_capture_on_commit_callbacks: Any
):
    client = client_of(alice)
    kept, expired = begin(client, 5), begin(client, 5)
    Upload.objects.filter(pk=expired.split("/")[-2]).update(expires_at=timezone.now())

    assert client.head(expired, **TUS).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.purge_uploads() == 1

    assert [str(upload.pk) for upload in Upload.objects.all()] == [kept.split("/")[-2]]
    assert count_files(media_root) == 1


def test_bytes_of_a_process_that_died_before_its_row_go_once_they_are_old(media_root: Path, settings: Any):
    old, young = storage.upload_path(uuid.uuid4()), storage.upload_path(uuid.uuid4())
    old.touch()
    young.touch()
    long_ago = timezone.now().timestamp() - settings.UPLOAD_EXPIRY_HOURS * 3600 - 1
    os.utime(old, (long_ago, long_ago))

    actions.purge_uploads()

    assert (old.exists(), young.exists()) == (False, True)


def test_upload_refuses_the_next_stump_of_many(client_of: Clients, alice: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("labeling.videos.rules.MAX_OPEN_UPLOADS", 2)
    client = client_of(alice)
    begin(client, 5)
    begin(client, 5)

    assert client.post("/api/uploads/", HTTP_UPLOAD_LENGTH="5", **TUS).status_code == 429


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("dog.mp4", "dog.mp4"),
        ("../../etc/passwd", "passwd"),
        ("C:\\clips\\dog.mov", "dog.mov"),
        ("a\x00\nb", "ab"),
        ("", "video"),
    ],
)
def test_upload_cleans_the_name_of_its_file(client_of: Clients, alice: User, given_name: str, shown: str):
    begin(client_of(alice), 5, given_name)

    assert Upload.objects.get().filename == shown
