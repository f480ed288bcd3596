"""Who is asking: `Authorization: Token …` or the browser's session."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from labeling.accounts.models import ApiToken, BrowserSession, User
from labeling.accounts.queries import find_valid_token
from labeling.tracing import note_user

EXPECTED_USER = "Maskloop-User"
USE_RECORDED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request)
        if not is_token_header(header):
            return None
        token = find_token(header)
        if token is None:
            raise AuthenticationFailed("This token is not valid: it was revoked, has expired, or is mistyped.")
        note_user(token.user_id)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        del request
        return "Token"


class BrowserSessionAuthentication(SessionAuthentication):
    """Django's session with its CSRF check; the schema names it apart from the token.

    A page names the person whose change it sends in `Maskloop-User`: to anybody else's session, of a later log-in in
    the same browser, it says no.
    """

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        found = super().authenticate(request)
        if found is None or request.headers.get(EXPECTED_USER, str(found[0].pk)) != str(found[0].pk):
            return None
        record_session_use(request._request.session)
        note_user(found[0].pk)
        return found


def is_token_header(header: bytes) -> bool:
    """Whether an `Authorization` header is for us; a proxy may have put one of its own there."""
    return header[:6].lower().split() == [b"token"]


def find_token(header: bytes) -> ApiToken | None:
    """The token of `Token …`, where it is valid now; its use is recorded. For REST and for websockets."""
    words = header.split()
    token = find_valid_token(words[1].decode("latin-1")) if len(words) == 2 else None
    if token is not None:
        record_token_use(token)
    return token


def record_token_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_RECORDED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def record_session_use(session: Any) -> None:
    """By what was read of the session's row already: every request of every page comes through here."""
    now = timezone.now()
    if session.last_used_at is not None and now - session.last_used_at > USE_RECORDED_EVERY:
        BrowserSession.objects.filter(pk=session.session_key).update(last_used_at=now)
