from collections.abc import Sequence

import pytest

from inference.types import Rle
from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets.actions import FrameWrite, commit_masks
from labeling.masklets.models import ApprovedRange, FrameHead, FrameMask, Masklet, Operation, Version
from labeling.videos.models import Video
from tests.factories.masklets import MaskletFactory, OperationFactory, make_square

SQUARE = make_square()


def write(frame: int, origin: str = "propagated", rle: Rle | None = SQUARE, state: str = "present") -> FrameWrite:
    return FrameWrite(frame=frame, rle=rle, origin=origin, state=state, score=0.5)


def commit(masklet: Masklet, author: User, writes: Sequence[FrameWrite], kind: str = "propagate") -> Operation:
    operation = OperationFactory(video=masklet.video, author=author, kind=kind)
    commit_masks(operation=operation, writes={masklet.pk: writes})
    return operation


def read_heads(masklet: Masklet) -> dict[int, tuple[int, str, str]]:
    return {head.frame: (head.version, head.origin, head.state) for head in FrameHead.objects.filter(masklet=masklet)}


def test_commit_masks_writes_version_heads_and_event(masklet: Masklet, bob: User) -> None:
    operation = commit(masklet, bob, [write(3), write(4), write(6, rle=None, state="absent")])

    masklet.refresh_from_db()
    assert masklet.head == 1
    assert Version.objects.get(masklet=masklet).ranges == [[3, 5], [6, 7]]
    assert read_heads(masklet) == {
        3: (1, "propagated", "present"),
        4: (1, "propagated", "present"),
        6: (1, "propagated", "absent"),
    }
    event = Event.objects.get(video_id=masklet.video_id)
    assert event.seq == 1
    assert event.payload == {
        "operation": operation.pk,
        "kind": "propagate",
        "ranges": [
            {"masklet": masklet.pk, "start": 3, "stop": 5, "version": 1, "origin": "propagated", "state": "present"},
            {"masklet": masklet.pk, "start": 6, "stop": 7, "version": 1, "origin": "propagated", "state": "absent"},
        ],
    }


def test_commit_masks_measures_the_mask(masklet: Masklet, bob: User) -> None:
    commit(masklet, bob, [write(0, rle=make_square(5, top=7, side=3))])

    assert FrameMask.objects.get(masklet=masklet).area_px == 9


def test_commit_masks_of_no_pixel_is_absent(masklet: Masklet, bob: User) -> None:
    commit(masklet, bob, [write(0, rle=make_square(side=0))])

    head = FrameHead.objects.get(masklet=masklet)
    assert (head.state, head.rle) == ("absent", None)


@pytest.mark.parametrize("origin", ["prompted", "drawn"])
@pytest.mark.parametrize("machine", ["propagated", "automatic"])
def test_commit_masks_by_a_machine_leaves_people_s_frames(
    masklet: Masklet, bob: User, origin: str, machine: str
) -> None:
    commit(masklet, bob, [write(5, origin)])
    operation = OperationFactory(video=masklet.video, author=bob)

    result = commit_masks(operation=operation, writes={masklet.pk: [write(frame, machine) for frame in (4, 5, 6)]})

    assert result.versions == {masklet.pk: 2}
    assert result.skipped == {masklet.pk: (5,)}
    assert read_heads(masklet) == {
        4: (2, machine, "present"),
        5: (1, origin, "present"),
        6: (2, machine, "present"),
    }


def test_commit_masks_fills_a_frame_that_a_person_cleared(masklet: Masklet, bob: User) -> None:
    commit(masklet, bob, [write(5, "drawn", rle=None, state="cleared")])
    commit(masklet, bob, [write(5)])

    assert read_heads(masklet) == {5: (2, "propagated", "present")}


def test_commit_masks_leaves_approved_frames_to_everyone(masklet: Masklet, bob: User) -> None:
    ApprovedRange.objects.create(masklet=masklet, version=1, start=5, stop=7, approved_by=bob)
    operation = OperationFactory(video=masklet.video, author=bob)

    result = commit_masks(operation=operation, writes={masklet.pk: [write(frame, "drawn") for frame in (4, 5, 6, 7)]})

    assert result.skipped == {masklet.pk: (5, 6)}
    assert sorted(read_heads(masklet)) == [4, 7]


@pytest.mark.parametrize("status", ["submitted", "approved", "not_well_defined"])
def test_commit_masks_leaves_closed_masklets(masklet: Masklet, bob: User, status: str) -> None:
    Masklet.objects.filter(pk=masklet.pk).update(status=status)
    operation = OperationFactory(video=masklet.video, author=bob)

    result = commit_masks(operation=operation, writes={masklet.pk: [write(1)]})

    assert (result.versions, result.skipped) == ({}, {masklet.pk: (1,)})
    assert not Event.objects.exists()


def test_commit_masks_of_several_masklets_is_one_event(masklet: Masklet, video: Video, bob: User) -> None:
    other = MaskletFactory(video=video, author=bob, number=2)
    operation = OperationFactory(video=video, author=bob, kind="propagate")

    result = commit_masks(operation=operation, writes={other.pk: [write(1)], masklet.pk: [write(1), write(2)]})

    assert result.versions == {masklet.pk: 1, other.pk: 1}
    assert [r["masklet"] for r in Event.objects.get().payload["ranges"]] == [masklet.pk, other.pk]


def test_commit_masks_of_one_frame_twice_is_refused(masklet: Masklet, bob: User) -> None:
    with pytest.raises(ValueError, match="only once"):
        commit(masklet, bob, [write(1), write(1)])


def test_frame_write_of_a_present_frame_without_a_mask_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly when"):
        write(1, rle=None)
