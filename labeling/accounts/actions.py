import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth import authenticate, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from labeling.accounts.devices import Device
from labeling.accounts.models import ApiToken, BrowserSession, User, list_scopes
from labeling.accounts.queries import find_session_key
from labeling.accounts.rules import complete_scopes, digest_token, require_within
from labeling.accounts.throttle import SIGNED_IN, Caller, count_refusals, find_caller
from labeling.problems import Conflict, Forbidden, Invalid, Malformed, NotFound
from labeling.rooms import name_person_room, recheck_access


def check_password(*, username: str, password: str, address: str | None, device: Device) -> User:
    """The person whose name and password these are; failures are counted, also where the caller's answer is a refusal.

    Runs outside the caller's transaction, so that a refusal does not roll the count back.
    """
    with count_refusals(find_caller(username=username, address=address, device=device)):
        user = authenticate(username=username, password=password)
        if not isinstance(user, User):
            raise Malformed("The user name or the password is wrong.")
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


def end_session(*, user: User, session_id: str) -> None:
    """Sign a person's browser out from another one."""
    key = find_session_key(user=user, session_id=session_id)
    if key is None or not BrowserSession.objects.filter(pk=key, user=user).delete()[0]:
        raise NotFound("There is no such log-in, or it has ended already.")
    recheck_access(name_person_room(user.pk))


def end_sessions(*, user: User, keep: str | None) -> None:
    """Sign a person out everywhere but in the session with the key `keep`, and close the websockets of all others."""
    BrowserSession.objects.filter(user=user).exclude(pk=keep or "").delete()
    recheck_access(name_person_room(user.pk))


def change_profile(*, user: User, changes: dict[str, Any]) -> User:
    for field, value in changes.items():
        setattr(user, field, value)
    user.save(update_fields=list(changes))
    return user


def change_password(*, user: User, old: str, new: str, address: str | None, revoke_tokens: bool) -> None:
    """A new password by somebody who knows the old one; the caller ends the sessions that are not to stay.

    Wrong old passwords are counted apart from those of strangers, who thus cannot keep a person from changing it.
    """
    with count_refusals(Caller(username=user.username, address=address, device=SIGNED_IN)):
        if not user.check_password(old):
            raise Malformed("The old password is wrong.")
    _set_password(user, new, revoke_tokens=revoke_tokens)


@transaction.atomic
def reset_password(*, actor: User, user_id: int, revoke_tokens: bool) -> tuple[User, str]:
    """A generated password for somebody who has lost theirs, known only now; they are signed out everywhere."""
    user = _find_other(actor=actor, user_id=user_id, deed="give new passwords")
    password = secrets.token_urlsafe(12)
    _set_password(user, password, revoke_tokens=revoke_tokens)
    end_sessions(user=user, keep=None)
    return user, password


def create_user(*, actor: User, username: str, display_name: str = "", password: str = "") -> tuple[User, str]:
    """A new account and its password: the given one, or a generated one that is shown once."""
    if not actor.is_staff:
        raise Forbidden("Only staff may create accounts; ask whoever runs this installation.")
    chosen = password or secrets.token_urlsafe(12)
    return register(username=username, display_name=display_name, password=chosen), chosen


def register(*, username: str, display_name: str, password: str) -> User:
    """A new account. Whoever calls has seen that the person may have one."""
    taken = Conflict(f"There is already an account named {username}.")
    if User.objects.filter(username=username).exists():
        raise taken
    user = User(username=username, display_name=display_name)
    try:
        user.clean_fields(exclude=["password"])
        _set_password(user, password)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise taken from error
    return user


@transaction.atomic
def set_active(*, actor: User, user_id: int, is_active: bool) -> User:
    """Let an account in, or keep it out: its sessions end and its tokens stop working at once, its work stays."""
    user = _find_other(actor=actor, user_id=user_id, deed="close accounts")
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    if not is_active:
        # Assignments live in an app above, which may not be imported here; the relation may be followed.
        user.assignments.filter(ended_at=None).update(ended_at=timezone.now(), ended_by=actor, reason="left")
    end_sessions(user=user, keep=None)
    return user


def _find_other(*, actor: User, user_id: int, deed: str) -> User:
    if not actor.is_staff:
        raise Forbidden(f"Only staff may {deed}; ask whoever runs this installation.")
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such account.")
    if user.pk == actor.pk:
        raise Conflict(f"Nobody may {deed} for themselves: ask another member of staff, or see your account page.")
    return user


@transaction.atomic
def _set_password(user: User, password: str, *, revoke_tokens: bool = False) -> None:
    """Raises Invalid with the validators' sentences."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    if revoke_tokens:
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
