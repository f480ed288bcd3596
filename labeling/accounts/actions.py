import secrets
from datetime import timedelta

from django.contrib.auth import authenticate, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from labeling.accounts.models import ApiToken, LoginFailure, User, list_scopes
from labeling.accounts.queries import count_recent_failures
from labeling.accounts.rules import FAILURE_WINDOW_S, MAX_FAILURES, complete_scopes, digest_token, require_within
from labeling.problems import Conflict, Forbidden, Invalid, Malformed, NotFound, Throttled
from labeling.rooms import name_person_room, recheck_access


def check_password(*, username: str, password: str, address: str | None) -> User:
    """The person whose name and password these are; failures are counted, also where the caller's answer is a refusal.

    Runs outside the caller's transaction, so that a refusal does not roll the count back.
    """
    if count_recent_failures(username=username, address=address) >= MAX_FAILURES:
        raise Throttled(f"Too many wrong passwords. Wait {FAILURE_WINDOW_S // 60} minutes and try again.")
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        LoginFailure.objects.create(username=username, address=address)
        raise Malformed("The user name or the password is wrong.")
    old = timezone.now() - timedelta(seconds=FAILURE_WINDOW_S)
    LoginFailure.objects.filter(username=username, address=address).delete()
    LoginFailure.objects.filter(at__lt=old).delete()
    return user


def create_token(
    *,
    user: User,
    name: str,
    scopes: list[str] | None = None,
    expires_in_days: int | None = None,
    by: ApiToken | None = None,
) -> tuple[ApiToken, str]:
    """A new token, whose text is known only now; without days it never expires.

    One that a token makes, as in `by`, neither outlives it nor may do more.
    """
    wished = complete_scopes(list_scopes() if scopes is None else scopes)
    expires_at = None if expires_in_days is None else timezone.now() + timedelta(days=expires_in_days)
    if by is not None:
        require_within(scopes=wished, of=by.scopes)
        expires_at = min(filter(None, (expires_at, by.expires_at)), default=None)
    text = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, digest=digest_token(text), scopes=wished, expires_at=expires_at
    )
    return token, text


def revoke_token(*, user: User, token_id: int) -> None:
    """End a token and the websockets that were opened with it."""
    if not ApiToken.objects.filter(pk=token_id, user=user, revoked_at=None).update(revoked_at=timezone.now()):
        raise NotFound("There is no such token, or it has been revoked already.")
    recheck_access(name_person_room(user.pk))


def sign_out(request: HttpRequest) -> None:
    """End the browser's session and the websockets of its pages."""
    user = request.user
    logout(request)
    if isinstance(user, User):
        recheck_access(name_person_room(user.pk))


def create_user(*, actor: User, username: str, display_name: str = "", password: str = "") -> tuple[User, str]:
    """A new account and its password: the given one, or a generated one that is shown once."""
    if not actor.is_staff:
        raise Forbidden("Only staff may create accounts; ask whoever runs this installation.")
    if User.objects.filter(username=username).exists():
        raise Conflict(f"There is already an account named {username}.")
    chosen = password or secrets.token_urlsafe(12)
    user = User(username=username, display_name=display_name)
    try:
        user.clean_fields(exclude=["password"])
        validate_password(chosen, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    user.set_password(chosen)
    user.save()
    return user, chosen


def set_active(*, actor: User, user_id: int, is_active: bool) -> User:
    """Let an account in, or keep it out: its sessions and tokens stop working at once, its work stays."""
    if not actor.is_staff:
        raise Forbidden("Only staff may close accounts; ask whoever runs this installation.")
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such account.")
    if user.pk == actor.pk:
        raise Conflict("You cannot close your own account; ask another member of staff.")
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        # Assignments live in an app above, which may not be imported here; the relation may be followed.
        user.assignments.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=actor, reason="left")
    recheck_access(name_person_room(user.pk))
    return user
