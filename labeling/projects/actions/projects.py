from typing import Any

from django.db import transaction

from inference.checkpoints import default_checkpoint_name, list_checkpoints
from labeling.accounts.models import User
from labeling.events.project_schema import ProjectChanged
from labeling.problems import Invalid
from labeling.projects.actions.changes import lock_project, record_change
from labeling.projects.models import Membership, Project
from labeling.projects.queries import describe_settings

Role = Membership.Role


@transaction.atomic
def create_project(
    *, actor: User, name: str, description: str = "", instructions: str = "", tracking_model: str = ""
) -> Membership:
    """A new project whose first admin is `actor`."""
    model = tracking_model or default_checkpoint_name()
    _require_model(model)
    project = Project.objects.create(
        name=name, description=description, instructions=instructions, tracking_model=model, created_by=actor
    )
    return Membership.objects.create(project=project, user=actor, role=Role.ADMIN)


@transaction.atomic
def change_project(*, project: Project, changes: dict[str, Any], actor: User) -> Project:
    """Locks the project's row."""
    if "tracking_model" in changes:
        _require_model(changes["tracking_model"])
    locked = lock_project(project.pk)
    if changes.get("default_label_id") is not None:
        _require_label_of(locked, changes["default_label_id"])
    before = describe_settings(locked)
    for field, value in changes.items():
        setattr(locked, field, value)
        setattr(project, field, value)
    after = describe_settings(locked)
    if after != before:
        locked.save(update_fields=list(changes))
        record_change(project=project, actor=actor, change=ProjectChanged(before=before, settings=after))
    return project


def _require_model(name: str) -> None:
    names = [checkpoint.name for checkpoint in list_checkpoints()]
    if name not in names:
        raise Invalid(f"There is no model named {name!r}; choose one of {', '.join(names)}.")


def _require_label_of(project: Project, label_id: int) -> None:
    if not project.labels.filter(pk=label_id, deleted_at=None).exists():
        raise Invalid("The default label must be one of the project's own: it may have been deleted.")
