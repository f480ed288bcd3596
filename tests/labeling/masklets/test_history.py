"""Who did what, on which frames, with a picture; and what two versions differ in."""

from collections.abc import Callable
from typing import Any

from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.masklets.queries import history
from labeling.videos.models import Video
from tests.labeling.masklets.test_undo import answer, draw, point, propagate, undo

ClientOf = Callable[[User | None], APIClient]


def get(client: APIClient, path: str, **query: Any) -> Any:
    return client.get(f"/api/{path}/", query).json()


def test_versions_say_who_when_what_and_show_a_frame(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User, alice: User
) -> None:
    point(masklet, alice, 3)
    answer(10)
    propagate(masklet, bob, range(4, 8), left=20)
    actions.mark_frames(masklet_id=masklet.pk, actor=alice, state="absent", start=7, stop=9)
    undo(client_of(alice), video)

    listed = get(client_of(bob), f"masklets/{masklet.pk}/versions")

    def shown(frame: int, left: float) -> tuple[int, list[float]]:
        return frame, [left, 6.0, left + 10, 16.0]

    assert [
        (
            entry["number"], entry["kind"], entry["author"], entry["ranges"],
            entry["thumbnail"] and (entry["thumbnail"]["frame"], entry["thumbnail"]["bbox"]),
        )
        for entry in listed
    ] == [
        (5, "undo", alice.pk, [[7, 9]], shown(7, 20)),
        (4, "mark", alice.pk, [[7, 9]], None),
        (3, "propagate", bob.pk, [[6, 8]], shown(6, 20)),
        (2, "propagate", bob.pk, [[4, 6]], shown(4, 20)),
        (1, "prompt", alice.pk, [[3, 4]], shown(3, 10)),
    ]  # fmt: skip
    assert (listed[0]["undoes"], listed[1]["undone_by"]) == (listed[1]["operation"], listed[0]["operation"])
    assert get(client_of(bob), f"masklets/{masklet.pk}/versions", before=3) == listed[3:]


def test_operations_name_their_objects_frames_and_a_picture(
    client_of: ClientOf, masklet: Masklet, video: Video, bob: User
) -> None:
    client = client_of(bob)
    made = actions.create_masklet(video_id=video.pk, label_id=masklet.label_id, actor=bob)
    propagate(made, bob, range(2, 8))
    draw(masklet, bob, 3)
    split = actions.split_masklet(masklet_id=made.pk, actor=bob, frame=5).masklets[1]
    actions.delete_masklet(masklet_id=masklet.pk, actor=bob)
    actions.submit_masklet(masklet_id=split.pk, actor=bob)

    listed = get(client, f"videos/{video.pk}/operations")

    assert [(entry["kind"], entry["masklets"], entry["ranges"]) for entry in listed] == [
        ("submit", [split.pk], []),
        ("delete", [masklet.pk], []),
        ("split", [made.pk, split.pk], [[made.pk, 5, 8], [split.pk, 5, 8]]),
        ("draw", [masklet.pk], [[masklet.pk, 3, 4]]),
        ("propagate", [made.pk], [[made.pk, 2, 5], [made.pk, 5, 8]]),
        ("create", [made.pk], []),
    ]
    assert [entry["thumbnail"] and entry["thumbnail"]["frame"] for entry in listed] == [None, None, 5, 3, 2, None]
    assert listed[2]["thumbnail"]["masklet"] == split.pk
    assert get(client, f"videos/{video.pk}/operations", before=listed[2]["id"]) == listed[3:]
    of_one = get(client, f"videos/{video.pk}/operations", masklet=made.pk)
    assert [entry["kind"] for entry in of_one] == ["split", "propagate", "create"]


def test_diff_names_the_frames_that_differ_with_both_sides(client_of: ClientOf, masklet: Masklet, bob: User) -> None:
    propagate(masklet, bob, range(2, 8), left=0)  # versions 1 and 2
    draw(masklet, bob, 3, left=20)
    actions.mark_frames(masklet_id=masklet.pk, actor=bob, state="cleared", start=6, stop=7)
    propagate(masklet, bob, range(7, 9), left=0)  # 7 as it was
    path = f"masklets/{masklet.pk}/diff"

    compared = get(client_of(bob), path, **{"from": 2})

    assert compared == {
        "frames": [
            {
                "frame": 3,
                "old": {"version": 1, "state": "present", "origin": "propagated"},
                "new": {"version": 3, "state": "present", "origin": "drawn"},
            },
            {
                "frame": 6,
                "old": {"version": 2, "state": "present", "origin": "propagated"},
                "new": {"version": 4, "state": "cleared", "origin": "drawn"},
            },
            {
                "frame": 8,
                "old": None,
                "new": {"version": 6, "state": "present", "origin": "propagated"},
            },
        ],
        "next": None,
    }
    backwards = get(client_of(bob), path, **{"from": 6, "to": 2})
    assert [(entry["frame"], entry["old"], entry["new"]) for entry in backwards["frames"]] == [
        (entry["frame"], entry["new"], entry["old"]) for entry in compared["frames"]
    ]
    assert [entry["frame"] for entry in get(client_of(bob), path, to=1)["frames"]] == [2, 3, 4]
    assert get(client_of(bob), path, **{"from": 2, "to": 2}) == {"frames": [], "next": None}


def test_diff_comes_in_pages(client_of: ClientOf, masklet: Masklet, bob: User, monkeypatch: Any) -> None:
    from labeling.masklets.queries import diff

    monkeypatch.setattr(diff, "FRAMES_A_PAGE", 4)
    propagate(masklet, bob, range(10))
    seen, start = [], 0
    while start is not None:
        page = get(client_of(bob), f"masklets/{masklet.pk}/diff", start=start)
        seen.append([entry["frame"] for entry in page["frames"]])
        start = page["next"]

    assert seen == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]


def test_long_history_comes_in_pages(client_of: ClientOf, masklet: Masklet, bob: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(history, "VERSIONS_A_PAGE", 2)
    for frame in range(5):
        draw(masklet, bob, frame)

    pages = [get(client_of(bob), f"masklets/{masklet.pk}/versions", before=before) for before in (6, 4, 2)]

    assert [[entry["number"] for entry in page] for page in pages] == [[5, 4], [3, 2], [1]]
