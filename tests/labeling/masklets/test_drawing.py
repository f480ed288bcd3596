from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.masklets import actions, queries
from labeling.masklets.models import ApprovedRange, Masklet, SideEdit
from tests.factories.masklets import OperationFactory, as_json, make_square

SQUARE = make_square()
OTHER_SQUARE = make_square(30)
ClientOf = Callable[[User | None], APIClient]


@pytest.fixture
def client(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def put(client: APIClient, masklet: Masklet, frame: int, **body: Any) -> Any:
    return client.put(f"/api/masklets/{masklet.pk}/frames/{frame}/", body, format="json")


def propagate(masklet: Masklet, author: User, frames: range) -> None:
    operation = OperationFactory(video=masklet.video, author=author, kind="propagate")
    writes = [actions.FrameWrite(frame=f, rle=SQUARE, origin="propagated", state="present") for f in frames]
    actions.commit_masks(operation=operation, writes={masklet.pk: writes})


def test_drawn_mask_becomes_the_head(client: APIClient, masklet: Masklet) -> None:
    response = put(client, masklet, 7, rle=as_json(SQUARE))

    assert response.status_code == 200
    operation = client.get(f"/api/videos/{masklet.video_id}/operations/").json()[0]
    assert response.json() == {"operation": operation["id"], "version": 1}
    assert (operation["kind"], operation["versions"]) == ("draw", [[masklet.pk, 1]])
    assert queries.list_masks(masklet, version=None, start=0, stop=100).masks == [
        queries.FrameMaskState(frame=7, rle=SQUARE, origin="drawn", state="present", version=1, score=None)
    ]


@pytest.mark.parametrize("state", ["absent", "cleared"])
def test_statement_becomes_the_head(client: APIClient, masklet: Masklet, state: str) -> None:
    put(client, masklet, 7, rle=as_json(SQUARE))

    assert put(client, masklet, 7, state=state).json()["version"] == 2
    mask = client.get(f"/api/masklets/{masklet.pk}/masks/").json()["masks"][0]
    assert (mask["state"], mask["rle"], mask["version"]) == (state, None, 2)
    before = client.get(f"/api/masklets/{masklet.pk}/masks/?version=1").json()["masks"][0]
    assert (before["state"], before["rle"]) == ("present", as_json(SQUARE))


def test_drawing_replaces_the_frame_s_prompts(client: APIClient, masklet: Masklet) -> None:
    body = {"frame": 7, "kind": "point", "points": [[1, 1]], "labels": [1]}
    client.post(f"/api/masklets/{masklet.pk}/prompts/", body, format="json")

    put(client, masklet, 7, rle=as_json(SQUARE))

    assert client.get(f"/api/videos/{masklet.video_id}/prompts/").json() == []


@pytest.mark.parametrize(
    ("frame", "body", "status"),
    [
        (100, {"state": "absent"}, 422),
        (4_294_967_296_000, {"state": "absent"}, 422),
        (7, {}, 400),
        (7, {"state": "present"}, 400),
        (7, {"state": "absent", "rle": as_json(SQUARE)}, 400),
        (7, {"rle": {"size": [48, 64], "counts": "S1"}}, 422),
        (7, {"state": "absent", "base_version": 1}, 422),
    ],
)
def test_statement_that_makes_no_sense_is_refused(
    client: APIClient, masklet: Masklet, frame: int, body: dict[str, Any], status: int
) -> None:
    assert put(client, masklet, frame, **body).status_code == status


def test_drawing_over_another_person_s_newer_drawing_is_kept_beside(
    client: APIClient, client_of: ClientOf, masklet: Masklet, alice: User, bob: User
) -> None:
    put(client_of(alice), masklet, 7, rle=as_json(SQUARE))

    response = put(client, masklet, 7, rle=as_json(OTHER_SQUARE), base_version=0)

    assert response.status_code == 409
    side_edit = SideEdit.objects.get()
    body = response.json()
    assert (body["head"], body["author"], body["frames"], body["side_edit"]) == (1, alice.pk, [7], side_edit.pk)
    assert (side_edit.author, side_edit.frame, side_edit.base_version) == (bob, 7, 0)
    assert queries.read_rle(side_edit.rle) == OTHER_SQUARE
    assert queries.list_masks(masklet, version=None, start=0, stop=100).masks[0].rle == SQUARE


def test_drawing_on_another_frame_than_the_newer_one_merges(
    client: APIClient, client_of: ClientOf, masklet: Masklet, alice: User
) -> None:
    put(client_of(alice), masklet, 7, rle=as_json(SQUARE))

    assert put(client, masklet, 8, rle=as_json(SQUARE), base_version=0).status_code == 200


def test_drawing_over_one_s_own_newer_drawing_is_no_conflict(client: APIClient, masklet: Masklet) -> None:
    put(client, masklet, 7, rle=as_json(SQUARE))

    assert put(client, masklet, 7, rle=as_json(OTHER_SQUARE), base_version=0).status_code == 200


def test_drawing_over_a_newer_propagation_is_no_conflict(client: APIClient, masklet: Masklet, alice: User) -> None:
    propagate(masklet, alice, range(5, 10))

    assert put(client, masklet, 7, rle=as_json(OTHER_SQUARE), base_version=0).status_code == 200


def test_drawing_without_a_base_is_based_on_the_head(
    client: APIClient, client_of: ClientOf, masklet: Masklet, alice: User
) -> None:
    put(client_of(alice), masklet, 7, rle=as_json(SQUARE))

    assert put(client, masklet, 7, rle=as_json(OTHER_SQUARE)).status_code == 200


def test_drawing_on_an_approved_frame_is_refused(client: APIClient, masklet: Masklet, alice: User) -> None:
    propagate(masklet, alice, range(5, 10))
    ApprovedRange.objects.create(masklet=masklet, version=1, start=5, stop=8, approved_by=alice)

    refused = put(client, masklet, 7, rle=as_json(SQUARE))

    assert refused.status_code == 409
    assert "Frame 7 of object 1 is approved" in refused.json()["detail"]
    assert put(client, masklet, 8, rle=as_json(SQUARE)).status_code == 200


def test_masks_come_in_pages_of_300(client: APIClient, masklet: Masklet, bob: User) -> None:
    type(masklet.video).objects.filter(pk=masklet.video_id).update(num_frames=400)
    propagate(masklet, bob, range(50, 390))
    url = f"/api/masklets/{masklet.pk}/masks/"

    first = client.get(url).json()
    second = client.get(f"{url}?start={first['next']}").json()

    assert [mask["frame"] for mask in first["masks"]] == list(range(50, 350))
    assert [mask["frame"] for mask in second["masks"]] == list(range(350, 390))
    assert (first["next"], second["next"]) == (350, None)
    assert [m["frame"] for m in client.get(f"{url}?start=60&stop=62&version=1").json()["masks"]] == [60, 61]
    assert client.get(f"{url}?start=x").status_code == 400


def test_versions_tell_who_changed_what(client: APIClient, masklet: Masklet, alice: User, bob: User) -> None:
    propagate(masklet, alice, range(5, 10))
    put(client, masklet, 7, state="absent")

    versions = client.get(f"/api/masklets/{masklet.pk}/versions/").json()

    assert [(v["number"], v["kind"], v["author"], v["ranges"]) for v in versions] == [
        (2, "mark", bob.pk, [[7, 8]]),
        (1, "propagate", alice.pk, [[5, 10]]),
    ]
