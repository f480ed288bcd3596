"""Postgres goes away under a request: what the caller is told, and what the same key finds afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event, OutboxRow
from labeling.masklets.models import Masklet, Operation, Version
from labeling.videos.models import Video
from tests.factories.masklets import as_json, make_square

ClientOf = Callable[[User | None], APIClient]


def end_own_connection(*_: Any, **__: Any) -> None:
    """What a killed Postgres looks like to a request: its connection ends between two statements."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.fixture
def client(client_of: ClientOf, bob: User) -> APIClient:
    client = client_of(bob)
    client.raise_request_exception = False
    return client


def draw(client: APIClient, masklet: Masklet) -> Any:
    body = {"rle": as_json(make_square())}
    url = f"/api/masklets/{masklet.pk}/frames/3/"
    return client.put(url, body, format="json", headers={"Idempotency-Key": "stroke 1"})


@pytest.mark.django_db(transaction=True)
def test_edit_cut_before_its_commit_is_503_and_made_once_when_sent_again(
    client: APIClient, masklet: Masklet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labeling.masklets.actions.commits.record_event", end_own_connection)
    cut = draw(client, masklet)
    monkeypatch.undo()
    connection.close()
    assert (cut.status_code, cut.json()["type"]) == (503, "urn:maskloop:problem:unavailable")
    assert Version.objects.count() == 0

    again = draw(client, masklet)

    assert (again.status_code, again.json()["version"]) == (200, 1)
    assert Version.objects.filter(masklet=masklet).count() == 1


@pytest.mark.django_db(transaction=True)
def test_edit_cut_between_commit_and_publishing_answers_the_same_when_sent_again(
    client: APIClient, masklet: Masklet, video: Video, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("labeling.events.publish.send_rows", end_own_connection)
    cut = draw(client, masklet)
    monkeypatch.undo()
    connection.close()
    assert cut.status_code == 503
    # The change, its event and the message about it were committed together; the message waits for beat.
    event = Event.objects.get(video_id=video.pk)
    assert [row.message["seq"] for row in OutboxRow.objects.all()] == [event.seq]

    again = draw(client, masklet)

    assert again.status_code == 200
    assert again.headers["Idempotent-Replay"] == "true"
    operation = Operation.objects.get(video=video)
    assert again.json() == {"operation": operation.pk, "version": 1}
    assert Version.objects.filter(masklet=masklet).count() == Event.objects.count() == 1
