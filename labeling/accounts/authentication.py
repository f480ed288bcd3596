"""Who is asking: `Authorization: Token …` or the browser's session."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from labeling.accounts.models import ApiToken, User
from labeling.accounts.queries import find_user_by_token

EXPECTED_USER = "Maskloop-User"
USE_RECORDED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"token":
            return None
        found = find_user_by_token(words[1].decode("latin-1")) if len(words) == 2 else None
        if found is None:
            raise AuthenticationFailed("This token is not valid, or it has been revoked.")
        record_use(found[1])
        return found

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
        if found is None or request.headers.get(EXPECTED_USER, str(found[0].pk)) == str(found[0].pk):
            return found
        return None


def record_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > USE_RECORDED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def find_user_by_header(headers: dict[bytes, bytes]) -> Any:
    """The user of a websocket's `Authorization` header, or None."""
    words = headers.get(b"authorization", b"").split()
    if len(words) != 2 or words[0].lower() != b"token":
        return None
    found = find_user_by_token(words[1].decode("latin-1"))
    return None if found is None else found[0]
