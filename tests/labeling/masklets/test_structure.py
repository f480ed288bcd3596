"""Edits of whole objects and many frames: what they do to masks and prompts, and when they refuse."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from inference.types import MaskPrompt
from labeling.accounts.models import User
from labeling.masklets import actions, queries
from labeling.masklets.models import ApprovedRange, Masklet, Version
from labeling.videos.models import Video
from tests.factories.masklets import MaskletFactory, make_square
from tests.labeling.masklets.test_undo import answer, draw, masks, point, propagate, redo, undo

ClientOf = Callable[[User | None], APIClient]


@pytest.fixture
def other(video: Video, masklet: Masklet, bob: User) -> Masklet:
    return MaskletFactory(video=video, author=bob, label=masklet.label, number=2)


def post(client: APIClient, masklet: Masklet, what: str, **body: Any) -> Any:
    return client.post(f"/api/masklets/{masklet.pk}/{what}/", body, format="json")


def squares(masklet: Masklet) -> dict[int, Any]:
    """The masks by frame; a frame said to be absent is None."""
    return {frame: rle for frame, (_, _, rle) in masks(masklet).items()}


def prompt_frames(masklet: Masklet) -> list[int]:
    return [prompt.frame for prompt in queries.list_live_prompts(masklet.video) if prompt.masklet_id == masklet.pk]


def mask_prompt(masklet: Masklet, person: User, frame: int, left: int) -> None:
    value = MaskPrompt(frame=frame, rle=make_square(left))
    actions.add_prompt(masklet_id=masklet.pk, actor=person, value=value)


def test_split_gives_the_later_frames_to_a_new_object(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    for frame in (2, 10):
        point(masklet, bob, frame)
        answer(frame)
    propagate(masklet, bob, range(3, 9), left=7)
    before = masks(masklet)

    answered = post(client_of(bob), masklet, "split", frame=6)

    assert answered.status_code == 201
    old, new = answered.json()["masklets"]
    made = Masklet.objects.get(pk=new["id"])
    assert (old["id"], new["number"], new["label"]) == (masklet.pk, 2, masklet.label_id)
    assert masks(masklet) == {frame: said for frame, said in before.items() if frame < 6}
    assert masks(made) == {frame: said for frame, said in before.items() if frame >= 6}
    assert (prompt_frames(masklet), prompt_frames(made)) == ([2], [10])
    assert sorted(queries.list_conditioning(made).prompts) == [10]

    undo(client_of(bob), video)
    assert masks(masklet) == before
    assert prompt_frames(masklet) == [2, 10]
    assert [entry.pk for entry in queries.list_masklets(video)] == [masklet.pk]
    redo(client_of(bob), video)
    assert (prompt_frames(masklet), prompt_frames(made)) == ([2], [10])
    assert masks(made) == {frame: said for frame, said in before.items() if frame >= 6}


@pytest.mark.parametrize(("frame", "side"), [(2, "before"), (9, "from")])
def test_split_with_nothing_on_one_side_says_so(
    client_of: ClientOf, masklet: Masklet, bob: User, frame: int, side: str
) -> None:
    propagate(masklet, bob, range(3, 9))

    refused = post(client_of(bob), masklet, "split", frame=frame)

    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        f"Object 1 has no mask {side} frame {frame}: there is nothing to split off.",
    )


def test_merge_asks_what_to_keep_where_both_have_a_mask(
    client_of: ClientOf, masklet: Masklet, other: Masklet, bob: User
) -> None:
    propagate(masklet, bob, range(2, 6))
    propagate(other, bob, range(4, 9))

    refused = post(client_of(bob), masklet, "merge", source=other.pk)

    assert (refused.status_code, refused.json()["overlap"]) == (409, [[4, 6]])
    assert refused.json()["detail"] == (
        "Objects 1 and 2 both have a mask on frames 4–5: choose which stays there, or both together."
    )


@pytest.mark.parametrize("keep", ["target", "source", "union"])
def test_merge_takes_what_the_source_says(
    client_of: ClientOf, masklet: Masklet, other: Masklet, video: Video, bob: User, keep: str
) -> None:
    propagate(masklet, bob, range(2, 6), left=0)
    mask_prompt(masklet, bob, 5, left=0)
    propagate(other, bob, range(4, 9), left=30)
    mask_prompt(other, bob, 4, left=30)
    mask_prompt(other, bob, 8, left=30)
    before = masks(masklet), masks(other), prompt_frames(masklet), prompt_frames(other)

    answered = post(client_of(bob), masklet, "merge", source=other.pk, keep=keep)

    both = {"target": make_square(0), "source": make_square(30), "union": two_squares()}[keep]
    expected = dict.fromkeys((2, 3), make_square(0)) | dict.fromkeys((4, 5), both)
    assert [entry["id"] for entry in answered.json()["masklets"]] == [masklet.pk]
    assert squares(masklet) == expected | dict.fromkeys((6, 7, 8), make_square(30))
    assert sorted(prompt_frames(masklet)) == {"target": [5, 8], "source": [4, 8], "union": [8]}[keep]
    assert [entry.pk for entry in queries.list_masklets(video)] == [masklet.pk]

    undo(client_of(bob), video)
    assert (masks(masklet), masks(other), prompt_frames(masklet), prompt_frames(other)) == before
    assert len(queries.list_masklets(video)) == 2


def two_squares() -> Any:
    from inference import rle as rle_codec

    return rle_codec.union(make_square(0), make_square(30))


def test_a_mask_wins_over_absent_when_two_objects_are_one(
    client_of: ClientOf, masklet: Masklet, other: Masklet, bob: User
) -> None:
    actions.mark_frames(masklet_id=masklet.pk, actor=bob, state="absent", start=0, stop=4)
    actions.mark_frames(masklet_id=other.pk, actor=bob, state="absent", start=3, stop=6)
    draw(masklet, bob, 5, left=1)
    draw(other, bob, 2, left=30)

    answered = post(client_of(bob), masklet, "merge", source=other.pk)

    assert answered.status_code == 200
    assert squares(masklet) == {0: None, 1: None, 2: make_square(30), 3: None, 4: None, 5: make_square(1)}


def test_swap_exchanges_masks_and_prompts_from_a_frame_on(
    client_of: ClientOf, masklet: Masklet, other: Masklet, video: Video, bob: User
) -> None:
    propagate(masklet, bob, range(2, 8), left=0)
    mask_prompt(masklet, bob, 7, left=0)
    propagate(other, bob, range(4, 6), left=30)
    mask_prompt(other, bob, 3, left=30)
    before = masks(masklet), masks(other), prompt_frames(masklet), prompt_frames(other)

    answered = post(client_of(bob), masklet, "swap", other=other.pk, frame=4)

    assert answered.status_code == 200
    assert squares(masklet) == {2: make_square(0), 3: make_square(0), 4: make_square(30), 5: make_square(30)}
    assert squares(other) == {3: make_square(30)} | dict.fromkeys((4, 5, 6, 7), make_square(0))
    assert masks(other)[7][0] == "prompted"
    assert (prompt_frames(masklet), prompt_frames(other)) == ([], [7, 3])
    assert sorted(queries.list_conditioning(other).prompts) == [3, 7]

    undo(client_of(bob), video)
    assert (masks(masklet), masks(other), prompt_frames(masklet), prompt_frames(other)) == before


def test_copy_puts_a_mask_on_many_frames(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    propagate(masklet, bob, range(2, 8), left=0)
    mask_prompt(masklet, bob, 4, left=0)
    draw(masklet, bob, 3, left=30)
    before = masks(masklet), prompt_frames(masklet)

    answered = post(client_of(bob), masklet, "copy", frame=3, start=2, stop=6)

    assert answered.status_code == 200
    drawn = ("drawn", "present", make_square(30))
    assert {frame: masks(masklet)[frame] for frame in (2, 3, 4, 5)} == dict.fromkeys((2, 3, 4, 5), drawn)
    assert prompt_frames(masklet) == []
    assert Version.objects.filter(masklet=masklet).latest("number").ranges == [[2, 3], [4, 6]]

    undo(client_of(bob), video)
    assert (masks(masklet), prompt_frames(masklet)) == before


def test_copy_of_no_mask_says_so(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    refused = post(client_of(bob), masklet, "copy", frame=3, start=2, stop=6)

    assert (refused.status_code, refused.json()["detail"]) == (
        422,
        "Object 1 has no mask on frame 3: there is nothing to copy.",
    )


def test_range_is_marked_absent_or_cleared(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    propagate(masklet, bob, range(2, 8))
    mask_prompt(masklet, bob, 4, left=0)
    before = masks(masklet), prompt_frames(masklet)

    post(client_of(bob), masklet, "mark", state="absent", start=4, stop=10)
    assert {frame for frame, (_, state, _) in masks(masklet).items() if state == "absent"} == set(range(4, 10))
    assert prompt_frames(masklet) == []
    post(client_of(bob), masklet, "mark", state="cleared", start=0, stop=100)
    assert masks(masklet) == {}

    undo(client_of(bob), video)
    undo(client_of(bob), video)
    assert (masks(masklet), prompt_frames(masklet)) == before


def test_what_another_person_said_since_is_not_written_over(
    client_of: ClientOf, masklet: Masklet, bob: User, alice: User
) -> None:
    draw(masklet, bob, 3)
    for frame in (4, 5):
        draw(masklet, alice, frame)
    client = client_of(bob)

    refused = [
        post(client, masklet, "copy", frame=3, start=2, stop=9, base_version=1),
        post(client, masklet, "mark", state="absent", start=2, stop=9, base_version=1),
        post(client, masklet, "restore", version=1, base_version=1),
    ]

    sentence = (
        "alice changed frames 4–5 of object 1 before you. Look at the newer masks, then do it again if you still want "
        "to."
    )
    for entry in refused:
        body = entry.json()
        assert (entry.status_code, body["detail"], body["author"], body["frames"], body["head"]) == (
            409, sentence, alice.pk, [4, 5], 3,
        )  # fmt: skip
    assert post(client, masklet, "mark", state="absent", start=2, stop=9).status_code == 200


def test_restore_says_an_earlier_version_again(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    mask_prompt(masklet, bob, 1, left=1)
    propagate(masklet, bob, range(2, 8), left=0)
    then = masklet.versions.count()
    early = squares(masklet)
    propagate(masklet, bob, range(3, 12), left=20)
    draw(masklet, bob, 1, left=9)
    late = masks(masklet), prompt_frames(masklet)

    some = post(client_of(bob), masklet, "restore", version=then, start=4, stop=6)
    assert some.status_code == 200
    assert Version.objects.filter(masklet=masklet).latest("number").ranges == [[4, 6]]
    assert masks(masklet)[4] == ("restored", "present", make_square(0))
    assert squares(masklet)[6] == make_square(20)
    undo(client_of(bob), video)
    assert (masks(masklet), prompt_frames(masklet)) == late

    post(client_of(bob), masklet, "restore", version=then)
    assert squares(masklet) == early
    assert prompt_frames(masklet) == [1]
    again = post(client_of(bob), masklet, "restore", version=then)
    assert (again.status_code, again.json()["detail"]) == (
        422,
        f"These frames are as they were at version {then}: there is nothing to restore.",
    )
    undo(client_of(bob), video)
    assert (masks(masklet), prompt_frames(masklet)) == late


def test_propagation_leaves_restored_frames(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    propagate(masklet, bob, range(2, 8), left=0)
    propagate(masklet, bob, range(2, 8), left=20)
    post(client_of(bob), masklet, "restore", version=2, start=4, stop=5)

    propagate(masklet, bob, range(2, 8), left=30)

    assert squares(masklet) == dict.fromkeys(range(2, 8), make_square(30)) | {4: make_square(0)}


def test_deleted_object_comes_back_with_masks_prompts_and_its_question(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    draw(masklet, bob, 3)
    point(masklet, bob, 5)
    actions.delete_masklet(masklet_id=masklet.pk, actor=bob)
    listed = client_of(alice).get(f"/api/videos/{video.pk}/deleted-masklets/").json()
    assert [(entry["masklet"]["id"], entry["deleted_by"]) for entry in listed] == [(masklet.pk, bob.pk)]

    recovered = post(client_of(alice), masklet, "recover")

    assert recovered.status_code == 200
    assert squares(masklet) == {3: make_square(4)}
    assert prompt_frames(masklet) == [5]
    answer(8)
    assert squares(masklet) == {3: make_square(4), 5: make_square(8)}
    assert client_of(alice).get(f"/api/videos/{video.pk}/deleted-masklets/").json() == []
    assert post(client_of(alice), masklet, "recover").status_code == 409
    refused = undo(client_of(bob), video)
    assert refused.json()["detail"] == "Alice recovered object 1 since."


def edits(masklet: Masklet, other: Masklet) -> list[tuple[Masklet, str, dict[str, Any]]]:
    return [
        (masklet, "split", {"frame": 4}),
        (masklet, "merge", {"source": other.pk, "keep": "source"}),
        (other, "merge", {"source": masklet.pk, "keep": "target"}),
        (masklet, "swap", {"other": other.pk, "frame": 4}),
        (other, "swap", {"other": masklet.pk, "frame": 4}),
        (masklet, "copy", {"frame": 3, "start": 0, "stop": 9}),
        (masklet, "mark", {"state": "absent", "start": 0, "stop": 9}),
        (masklet, "mark", {"state": "cleared", "start": 0, "stop": 9}),
        (masklet, "restore", {"version": 1}),
    ]


@pytest.mark.parametrize("closed", ["approved frames", "submitted"])
@pytest.mark.parametrize("number", range(9))
def test_closed_objects_and_frames_stay_as_they_are(
    client_of: ClientOf, masklet: Masklet, other: Masklet, bob: User, carol: User, number: int, closed: str
) -> None:
    propagate(masklet, bob, range(2, 8), left=0)
    draw(masklet, bob, 5)
    draw(other, bob, 5)
    draw(other, bob, 3)
    if closed == "submitted":
        actions.submit_masklet(masklet_id=masklet.pk, actor=bob)
    else:
        ApprovedRange.objects.create(masklet=masklet, version=1, start=5, stop=6, approved_by=carol)
    before = masks(masklet), masks(other)
    target, what, body = edits(masklet, other)[number]

    refused = post(client_of(bob), target, what, **body)

    assert refused.status_code == 409
    assert "reopen" in refused.json()["detail"] or "withdraw" in refused.json()["detail"]
    assert (masks(masklet), masks(other)) == before


@pytest.mark.parametrize("number", range(5))
def test_objects_on_which_the_model_works_are_not_cut_up(
    client_of: ClientOf, masklet: Masklet, other: Masklet, bob: User, number: int
) -> None:
    propagate(masklet, bob, range(2, 8), left=0)
    draw(other, bob, 5)
    point(masklet, bob, 9)
    target, what, body = edits(masklet, other)[number]

    refused = post(client_of(bob), target, what, **body)

    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Object 1 still waits for a mask: wait until it is there, or remove its prompt.",
    )
