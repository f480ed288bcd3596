"""Several people at once on one object, over connections of their own, against the real Postgres."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connections
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets import queries
from labeling.masklets.models import Masklet, Operation, SideEdit, Version
from labeling.videos.models import Video
from tests.factories.masklets import as_json, make_square

pytestmark = pytest.mark.django_db(transaction=True)

ClientOf = Callable[[User | None], APIClient]
T = TypeVar("T")
WAIT_S = 30


def at_once(calls: Sequence[Callable[[], T]]) -> list[T]:
    """Run the calls in threads that start together; what each returned, in order."""
    gate = threading.Barrier(len(calls), timeout=WAIT_S)

    def run(call: Callable[[], T]) -> T:
        try:
            gate.wait()
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(WAIT_S) for future in [pool.submit(run, call) for call in calls]]


def put(client: APIClient, masklet: Masklet, frame: int, left: int, **more: Any) -> Any:
    body = {"rle": as_json(make_square(left)), **more}
    headers = {"Idempotency-Key": more.pop("key")} if "key" in more else {}
    body.pop("key", None)
    return client.put(f"/api/masklets/{masklet.pk}/frames/{frame}/", body, format="json", headers=headers)


def assert_no_gap(video: Video) -> None:
    seqs = list(Event.objects.filter(video_id=video.pk).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


@pytest.mark.parametrize("attempt", range(5))
def test_two_people_on_one_frame_one_wins_and_the_other_is_kept(
    client_of: ClientOf, masklet: Masklet, alice: User, bob: User, attempt: int
) -> None:
    answers = at_once(
        [
            lambda: put(client_of(alice), masklet, 7, 1, base_version=0),
            lambda: put(client_of(bob), masklet, 7, 30, base_version=0),
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 409]
    loser = next(n for n, answer in enumerate(answers) if answer.status_code == 409)
    kept, head = (30, 1) if loser == 1 else (1, 30)
    side_edit = SideEdit.objects.get(pk=answers[loser].json()["side_edit"])
    assert queries.read_rle(side_edit.rle) == make_square(kept)
    assert queries.list_masks(masklet, version=None, start=0, stop=100).masks[0].rle == make_square(head)
    assert Version.objects.filter(masklet=masklet).count() == 1


def test_two_people_on_different_frames_both_win(
    client_of: ClientOf, masklet: Masklet, video: Video, alice: User, bob: User
) -> None:
    def draw(person: User, frames: range) -> Callable[[], list[int]]:
        client = client_of(person)
        return lambda: [put(client, masklet, frame, 4, base_version=0).status_code for frame in frames]

    answers = at_once([draw(alice, range(10)), draw(bob, range(10, 20))])

    assert answers == [[200] * 10, [200] * 10]
    assert [mask.frame for mask in queries.list_masks(masklet, version=None, start=0, stop=100).masks] == list(
        range(20)
    )
    numbers = Version.objects.filter(masklet=masklet).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))
    assert_no_gap(video)


def test_one_key_sent_many_times_at_once_changes_once(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    answers = at_once([lambda: put(client_of(bob), masklet, 7, 4, key="same") for _ in range(6)])

    assert {answer.status_code for answer in answers} == {200}
    assert [answer.json() for answer in answers] == [answers[0].json()] * 6
    assert Operation.objects.filter(video=video, kind="draw").count() == 1
    assert put(client_of(bob), masklet, 7, 5, key="same").status_code == 422


def test_conflict_sent_twice_with_one_key_is_kept_once(
    client_of: ClientOf, masklet: Masklet, alice: User, bob: User
) -> None:
    put(client_of(alice), masklet, 7, 1)

    answers = [put(client_of(bob), masklet, 7, 30, base_version=0, key="lost") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].json() == answers[1].json()
    assert SideEdit.objects.count() == 1


def test_masklets_made_at_once_have_numbers_of_their_own(
    client_of: ClientOf, video: Video, alice: User, bob: User
) -> None:
    label = video.project.labels.get().pk

    def make(person: User) -> Callable[[], list[int]]:
        client = client_of(person)
        url = f"/api/videos/{video.pk}/masklets/"
        return lambda: [client.post(url, {"label": label}, format="json").json()["number"] for _ in range(5)]

    numbers = at_once([make(person) for person in (alice, bob, alice, bob)])

    assert sorted(number for found in numbers for number in found) == list(range(1, 21))
    assert_no_gap(video)


def test_everything_at_once_neither_deadlocks_nor_leaves_a_gap(
    client_of: ClientOf, masklet: Masklet, video: Video, alice: User, bob: User, carol: User
) -> None:
    second = Masklet.objects.create(video=video, label=masklet.label, number=2, author=bob)

    def work(person: User, first: Masklet, other: Masklet) -> Callable[[], set[int]]:
        client = client_of(person)

        def run() -> set[int]:
            point = {"frame": 3, "kind": "point", "points": [[1, 1]], "labels": [1]}
            codes = set()
            for frame in range(6):
                codes.add(put(client, first, frame, 4).status_code)
                prompts = f"/api/masklets/{other.pk}/prompts/"
                codes.add(client.post(prompts, point, format="json").status_code)
                name = {"name": f"clip {frame}.mp4"}
                codes.add(client.patch(f"/api/videos/{video.pk}/", name, format="json").status_code)
                codes.add(client.post(f"/api/masklets/{first.pk}/submit/").status_code)
                codes.add(client.post(f"/api/masklets/{first.pk}/reopen/").status_code)
            return codes

        return run

    answers = at_once([work(alice, masklet, second), work(bob, second, masklet), work(carol, masklet, second)])

    assert set().union(*answers) <= {200, 202, 403, 409}
    assert_no_gap(video)
