"""What an admin changes in a project, typed, without extra fields, as open editors hear of it.

A change on the wire is `{number, actor, at, change}`: `number` counts from 1 without gaps within the project, `actor`
is the person, `at` ISO 8601 in UTC. TypeScript's types are generated from here.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from labeling.events.schema import AttributeValue, Strict

Role = Literal["annotator", "reviewer", "admin"]


class PersonState(Strict):
    id: int
    username: str
    display_name: str


class AttributeOption(Strict):
    """One thing that a choice may be; a removed one stays, for the values that name it."""

    id: str
    name: str
    removed: bool = False


class AttributeState(Strict):
    """What can be said of an object beside its label. `options` are a choice's; `min` and `max` bound a number.

    An object is not submitted before every `required` attribute has a value. A removed attribute is hidden, and its
    values are kept.
    """

    id: str
    name: str
    kind: Literal["choice", "checkbox", "number", "text"]
    required: bool
    default: AttributeValue | None
    options: tuple[AttributeOption, ...]
    min: float | None
    max: float | None
    removed: bool = False


class LabelState(Strict):
    """`shortcut` is the key that chooses the label in the editor, empty for none."""

    id: int
    project: int
    name: str
    color: str
    position: int
    deleted: bool
    shortcut: str = ""
    attributes: tuple[AttributeState, ...] = ()


class MemberState(Strict):
    id: int
    project: int
    user: PersonState
    role: Role


class ProjectSettings(Strict):
    """What has a default was added later: changes that were kept before do not name it."""

    name: str
    description: str
    tracking_model: str
    archived: bool = False
    deleted: bool = False
    instructions: str = ""
    default_label: int | None = None
    assigned_only: bool = False


class ProjectChanged(Strict):
    type: Literal["project.changed"] = "project.changed"
    before: ProjectSettings
    settings: ProjectSettings


class LabelCreated(Strict):
    type: Literal["label.created"] = "label.created"
    label: LabelState


class LabelChanged(Strict):
    type: Literal["label.changed"] = "label.changed"
    before: LabelState
    label: LabelState


class LabelDeleted(Strict):
    """The label is off the menu; masklets that carry it keep it."""

    type: Literal["label.deleted"] = "label.deleted"
    label: LabelState


class MemberAdded(Strict):
    type: Literal["member.added"] = "member.added"
    member: MemberState


class MemberChanged(Strict):
    type: Literal["member.changed"] = "member.changed"
    before: Role
    member: MemberState


class MemberRemoved(Strict):
    type: Literal["member.removed"] = "member.removed"
    member: MemberState


ChangePayload = (
    ProjectChanged | LabelCreated | LabelChanged | LabelDeleted | MemberAdded | MemberChanged | MemberRemoved
)


class NumberedChange(Strict):
    """A change with its number, its author and its time."""

    number: int
    actor: PersonState
    at: datetime
    change: Annotated[ChangePayload, Field(discriminator="type")]
