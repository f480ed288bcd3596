"""What every change of a project begins and ends with."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.project_schema import ChangePayload
from labeling.projects.models import Project, ProjectChange
from labeling.projects.queries import describe_change
from labeling.rooms import name_project_room, send_to_room


def lock_project(project_id: int) -> Project:
    """Not the row's key: others' new videos refer to it and need not wait."""
    return Project.objects.select_for_update(no_key=True).get(pk=project_id)


def record_change(*, project: Project, actor: User, change: ChangePayload) -> None:
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
