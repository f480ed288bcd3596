from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from labeling.accounts.models import ApiToken, BrowserSession, User
from labeling.accounts.rules import digest_token, name_session


@dataclass(frozen=True)
class UserState:
    id: int
    username: str
    display_name: str
    is_staff: bool


def describe_user(user: User) -> UserState:
    return UserState(id=user.pk, username=user.username, display_name=user.shown_name, is_staff=user.is_staff)


def find_valid_token(text: str) -> ApiToken | None:
    """A token with its user: neither revoked nor expired, and of an account that is open."""
    return (
        ApiToken.objects.select_related("user")
        .filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        .filter(digest=digest_token(text), revoked_at=None, user__is_active=True)
        .first()
    )


def list_tokens(user: User) -> QuerySet[ApiToken]:
    """Those that have expired too, so that their owner sees why a program is refused."""
    return ApiToken.objects.filter(user=user, revoked_at=None).order_by("id")


@dataclass(frozen=True)
class SessionState:
    id: str
    address: str | None
    agent: str
    signed_in_at: datetime
    last_used_at: datetime
    is_this: bool


def list_sessions(*, user: User, this: str | None) -> list[SessionState]:
    """Where a person is signed in, the latest use first; `this` is the key of the session that asks."""
    rows = BrowserSession.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-last_used_at")
    return [
        SessionState(
            id=name_session(row.session_key),
            address=row.address,
            agent=row.agent,
            signed_in_at=row.signed_in_at,
            last_used_at=row.last_used_at,
            is_this=row.session_key == this,
        )
        for row in rows
    ]


def find_session_key(*, user: User, session_id: str) -> str | None:
    keys = BrowserSession.objects.filter(user=user).values_list("session_key", flat=True)
    return next((key for key in keys if name_session(key) == session_id), None)


def list_accounts() -> QuerySet[User]:
    """Everybody's, those that are closed too."""
    return User.objects.order_by("username")
