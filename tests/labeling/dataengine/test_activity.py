import time
from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.dataengine.models import Activity
from labeling.events.models import Event
from labeling.masklets.models import Masklet
from labeling.videos.models import Video
from tests.factories.masklets import MaskletFactory

ClientOf = Callable[[User | None], APIClient]
NOW_SLOT = int(time.time()) // 15


def post(client: APIClient, video: Video, **changes: Any) -> Any:
    body = {"slot": NOW_SLOT, "mode": "annotate", "active_ms": 4000, "clicks": 2, "strokes": 1, "frames_seen": 5}
    return client.post(f"/api/videos/{video.pk}/activity/", {**body, **changes}, format="json")


def read() -> list[tuple[Any, ...]]:
    fields = ("person", "masklet", "mode", "active_ms", "clicks", "strokes", "frames_seen")
    return list(Activity.objects.order_by("pk").values_list(*fields))


def test_activity_of_one_slot_adds_up(client_of: ClientOf, video: Video, bob: User) -> None:
    client = client_of(bob)
    assert [post(client, video).status_code for _ in range(2)] == [204, 204]
    post(client, video, active_ms=1000, clicks=0, strokes=0, frames_seen=1)

    assert read() == [(bob.pk, None, "annotate", 9000, 4, 2, 11)]
    assert not Event.objects.exists()


def test_activity_of_one_slot_is_never_more_than_the_slot(client_of: ClientOf, video: Video, bob: User) -> None:
    post(client_of(bob), video, active_ms=17_000)
    assert read()[0][3] == 15_000
    post(client_of(bob), video, active_ms=15_000)
    assert read()[0][3] == 15_000


def test_activity_is_kept_apart_by_person_masklet_and_mode(
    client_of: ClientOf, video: Video, masklet: Masklet, alice: User, bob: User
) -> None:
    post(client_of(bob), video)
    post(client_of(alice), video)
    post(client_of(bob), video, masklet=masklet.pk)
    post(client_of(bob), video, mode="review")
    post(client_of(bob), video, slot=NOW_SLOT - 1)

    assert len(read()) == 5


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"slot": NOW_SLOT + 1000}, 422),
        ({"masklet": 999_999_999}, 422),
        ({"mode": "sleep"}, 400),
        ({"active_ms": 60_001}, 400),
        ({"clicks": -1}, 400),
        ({"slot": None}, 400),
    ],
)
def test_activity_that_makes_no_sense_is_refused(
    client_of: ClientOf, video: Video, bob: User, changes: dict[str, Any], status: int
) -> None:
    assert post(client_of(bob), video, **changes).status_code == status
    assert read() == []


def test_activity_on_another_video_s_masklet_is_refused(client_of: ClientOf, video: Video, bob: User) -> None:
    assert post(client_of(bob), video, masklet=MaskletFactory().pk).status_code == 422


def test_activity_of_an_outsider_is_refused(client_of: ClientOf, video: Video, charlie: User) -> None:
    assert post(client_of(charlie), video).status_code == 404
