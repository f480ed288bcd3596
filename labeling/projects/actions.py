from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from inference.checkpoints import default_checkpoint_name, list_checkpoints
from labeling.accounts.models import User
from labeling.problems import Conflict, Invalid
from labeling.projects.models import Label, Membership, Project

Role = Membership.Role


@transaction.atomic
def create_project(*, actor: User, name: str, description: str = "", tracking_model: str = "") -> Membership:
    """A new project whose first admin is `actor`."""
    model = tracking_model or default_checkpoint_name()
    _require_model(model)
    project = Project.objects.create(name=name, description=description, tracking_model=model, created_by=actor)
    return Membership.objects.create(project=project, user=actor, role=Role.ADMIN)


def change_project(*, project: Project, changes: dict[str, Any]) -> Project:
    if "tracking_model" in changes:
        _require_model(changes["tracking_model"])
    for field, value in changes.items():
        setattr(project, field, value)
    project.save(update_fields=list(changes) or None)
    return project


def delete_project(*, project: Project) -> None:
    """Hide a project and all that is in it; its rows stay."""
    project.deleted_at = timezone.now()
    project.save(update_fields=["deleted_at"])


@transaction.atomic
def create_label(*, project: Project, name: str, color: str, position: int | None = None) -> Label:
    """Locks the project's row, so that two equal names cannot be made at once."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    _require_free_name(locked, name)
    if position is None:
        position = (locked.labels.aggregate(last=Max("position"))["last"] or 0) + 1
    return Label.objects.create(project=locked, name=name, color=color.upper(), position=position)


@transaction.atomic
def change_label(*, label: Label, changes: dict[str, Any]) -> Label:
    locked = Project.objects.select_for_update().get(pk=label.project_id)
    if "name" in changes and changes["name"] != label.name:
        _require_free_name(locked, changes["name"])
    for field, value in changes.items():
        setattr(label, field, value)
    label.save()
    return label


def delete_label(*, label: Label) -> None:
    """Take a label off the menu; masklets that carry it keep it."""
    label.deleted_at = timezone.now()
    label.save(update_fields=["deleted_at"])


@transaction.atomic
def add_member(*, project: Project, username: str, role: str) -> Membership:
    """Locks the project's row, so that a person is added once."""
    locked = Project.objects.select_for_update().get(pk=project.pk)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Invalid(f"There is no account named {username}. Whoever runs this installation can make one.")
    if locked.memberships.filter(user=user, deleted_at=None).exists():
        raise Conflict(f"{username} is a member already; change the role instead.")
    return Membership.objects.create(project=locked, user=user, role=role)


@transaction.atomic
def change_role(*, member: Membership, role: str) -> Membership:
    """Locks the project's row, so that two admins cannot demote each other at once."""
    Project.objects.select_for_update().get(pk=member.project_id)
    if role != Role.ADMIN:
        _require_other_admin(member)
    member.role = role
    member.save(update_fields=["role"])
    return member


@transaction.atomic
def remove_member(*, member: Membership) -> None:
    """Locks the project's row; the person's work stays."""
    Project.objects.select_for_update().get(pk=member.project_id)
    _require_other_admin(member)
    member.deleted_at = timezone.now()
    member.save(update_fields=["deleted_at"])


def _require_model(name: str) -> None:
    names = [checkpoint.name for checkpoint in list_checkpoints()]
    if name not in names:
        raise Invalid(f"There is no model named {name!r}; choose one of {', '.join(names)}.")


def _require_free_name(project: Project, name: str) -> None:
    if project.labels.filter(name=name, deleted_at=None).exists():
        raise Conflict(f"There is already a label named {name}.")


def _require_other_admin(member: Membership) -> None:
    admins = Membership.objects.filter(project_id=member.project_id, role=Role.ADMIN, deleted_at=None)
    if member.role == Role.ADMIN and not admins.exclude(pk=member.pk).exists():
        raise Conflict("A project needs an admin: make someone else admin first.")
