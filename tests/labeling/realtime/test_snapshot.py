import threading
from collections.abc import Callable

import pytest
from django.db import connections
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.realtime.replay import list_events, take_snapshot
from labeling.videos.models import Video
from tests.factories.masklets import make_square
from tests.labeling.realtime.reducer import read_snapshot, reduce_events
from tests.labeling.realtime.test_convergence import as_json

ClientOf = Callable[[User | None], APIClient]
NUM_DRAWINGS = 60


def draw(masklet: Masklet, frame: int) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=masklet.author, frame=frame, rle=make_square())


@pytest.mark.django_db(transaction=True)
def test_snapshot_amid_changes_is_of_one_moment(masklet: Masklet, video: Video) -> None:
    def draw_all() -> None:
        try:
            for frame in range(NUM_DRAWINGS):
                draw(masklet, frame)
        finally:
            connections.close_all()

    writer = threading.Thread(target=draw_all)
    writer.start()
    snapshots = []
    while writer.is_alive():
        snapshots.append(take_snapshot(video.pk))
    writer.join()

    fresh = read_snapshot(as_json(take_snapshot(video.pk)))
    assert fresh["last_seq"] == NUM_DRAWINGS
    assert len({snapshot["last_seq"] for snapshot in snapshots}) > 3
    for snapshot in snapshots:
        # Every drawing is one event, one version and one frame.
        state = read_snapshot(as_json(snapshot))
        assert state["masklets"][masklet.pk]["head"] == state["last_seq"]
        assert len(state["heads"].get(masklet.pk, ())) == state["last_seq"]
        events = as_json(list_events(video.pk, after=snapshot["last_seq"]))
        assert reduce_events(state, events) == fresh


def test_events_come_in_pages_after_a_number(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    for frame in range(5):
        draw(masklet, frame)
    url = f"/api/videos/{video.pk}/events/"

    page = client_of(bob).get(f"{url}?after=1&limit=2").json()

    assert [event["seq"] for event in page["events"]] == [2, 3]
    assert page["last_seq"] == 5
    assert client_of(bob).get(f"{url}?after=5").json() == {"events": [], "last_seq": 5}
    assert client_of(bob).get(f"{url}?limit=1001").status_code == 400


def test_snapshot_of_a_video_without_events_is_at_nought(client_of: ClientOf, video: Video, bob: User) -> None:
    snapshot = client_of(bob).get(f"/api/videos/{video.pk}/snapshot/").json()

    assert (snapshot["last_seq"], snapshot["masklets"], snapshot["heads"]) == (0, [], [])
    assert snapshot["video"]["name"] == video.name


@pytest.mark.parametrize("count", [1, 3])
def test_snapshot_asks_the_database_as_often_for_many_as_for_one(
    masklet: Masklet, video: Video, bob: User, count: int, django_assert_num_queries: Callable[..., object]
) -> None:
    for _ in range(count - 1):
        actions.create_masklet(video_id=video.pk, label_id=masklet.label_id, actor=bob)
    for made in Masklet.objects.filter(video=video):
        draw(made, 3)

    with django_assert_num_queries(13):
        take_snapshot(video.pk)
