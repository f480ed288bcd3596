"""Putting a project away, deleting it, and the ways back; nothing is ever removed.

What runs for its videos ends with the first two: the apps that know of it hear of it by `signals`.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.project_schema import ProjectChanged
from labeling.problems import Conflict
from labeling.projects.actions.changes import lock_project, record_change
from labeling.projects.models import Project
from labeling.projects.queries import describe_settings
from labeling.projects.signals import project_closed, project_opened
from labeling.rooms import name_project_room, recheck_access


@transaction.atomic
def archive_project(*, project: Project, actor: User) -> Project:
    """Make a project read-only and take it out of lists and inboxes. Locks the project's row, then what runs in it."""
    locked = lock_project(project.pk)
    if locked.archived_at is not None:
        raise Conflict(f"The project “{locked.name}” is archived already.")
    return _keep(locked, actor=actor, archived_at=timezone.now(), deleted_at=locked.deleted_at)


@transaction.atomic
def unarchive_project(*, project: Project, actor: User) -> Project:
    """Let a project be worked on again. Locks the project's row."""
    locked = lock_project(project.pk)
    if locked.archived_at is None:
        raise Conflict(f"The project “{locked.name}” is not archived.")
    return _keep(locked, actor=actor, archived_at=None, deleted_at=locked.deleted_at)


@transaction.atomic
def delete_project(*, project: Project, actor: User) -> None:
    """Hide a project and all that is in it; its rows stay. Open editors are closed. Locks the project's row."""
    locked = lock_project(project.pk)
    _keep(locked, actor=actor, archived_at=locked.archived_at, deleted_at=timezone.now())
    recheck_access(name_project_room(project.pk))


@transaction.atomic
def restore_project(*, project: Project, actor: User) -> Project:
    """Show a deleted project again, as it was: archived if it was. Locks the project's row."""
    locked = lock_project(project.pk)
    if locked.deleted_at is None:
        raise Conflict(f"The project “{locked.name}” is not deleted.")
    return _keep(locked, actor=actor, archived_at=locked.archived_at, deleted_at=None)


def _keep(project: Project, *, actor: User, archived_at: datetime | None, deleted_at: datetime | None) -> Project:
    before, was_open = describe_settings(project), project.is_open
    project.archived_at, project.deleted_at = archived_at, deleted_at
    project.save(update_fields=["archived_at", "deleted_at"])
    record_change(
        project=project, actor=actor, change=ProjectChanged(before=before, settings=describe_settings(project))
    )
    if was_open != project.is_open:
        signal = project_opened if project.is_open else project_closed
        signal.send(sender=Project, project=project, actor=actor)
    return project
