"""What a fuzzed call may name: the access table's world with objects in every state, and a token for each role."""

import base64
import random
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from labeling.accounts.actions import create_token
from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.projects.models import Membership
from labeling.videos.models import Upload, Video
from tests.factories.masklets import MaskletFactory, as_json, make_square
from tests.factories.projects import MembershipFactory
from tests.labeling.access.routes import ROWS, Row
from tests.labeling.access.world import World, build_world

# What a case is sent by, and how often.
ROLES = {"annotator": 25, "reviewer": 20, "admin": 30, "staff": 15, "outsider": 5, "anonymous": 5}
TUS = {
    "Tus-Resumable": "1.0.0",
    "Upload-Length": "10",
    "Upload-Offset": "0",
    "Upload-Metadata": "filename " + base64.b64encode(b"clip.mp4").decode(),
}


@dataclass(frozen=True)
class FuzzWorld:
    """`ids`, `words` and `headers`: what a parameter of the path, a field of a body and a header may be, by its name.

    `bodies`: what the access table sends, by operation. What is in none of them is left as it was made.
    """

    tokens: dict[str, str | None]
    ids: dict[str, list[Any]]
    words: dict[str, list[Any]]
    bodies: dict[str, dict[str, Any]]
    headers: dict[str, str]


def make_world(video: Video) -> FuzzWorld:
    world = build_world(video)
    staff = MembershipFactory.create(project=video.project, role=Membership.Role.ADMIN).user
    staff.is_staff = True
    staff.save()
    people = {role: world.user(role) for role in ("annotator", "reviewer", "admin", "outsider")} | {"staff": staff}
    masklets = [masklet.pk for masklet in (world.masklet, *_make_masklets(world))]
    uploads = [world.upload.pk, *(_make_upload(user).pk for user in (world.admin, staff))]
    return FuzzWorld(
        tokens={"anonymous": None} | {role: create_token(user=user, name=role)[1] for role, user in people.items()},
        ids=_read_ids(world) | {"masklet_id": masklets, "upload_id": [str(upload) for upload in uploads]},
        words=_gather_words(world, masklets, uploads),
        bodies={_label(row): row.body(world) if callable(row.body) else row.body for row in ROWS if row.body},
        headers=TUS,
    )


def _label(row: Row) -> str:
    route = row.route.replace("<", "{").replace(">", "}")
    return f"{row.method} /api/{route}"


def _make_masklets(world: World) -> list[Masklet]:
    """Drawn, drawn by another, submitted, deleted."""
    made = []
    for author, count in ((world.annotator, 3), (world.admin, 1)):
        for _ in range(count):
            number = world.video.masklets.count() + 1
            masklet = MaskletFactory.create(video=world.video, label=world.label, author=author, number=number)
            rle = make_square(size=_size(world.video))
            for frame in (3, 6):
                actions.draw_frame(masklet_id=masklet.pk, actor=author, frame=frame, rle=rle)
            made.append(masklet)
    actions.submit_masklet(masklet_id=made[1].pk, actor=world.annotator)
    actions.delete_masklet(masklet_id=made[2].pk, actor=world.annotator)
    return made


def _make_upload(owner: User) -> Upload:
    return Upload.objects.create(
        owner=owner, filename="clip.mp4", length=10, offset=0, expires_at=timezone.now() + timedelta(hours=1)
    )


def _size(video: Video) -> tuple[int, int]:
    return (video.height, video.width)


def _read_ids(world: World) -> dict[str, list[Any]]:
    """From the one place that knows the parameters of every route."""
    names = {name for row in ROWS for name in re.findall(r"<(\w+)>", row.route)}
    found = {name: world.fill(f"<{name}>").removeprefix("/api/") for name in names}
    return {name: [value] for name, value in found.items() if value != f"<{name}>"}


def _gather_words(world: World, masklets: list[int], uploads: list[Any]) -> dict[str, list[Any]]:
    rle = as_json(make_square(size=_size(world.video)))
    return {
        "label": [world.label.pk],
        "project": [world.project.pk],
        "upload": [str(upload) for upload in uploads],
        "masklet": masklets,
        "source": masklets,
        "other": masklets,
        "masklets": [[masklet] for masklet in masklets] + [masklets[1:3]],
        "username": [world.outsider.username, world.annotator.username],
        "rle": [rle, as_json(make_square(20, size=_size(world.video)))],
        "frame": [1, 2, 3, 5],
        "start": [0, 1],
        "stop": [4, 9],
        "version": [1, 2, 3],
        "base_version": [0, 3],
    }


def put_in(case: Any, world: FuzzWorld, chance: random.Random) -> None:
    """Name in a case what is there: nearly always in its path, often in its body and query."""
    for name in case.path_parameters:
        if name in world.ids and chance.random() < 0.9:
            case.path_parameters[name] = chance.choice(world.ids[name])
    for name in list(case.headers):
        if name in world.headers and chance.random() < 0.7:
            case.headers[name] = world.headers[name]
    if isinstance(case.query, dict) and chance.random() < 0.7:
        _fill(case.query, world, chance)
    if isinstance(case.body, dict):
        case.body = _mix(case.body, world.bodies.get(case.operation.label, {}), chance)
        if chance.random() < 0.7:
            _fill(case.body, world, chance)


def _mix(made: dict[str, Any], known: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """As it was made, or a body that is known to be good, or that with one field as it was made."""
    what = chance.random()
    if what < 0.6 or not known:
        return made
    strange = [chance.choice(sorted(made))] if made and what < 0.8 else []
    return known | {name: made[name] for name in strange}


def _fill(container: dict[str, Any], world: FuzzWorld, chance: random.Random) -> None:
    for name in container.keys() & world.words.keys():
        container[name] = chance.choice(world.words[name])
