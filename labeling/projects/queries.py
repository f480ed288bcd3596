from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db.models import Count, Q, QuerySet, TextChoices
from django.utils import timezone

from inference.checkpoints import Checkpoint, CheckpointProblem, check_weights
from labeling.accounts.models import User
from labeling.accounts.rules import digest_token
from labeling.events.project_schema import LabelState, MemberState, NumberedChange, PersonState, ProjectSettings
from labeling.problems import Archived, Forbidden, Gone, NotFound
from labeling.projects.models import Invite, Label, Membership, Project, ProjectChange
from labeling.projects.rules import read_attributes

Role = Membership.Role

CHANGES_A_PAGE = 200

NO_PROJECT = "There is no such project, or you are not a member of it."
ROLE_SENTENCES = {
    (Role.ADMIN,): "Only an admin of the project may do this; ask one of them.",
    (Role.REVIEWER, Role.ADMIN): "Only a reviewer or an admin of the project may do this; ask one of them.",
}


class Shelf(TextChoices):
    """Where a project or a video is kept: at hand, put away but readable, or deleted and waiting to be restored."""

    ACTIVE = "active"
    ARCHIVED = "archived"
    DELETED = "deleted"


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

    def require_open(self) -> None:
        """Raise Archived where nothing in the project may be changed."""
        if self.project.archived_at is not None:
            raise Archived(
                f"The project “{self.project.name}” is archived, so nothing in it can be changed. An admin of it can "
                "take it out of the archive on its settings page."
            )


@dataclass(frozen=True)
class ProjectState:
    id: int
    name: str
    description: str
    instructions: str
    tracking_model: str
    default_label: int | None
    assigned_only: bool
    role: str
    num_videos: int
    created_at: datetime
    archived_at: datetime | None
    deleted_at: datetime | None
    last_change: int


def find_access(*, user: User, project_id: int, to_change: bool = False) -> Access:
    """The user's access to a project; to an outsider it does not exist.

    `to_change`: as every call asks that changes something. Raises Archived where the project is read-only.
    """
    membership = (
        Membership.objects.select_related("project", "user")
        .filter(user=user, project_id=project_id, deleted_at=None, project__deleted_at=None, user__is_active=True)
        .first()
    )
    if membership is None:
        raise NotFound(NO_PROJECT)
    access = Access(user=user, project=membership.project, membership=membership)
    if to_change:
        access.require_open()
    return access


def find_deleted_project(*, user: User, project_id: int) -> Access:
    """A deleted project, for the people who were its admins; to all others it does not exist."""
    memberships = Membership.objects.select_related("project", "user").filter(on_shelf(Shelf.DELETED, "project__"))
    membership = memberships.filter(user=user, project_id=project_id, role=Role.ADMIN, deleted_at=None).first()
    if membership is None:
        raise NotFound(NO_PROJECT)
    return Access(user=user, project=membership.project, membership=membership)


def on_shelf(shelf: str, prefix: str = "") -> Q:
    """The condition for what is kept there, for a model with `archived_at` and `deleted_at`."""
    if shelf == Shelf.DELETED:
        return Q(**{f"{prefix}deleted_at__isnull": False})
    return Q(**{f"{prefix}deleted_at": None, f"{prefix}archived_at__isnull": shelf == Shelf.ACTIVE})


def list_projects(user: User, *, shelf: str = Shelf.ACTIVE) -> list[ProjectState]:
    """The user's projects on a shelf, newest first; deleted ones are shown to the people who were their admins."""
    memberships = Membership.objects.filter(on_shelf(shelf, "project__"), user=user, deleted_at=None)
    if shelf == Shelf.DELETED:
        memberships = memberships.filter(role=Role.ADMIN)
    memberships = (
        memberships.select_related("project")
        .annotate(num_videos=Count("project__videos", filter=on_shelf(Shelf.ACTIVE, "project__videos__")))
        .order_by("-project_id")
    )
    return [_describe(membership.project, membership.role, membership.num_videos) for membership in memberships]


def describe_project(access: Access) -> ProjectState:
    return _describe(access.project, access.role, access.project.videos.filter(on_shelf(Shelf.ACTIVE)).count())


def list_labels(project: Project, *, with_deleted: bool = False) -> QuerySet[Label]:
    """The labels on the menu; with those deleted since, masklets that carry them can be named."""
    return project.labels.all() if with_deleted else project.labels.filter(deleted_at=None)


def list_members(project: Project) -> QuerySet[Membership]:
    return project.memberships.filter(deleted_at=None).select_related("user").order_by("id")


def find_label(*, user: User, label_id: int, to_change: bool = False, is_deleted: bool = False) -> tuple[Label, Access]:
    """A label on the menu, or one that was taken off it."""
    label = Label.objects.filter(pk=label_id, deleted_at__isnull=not is_deleted).first()
    if label is None:
        raise NotFound("There is no such label.")
    return label, find_access(user=user, project_id=label.project_id, to_change=to_change)


def find_member(*, user: User, member_id: int, to_change: bool = False) -> tuple[Membership, Access]:
    member = Membership.objects.select_related("user").filter(pk=member_id, deleted_at=None).first()
    if member is None:
        raise NotFound("There is no such member.")
    return member, find_access(user=user, project_id=member.project_id, to_change=to_change)


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
    return ProjectSettings(
        name=project.name,
        description=project.description,
        tracking_model=project.tracking_model,
        archived=project.archived_at is not None,
        deleted=project.deleted_at is not None,
        instructions=project.instructions,
        default_label=project.default_label_id,
        assigned_only=project.assigned_only,
    )


def describe_label(label: Label) -> LabelState:
    return LabelState(
        id=label.pk,
        project=label.project_id,
        name=label.name,
        color=label.color,
        position=label.position,
        deleted=label.is_deleted,
        shortcut=label.shortcut,
        attributes=tuple(read_attributes(label)),
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
        instructions=project.instructions,
        tracking_model=project.tracking_model,
        default_label=project.default_label_id,
        assigned_only=project.assigned_only,
        role=role,
        num_videos=num_videos,
        created_at=project.created_at,
        archived_at=project.archived_at,
        deleted_at=project.deleted_at,
        last_change=project.last_change,
    )


@dataclass(frozen=True)
class InviteState:
    """A link as an admin sees it; `problem` says why it lets nobody in any more."""

    id: int
    role: str
    note: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    max_uses: int | None
    joined: list[str]
    problem: str | None


def list_invites(project: Project) -> list[InviteState]:
    """The links of a project that have not been revoked, newest first."""
    invites = project.invites.filter(revoked_at=None).select_related("created_by", "project").order_by("-id")
    return [describe_invite(invite) for invite in invites.prefetch_related("uses__user")]


def describe_invite(invite: Invite) -> InviteState:
    joined = [use.user.shown_name for use in invite.uses.all()]
    return InviteState(
        id=invite.pk,
        role=invite.role,
        note=invite.note,
        created_by=invite.created_by.shown_name,
        created_at=invite.created_at,
        expires_at=invite.expires_at,
        max_uses=invite.max_uses,
        joined=joined,
        problem=find_invite_problem(invite, uses=len(joined)),
    )


def find_invite(*, user: User, invite_id: int) -> tuple[Invite, Access]:
    invite = Invite.objects.filter(pk=invite_id, revoked_at=None).first()
    if invite is None:
        raise NotFound("There is no such invite link, or it has been revoked already.")
    return invite, find_access(user=user, project_id=invite.project_id)


def find_invite_by_secret(secret: str) -> Invite:
    """A link that still lets people in. Raises Gone with the reason where it does not."""
    found = Invite.objects.select_related("project", "created_by").filter(digest=digest_token(secret)).first()
    if found is None:
        raise NotFound("This invite link is not complete or was never made here: copy it again, whole.")
    problem = find_invite_problem(found, uses=found.uses.count())
    if problem is not None:
        raise Gone(f"{problem} Ask whoever sent it for a new one.")
    return found


def find_invite_problem(invite: Invite, *, uses: int) -> str | None:
    """Why a link lets nobody in any more, in a sentence."""
    admins = invite.project.memberships.filter(role=Role.ADMIN, deleted_at=None, user__is_active=True)
    reasons = [
        (invite.revoked_at is not None, "This invite link was revoked."),
        (invite.project.deleted_at is not None, "The project of this invite link was deleted."),
        (
            invite.project.archived_at is not None,
            "The project of this invite link is archived: nobody can join it now.",
        ),
        (
            not admins.filter(user=invite.created_by).exists(),
            "Whoever made this invite link is no admin of the project any more.",
        ),
        (invite.expires_at <= timezone.now(), "This invite link has expired."),
        (
            invite.max_uses is not None and uses >= invite.max_uses,
            "This invite link has been used as often as it may be.",
        ),
    ]
    return next((sentence for holds, sentence in reasons if holds), None)
