from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Q, QuerySet

from inference.checkpoints import Checkpoint, CheckpointProblem, check_weights
from labeling.accounts.models import User
from labeling.events.project_schema import LabelState, MemberState, NumberedChange, PersonState, ProjectSettings
from labeling.problems import Forbidden, NotFound
from labeling.projects.models import Label, Membership, Project, ProjectChange

Role = Membership.Role

CHANGES_A_PAGE = 200

ROLE_SENTENCES = {
    (Role.ADMIN,): "Only an admin of the project may do this; ask one of them.",
    (Role.REVIEWER, Role.ADMIN): "Only a reviewer or an admin of the project may do this; ask one of them.",
}


@dataclass(frozen=True)
class Access:
    """What a member may do in a project."""

    user: User
    project: Project
    membership: Membership

    @property
    def role(self) -> str:
        return self.membership.role

    def require(self, *roles: str) -> None:
        """Raise Forbidden unless the member has one of the roles."""
        if self.role not in roles:
            raise Forbidden(ROLE_SENTENCES.get(tuple(Role(role) for role in roles), "Your role does not allow this."))


@dataclass(frozen=True)
class ProjectState:
    id: int
    name: str
    description: str
    tracking_model: str
    role: str
    num_videos: int
    created_at: datetime
    last_change: int


def find_access(*, user: User, project_id: int) -> Access:
    """The user's access to a project; to an outsider it does not exist."""
    membership = (
        Membership.objects.select_related("project", "user")
        .filter(user=user, project_id=project_id, deleted_at=None, project__deleted_at=None, user__is_active=True)
        .first()
    )
    if membership is None:
        raise NotFound("There is no such project, or you are not a member of it.")
    return Access(user=user, project=membership.project, membership=membership)


def list_projects(user: User) -> list[ProjectState]:
    memberships = (
        Membership.objects.select_related("project")
        .filter(user=user, deleted_at=None, project__deleted_at=None)
        .annotate(num_videos=Count("project__videos", filter=Q(project__videos__deleted_at=None)))
        .order_by("-project_id")
    )
    return [_describe(membership.project, membership.role, membership.num_videos) for membership in memberships]


def describe_project(access: Access) -> ProjectState:
    return _describe(access.project, access.role, access.project.videos.filter(deleted_at=None).count())


def list_labels(project: Project, *, with_deleted: bool = False) -> QuerySet[Label]:
    """The labels on the menu; with those deleted since, masklets that carry them can be named."""
    return project.labels.all() if with_deleted else project.labels.filter(deleted_at=None)


def list_members(project: Project) -> QuerySet[Membership]:
    return project.memberships.filter(deleted_at=None).select_related("user").order_by("id")


def find_label(*, user: User, label_id: int) -> tuple[Label, Access]:
    label = Label.objects.filter(pk=label_id, deleted_at=None).first()
    if label is None:
        raise NotFound("There is no such label.")
    return label, find_access(user=user, project_id=label.project_id)


def find_member(*, user: User, member_id: int) -> tuple[Membership, Access]:
    member = Membership.objects.select_related("user").filter(pk=member_id, deleted_at=None).first()
    if member is None:
        raise NotFound("There is no such member.")
    return member, find_access(user=user, project_id=member.project_id)


def list_changes(project_id: int, *, after: int) -> list[NumberedChange]:
    """What admins changed after the change `after`, oldest first, without a gap."""
    rows = ProjectChange.objects.filter(project_id=project_id, number__gt=after).select_related("actor")
    return [describe_change(row) for row in rows.order_by("number")[:CHANGES_A_PAGE]]


def describe_change(row: ProjectChange) -> NumberedChange:
    """The change as it stands on the wire."""
    content = {"number": row.number, "actor": describe_person(row.actor), "at": row.at, "change": row.change}
    return NumberedChange.model_validate(content)


def describe_person(user: User) -> PersonState:
    return PersonState(id=user.pk, username=user.username, display_name=user.shown_name)


def describe_settings(project: Project) -> ProjectSettings:
    return ProjectSettings(name=project.name, description=project.description, tracking_model=project.tracking_model)


def describe_label(label: Label) -> LabelState:
    return LabelState(
        id=label.pk,
        project=label.project_id,
        name=label.name,
        color=label.color,
        position=label.position,
        deleted=label.is_deleted,
    )


def describe_member(member: Membership) -> MemberState:
    return MemberState(
        id=member.pk,
        project=member.project_id,
        user=describe_person(member.user),
        role=cast(Any, member.role),
    )


def is_available(checkpoint: Checkpoint) -> bool:
    """Whether the model's weights are on this machine, whole."""
    try:
        check_weights(checkpoint)
    except CheckpointProblem:
        return False
    return True


def _describe(project: Project, role: str, num_videos: int) -> ProjectState:
    return ProjectState(
        id=project.pk,
        name=project.name,
        description=project.description,
        tracking_model=project.tracking_model,
        role=role,
        num_videos=num_videos,
        created_at=project.created_at,
        last_change=project.last_change,
    )
