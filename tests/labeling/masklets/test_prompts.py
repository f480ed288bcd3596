from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from inference.types import BarrierMask, BoxPrompt, Conditioning, MaskPrompt, MaskResult, PointPrompt
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.jobs.leases import LeaseLost, claim_next
from labeling.masklets import actions, queries
from labeling.masklets.models import Masklet, Prediction, Prompt
from tests.factories.masklets import as_json, make_square

SQUARE = make_square()
ClientOf = Callable[[User | None], APIClient]


@pytest.fixture
def client(client_of: ClientOf, bob: User) -> APIClient:
    return client_of(bob)


def add(client: APIClient, masklet: Masklet, **body: Any) -> Any:
    return client.post(f"/api/masklets/{masklet.pk}/prompts/", body, format="json")


def add_point(client: APIClient, masklet: Masklet, frame: int = 3, label: int = 1) -> Any:
    return add(client, masklet, frame=frame, kind="point", points=[[10.5, 20]], labels=[label])


def claim() -> Prediction:
    job = claim_next(Prediction.objects.all(), owner="worker")
    assert job is not None
    return job


def answer(job: Prediction, state: str = "present") -> actions.CommitResult | None:
    rle = SQUARE if state == "present" else None
    result = MaskResult(frame=job.frame, rle=rle, score=0.75, state=state)
    return actions.complete_prediction(prediction_id=job.pk, token=job.lease_token, result=result)


def list_masks(client: APIClient, masklet: Masklet) -> list[tuple[int, str, str]]:
    masks = client.get(f"/api/masklets/{masklet.pk}/masks/").json()["masks"]
    return [(mask["frame"], mask["origin"], mask["state"]) for mask in masks]


def test_point_prompt_is_answered_by_a_prediction(client: APIClient, masklet: Masklet, bob: User) -> None:
    response = add_point(client, masklet)

    assert response.status_code == 202
    job = claim()
    assert response.json() == {
        "operation": job.operation_id,
        "prompt": {
            "id": Prompt.objects.get().pk,
            "masklet": masklet.pk,
            "frame": 3,
            "kind": "point",
            "points": [[10.5, 20.0]],
            "labels": [1],
            "box": None,
            "rle": None,
            "author": bob.pk,
            "created_at": response.json()["prompt"]["created_at"],
        },
        "removed": [],
    }
    assert answer(job) == actions.CommitResult(versions={masklet.pk: 1}, skipped={})
    masks = client.get(f"/api/masklets/{masklet.pk}/masks/").json()
    assert masks == {
        "masks": [
            {
                "frame": 3,
                "rle": as_json(SQUARE),
                "origin": "prompted",
                "state": "present",
                "version": 1,
                "score": 0.75,
            }
        ],
        "next": None,
    }


def test_points_on_a_frame_add_up(client: APIClient, masklet: Masklet) -> None:
    add_point(client, masklet)
    second = add_point(client, masklet, label=0)

    assert second.json()["removed"] == []
    assert queries.list_conditioning(masklet) == Conditioning(
        prompts={
            3: (
                PointPrompt(frame=3, points=((10.5, 20.0),), labels=(1,)),
                PointPrompt(frame=3, points=((10.5, 20.0),), labels=(0,)),
            )
        },
        barriers={},
    )


def test_box_prompt_replaces_the_frame_s_prompts(client: APIClient, masklet: Masklet) -> None:
    first = add_point(client, masklet).json()["prompt"]["id"]
    elsewhere = add_point(client, masklet, frame=9).json()["prompt"]["id"]

    response = add(client, masklet, frame=3, kind="box", box=[1, 2, 30, 40])

    assert response.json()["removed"] == [first]
    standing = client.get(f"/api/videos/{masklet.video_id}/prompts/").json()
    assert [prompt["id"] for prompt in standing] == [elsewhere, response.json()["prompt"]["id"]]
    assert queries.list_conditioning(masklet).prompts[3] == (BoxPrompt(frame=3, box=(1.0, 2.0, 30.0, 40.0)),)


def test_mask_prompt_is_its_own_answer(client: APIClient, masklet: Masklet) -> None:
    response = add(client, masklet, frame=3, kind="mask", rle=as_json(SQUARE))

    assert response.status_code == 202
    assert list_masks(client, masklet) == [(3, "prompted", "present")]
    assert not Prediction.objects.exists()
    assert queries.list_conditioning(masklet) == Conditioning(
        prompts={3: (MaskPrompt(frame=3, rle=SQUARE),)},
        barriers={3: BarrierMask(frame=3, rle=SQUARE, origin="prompted")},
    )


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"frame": 100, "kind": "point", "points": [[1, 1]], "labels": [1]}, 422, "Frame 100 is outside the video"),
        ({"frame": 0, "kind": "point", "points": [[65, 1]], "labels": [1]}, 422, "outside the frame of 64×48"),
        ({"frame": 0, "kind": "point", "points": [[-1, 1]], "labels": [1]}, 422, "outside the frame of 64×48"),
        ({"frame": 0, "kind": "point", "points": [[1, 1]], "labels": [2]}, 422, "A point's label is 1"),
        ({"frame": 0, "kind": "point", "points": [[1, 1]], "labels": []}, 422, "Give one label for each point"),
        ({"frame": 0, "kind": "point", "points": [], "labels": []}, 422, "Give at least one point"),
        ({"frame": 0, "kind": "point"}, 400, "needs `points`"),
        ({"frame": 0, "kind": "point", "points": [[10**400, 1]], "labels": [1]}, 400, "points.0.0"),
        ({"frame": 0, "kind": "point", "points": [["1e999", 1]], "labels": [1]}, 400, "points.0.0"),
        ({"frame": -1, "kind": "box", "box": [0, 0, 1, 1]}, 400, "frame"),
        ({"frame": 0, "kind": "box", "box": [5, 5, 5, 9]}, 422, "The box must lie inside"),
        ({"frame": 0, "kind": "box", "box": [0, 0, 65, 9]}, 422, "The box must lie inside"),
        ({"frame": 0, "kind": "box", "box": ["nan", 0, 5, 9]}, 400, "box.0"),
        ({"frame": 0, "kind": "mask", "rle": {"size": [5, 7], "counts": "S1"}}, 422, "encode the mask at the video's"),
        ({"frame": 0, "kind": "mask", "rle": {"size": [48, 64], "counts": "S1"}}, 422, "cover 35 pixels of 3072"),
        ({"frame": 0, "kind": "mask", "rle": {"size": [48, 64], "counts": "ä"}}, 422, "COCO compressed counts"),
        ({"frame": 0, "kind": "lasso"}, 400, "kind"),
    ],
)
def test_prompt_that_makes_no_sense_is_refused(
    client: APIClient, masklet: Masklet, body: dict[str, Any], status: int, sentence: str
) -> None:
    response = add(client, masklet, **body)

    assert response.status_code == status, response.json()
    assert sentence in response.json()["detail"]
    assert not Prompt.objects.exists()


def test_removed_prompt_with_others_left_asks_again(client: APIClient, masklet: Masklet) -> None:
    first = add_point(client, masklet).json()["prompt"]["id"]
    add_point(client, masklet, label=0)

    response = client.delete(f"/api/prompts/{first}/")

    assert response.status_code == 202
    job = Prediction.objects.latest("id")
    assert (job.operation_id, job.frame, job.status) == (response.json()["operation"], 3, "queued")


def test_last_prompt_removed_clears_the_frame(client: APIClient, masklet: Masklet) -> None:
    prompt = add_point(client, masklet).json()["prompt"]["id"]
    answer(claim())

    client.delete(f"/api/prompts/{prompt}/")

    assert list_masks(client, masklet) == [(3, "prompted", "cleared")]
    assert queries.list_conditioning(masklet) == Conditioning(prompts={}, barriers={})
    assert client.delete(f"/api/prompts/{prompt}/").status_code == 404


def test_prompt_removed_before_its_mask_came_leaves_the_frame_cleared(client: APIClient, masklet: Masklet) -> None:
    prompt = add_point(client, masklet).json()["prompt"]["id"]
    job = claim()
    client.delete(f"/api/prompts/{prompt}/")

    assert answer(job) is None
    assert list_masks(client, masklet) == [(3, "prompted", "cleared")]
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_prompt_removed_from_a_drawn_frame_before_its_mask_came_leaves_the_drawing(
    client: APIClient, masklet: Masklet, bob: User
) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=3, rle=SQUARE)
    prompt = add_point(client, masklet).json()["prompt"]["id"]

    operation = client.delete(f"/api/prompts/{prompt}/").json()["operation"]

    assert list_masks(client, masklet) == [(3, "drawn", "present")]
    event = Event.objects.filter(type="masks.changed").latest("seq")
    assert event.payload["operation"] == operation
    assert event.payload["ranges"] == [
        {"masklet": masklet.pk, "start": 3, "stop": 4, "version": 1, "origin": "drawn", "state": "present"}
    ]


def test_prompt_removed_before_a_worker_began_cancels_the_prediction(client: APIClient, masklet: Masklet) -> None:
    prompt = add_point(client, masklet).json()["prompt"]["id"]
    client.delete(f"/api/prompts/{prompt}/")

    assert Prediction.objects.get().status == "cancelled"


def test_prediction_that_saw_nothing_is_absent(client: APIClient, masklet: Masklet) -> None:
    add_point(client, masklet)
    answer(claim(), state="absent")

    assert list_masks(client, masklet) == [(3, "prompted", "absent")]


def test_prediction_after_a_newer_drawing_is_not_wanted(client: APIClient, masklet: Masklet) -> None:
    add_point(client, masklet)
    job = claim()
    actions.draw_frame(masklet_id=masklet.pk, actor=masklet.author, frame=3, rle=SQUARE)
    add_point(client, masklet)

    assert answer(job) is None
    assert list_masks(client, masklet) == [(3, "drawn", "present")]
    event = Event.objects.get(type="prediction.failed")
    assert event.payload["operation"] == job.operation_id
    assert "the newer mask was kept" in event.payload["problem"]


def test_prediction_by_a_worker_that_lost_its_lease_is_refused(client: APIClient, masklet: Masklet) -> None:
    add_point(client, masklet)
    job = claim()
    Prediction.objects.filter(pk=job.pk).update(lease_token=job.lease_token + 1)

    with pytest.raises(LeaseLost):
        answer(job)
    assert list_masks(client, masklet) == []


def test_failed_prediction_is_announced(client: APIClient, masklet: Masklet) -> None:
    response = add_point(client, masklet)
    job = claim()

    actions.fail_prediction(prediction_id=job.pk, token=job.lease_token, problem="The model is not there: fetch it.")

    event = Event.objects.get(type="prediction.failed")
    assert event.payload == {
        "masklet": masklet.pk,
        "frame": 3,
        "operation": response.json()["operation"],
        "problem": "The model is not there: fetch it.",
    }


def test_prompt_over_another_person_s_newer_drawing_is_in_conflict(
    client: APIClient, masklet: Masklet, alice: User
) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=alice, frame=3, rle=SQUARE)

    response = add(client, masklet, frame=3, kind="point", points=[[1, 1]], labels=[1], base_version=0)

    assert response.status_code == 409
    body = response.json()
    assert (body["head"], body["author"], body["frames"], body["side_edit"]) == (1, alice.pk, [3], None)
    assert "alice changed frame 3 of object 1 before you." in body["detail"]
    assert add_point(client, masklet).status_code == 202


def test_prompt_over_another_person_s_prompt_is_no_conflict(client: APIClient, masklet: Masklet, alice: User) -> None:
    value = MaskPrompt(frame=3, rle=SQUARE)
    actions.add_prompt(masklet_id=masklet.pk, actor=alice, value=value)

    response = add(client, masklet, frame=3, kind="point", points=[[1, 1]], labels=[1], base_version=0)

    assert response.status_code == 202


@pytest.mark.parametrize(
    ("status", "sentence"), [("submitted", "withdraw it"), ("approved", "ask a reviewer to reopen it")]
)
def test_prompt_on_a_closed_masklet_is_refused(client: APIClient, masklet: Masklet, status: str, sentence: str) -> None:
    Masklet.objects.filter(pk=masklet.pk).update(status=status)

    response = add_point(client, masklet)

    assert response.status_code == 409
    assert sentence in response.json()["detail"]
