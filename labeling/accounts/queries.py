from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from labeling.accounts.models import ApiToken, LoginFailure, User
from labeling.accounts.rules import FAILURE_WINDOW_S, digest_token


@dataclass(frozen=True)
class UserState:
    id: int
    username: str
    display_name: str
    is_staff: bool


def describe_user(user: User) -> UserState:
    return UserState(id=user.pk, username=user.username, display_name=user.shown_name, is_staff=user.is_staff)


def find_user_by_token(token: str) -> tuple[User, ApiToken] | None:
    """The active owner of a token that has not been revoked."""
    found = (
        ApiToken.objects.select_related("user")
        .filter(digest=digest_token(token), revoked_at=None, user__is_active=True)
        .first()
    )
    return None if found is None else (found.user, found)


def count_recent_failures(*, username: str, address: str | None) -> int:
    since = timezone.now() - timedelta(seconds=FAILURE_WINDOW_S)
    return LoginFailure.objects.filter(username=username, address=address, at__gte=since).count()
