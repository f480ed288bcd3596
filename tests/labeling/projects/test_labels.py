"""Labels with their keys, their order and their attributes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from labeling.accounts.models import User
from labeling.projects.models import Label, Project, ProjectChange
from labeling.projects.rules import EDITOR_KEYS

Clients = Callable[[User | None], APIClient]
GOLDEN = Path(__file__).parents[2] / "golden" / "editor_keys.json"
COLOR = {
    "name": "colour",
    "kind": "choice",
    "required": True,
    "default": "red",
    "options": [{"name": "red"}, {"name": "blue"}],
}


@pytest.fixture
def client(client_of: Clients, alice: User) -> APIClient:
    return client_of(alice)


@pytest.fixture
def dog(project: Project) -> Label:
    found: Label = project.labels.get(name="dog")
    return found


def add(client: APIClient, project: Project, name: str, **fields: Any) -> Any:
    body = {"name": name, "color": "#000000", **fields}
    return client.post(f"/api/projects/{project.pk}/labels/", body, format="json")


def change(client: APIClient, label: Label, **fields: Any) -> Any:
    return client.patch(f"/api/labels/{label.pk}/", fields, format="json")


def test_new_labels_get_the_next_free_digit(client: APIClient, project: Project) -> None:
    assert add(client, project, "cat", shortcut="2").json()["shortcut"] == "2"

    keys = [add(client, project, f"label {number}").json()["shortcut"] for number in range(9)]

    assert keys == ["1", "3", "4", "5", "6", "7", "8", "9", ""]


@pytest.mark.parametrize(("key", "stored"), [("J", "j"), ("7", "7"), ("", ""), (" ", "")])
def test_key_is_a_digit_or_a_letter_that_the_editor_leaves(
    key: str, stored: str, client: APIClient, dog: Label
) -> None:
    assert change(client, dog, shortcut=key).json()["shortcut"] == stored


@pytest.mark.parametrize(
    ("key", "word"),
    [("f", "The editor uses the key F for something else: choose 1 to 9, J, O, Q, U, Y or Z."), ("0", "one digit"),
     ("ä", "one digit"), ("?", "one digit")],
)  # fmt: skip
def test_key_that_cannot_be_is_refused_with_a_sentence(key: str, word: str, client: APIClient, dog: Label) -> None:
    refused = change(client, dog, shortcut=key)
    assert (refused.status_code, word in refused.json()["detail"]) == (422, True)


def test_key_belongs_to_one_label(client: APIClient, project: Project, dog: Label) -> None:
    cat = add(client, project, "cat", shortcut="5").json()

    refused = change(client, dog, shortcut="5")
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "The key 5 is the label “cat”'s: give that one another key first.",
    )
    client.delete(f"/api/labels/{cat['id']}/")
    assert change(client, dog, shortcut="5").status_code == 200
    assert client.post(f"/api/labels/{cat['id']}/restore/").json()["shortcut"] == ""


def test_editor_keys_are_those_of_the_frontend() -> None:
    assert json.loads(GOLDEN.read_text()) == sorted(EDITOR_KEYS)


def test_labels_are_put_in_order_and_everyone_is_told(client: APIClient, project: Project, dog: Label) -> None:
    cat = add(client, project, "cat").json()
    path = f"/api/projects/{project.pk}/labels/order/"

    answer = client.put(path, {"labels": [cat["id"], dog.pk]}, format="json")

    assert [label["name"] for label in answer.json()] == ["cat", "dog"]
    assert [label["name"] for label in client.get(f"/api/projects/{project.pk}/labels/").json()] == ["cat", "dog"]
    assert ProjectChange.objects.latest("number").change["type"] == "label.changed"
    assert client.put(path, {"labels": [cat["id"]]}, format="json").status_code == 422
    assert client.put(path, {"labels": [cat["id"]] * 2}, format="json").status_code == 422


def test_attributes_are_added_renamed_moved_and_removed(client: APIClient, dog: Label) -> None:
    wished = [COLOR, {"name": "age", "kind": "number", "min": 0, "max": 30}, {"name": "muzzled", "kind": "checkbox"}]
    color, age, muzzled = change(client, dog, attributes=wished).json()["attributes"]
    red, blue = color["options"]
    assert color == {
        "id": color["id"], "name": "colour", "kind": "choice", "required": True, "default": red["id"],
        "options": [{"id": red["id"], "name": "red", "removed": False},
                    {"id": blue["id"], "name": "blue", "removed": False}],
        "min": None, "max": None, "removed": False,
    }  # fmt: skip

    later = change(client, dog, attributes=[age, {**color, "name": "coat", "options": [blue], "default": None}]).json()

    assert [(entry["id"], entry["name"], entry["removed"]) for entry in later["attributes"]] == [
        (age["id"], "age", False), (color["id"], "coat", False), (muzzled["id"], "muzzled", True)
    ]  # fmt: skip
    assert later["attributes"][1]["options"] == [blue, {**red, "removed": True}]
    back = change(client, dog, attributes=[muzzled, age, color]).json()["attributes"]
    assert [(entry["name"], entry["removed"]) for entry in back] == [
        ("muzzled", False), ("age", False), ("colour", False)
    ]  # fmt: skip
    assert back[2]["options"] == [red, blue]


WRONG = [
    ([COLOR, {**COLOR, "name": "Colour"}], "Two of the attributes are named “Colour”"),
    ([{**COLOR, "options": []}], "“colour” is a choice: give it at least one option."),
    ([{**COLOR, "options": [{"name": "red"}, {"name": "Red"}]}], "Two of the options of “colour” are named “Red”"),
    ([{**COLOR, "default": "green"}], "“colour” has no such option"),
    ([{"name": "x", "kind": "number", "min": 3, "max": 2}], "a least value, 3, above its greatest, 2"),
    ([{"name": "x", "kind": "number", "max": 2, "default": 3}], "“x” takes a number up to 2, not 3."),
    ([{"name": "x", "kind": "number", "default": True}], "“x” takes a number."),
    ([{"name": "x", "kind": "checkbox", "required": True}], "“x” is a checkbox, which always has a value"),
    ([{"name": "x", "kind": "checkbox", "default": 1}], "“x” is a checkbox: give true or false."),
    ([{"name": "x", "kind": "text", "default": "a" * 501}], "“x” takes at most 500 characters of text."),
    ([{"id": "nothing", "name": "x", "kind": "text"}], "There is no attribute with the id “nothing” here"),
    ([{"name": f"x{number}", "kind": "text"} for number in range(31)], "A label has at most 30 attributes"),
]


@pytest.mark.parametrize(("attributes", "word"), WRONG, ids=[word for _, word in WRONG])
def test_wrong_attributes_are_refused_with_a_sentence(
    attributes: list[dict[str, Any]], word: str, client: APIClient, dog: Label
) -> None:
    refused = change(client, dog, attributes=attributes)

    assert (refused.status_code, word in refused.json()["detail"]) == (422, True), refused.json()
    dog.refresh_from_db()
    assert dog.attributes == []


def test_kind_of_an_attribute_stays(client: APIClient, dog: Label) -> None:
    [size] = change(client, dog, attributes=[{"name": "size", "kind": "number"}]).json()["attributes"]

    refused = change(client, dog, attributes=[{**size, "kind": "text"}])

    assert refused.json()["detail"].startswith("“size” is a number, and its values would mean nothing as a text")


def test_default_label_is_one_of_the_project_and_goes_with_it(client: APIClient, project: Project, dog: Label) -> None:
    path = f"/api/projects/{project.pk}/"
    assert client.patch(path, {"default_label": 12345}, format="json").status_code == 422

    assert client.patch(path, {"default_label": dog.pk}, format="json").json()["default_label"] == dog.pk
    client.delete(f"/api/labels/{dog.pk}/")
    assert client.get(path).json()["default_label"] is None
    last = ProjectChange.objects.latest("number").change
    assert (last["before"]["default_label"], last["settings"]["default_label"]) == (dog.pk, None)


def test_instructions_are_kept_as_they_were_typed(client: APIClient, project: Project) -> None:
    text = "Label every dog.\n\n  - from nose to tail"
    answer = client.patch(f"/api/projects/{project.pk}/", {"instructions": text}, format="json")
    assert answer.json()["instructions"] == text
