"""Links by which people become members, with an account that they have or make."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from labeling.accounts.actions import register
from labeling.accounts.models import User
from labeling.accounts.rules import digest_token
from labeling.events.project_schema import MemberAdded
from labeling.problems import Conflict, Forbidden
from labeling.projects.actions.changes import lock_project, record_change
from labeling.projects.models import Invite, InviteUse, Membership, Project
from labeling.projects.queries import describe_member, find_invite_by_secret


def create_invite(
    *, project: Project, actor: User, role: str, expires_in_days: int, max_uses: int | None, note: str
) -> tuple[Invite, str]:
    """A new link, whose secret is known only now."""
    secret = secrets.token_urlsafe(24)
    invite = Invite.objects.create(
        project=project,
        role=role,
        digest=digest_token(secret),
        note=note,
        created_by=actor,
        expires_at=timezone.now() + timedelta(days=expires_in_days),
        max_uses=max_uses,
    )
    return invite, secret


def revoke_invite(*, invite: Invite) -> None:
    """Let nobody in by it any more; whoever came by it stays."""
    Invite.objects.filter(pk=invite.pk, revoked_at=None).update(revoked_at=timezone.now())


@transaction.atomic
def accept_invite(*, secret: str, user: User) -> Membership:
    """Make somebody a member by a link. Locks the link's row, so that it is not used more often than it may be, and the
    project's.

    Whoever was removed since the link was made does not come back by it.
    """
    invite = find_invite_by_secret(secret)
    Invite.objects.select_for_update().get(pk=invite.pk)
    project = lock_project(invite.project_id)
    invite = find_invite_by_secret(secret)
    earlier = Membership.objects.filter(project=project, user=user)
    if earlier.filter(deleted_at=None).exists():
        raise Conflict(f"You are a member of “{project.name}” already: nothing was changed.", project=project.pk)
    if earlier.filter(deleted_at__gt=invite.created_at).exists():
        raise Forbidden(
            f"You were removed from “{project.name}” after this link was made: ask an admin to add you again."
        )
    member = Membership.objects.create(project=project, user=user, role=invite.role)
    InviteUse.objects.create(invite=invite, user=user)
    record_change(project=project, actor=user, change=MemberAdded(member=describe_member(member)))
    return member


@transaction.atomic
def join_by_invite(*, secret: str, username: str, display_name: str, password: str) -> Membership:
    """Make an account and let it in by a link: both, or neither."""
    find_invite_by_secret(secret)
    user = register(username=username, display_name=display_name, password=password)
    return accept_invite(secret=secret, user=user)
