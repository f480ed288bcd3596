import pytest

from labeling.projects.models import Membership, Project
from tests.factories.accounts import UserFactory
from tests.factories.projects import MembershipFactory


def test_project_is_created_with_its_maker_as_admin(charlie, client_of):
    created = client_of(charlie).post("/api/projects/", {"name": "Birds"}, format="json")
    assert created.status_code == 201
    assert created.json() | {"id": 0, "created_at": ""} == {
        "id": 0,
        "name": "Birds",
        "description": "",
        "instructions": "",
        "default_label": None,
        "tracking_model": "maskloop-nano",
        "assigned_only": False,
        "role": "admin",
        "num_videos": 0,
        "created_at": "",
        "archived_at": None,
        "deleted_at": None,
        "last_change": 0,
    }
    assert [project["name"] for project in client_of(charlie).get("/api/projects/").json()] == ["Birds"]


def test_project_with_an_unknown_model_is_refused_with_the_names(charlie, client_of):
    answer = client_of(charlie).post("/api/projects/", {"name": "B", "tracking_model": "yolo"}, format="json")
    assert answer.status_code == 422
    assert "maskloop-nano" in answer.json()["detail"]


def test_project_list_takes_the_same_queries_for_one_and_three(charlie, client_of, django_assert_num_queries):
    client = client_of(charlie)
    for count in (1, 3):
        while charlie.memberships.count() < count:
            MembershipFactory(user=charlie)
        with django_assert_num_queries(1):
            assert len(client.get("/api/projects/").json()) == count


def test_deleted_project_is_gone_for_its_admin(project, alice, client_of):
    assert client_of(alice).delete(f"/api/projects/{project.pk}/").status_code == 204
    assert client_of(alice).get(f"/api/projects/{project.pk}/").status_code == 404
    assert Project.objects.filter(pk=project.pk).exists()


def test_label_is_added_recoloured_and_taken_away(project, alice, client_of):
    client = client_of(alice)
    label = client.post(
        f"/api/projects/{project.pk}/labels/", {"name": "cat", "color": "#56b4e9"}, format="json"
    ).json()
    assert label["color"] == "#56B4E9"
    changed = client.patch(f"/api/labels/{label['id']}/", {"color": "#009E73"}, format="json").json()
    assert changed == label | {"color": "#009E73"}
    assert client.delete(f"/api/labels/{label['id']}/").status_code == 204
    assert [row["name"] for row in client.get(f"/api/projects/{project.pk}/labels/").json()] == ["dog"]


@pytest.mark.parametrize(
    ("body", "status"), [({"name": "dog", "color": "#000000"}, 409), ({"name": "cat", "color": "red"}, 400)]
)
def test_label_is_refused_with_a_sentence(project, alice, client_of, body, status):
    answer = client_of(alice).post(f"/api/projects/{project.pk}/labels/", body, format="json")
    assert (answer.status_code, answer.json()["detail"].endswith(".")) == (status, True)


def test_member_is_added_by_name_once(project, alice, charlie, client_of):
    client = client_of(alice)
    path = f"/api/projects/{project.pk}/members/"
    member = client.post(path, {"username": "charlie", "role": "reviewer"}, format="json")
    assert (member.status_code, member.json()["user"]["username"]) == (201, "charlie")
    assert client.post(path, {"username": "charlie", "role": "admin"}, format="json").status_code == 409
    assert client.post(path, {"username": "nobody", "role": "admin"}, format="json").status_code == 422
    assert client_of(charlie).get(f"/api/projects/{project.pk}/").json()["role"] == "reviewer"


def test_last_admin_can_neither_leave_nor_be_demoted(project, alice, client_of):
    member = Membership.objects.get(user=alice)
    client = client_of(alice)
    assert client.patch(f"/api/members/{member.pk}/", {"role": "annotator"}, format="json").status_code == 409
    assert client.delete(f"/api/members/{member.pk}/").status_code == 409
    other = MembershipFactory(project=project, user=UserFactory(), role="admin")
    assert client.delete(f"/api/members/{member.pk}/").status_code == 204
    assert [row.pk for row in project.memberships.filter(deleted_at=None)] == [other.pk]
