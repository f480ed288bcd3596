from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.project_schema import LabelChanged, LabelCreated, LabelDeleted
from labeling.problems import Conflict
from labeling.projects.actions.changes import lock_project, record_change
from labeling.projects.models import Label, Project
from labeling.projects.queries import describe_label


@transaction.atomic
def create_label(*, project: Project, name: str, color: str, actor: User, position: int | None = None) -> Label:
    """Locks the project's row, so that two equal names cannot be made at once."""
    locked = lock_project(project.pk)
    _require_free_name(locked, name)
    if position is None:
        position = (locked.labels.aggregate(last=Max("position"))["last"] or 0) + 1
    label = Label.objects.create(project=locked, name=name, color=color.upper(), position=position)
    record_change(project=locked, actor=actor, change=LabelCreated(label=describe_label(label)))
    return label


@transaction.atomic
def change_label(*, label: Label, changes: dict[str, Any], actor: User) -> Label:
    """Locks the project's row, so that two labels cannot get one name at once."""
    locked = lock_project(label.project_id)
    label.refresh_from_db()
    before = describe_label(label)
    if "name" in changes and changes["name"] != label.name:
        _require_free_name(locked, changes["name"])
    for field, value in changes.items():
        setattr(label, field, value)
    after = describe_label(label)
    if after != before:
        label.save()
        record_change(project=locked, actor=actor, change=LabelChanged(before=before, label=after))
    return label


@transaction.atomic
def delete_label(*, label: Label, actor: User) -> None:
    """Take a label off the menu; masklets that carry it keep it. Locks the project's row."""
    locked = lock_project(label.project_id)
    label.deleted_at = timezone.now()
    label.save(update_fields=["deleted_at"])
    record_change(project=locked, actor=actor, change=LabelDeleted(label=describe_label(label)))


@transaction.atomic
def restore_label(*, label: Label, actor: User) -> Label:
    """Put a label back on the menu. Locks the project's row; Conflict where its name is taken by now."""
    locked = lock_project(label.project_id)
    label.refresh_from_db()
    if label.deleted_at is None:
        raise Conflict(f"The label {label.name} is on the menu already.")
    _require_free_name(locked, label.name)
    label.deleted_at = None
    label.save(update_fields=["deleted_at"])
    record_change(project=locked, actor=actor, change=LabelCreated(label=describe_label(label)))
    return label


def _require_free_name(project: Project, name: str) -> None:
    if project.labels.filter(name=name, deleted_at=None).exists():
        raise Conflict(f"There is already a label named {name}.")
