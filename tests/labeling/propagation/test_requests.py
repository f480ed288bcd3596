from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from rest_framework.test import APIClient

from inference.rle import encode
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets.actions import draw_frame, submit_masklet
from labeling.masklets.models import Masklet
from labeling.problems import Conflict
from labeling.propagation.actions import announce_worker, request_propagation
from labeling.propagation.models import Propagation
from labeling.propagation.queries import list_barrier_frames, plan_propagation
from labeling.videos.models import Video
from tests.factories.clips import draw_square
from tests.factories.propagation import make_masklet

ClientOf = Callable[[User | None], APIClient]
SQUARE = encode(draw_square(0))


@pytest.fixture
def video(project: Any) -> Video:
    """Asking for a propagation reads no media."""
    from tests.factories.videos import VideoFactory

    return VideoFactory.create(project=project, num_frames=40, width=120, height=80)


def draw(masklet: Masklet, frame: int, actor: User) -> None:
    draw_frame(masklet_id=masklet.pk, actor=actor, frame=frame, rle=SQUARE, state="present", base_version=None)


def ask(client: APIClient, video: Video, *masklets: Masklet, **changes: Any) -> Any:
    body = {"masklets": [masklet.pk for masklet in masklets], "direction": "forward", "start": 0, "stop": 40}
    return client.post(f"/api/videos/{video.pk}/propagations/", body | changes, format="json")


def test_propagation_starts_at_the_earliest_statement(client_of: ClientOf, bob: User, video: Video, masklet: Masklet):
    draw(masklet, 12, bob)
    draw(masklet, 7, bob)
    answer = ask(client_of(bob), video, masklet, start=5, stop=20)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["anchor"], body["frames_done"], body["frames_total"], body["status"]) == (7, 0, 13, "queued")
    assert (body["masklets"], body["queue_position"], body["cancel_requested"]) == ([masklet.pk], 0, False)
    assert client_of(bob).get(f"/api/propagations/{body['id']}/").json() == body
    assert client_of(bob).get(f"/api/videos/{video.pk}/propagations/").json() == [body]
    newest = Event.objects.filter(video_id=video.pk).latest("seq")
    assert (newest.type, newest.payload["propagation"]["id"]) == ("propagation.changed", body["id"])


@pytest.mark.parametrize(
    ("direction", "anchor", "total"), [("forward", 10, 30), ("backward", 10, 11), ("both", 10, 40), ("both", None, 40)]
)
def test_directions_count_their_frames(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, direction: str, anchor: int | None, total: int
):
    draw(masklet, 10, bob)
    answer = ask(client_of(bob), video, masklet, direction=direction, anchor=anchor)
    assert answer.json()["frames_total"] == total


def test_every_object_starts_from_its_own_statement(client_of: ClientOf, bob: User, video: Video, masklet: Masklet):
    other = make_masklet(video, bob)
    draw(masklet, 4, bob)
    draw(other, 20, bob)
    answer = ask(client_of(bob), video, masklet, other, direction="both")
    legs = plan_propagation(Propagation.objects.get(pk=answer.json()["id"]))
    visited = {
        key: sorted(f for leg in legs for f in leg.frames if leg.is_active(key, f)) for key in (masklet.pk, other.pk)
    }
    assert visited == {masklet.pk: list(range(40)), other.pk: list(range(40))}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"start": 10, "stop": 10}, "are not a range of this video"),
        ({"stop": 41}, "are not a range of this video"),
        ({"anchor": 39, "stop": 30}, "must lie in the range"),
        ({"start": 20}, "has no prompt or drawn mask on frames 20 to 39"),
        ({"masklets": [999_999]}, "no object with the id 999999"),
    ],
)
def test_what_does_not_fit_is_refused(
    client_of: ClientOf, bob: User, video: Video, masklet: Masklet, changes: dict[str, Any], sentence: str
):
    draw(masklet, 3, bob)
    answer = ask(client_of(bob), video, masklet, **changes)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_object_of_another_video_is_refused(client_of: ClientOf, bob: User, video: Video, masklet: Masklet):
    from tests.factories.masklets import MaskletFactory

    assert ask(client_of(bob), video, MaskletFactory.create()).status_code == 422


def test_submitted_object_is_refused(client_of: ClientOf, bob: User, video: Video, masklet: Masklet):
    draw(masklet, 3, bob)
    submit_masklet(masklet_id=masklet.pk, actor=bob)
    answer = ask(client_of(bob), video, masklet)
    assert (answer.status_code, "withdraw it" in answer.json()["detail"]) == (409, True)


def test_outsider_and_nobody_see_nothing(client_of: ClientOf, bob: User, charlie: User, video: Video, masklet: Masklet):
    draw(masklet, 3, bob)
    made = ask(client_of(bob), video, masklet).json()
    for person, status in ((charlie, 404), (None, 401)):
        client = client_of(person)
        assert ask(client, video, masklet).status_code == status
        assert client.get(f"/api/videos/{video.pk}/propagations/").status_code == status
        assert client.get(f"/api/propagations/{made['id']}/").status_code == status
        assert client.delete(f"/api/propagations/{made['id']}/").status_code == status


def test_waiting_propagation_is_cancelled_at_once(client_of: ClientOf, bob: User, video: Video, masklet: Masklet):
    draw(masklet, 3, bob)
    first, second = (ask(client_of(bob), video, masklet).json() for _ in range(2))
    assert second["queue_position"] == 1
    answer = client_of(bob).delete(f"/api/propagations/{first['id']}/")
    assert (answer.status_code, answer.json()["status"]) == (202, "cancelled")
    assert client_of(bob).get(f"/api/propagations/{second['id']}/").json()["queue_position"] == 0


def test_time_left_is_told_by_the_latest_pace(client_of: ClientOf, bob: User, video: Video, masklet: Masklet):
    draw(masklet, 0, bob)
    first, second, third = (ask(client_of(bob), video, masklet).json() for _ in range(3))
    assert [entry["eta_s"] for entry in (first, second, third)] == [None, None, None]
    began = timezone.now() - timedelta(seconds=10)
    Propagation.objects.filter(pk=first["id"]).update(
        status="done", frames_done=40, started_at=began, finished_at=began + timedelta(seconds=20)
    )

    def read_eta(entry: Any) -> float:
        return client_of(bob).get(f"/api/propagations/{entry['id']}/").json()["eta_s"]

    assert (read_eta(second), read_eta(third)) == (20.0, 40.0)
    Propagation.objects.filter(pk=second["id"]).update(status="running", frames_done=10, started_at=began)
    assert read_eta(second) == pytest.approx(30, abs=3)
    # A second of each frame now, of 30 frames before it and 40 of its own.
    assert read_eta(third) == pytest.approx(70, abs=7)
    for name in ("one", "two"):
        announce_worker(name=name, model="", device="cpu")
    assert read_eta(third) == pytest.approx(15 + 40, abs=6)


def test_person_has_a_quota(client_of: ClientOf, bob: User, alice: User, video: Video, masklet: Masklet, settings: Any):
    settings.PROPAGATIONS_A_PERSON = 2
    draw(masklet, 0, bob)
    first, second = (ask(client_of(bob), video, masklet) for _ in range(2))
    third = ask(client_of(bob), video, masklet)
    assert (first.status_code, second.status_code, third.status_code) == (201, 201, 409)
    assert third.json()["detail"] == (
        "You have 2 propagations waiting or running, and may have 2 at once: wait until one is done, or cancel one."
    )
    assert ask(client_of(alice), video, masklet).status_code == 201
    client_of(bob).delete(f"/api/propagations/{first.json()['id']}/")
    assert ask(client_of(bob), video, masklet).status_code == 201


def test_barriers_are_statements_of_people(bob: User, video: Video, masklet: Masklet):
    draw(masklet, 3, bob)
    draw(masklet, 9, bob)
    draw_frame(masklet_id=masklet.pk, actor=bob, frame=9, rle=None, state="cleared", base_version=None)
    draw_frame(masklet_id=masklet.pk, actor=bob, frame=11, rle=None, state="absent", base_version=None)
    assert list_barrier_frames([masklet.pk], start=0, stop=40) == {masklet.pk: [3, 11]}


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_do_not_get_round_the_quota(bob: User, video: Video, settings: Any):
    settings.PROPAGATIONS_A_PERSON = 2
    masklets = [make_masklet(video, bob) for _ in range(8)]
    for masklet in masklets:
        draw(masklet, 0, bob)
    ready = Barrier(len(masklets))

    def ask_for(masklet: Masklet) -> bool:
        ready.wait()
        try:
            request_propagation(
                video_id=video.pk, actor=bob, masklet_ids=[masklet.pk], direction="forward", start=0, stop=40
            )
        except Conflict:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(masklets)) as pool:
        assert sum(pool.map(ask_for, masklets)) == 2
