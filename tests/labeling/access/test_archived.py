"""An archived project or video is read-only: every route that changes something refuses, whoever asks."""

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from labeling.videos.models import Video
from tests.labeling.access.routes import ROWS, Row
from tests.labeling.access.world import World, build_world

CHANGING = ("POST", "PUT", "PATCH", "DELETE")
# What belongs to a person or an installation, not to a project.
OF_PEOPLE = ("session/", "sessions/", "account/", "tokens/", "users/", "uploads/", "invitation/")
OF_PROJECTS = (*OF_PEOPLE, "projects/", "labels/", "members/", "invites/")

# What may be asked of an archived project, with the reason.
OPEN_IN_PROJECT = {
    "POST projects/",  # another one
    "POST assignments/next/",  # gives nothing of it
    "POST projects/<project_id>/archive/",  # refused by a rule of its own
    "POST projects/<project_id>/unarchive/",  # the way back
    "DELETE projects/<project_id>/",
    "POST projects/<deleted_project_id>/restore/",  # of a deleted one
    "POST projects/<project_id>/exports/",  # changes nothing in it
    "DELETE invites/<invite_id>/",  # lets nobody in
    "DELETE members/<member_id>/",  # nobody keeps their access because of that
}
# The same of an archived video.
OPEN_IN_VIDEO = {
    "POST videos/",  # another one
    "POST assignments/next/",  # gives another one
    "POST videos/<video_id>/archive/",  # refused by a rule of its own
    "POST videos/<video_id>/unarchive/",  # the way back
    "DELETE videos/<video_id>/",
    "POST videos/<deleted_video_id>/restore/",  # of a deleted one
}


@pytest.fixture
def world(video_with_media: Video) -> World:
    return build_world(video_with_media)


def list_changing(apart_from: set[str], others: tuple[str, ...]) -> list[Row]:
    rows = [row for row in ROWS if row.method in CHANGING and not row.route.startswith(others)]
    return [row for row in rows if row.name not in apart_from]


def list_not_refused(world: World, rows: list[Row], word: str) -> dict[str, object]:
    """The rows that do not answer with the sentence about the archived project or video, as the admin asks."""
    client = APIClient()
    client.force_authenticate(world.admin)
    wrong = {}
    for row in rows:
        body = row.body(world) if callable(row.body) else row.body
        answer = client.generic(row.method, world.fill(row.route), *client._encode_data(body or {}, "json"))
        said = answer.json() if answer.content else {}
        if (answer.status_code, said.get("type")) != (409, "urn:maskloop:problem:archived") or word not in str(said):
            wrong[row.name] = (answer.status_code, said)
    return wrong


def test_archived_project_refuses_every_change(world: World) -> None:
    """A new route refuses as well (`to_change=True`), or is named above with the reason."""
    world.project.archived_at = timezone.now()
    world.project.save()
    rows = list_changing(OPEN_IN_PROJECT, OF_PEOPLE)

    assert list_not_refused(world, rows, f"The project “{world.project.name}” is archived") == {}


def test_archived_video_refuses_every_change(world: World) -> None:
    world.video.archived_at = timezone.now()
    world.video.save()
    rows = list_changing(OPEN_IN_VIDEO, OF_PROJECTS)

    assert list_not_refused(world, rows, f"The video “{world.video.name}” is archived") == {}


@pytest.mark.parametrize("what", ["project", "video"])
def test_archived_work_may_be_looked_at(what: str, world: World) -> None:
    kept = getattr(world, what)
    kept.archived_at = timezone.now()
    kept.save()
    client = APIClient()
    client.force_authenticate(world.reviewer)
    rows = [row for row in ROWS if row.method == "GET" and not row.route.startswith(("docs/", "schema/", "session/"))]

    answers = {row.name: client.get(world.fill(row.route)).status_code for row in rows}

    assert answers == {row.name: row.statuses[3] for row in rows}
