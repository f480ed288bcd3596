"""What people say of an object beside its label."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.events.models import Event
from labeling.masklets import actions
from labeling.masklets.models import Masklet, Operation
from labeling.projects.actions import change_label
from labeling.projects.models import Label, Project
from labeling.videos.models import Video
from tests.factories.masklets import make_square
from tests.factories.projects import LabelFactory

NONSENSE: tuple[Any, ...] = ([1], {}, 10**400, 2**53 + 1, "a\x00")
Clients = Callable[[User | None], APIClient]


@pytest.fixture
def dog(project: Project, alice: User) -> Label:
    """With a colour that is required, an age with a default, and a checkbox."""
    wished = [
        {"name": "colour", "kind": "choice", "required": True, "options": [{"name": "red"}, {"name": "blue"}]},
        {"name": "age", "kind": "number", "min": 0, "max": 30, "default": 2},
        {"name": "muzzled", "kind": "checkbox"},
        {"name": "note", "kind": "text"},
    ]
    return change_label(label=project.labels.get(name="dog"), changes={"attributes": wished}, actor=alice)


@pytest.fixture
def ids(dog: Label) -> dict[str, str]:
    """By name, the ids of the attributes and of the colours."""
    found = {entry["name"]: entry["id"] for entry in dog.attributes}
    return found | {option["name"]: option["id"] for option in dog.attributes[0]["options"]}


@pytest.fixture
def client(client_of: Clients, bob: User) -> APIClient:
    return client_of(bob)


def say(client: APIClient, masklet: Masklet, values: dict[str, Any]) -> Any:
    return client.patch(f"/api/masklets/{masklet.pk}/", {"attributes": values}, format="json")


def test_new_object_has_the_defaults_and_what_is_said(
    client: APIClient, video: Video, dog: Label, ids: dict[str, str]
) -> None:
    path = f"/api/videos/{video.pk}/masklets/"
    said = {ids["colour"]: ids["red"]}

    plain = client.post(path, {"label": dog.pk}, format="json").json()
    made = client.post(path, {"label": dog.pk, "attributes": said}, format="json").json()

    assert (plain["attributes"], made["attributes"]) == ({ids["age"]: 2}, {ids["age"]: 2, **said})


def test_values_are_said_with_an_event_one_at_a_time(
    client: APIClient, masklet: Masklet, ids: dict[str, str], client_of: Clients, carol: User
) -> None:
    say(client, masklet, {ids["colour"]: ids["blue"], ids["muzzled"]: True})
    answer = say(client_of(carol), masklet, {ids["note"]: " old "})

    said = {ids["colour"]: ids["blue"], ids["muzzled"]: True, ids["note"]: "old"}
    assert answer.json()["attributes"] == said
    event = Event.objects.filter(video_id=masklet.video_id).latest("seq")
    assert (event.type, event.actor, event.payload["masklet"]["attributes"]) == ("masklet.changed", carol, said)
    snapshot = client.get(f"/api/videos/{masklet.video_id}/snapshot/").json()
    assert snapshot["masklets"][0]["attributes"] == said
    assert say(client, masklet, {ids["note"]: None, ids["muzzled"]: False}).json()["attributes"] == {
        ids["colour"]: ids["blue"], ids["muzzled"]: False
    }  # fmt: skip


def test_saying_the_same_again_is_no_operation(client: APIClient, masklet: Masklet, ids: dict[str, str]) -> None:
    for _ in range(2):
        assert say(client, masklet, {ids["age"]: 4}).status_code == 200
    assert Operation.objects.filter(video=masklet.video).count() == 1


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("colour", "green", "“colour” has no such option: send the id of one of red, blue."),
        ("colour", 3, "“colour” takes text, not 3."),
        ("age", 31, "“age” takes a number from 0 to 30, not 31."),
        ("age", "old", "“age” takes a number."),
        ("age", True, "“age” takes a number."),
        ("muzzled", "yes", "“muzzled” is a checkbox: give true or false."),
        ("note", "a" * 501, "“note” takes at most 500 characters of text."),
        ("", "x", "The label “dog” has no attribute with the id “”"),
    ],
)
def test_value_that_does_not_fit_is_refused_with_a_sentence(
    name: str, value: Any, word: str, client: APIClient, masklet: Masklet, ids: dict[str, str]
) -> None:
    refused = say(client, masklet, {ids.get(name, name): value})

    assert (refused.status_code, word in refused.json()["detail"]) == (422, True), refused.json()
    assert Masklet.objects.get(pk=masklet.pk).attributes == {}


@pytest.mark.parametrize("body", [{}, {"attributes": [1]}, *({"attributes": {"a": value}} for value in NONSENSE)])
def test_body_that_means_nothing_is_refused(body: dict[str, Any], client: APIClient, masklet: Masklet) -> None:
    assert client.patch(f"/api/masklets/{masklet.pk}/", body, format="json").status_code == 400


def test_undo_and_redo_of_a_value(client: APIClient, masklet: Masklet, ids: dict[str, str]) -> None:
    say(client, masklet, {ids["age"]: 4})
    say(client, masklet, {ids["age"]: 5})
    seen = []
    for word in ("undo", "undo", "redo"):
        answer = client.post(f"/api/videos/{masklet.video_id}/{word}/")
        assert (answer.status_code, answer.json()["kind"]) == (200, "attribute")
        seen.append(Masklet.objects.get(pk=masklet.pk).attributes)
    assert seen == [{ids["age"]: 4}, {}, {ids["age"]: 4}]


def test_undo_leaves_what_others_said_and_is_refused_where_they_said_the_same_thing(
    client: APIClient, masklet: Masklet, ids: dict[str, str], client_of: Clients, carol: User
) -> None:
    say(client, masklet, {ids["age"]: 4})
    say(client, masklet, {ids["note"]: "mine"})
    say(client_of(carol), masklet, {ids["age"]: 9})
    path = f"/api/videos/{masklet.video_id}/undo/"

    assert client.post(path).status_code == 200
    assert Masklet.objects.get(pk=masklet.pk).attributes == {ids["age"]: 9}
    refused = client.post(path)
    assert (refused.status_code, refused.json()["detail"]) == (
        409, f"{carol.shown_name.capitalize()} said something else about object 1 since."
    )  # fmt: skip


def test_relabelling_keeps_values_for_the_way_back(
    client: APIClient, masklet: Masklet, dog: Label, ids: dict[str, str], alice: User
) -> None:
    cat = LabelFactory.create(project=masklet.video.project)
    wished = [{"name": "lives", "kind": "number", "default": 9}]
    cat = change_label(label=cat, changes={"attributes": wished}, actor=alice)
    say(client, masklet, {ids["age"]: 4})
    path = f"/api/masklets/{masklet.pk}/"

    as_cat = client.patch(path, {"label": cat.pk}, format="json").json()["attributes"]
    as_dog = client.patch(path, {"label": dog.pk}, format="json").json()["attributes"]

    both = {ids["age"]: 4, cat.attributes[0]["id"]: 9}
    assert (as_cat, as_dog) == (both, both)
    for _ in range(2):
        client.post(f"/api/videos/{masklet.video_id}/undo/")
    masklet.refresh_from_db()
    assert (masklet.label, masklet.attributes) == (dog, {ids["age"]: 4})


def test_submitting_needs_what_is_required(client: APIClient, masklet: Masklet, bob: User, ids: dict[str, str]) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=0, rle=make_square())
    path = f"/api/masklets/{masklet.pk}/submit/"

    refused = client.post(path)

    assert (refused.status_code, refused.json()["attributes"], refused.json()["detail"]) == (
        422,
        [ids["colour"]],
        "Object 1 needs a value for “colour” before it is submitted: set it beside the object.",
    )
    say(client, masklet, {ids["colour"]: ids["red"]})
    assert client.post(path).status_code == 200
    closed = say(client, masklet, {ids["colour"]: ids["blue"]})
    assert (closed.status_code, "withdraw it" in closed.json()["detail"]) == (409, True)


def test_values_of_a_removed_attribute_or_option_are_kept_and_do_not_count(
    client: APIClient, masklet: Masklet, bob: User, alice: User, dog: Label, ids: dict[str, str], client_of: Clients
) -> None:
    actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=0, rle=make_square())
    say(client, masklet, {ids["colour"]: ids["red"], ids["age"]: 7})
    assert client.get(f"/api/labels/{dog.pk}/usage/").json() == {
        "objects": 1, "attributes": {ids["colour"]: 1, ids["age"]: 1}
    }  # fmt: skip
    color, age, *_ = dog.attributes
    only_blue = {**color, "options": [color["options"][1]], "default": None}

    change_label(label=dog, changes={"attributes": [only_blue]}, actor=alice)

    assert say(client, masklet, {ids["age"]: 8}).status_code == 422
    assert client.post(f"/api/masklets/{masklet.pk}/submit/").status_code == 422
    assert Masklet.objects.get(pk=masklet.pk).attributes == {ids["colour"]: ids["red"], ids["age"]: 7}
    change_label(label=dog, changes={"attributes": [color, age]}, actor=alice)
    assert client.post(f"/api/masklets/{masklet.pk}/submit/").status_code == 200


def test_split_off_object_is_described_like_the_first(
    client: APIClient, masklet: Masklet, bob: User, ids: dict[str, str]
) -> None:
    for frame in (0, 5):
        actions.draw_frame(masklet_id=masklet.pk, actor=bob, frame=frame, rle=make_square())
    say(client, masklet, {ids["age"]: 7})

    changed = client.post(f"/api/masklets/{masklet.pk}/split/", {"frame": 3}, format="json").json()

    assert [state["attributes"] for state in changed["masklets"]] == [{ids["age"]: 7}] * 2


def test_history_says_what_was_said(client: APIClient, masklet: Masklet, ids: dict[str, str]) -> None:
    say(client, masklet, {ids["age"]: 4})
    say(client, masklet, {ids["age"]: None})

    operations = client.get(f"/api/videos/{masklet.video_id}/operations/?masklet={masklet.pk}").json()

    assert [(entry["kind"], entry["attributes"]) for entry in operations] == [
        ("attribute", [{"masklet": masklet.pk, "attribute": ids["age"], "old": old, "new": new}])
        for old, new in ((4, None), (None, 4))
    ]
