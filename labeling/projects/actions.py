from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from inference.checkpoints import default_checkpoint_name, list_checkpoints
from labeling.accounts.models import User
from labeling.events.project_schema import (
    ChangePayload,
    LabelChanged,
    LabelCreated,
    LabelDeleted,
    MemberAdded,
    MemberChanged,
    MemberRemoved,
    ProjectChanged,
)
from labeling.problems import Conflict, Invalid
from labeling.projects.models import Label, Membership, Project, ProjectChange
from labeling.projects.queries import describe_change, describe_label, describe_member, describe_settings
from labeling.rooms import name_person_room, name_project_room, recheck_access, send_to_room

Role = Membership.Role


@transaction.atomic
def create_project(*, actor: User, name: str, description: str = "", tracking_model: str = "") -> Membership:
    """A new project whose first admin is `actor`."""
    model = tracking_model or default_checkpoint_name()
    _require_model(model)
    project = Project.objects.create(name=name, description=description, tracking_model=model, created_by=actor)
    return Membership.objects.create(project=project, user=actor, role=Role.ADMIN)


@transaction.atomic
def change_project(*, project: Project, changes: dict[str, Any], actor: User) -> Project:
    """Locks the project's row."""
    if "tracking_model" in changes:
        _require_model(changes["tracking_model"])
    locked = _lock(project.pk)
    before = describe_settings(locked)
    for field, value in changes.items():
        setattr(locked, field, value)
        setattr(project, field, value)
    after = describe_settings(locked)
    if after != before:
        locked.save(update_fields=list(changes))
        _record(project=project, actor=actor, change=ProjectChanged(before=before, settings=after))
    return project


@transaction.atomic
def delete_project(*, project: Project) -> None:
    """Hide a project and all that is in it; its rows stay. Open editors are closed."""
    project.deleted_at = timezone.now()
    project.save(update_fields=["deleted_at"])
    recheck_access(name_project_room(project.pk))


@transaction.atomic
def create_label(*, project: Project, name: str, color: str, actor: User, position: int | None = None) -> Label:
    """Locks the project's row, so that two equal names cannot be made at once."""
    locked = _lock(project.pk)
    _require_free_name(locked, name)
    if position is None:
        position = (locked.labels.aggregate(last=Max("position"))["last"] or 0) + 1
    label = Label.objects.create(project=locked, name=name, color=color.upper(), position=position)
    _record(project=locked, actor=actor, change=LabelCreated(label=describe_label(label)))
    return label


@transaction.atomic
def change_label(*, label: Label, changes: dict[str, Any], actor: User) -> Label:
    """Locks the project's row, so that two labels cannot get one name at once."""
    locked = _lock(label.project_id)
    label.refresh_from_db()
    before = describe_label(label)
    if "name" in changes and changes["name"] != label.name:
        _require_free_name(locked, changes["name"])
    for field, value in changes.items():
        setattr(label, field, value)
    after = describe_label(label)
    if after != before:
        label.save()
        _record(project=locked, actor=actor, change=LabelChanged(before=before, label=after))
    return label


@transaction.atomic
def delete_label(*, label: Label, actor: User) -> None:
    """Take a label off the menu; masklets that carry it keep it. Locks the project's row."""
    locked = _lock(label.project_id)
    label.deleted_at = timezone.now()
    label.save(update_fields=["deleted_at"])
    _record(project=locked, actor=actor, change=LabelDeleted(label=describe_label(label)))


@transaction.atomic
def add_member(*, project: Project, username: str, role: str, actor: User) -> Membership:
    """Locks the project's row, so that a person is added once."""
    locked = _lock(project.pk)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Invalid(f"There is no account named {username}. Whoever runs this installation can make one.")
    if locked.memberships.filter(user=user, deleted_at=None).exists():
        raise Conflict(f"{username} is a member already; change the role instead.")
    member = Membership.objects.create(project=locked, user=user, role=role)
    _record(project=locked, actor=actor, change=MemberAdded(member=describe_member(member)))
    return member


@transaction.atomic
def change_role(*, member: Membership, role: str, actor: User) -> Membership:
    """Locks the project's row, so that two admins cannot demote each other at once."""
    locked = _lock(member.project_id)
    if role != Role.ADMIN:
        _require_other_admin(member)
    before = describe_member(member).role
    member.role = role
    after = describe_member(member)
    if after.role != before:
        member.save(update_fields=["role"])
        if role == Role.ANNOTATOR:
            _give_back(member, actor=actor, kinds=("review",))
        _record(project=locked, actor=actor, change=MemberChanged(before=before, member=after))
    return member


@transaction.atomic
def remove_member(*, member: Membership, actor: User) -> None:
    """Locks the project's row; the person's work stays, what they had to do is free, their open editors are closed."""
    locked = _lock(member.project_id)
    _require_other_admin(member)
    member.deleted_at = timezone.now()
    member.save(update_fields=["deleted_at"])
    _give_back(member, actor=actor, kinds=("annotate", "review"))
    _record(project=locked, actor=actor, change=MemberRemoved(member=describe_member(member)))
    recheck_access(name_person_room(member.user_id))


def _lock(project_id: int) -> Project:
    """Not the row's key: others' new videos refer to it and need not wait."""
    return Project.objects.select_for_update(no_key=True).get(pk=project_id)


def _record(*, project: Project, actor: User, change: ChangePayload) -> None:
    """Number the change under the project's row lock and tell open editors after the commit.

    Where Redis does not take the message, sockets find the change at their next tick.
    """
    Project.objects.filter(pk=project.pk).update(last_change=F("last_change") + 1)
    project.refresh_from_db(fields=["last_change"])
    row = ProjectChange.objects.create(
        project=project,
        number=project.last_change,
        actor=actor,
        at=timezone.now(),
        change=change.model_dump(mode="json"),
    )
    message = {"type": "room.project", "change": describe_change(row).model_dump(mode="json")}
    transaction.on_commit(lambda: send_to_room(name_project_room(project.pk), message))


def _give_back(member: Membership, *, actor: User, kinds: Sequence[str]) -> None:
    """Let others have the videos that the member cannot work on any more."""
    # Assignments live in an app above, which may not be imported here; the relation may be followed.
    live = member.user.assignments.filter(video__project_id=member.project_id, kind__in=kinds, ended_at=None)
    live.update(ended_at=timezone.now(), ended_by=actor, reason="left")


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
