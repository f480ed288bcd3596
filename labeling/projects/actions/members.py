from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.project_schema import MemberAdded, MemberChanged, MemberRemoved
from labeling.problems import Conflict, Invalid
from labeling.projects.actions.changes import lock_project, record_change
from labeling.projects.models import Membership, Project
from labeling.projects.queries import describe_member
from labeling.rooms import name_person_room, recheck_access

Role = Membership.Role


@transaction.atomic
def add_member(*, project: Project, username: str, role: str, actor: User) -> Membership:
    """Locks the project's row, so that a person is added once."""
    locked = lock_project(project.pk)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Invalid(f"There is no account named {username}. Whoever runs this installation can make one.")
    if locked.memberships.filter(user=user, deleted_at=None).exists():
        raise Conflict(f"{username} is a member already; change the role instead.")
    member = Membership.objects.create(project=locked, user=user, role=role)
    record_change(project=locked, actor=actor, change=MemberAdded(member=describe_member(member)))
    return member


@transaction.atomic
def change_role(*, member: Membership, role: str, actor: User) -> Membership:
    """Locks the project's row, so that two admins cannot demote each other at once."""
    locked = lock_project(member.project_id)
    if role != Role.ADMIN:
        _require_other_admin(member)
    before = describe_member(member).role
    member.role = role
    after = describe_member(member)
    if after.role != before:
        member.save(update_fields=["role"])
        if role == Role.ANNOTATOR:
            _give_back(member, actor=actor, kinds=("review",))
        record_change(project=locked, actor=actor, change=MemberChanged(before=before, member=after))
    return member


@transaction.atomic
def remove_member(*, member: Membership, actor: User) -> None:
    """Locks the project's row; the person's work stays, what they had to do is free, their open editors are closed."""
    locked = lock_project(member.project_id)
    _require_other_admin(member)
    member.deleted_at = timezone.now()
    member.save(update_fields=["deleted_at"])
    _give_back(member, actor=actor, kinds=("annotate", "review"))
    record_change(project=locked, actor=actor, change=MemberRemoved(member=describe_member(member)))
    recheck_access(name_person_room(member.user_id))


def _give_back(member: Membership, *, actor: User, kinds: Sequence[str]) -> None:
    """Let others have the videos that the member cannot work on any more."""
    # Assignments live in an app above, which may not be imported here; the relation may be followed.
    live = member.user.assignments.filter(video__project_id=member.project_id, kind__in=kinds, ended_at=None)
    live.update(ended_at=timezone.now(), ended_by=actor, reason="left")


def _require_other_admin(member: Membership) -> None:
    admins = Membership.objects.filter(project_id=member.project_id, role=Role.ADMIN, deleted_at=None)
    if member.role == Role.ADMIN and not admins.exclude(pk=member.pk).exists():
        raise Conflict("A project needs an admin: make someone else admin first.")
