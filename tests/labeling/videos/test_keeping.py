"""Archiving and deleting videos and projects, and the ways back."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event, OutboxRow
from labeling.masklets.actions import request_prediction
from labeling.masklets.models import Masklet, Operation
from labeling.projects.models import Membership, Project, ProjectChange
from labeling.propagation.models import Propagation
from labeling.videos import actions
from labeling.videos.models import Ingest, Video
from tests.factories.masklets import OperationFactory
from tests.factories.projects import MembershipFactory
from tests.factories.videos import IngestFactory, VideoFactory

pytestmark = pytest.mark.django_db

Clients = Callable[[User | None], APIClient]
CLOSINGS = [
    ("post", "videos/{video}/archive/"),
    ("delete", "videos/{video}/"),
    ("post", "projects/{project}/archive/"),
    ("delete", "projects/{project}/"),
]
WAYS_BACK = {
    "videos/{video}/archive/": "videos/{video}/unarchive/",
    "videos/{video}/": "videos/{video}/restore/",
    "projects/{project}/archive/": "projects/{project}/unarchive/",
    "projects/{project}/": "projects/{project}/restore/",
}


def ask(client: APIClient, method: str, path: str, video: Video) -> Any:
    answer = getattr(client, method)("/api/" + path.format(video=video.pk, project=video.project_id))
    assert answer.status_code in {200, 204}, answer.content
    return answer


def list_names(client: APIClient, path: str, shelf: str) -> list[str]:
    return [entry["name"] for entry in client.get(f"/api/{path}?shelf={shelf}").json()]


def test_archived_video_leaves_lists_and_inboxes_and_comes_back(
    client_of: Clients, project: Project, alice: User, bob: User
) -> None:
    video = VideoFactory.create(project=project)
    path, client = f"projects/{project.pk}/videos/", client_of(bob)
    shelves = ("active", "archived")

    archived = ask(client_of(alice), "post", "videos/{video}/archive/", video).json()

    assert (archived["archived"], archived["deleted"]) == (True, False)
    assert [list_names(client, path, shelf) for shelf in shelves] == [[], [video.name]]
    assert client.get("/api/inbox/").json()["to_annotate"] == []
    assert client.get(f"/api/projects/{project.pk}/").json()["num_videos"] == 0
    ask(client_of(alice), "post", "videos/{video}/unarchive/", video)
    assert [list_names(client, path, shelf) for shelf in shelves] == [[video.name], []]
    assert len(client.get("/api/inbox/").json()["to_annotate"]) == 1
    events = Event.objects.filter(video_id=video.pk).order_by("seq")
    assert [event.payload["video"]["archived"] for event in events] == [True, False]


def test_deleted_video_is_restored_by_an_admin(client_of: Clients, project: Project, alice: User, bob: User) -> None:
    video = VideoFactory.create(project=project)
    path = f"projects/{project.pk}/videos/"
    ask(client_of(alice), "delete", "videos/{video}/", video)

    assert client_of(bob).get(f"/api/{path}?shelf=deleted").status_code == 403
    assert client_of(bob).post(f"/api/videos/{video.pk}/restore/").status_code == 404
    assert list_names(client_of(alice), path, "deleted") == [video.name]
    restored = ask(client_of(alice), "post", "videos/{video}/restore/", video).json()
    assert (restored["deleted"], list_names(client_of(bob), path, "active")) == (False, [video.name])


def test_project_is_archived_and_deleted_with_a_way_back(
    client_of: Clients, project: Project, alice: User, bob: User
) -> None:
    video = VideoFactory.create(project=project)
    admin, member = client_of(alice), client_of(bob)
    shelves = ("active", "archived", "deleted")
    found = []
    for method, path in CLOSINGS[2:]:
        ask(admin, method, path, video)
        found.append([[list_names(client, "projects/", shelf) for shelf in shelves] for client in (admin, member)])
        assert member.get("/api/inbox/").json()["to_annotate"] == []
        ask(admin, "post", WAYS_BACK[path], video)

    name = [project.name]
    assert found == [[[[], name, []], [[], name, []]], [[[], [], name], [[], [], []]]]
    assert list_names(member, "projects/", "active") == name
    settings = [row.change["settings"] for row in ProjectChange.objects.order_by("number")]
    assert [(entry["archived"], entry["deleted"]) for entry in settings] == [
        (True, False), (False, False), (False, True), (False, False)
    ]  # fmt: skip


def test_only_those_who_were_admins_see_a_deleted_project(client_of: Clients, project: Project, alice: User) -> None:
    dave = MembershipFactory.create(project=project, role=Membership.Role.REVIEWER).user
    client_of(alice).delete(f"/api/projects/{project.pk}/")

    assert client_of(dave).post(f"/api/projects/{project.pk}/restore/").status_code == 404
    assert client_of(alice).post(f"/api/projects/{project.pk}/restore/").status_code == 200


@pytest.mark.parametrize(("method", "path"), CLOSINGS)
def test_closing_ends_an_ingest_and_the_way_back_begins_it_again(
    method: str, path: str, client_of: Clients, project: Project, alice: User
) -> None:
    ingest = IngestFactory.create(video__project=project)

    ask(client_of(alice), method, path, ingest.video)
    ingest.refresh_from_db()
    assert ingest.status == "cancelled"
    OutboxRow.objects.all().delete()

    ask(client_of(alice), "post", WAYS_BACK[path], ingest.video)
    ingest.refresh_from_db()
    assert (ingest.status, ingest.lease_token) == ("queued", 1)
    assert [row.message["args"] for row in OutboxRow.objects.filter(kind="task")] == [[ingest.video_id]]


def test_way_back_fences_a_worker_that_has_not_heard_of_the_cancel(project: Project, alice: User) -> None:
    ingest = IngestFactory.create(video__project=project, status="running", lease_token=2)
    actions.archive_video(video=ingest.video, actor=alice)
    assert actions.is_cancelled(ingest.pk)

    actions.unarchive_video(video=ingest.video, actor=alice)

    ingest.refresh_from_db()
    assert (ingest.status, ingest.lease_token, ingest.cancel_requested_at) == ("queued", 3, None)


@pytest.mark.parametrize("kept", ["archived", "deleted"])
def test_video_closed_by_itself_does_not_begin_again_with_its_project(
    kept: str, client_of: Clients, project: Project, alice: User
) -> None:
    ingest = IngestFactory.create(video__project=project)
    method, path = CLOSINGS[0] if kept == "archived" else CLOSINGS[1]
    ask(client_of(alice), method, path, ingest.video)

    ask(client_of(alice), "post", "projects/{project}/archive/", ingest.video)
    ask(client_of(alice), "post", "projects/{project}/unarchive/", ingest.video)

    assert Ingest.objects.get(pk=ingest.pk).status == "cancelled"


@pytest.mark.parametrize(("method", "path"), CLOSINGS)
@pytest.mark.parametrize("status", ["queued", "running"])
def test_closing_ends_what_the_model_does(
    status: str, method: str, path: str, client_of: Clients, masklet: Masklet, alice: User, bob: User
) -> None:
    video = masklet.video
    operations = OperationFactory.create_batch(2, video=video, author=bob, kind=Operation.Kind.PROMPT)
    prediction = request_prediction(masklet=masklet, operation=operations[0], frame=3)
    propagation = Propagation.objects.create(
        video=video, operation=operations[1], direction="forward", start=0, stop=9, anchor=0, created_by=bob
    )
    propagation.masklets.add(masklet)
    for job in (prediction, propagation):
        type(job)._default_manager.filter(pk=job.pk).update(status=status)

    ask(client_of(alice), method, path, video)

    for job in (prediction, propagation):
        job.refresh_from_db()
    assert (prediction.status, propagation.status) == ("cancelled", "cancelled")
    types = set(Event.objects.filter(video_id=video.pk).values_list("type", flat=True))
    assert types >= {"prediction.failed", "propagation.changed"}


def test_asking_twice_is_refused_with_a_sentence(client_of: Clients, project: Project, alice: User) -> None:
    video = VideoFactory.create(project=project)
    client = client_of(alice)
    for path in ("videos/{video}/archive/", "projects/{project}/archive/"):
        where = "/api/" + path.format(video=video.pk, project=project.pk)
        client.post(where)
        again = client.post(where)
        assert (again.status_code, again.json()["detail"].endswith("is archived already.")) == (409, True)


def test_label_comes_back_unless_its_name_is_taken(client_of: Clients, project: Project, alice: User) -> None:
    client = client_of(alice)
    dog = project.labels.get(name="dog")
    client.delete(f"/api/labels/{dog.pk}/")
    other = client.post(f"/api/projects/{project.pk}/labels/", {"name": "dog", "color": "#000000"}, format="json")

    refused = client.post(f"/api/labels/{dog.pk}/restore/")
    assert (refused.status_code, refused.json()["detail"]) == (409, "There is already a label named dog.")
    client.delete(f"/api/labels/{other.json()['id']}/")
    assert client.post(f"/api/labels/{dog.pk}/restore/").json()["deleted"] is False
    assert [entry["id"] for entry in client.get(f"/api/projects/{project.pk}/labels/").json()] == [dog.pk]
