"""Submitted and approved work is read-only on the server until it is reopened, whatever asks for a change."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from inference.types import MaskPrompt
from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import FrameHead, Masklet, Prompt, SideEdit
from labeling.review.actions import decide_masklet
from labeling.videos.models import Video
from tests.factories.masklets import MaskletFactory, as_json, make_square
from tests.labeling.access.test_access import list_routes

SQUARE = as_json(make_square())
CHANGING = ("POST", "PUT", "PATCH", "DELETE")
OF_MASKLETS = ("masklets/", "prompts/", "side-edits/", "videos/<video_id>/")

# Every call that would change a closed object, with a body that is right as soon as it is open.
EDITS: dict[str, dict[str, Any] | None] = {
    "PATCH masklets/<masklet_id>/": {"label": "<label_id>"},
    "DELETE masklets/<masklet_id>/": None,
    "POST masklets/<masklet_id>/prompts/": {"frame": 2, "kind": "point", "points": [[5, 5]], "labels": [1]},
    "DELETE prompts/<prompt_id>/": None,
    "PUT masklets/<masklet_id>/frames/<frame>/": {"rle": SQUARE},
    "POST masklets/<masklet_id>/split/": {"frame": 2},
    "POST masklets/<masklet_id>/merge/": {"source": "<other_id>", "keep": "target"},
    "POST masklets/<masklet_id>/swap/": {"other": "<other_id>", "frame": 0},
    "POST masklets/<masklet_id>/copy/": {"frame": 0, "start": 3, "stop": 4},
    "POST masklets/<masklet_id>/mark/": {"state": "absent", "start": 0, "stop": 3},
    "POST masklets/<masklet_id>/restore/": {"version": 1},
    "POST masklets/<other_id>/merge/": {"source": "<masklet_id>", "keep": "target"},
    "POST masklets/<other_id>/swap/": {"other": "<masklet_id>", "frame": 0},
    "POST side-edits/<side_edit_id>/apply/": {"how": "replace"},
    "POST videos/<video_id>/propagations/": {
        "masklets": ["<masklet_id>"],
        "direction": "forward",
        "start": 0,
        "stop": 9,
    },
    "POST videos/<video_id>/undo/": None,
    "POST videos/<video_id>/redo/": None,
}
# What may be asked of a closed object, and what changes none.
OTHERS = {
    "POST masklets/<masklet_id>/submit/",  # refused by rules of its own
    "POST masklets/<masklet_id>/reopen/",  # the way back
    "POST masklets/<masklet_id>/reviews/",  # what it was submitted for
    "POST masklets/<masklet_id>/recover/",  # of a deleted object, and a closed one cannot be deleted
    "POST side-edits/<side_edit_id>/dismiss/",  # changes no mask
    "POST videos/<video_id>/masklets/",  # another object
    "POST videos/<video_id>/activity/",  # effort
    "PATCH videos/<video_id>/",  # its name
    "POST videos/<video_id>/retry/",  # of a failed one, which has no objects
    "POST videos/<video_id>/archive/",  # puts it away as it is
    "POST videos/<video_id>/unarchive/",
    "POST videos/<video_id>/restore/",
    "DELETE videos/<video_id>/",  # an admin's, with all that is in it, as a tombstone
}


def test_table_names_every_route_that_changes_masklets() -> None:
    """A new one belongs into EDITS, or, if it may be asked of closed work, into OTHERS with the reason."""
    changing = [route.split(" ") for route in list_routes()]
    found = {f"{method} {path}" for method, path in changing if method in CHANGING and path.startswith(OF_MASKLETS)}
    assert found == {route for route in EDITS if "<other_id>" not in route} | OTHERS


def submit(masklet: Masklet, carol: User) -> None:
    del carol
    actions.submit_masklet(masklet_id=masklet.pk, actor=masklet.author)


def approve(masklet: Masklet, carol: User) -> None:
    submit(masklet, carol)
    decide(masklet, carol, "satisfactory")


def give_up(masklet: Masklet, carol: User) -> None:
    submit(masklet, carol)
    decide(masklet, carol, "not_well_defined")


def decide(masklet: Masklet, carol: User, decision: str) -> None:
    masklet.refresh_from_db()
    version = masklet.submitted_version
    assert version is not None
    decide_masklet(
        masklet_id=masklet.pk, actor=carol, decision=decision, version=version, start=0, stop=None, comment="Look."
    )


@pytest.fixture
def ids(masklet: Masklet, video: Video, bob: User, carol: User) -> dict[str, int]:
    """An object with masks, a prompt, an edit beside it, a gesture to undo and one to redo; and another object."""
    other = MaskletFactory.create(video=video, author=bob, label=masklet.label, number=2)
    for pk, frame in [(other.pk, 0), (masklet.pk, 0), (masklet.pk, 2)]:
        actions.draw_frame(masklet_id=pk, actor=bob, frame=frame, rle=make_square(frame))
    added = actions.add_prompt(masklet_id=masklet.pk, actor=bob, value=MaskPrompt(frame=1, rle=make_square(9)))
    assert isinstance(added, actions.PromptAdded)
    actions.draw_frame(masklet_id=masklet.pk, actor=carol, frame=2, rle=make_square(20), base_version=0)
    for frame in (5, 6):
        actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=frame, rle=make_square())
    actions.undo_operation(video=video, actor=bob)
    return {
        "masklet_id": masklet.pk,
        "other_id": other.pk,
        "video_id": video.pk,
        "label_id": masklet.label_id,
        "prompt_id": added.prompt.pk,
        "side_edit_id": SideEdit.objects.get(masklet=masklet).pk,
        "frame": 3,
    }


def ask(client: APIClient, route: str, body: dict[str, Any] | None, ids: dict[str, int]) -> Any:
    method, path = route.split(" ")
    for name, pk in ids.items():
        path = path.replace(f"<{name}>", str(pk))
    return client.generic(method, f"/api/{path}", *client._encode_data(fill(body or {}, ids), "json"))


def fill(value: Any, ids: dict[str, int]) -> Any:
    if isinstance(value, dict):
        return {key: fill(part, ids) for key, part in value.items()}
    if isinstance(value, list):
        return [fill(part, ids) for part in value]
    return ids.get(value.strip("<>"), value) if isinstance(value, str) else value


def look(masklet_id: int) -> Any:
    """Everything that an edit could change."""
    return (
        list(Masklet.objects.filter(pk=masklet_id).values_list("label", "head", "status", "deleted_at")),
        list(FrameHead.objects.filter(masklet=masklet_id).order_by("frame").values_list("frame", "version", "rle")),
        list(Prompt.objects.filter(masklet=masklet_id).order_by("pk").values_list("pk", "removed_by")),
    )


# An object that is not well defined is closed to edits, but may be deleted.
CLOSED = [
    (close, route)
    for close in (submit, approve, give_up)
    for route in EDITS
    if (close, route) != (give_up, "DELETE masklets/<masklet_id>/")
]


@pytest.mark.parametrize(("close", "route"), CLOSED, ids=lambda part: part if isinstance(part, str) else part.__name__)
def test_closed_work_refuses_the_edit_until_it_is_reopened(
    route: str,
    close: Callable[[Masklet, User], None],
    client_of: Callable[[User | None], APIClient],
    masklet: Masklet,
    ids: dict[str, int],
    bob: User,
    carol: User,
) -> None:
    close(masklet, carol)
    before = look(masklet.pk)

    refused = ask(client_of(bob), route, EDITS[route], ids)

    assert refused.status_code == 409, refused.content
    assert look(masklet.pk) == before
    actions.reopen_masklet(masklet_id=masklet.pk, actor=carol)
    done = ask(client_of(bob), route, EDITS[route], ids)
    assert done.status_code < 300, done.content
