from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet
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


def count_recent_failures(*, username: str, address: str | None) -> int:
    since = timezone.now() - timedelta(seconds=FAILURE_WINDOW_S)
    return LoginFailure.objects.filter(username=username, address=address, at__gte=since).count()
