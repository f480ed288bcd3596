from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.project_schema import LabelChanged, LabelCreated, LabelDeleted, ProjectChanged
from labeling.problems import Conflict, Invalid
from labeling.projects.actions.changes import lock_project, record_change
from labeling.projects.models import Label, Project
from labeling.projects.queries import describe_label, describe_settings
from labeling.projects.rules import (
    clean_shortcut,
    merge_attributes,
    pick_shortcut,
    read_attributes,
    require_free_shortcut,
)


@transaction.atomic
def create_label(
    *,
    project: Project,
    name: str,
    color: str,
    actor: User,
    position: int | None = None,
    shortcut: str | None = None,
    attributes: Sequence[Mapping[str, Any]] = (),
) -> Label:
    """A label at the end of the menu unless `position` says otherwise, with the next free digit as its key.

    Locks the project's row, so that two equal names or keys cannot be given at once.
    """
    locked = lock_project(project.pk)
    _require_free_name(locked, name)
    others = list(locked.labels.filter(deleted_at=None))
    key = pick_shortcut(others) if shortcut is None else clean_shortcut(shortcut)
    require_free_shortcut(key, others)
    if position is None:
        position = (locked.labels.aggregate(last=Max("position"))["last"] or 0) + 1
    label = Label.objects.create(
        project=locked,
        name=name,
        color=color.upper(),
        position=position,
        shortcut=key,
        attributes=[entry.model_dump() for entry in merge_attributes([], attributes)],
    )
    record_change(project=locked, actor=actor, change=LabelCreated(label=describe_label(label)))
    return label


@transaction.atomic
def change_label(*, label: Label, changes: dict[str, Any], actor: User) -> Label:
    """`attributes` among the changes are all that the label is to have: see `rules.merge_attributes`.

    Locks the project's row, so that two labels cannot get one name or key at once.
    """
    locked = lock_project(label.project_id)
    label.refresh_from_db()
    before = describe_label(label)
    if "name" in changes and changes["name"] != label.name:
        _require_free_name(locked, changes["name"])
    if "shortcut" in changes:
        changes = {**changes, "shortcut": clean_shortcut(changes["shortcut"])}
        require_free_shortcut(changes["shortcut"], locked.labels.filter(deleted_at=None).exclude(pk=label.pk))
    if "attributes" in changes:
        merged = merge_attributes(read_attributes(label), changes["attributes"])
        changes = {**changes, "attributes": [entry.model_dump() for entry in merged]}
    for field, value in changes.items():
        setattr(label, field, value)
    after = describe_label(label)
    if after != before:
        label.save()
        record_change(project=locked, actor=actor, change=LabelChanged(before=before, label=after))
    return label


@transaction.atomic
def order_labels(*, project: Project, label_ids: Sequence[int], actor: User) -> list[Label]:
    """Put all labels of the menu in this order. Locks the project's row; Invalid where one is missing or too many."""
    locked = lock_project(project.pk)
    labels = {label.pk: label for label in locked.labels.filter(deleted_at=None)}
    if sorted(label_ids) != sorted(labels):
        raise Invalid("Name each label of the project once: one may have been added or deleted meanwhile.")
    for position, label_id in enumerate(label_ids, start=1):
        label = labels[label_id]
        before = describe_label(label)
        if label.position == position:
            continue
        label.position = position
        label.save(update_fields=["position"])
        record_change(project=locked, actor=actor, change=LabelChanged(before=before, label=describe_label(label)))
    return [labels[label_id] for label_id in label_ids]


@transaction.atomic
def delete_label(*, label: Label, actor: User) -> None:
    """Take a label off the menu; masklets that carry it keep it. Locks the project's row."""
    locked = lock_project(label.project_id)
    label.deleted_at = timezone.now()
    label.save(update_fields=["deleted_at"])
    record_change(project=locked, actor=actor, change=LabelDeleted(label=describe_label(label)))
    if locked.default_label_id == label.pk:
        before = describe_settings(locked)
        locked.default_label = None
        locked.save(update_fields=["default_label"])
        change = ProjectChanged(before=before, settings=describe_settings(locked))
        record_change(project=locked, actor=actor, change=change)


@transaction.atomic
def restore_label(*, label: Label, actor: User) -> Label:
    """Put a label back on the menu, without its key where another label has that by now.

    Locks the project's row; Conflict where its name is taken.
    """
    locked = lock_project(label.project_id)
    label.refresh_from_db()
    if label.deleted_at is None:
        raise Conflict(f"The label {label.name} is on the menu already.")
    _require_free_name(locked, label.name)
    if locked.labels.filter(deleted_at=None, shortcut=label.shortcut).exists():
        label.shortcut = ""
    label.deleted_at = None
    label.save(update_fields=["deleted_at", "shortcut"])
    record_change(project=locked, actor=actor, change=LabelCreated(label=describe_label(label)))
    return label


def _require_free_name(project: Project, name: str) -> None:
    if project.labels.filter(name=name, deleted_at=None).exists():
        raise Conflict(f"There is already a label named {name}.")
