"""Undo and redo: per person, by gesture, exact, and refused with the reason."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from inference.types import MaskResult, PointPrompt
from labeling.accounts.models import User
from labeling.jobs.leases import claim_next
from labeling.masklets import actions, queries
from labeling.masklets.actions import FrameWrite
from labeling.masklets.models import ApprovedRange, Masklet, Operation, Prediction, Prompt
from labeling.propagation.models import Propagation
from labeling.videos.models import Video
from tests.factories.masklets import make_square

ClientOf = Callable[[User | None], APIClient]


def draw(masklet: Masklet, person: User, frame: int, left: int = 4) -> Operation:
    return actions.draw_frame(masklet_id=masklet.pk, actor=person, frame=frame, rle=make_square(left)).operation


def point(masklet: Masklet, person: User, frame: int, x: float = 5) -> actions.PromptAdded:
    value = PointPrompt(frame=frame, points=((x, 6.0),), labels=(1,))
    return actions.add_prompt(masklet_id=masklet.pk, actor=person, value=value)


def answer(left: int) -> None:
    job = claim_next(Prediction.objects.all(), owner="worker")
    result = MaskResult(frame=job.frame, rle=make_square(left), score=0.5, state="present")
    actions.complete_prediction(prediction_id=job.pk, token=job.lease_token, result=result)


def propagate(masklet: Masklet, person: User, frames: range, left: int = 9, status: str = "done") -> Operation:
    operation = Operation.objects.create(video=masklet.video, author=person, kind="propagate")
    Propagation.objects.create(
        video=masklet.video, operation=operation, direction="forward", start=frames.start, stop=frames.stop,
        anchor=frames.start, status=status, created_by=person,
    )  # fmt: skip
    middle = (frames.start + frames.stop) // 2
    for chunk in (range(frames.start, middle), range(middle, frames.stop)):
        writes = [
            FrameWrite(frame=frame, rle=make_square(left), origin="propagated", state="present") for frame in chunk
        ]
        actions.commit_masks(operation=operation, writes={masklet.pk: writes})
    return operation


def masks(masklet: Masklet) -> dict[int, tuple[str, str, Any]]:
    """What is said on each frame; where nothing is said there is no entry."""
    page = queries.list_masks(masklet, version=None, start=0, stop=1000)
    return {mask.frame: (mask.origin, mask.state, mask.rle) for mask in page.masks if mask.state != "cleared"}


def undo(client: APIClient, video: Video, **body: Any) -> Any:
    return client.post(f"/api/videos/{video.pk}/undo/", body, format="json")


def redo(client: APIClient, video: Video, **body: Any) -> Any:
    return client.post(f"/api/videos/{video.pk}/redo/", body, format="json")


def test_undo_and_redo_go_back_and_forth(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    client = client_of(bob)
    first, second = draw(masklet, bob, 3, left=1), draw(masklet, bob, 3, left=30)

    answers = [undo(client, video).json(), undo(client, video).json()]

    assert [(entry["first"], entry["kind"], entry["ranges"]) for entry in answers] == [
        (second.pk, "draw", [[masklet.pk, 3, 4]]),
        (first.pk, "draw", [[masklet.pk, 3, 4]]),
    ]
    assert masks(masklet) == {}
    assert redo(client, video).json()["first"] == first.pk
    assert masks(masklet) == {3: ("drawn", "present", make_square(1))}
    assert redo(client, video).json()["first"] == second.pk
    assert masks(masklet) == {3: ("drawn", "present", make_square(30))}
    assert undo(client, video).json()["first"] == second.pk
    assert masks(masklet) == {3: ("drawn", "present", make_square(1))}


def test_undo_of_nothing_says_so(client_of: ClientOf, video: Video, masklet: Masklet, bob: User) -> None:
    client = client_of(bob)

    refused = [undo(client, video), redo(client, video)]

    assert [(entry.status_code, entry.json()["detail"]) for entry in refused] == [
        (409, "There is nothing of yours left to undo in this video."),
        (409, "There is nothing to redo: nothing is undone, or you did something new since."),
    ]
    assert client.get(f"/api/videos/{video.pk}/undo/").json() == {"undo": None, "redo": None}


def test_new_gesture_empties_the_redo_of_its_author_alone(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    draw(masklet, bob, 3)
    undo(client_of(bob), video)
    draw(masklet, alice, 50)
    assert client_of(bob).get(f"/api/videos/{video.pk}/undo/").json()["redo"]["kind"] == "draw"

    draw(masklet, bob, 9)

    assert client_of(bob).get(f"/api/videos/{video.pk}/undo/").json()["redo"] is None
    assert redo(client_of(bob), video).status_code == 409


def test_one_step_undoes_a_whole_propagation(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    draw(masklet, bob, 0)
    before = masks(masklet)
    operation = propagate(masklet, bob, range(1, 41))
    after = masks(masklet)

    answered = undo(client_of(bob), video).json()

    assert (answered["first"], answered["ranges"]) == (operation.pk, [[masklet.pk, 1, 41]])
    assert masks(masklet) == before
    redo(client_of(bob), video)
    assert masks(masklet) == after


def test_running_propagation_is_cancelled_first(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    propagate(masklet, bob, range(1, 9), status="running")

    refused = undo(client_of(bob), video)

    assert refused.status_code == 409
    assert refused.json()["detail"] == "This propagation still runs: cancel it or wait for its end, then undo it."
    assert refused.json()["propagation"] == Propagation.objects.get().pk


def test_undo_is_refused_where_somebody_changed_the_frames_since(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    operation = propagate(masklet, bob, range(1, 9))
    for frame in (3, 4, 7):
        draw(masklet, alice, frame)
    before = masks(masklet)

    refused = undo(client_of(bob), video)
    shown = client_of(bob).get(f"/api/videos/{video.pk}/undo/").json()["undo"]

    sentence = (
        "Alice changed frames 3–4 and 7 of object 1 since: look at the newer masks and change them by hand if you "
        "still want to."
    )
    changed = [{"masklet": masklet.pk, "author": alice.pk, "ranges": [[3, 5], [7, 8]]}]
    assert (refused.status_code, refused.json()["detail"]) == (409, sentence)
    assert (refused.json()["operation"], refused.json()["changed"]) == (operation.pk, changed)
    assert shown["refusal"] == {"detail": sentence, "changed": changed, "propagation": None}
    assert masks(masklet) == before


def test_undo_goes_again_once_the_other_person_undid_theirs(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    draw(masklet, bob, 3, left=1)
    draw(masklet, alice, 3, left=30)
    assert undo(client_of(bob), video).status_code == 409

    assert undo(client_of(alice), video).status_code == 200
    assert masks(masklet) == {3: ("drawn", "present", make_square(1))}
    assert undo(client_of(bob), video).status_code == 200
    assert masks(masklet) == {}
    refused = redo(client_of(alice), video)
    assert refused.status_code == 409
    assert refused.json()["detail"].startswith("Bob changed frame 3 of object 1 since")


def test_named_gesture_is_undone_unless_later_ones_stand_on_it(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    first, second, third = draw(masklet, bob, 3), draw(masklet, bob, 3, left=30), draw(masklet, bob, 9)
    client = client_of(bob)

    refused = undo(client, video, operation=first.pk)
    assert refused.json()["detail"] == "You changed frame 3 of object 1 since: undo that first."
    assert undo(client, video, operation=second.pk).status_code == 200
    assert undo(client, video, operation=first.pk).status_code == 200
    assert set(masks(masklet)) == {9}
    assert undo(client, video, operation=first.pk).status_code == 409
    assert undo(client_of(alice), video, operation=third.pk).status_code == 403
    assert undo(client, video, operation=third.pk + 1000).status_code == 404
    assert redo(client, video, operation=second.pk).status_code == 409  # the first stands below it
    assert redo(client, video, operation=first.pk).status_code == 200
    assert redo(client, video, operation=second.pk).status_code == 200
    assert masks(masklet)[3] == ("drawn", "present", make_square(30))


def test_undo_of_a_point_takes_its_mask_and_the_point_away(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    first = point(masklet, bob, 3)
    answer(1)
    second = point(masklet, bob, 3, x=20)
    answer(2)

    undo(client_of(bob), video)

    assert masks(masklet) == {3: ("prompted", "present", make_square(1))}
    assert [prompt.pk for prompt in queries.list_live_prompts(video)] == [first.prompt.pk]
    redo(client_of(bob), video)
    assert masks(masklet) == {3: ("prompted", "present", make_square(2))}
    assert [prompt.pk for prompt in queries.list_live_prompts(video)] == [first.prompt.pk, second.prompt.pk]
    assert not Prediction.objects.filter(status="queued").exists()


def test_undone_point_s_answer_is_not_wanted(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    point(masklet, bob, 3)
    answer(1)
    point(masklet, bob, 3, x=20)
    job = claim_next(Prediction.objects.all(), owner="worker")

    undo(client_of(bob), video)
    result = MaskResult(frame=3, rle=make_square(2), score=0.5, state="present")

    assert actions.complete_prediction(prediction_id=job.pk, token=job.lease_token, result=result) is None
    assert masks(masklet) == {3: ("prompted", "present", make_square(1))}


def test_question_that_a_drawing_cut_off_is_asked_again(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    point(masklet, bob, 3)
    draw(masklet, bob, 3)

    undo(client_of(bob), video)

    assert masks(masklet) == {}
    assert [prompt.frame for prompt in queries.list_live_prompts(video)] == [3]
    answer(8)
    assert masks(masklet) == {3: ("prompted", "present", make_square(8))}


def test_removed_prompt_comes_back_as_it_was(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    added = point(masklet, alice, 3)
    answer(1)
    before = [queries.describe_prompt(prompt) for prompt in queries.list_live_prompts(video)]
    actions.remove_prompt(prompt_id=added.prompt.pk, actor=bob)
    assert masks(masklet) == {}

    undo(client_of(bob), video)

    assert [queries.describe_prompt(prompt) for prompt in queries.list_live_prompts(video)] == before
    assert masks(masklet) == {3: ("prompted", "present", make_square(1))}


def test_labels_and_objects_come_and_go(client_of: ClientOf, masklet: Masklet, video: Video, bob: User) -> None:
    client = client_of(bob)
    cat = video.project.labels.create(name="cat", color="#000000")
    made = actions.create_masklet(video_id=video.pk, label_id=cat.pk, actor=bob)
    draw(made, bob, 3)
    actions.relabel_masklet(masklet_id=made.pk, label_id=masklet.label_id, actor=bob)
    actions.delete_masklet(masklet_id=made.pk, actor=bob)

    kinds = [undo(client, video).json()["kind"] for _ in range(4)]

    assert kinds == ["delete", "relabel", "draw", "create"]
    assert [entry.pk for entry in queries.list_masklets(video)] == [masklet.pk]
    assert [redo(client, video).json()["kind"] for _ in range(3)] == ["create", "draw", "relabel"]
    made.refresh_from_db()
    assert (made.deleted_at, made.label_id) == (None, masklet.label_id)
    assert masks(made) == {3: ("drawn", "present", make_square(4))}


def test_object_on_which_somebody_worked_is_not_unmade(
    client_of: ClientOf, video: Video, masklet: Masklet, bob: User, alice: User
) -> None:
    made = actions.create_masklet(video_id=video.pk, label_id=masklet.label_id, actor=bob)
    draw(made, alice, 3)

    refused = undo(client_of(bob), video)

    assert refused.json()["detail"].startswith("Alice changed frame 3 of object 2 since")


def test_label_that_was_changed_since_stays(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    cat, cow = (video.project.labels.create(name=name, color="#000000") for name in ("cat", "cow"))
    actions.relabel_masklet(masklet_id=masklet.pk, label_id=cat.pk, actor=bob)
    actions.relabel_masklet(masklet_id=masklet.pk, label_id=cow.pk, actor=alice)

    refused = undo(client_of(bob), video)

    assert (refused.status_code, refused.json()["detail"]) == (409, "Alice gave object 1 another label since.")


def test_what_is_handed_over_or_approved_stays(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, carol: User
) -> None:
    draw(masklet, bob, 3)
    actions.submit_masklet(masklet_id=masklet.pk, actor=bob)
    assert undo(client_of(bob), video).json()["detail"].startswith("Object 1 is submitted for review")
    actions.reopen_masklet(masklet_id=masklet.pk, actor=bob)
    ApprovedRange.objects.create(masklet=masklet, version=1, start=2, stop=5, approved_by=carol)

    refused = undo(client_of(bob), video)

    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "Frame 3 of object 1 is approved: ask a reviewer to reopen it first.",
    )


def test_undo_sent_twice_with_one_key_undoes_once(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    draw(masklet, bob, 3)
    draw(masklet, bob, 4)
    url = f"/api/videos/{video.pk}/undo/"

    answers = [client_of(bob).post(url, {}, format="json", headers={"Idempotency-Key": "k"}) for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert set(masks(masklet)) == {3}


def test_undo_of_a_drawing_over_a_propagation_gives_the_propagated_mask_back(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    propagate(masklet, bob, range(1, 9))
    before = masks(masklet)
    draw(masklet, bob, 5)

    undo(client_of(bob), video)

    assert masks(masklet) == before
    assert Prompt.objects.count() == 0
