from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from rest_framework.test import APIClient

from inference import rle as rle_codec
from inference.types import Rle
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets import queries
from labeling.masklets.models import ApprovedRange, Masklet, Operation, SideEdit
from tests.factories.masklets import as_json, make_square

THEIRS = make_square(4)
MINE = make_square(30)
ClientOf = Callable[[User | None], APIClient]


@pytest.fixture
def bob_client(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


@pytest.fixture
def side_edit(client_of: ClientOf, bob_client: APIClient, alice: User, masklet: Masklet) -> int:
    """Bob's edit of frame 7, which came after alice's."""
    put(client_of(alice), masklet, rle=as_json(THEIRS))
    refused = put(bob_client, masklet, rle=as_json(MINE), base_version=0)
    assert refused.status_code == 409
    return int(refused.json()["side_edit"])


def put(client: APIClient, masklet: Masklet, **body: Any) -> Any:
    return client.put(f"/api/masklets/{masklet.pk}/frames/7/", body, format="json")


def decide(client: APIClient, side_edit: int, decision: str, **body: Any) -> Any:
    return client.post(f"/api/side-edits/{side_edit}/{decision}/", body, format="json")


def read_head(masklet: Masklet) -> queries.FrameMaskState:
    return queries.list_masks(masklet, version=None, start=7, stop=8).masks[0]


def list_open(client: APIClient, masklet: Masklet) -> list[int]:
    return [entry["id"] for entry in client.get(f"/api/videos/{masklet.video_id}/side-edits/").json()]


def test_lost_edit_is_shown_with_what_stands_in_its_place(
    bob_client: APIClient, masklet: Masklet, side_edit: int, alice: User, bob: User
) -> None:
    two = bob_client.get(f"/api/side-edits/{side_edit}/").json()

    assert list_open(bob_client, masklet) == [side_edit]
    assert (two["author"], two["frame"], two["state"], two["base_version"]) == (bob.pk, 7, "present", 0)
    assert two["rle"] == as_json(MINE)
    standing = two["standing"]
    assert (standing["author"], standing["version"], standing["origin"]) == (alice.pk, 1, "drawn")
    assert standing["rle"] == as_json(THEIRS)


def combine(first: Rle, second: Rle) -> Rle:
    return rle_codec.encode(np.logical_or(rle_codec.decode(first), rle_codec.decode(second)))


@pytest.mark.parametrize(("how", "expected"), [("replace", MINE), ("union", combine(MINE, THEIRS))])
def test_applied_edit_becomes_the_head(
    bob_client: APIClient, masklet: Masklet, side_edit: int, how: str, expected: Rle
) -> None:
    answer = decide(bob_client, side_edit, "apply", how=how, base_version=1)

    assert answer.status_code == 200
    operation = bob_client.get(f"/api/videos/{masklet.video_id}/operations/").json()[0]
    assert answer.json() == {"operation": operation["id"], "version": 2}
    assert (operation["kind"], operation["versions"]) == ("apply", [[masklet.pk, 2]])
    assert read_head(masklet) == queries.FrameMaskState(
        frame=7, rle=expected, origin="drawn", state="present", version=2, score=None
    )
    assert list_open(bob_client, masklet) == []


def test_dismissed_edit_is_kept_and_the_head_stays(bob_client: APIClient, masklet: Masklet, side_edit: int) -> None:
    assert decide(bob_client, side_edit, "dismiss").status_code == 204

    assert read_head(masklet).rle == THEIRS
    assert list_open(bob_client, masklet) == []
    kept = SideEdit.objects.get(pk=side_edit)
    assert (queries.read_rle(kept.rle), kept.applied_by) == (MINE, None)


@pytest.mark.parametrize("first", ["apply", "dismiss"])
@pytest.mark.parametrize("then", ["apply", "dismiss"])
def test_edit_is_decided_on_once(
    bob_client: APIClient, masklet: Masklet, side_edit: int, first: str, then: str
) -> None:
    decide(bob_client, side_edit, first, how="replace")
    head = read_head(masklet)

    answer = decide(bob_client, side_edit, then, how="replace")

    assert answer.status_code == 409
    assert answer.json()["detail"].endswith("already.")
    assert read_head(masklet) == head


def test_edit_is_not_applied_over_a_mask_that_nobody_looked_at(
    client_of: ClientOf, bob_client: APIClient, masklet: Masklet, side_edit: int, alice: User
) -> None:
    put(client_of(alice), masklet, rle=as_json(make_square(9)))

    answer = decide(bob_client, side_edit, "apply", how="replace", base_version=1)

    assert answer.status_code == 409
    assert "alice" in answer.json()["detail"]
    assert read_head(masklet).rle == make_square(9)
    assert list_open(bob_client, masklet) == [side_edit]


def test_approved_frame_is_left_alone(bob_client: APIClient, masklet: Masklet, side_edit: int, alice: User) -> None:
    ApprovedRange.objects.create(masklet=masklet, version=1, start=0, stop=10, approved_by=alice)

    assert decide(bob_client, side_edit, "apply", how="replace").status_code == 409
    assert read_head(masklet).rle == THEIRS


def test_absent_mark_is_applied_and_has_nothing_to_combine(
    client_of: ClientOf, bob_client: APIClient, masklet: Masklet, alice: User
) -> None:
    put(client_of(alice), masklet, rle=as_json(THEIRS))
    side_edit = put(bob_client, masklet, state="absent", base_version=0).json()["side_edit"]

    assert decide(bob_client, side_edit, "apply", how="union").status_code == 422
    assert decide(bob_client, side_edit, "apply", how="replace").status_code == 200
    assert (read_head(masklet).state, read_head(masklet).rle) == ("absent", None)


def test_applied_edit_replaces_the_frame_s_prompts(
    client_of: ClientOf, bob_client: APIClient, masklet: Masklet, side_edit: int, alice: User
) -> None:
    body = {"frame": 7, "kind": "point", "points": [[1, 1]], "labels": [1]}
    client_of(alice).post(f"/api/masklets/{masklet.pk}/prompts/", body, format="json")

    decide(bob_client, side_edit, "apply", how="replace")

    assert bob_client.get(f"/api/videos/{masklet.video_id}/prompts/").json() == []


def test_everybody_hears_of_it_and_of_its_end(bob_client: APIClient, masklet: Masklet, side_edit: int) -> None:
    decide(bob_client, side_edit, "apply", how="replace")

    events = Event.objects.filter(video_id=masklet.video_id).order_by("seq").values_list("type", "payload")
    told = [(kind, payload) for kind, payload in events if kind.startswith("side_edit")]
    assert [kind for kind, _ in told] == ["side_edit.opened", "side_edit.closed"]
    assert told[0][1]["side_edit"]["id"] == told[1][1]["side_edit"] == side_edit
    assert Operation.objects.filter(video=masklet.video, kind="apply").count() == 1


def test_edit_of_a_deleted_object_is_not_found(bob_client: APIClient, masklet: Masklet, side_edit: int) -> None:
    bob_client.delete(f"/api/masklets/{masklet.pk}/")

    assert bob_client.get(f"/api/side-edits/{side_edit}/").status_code == 404
    assert decide(bob_client, side_edit, "apply", how="replace").status_code == 404
