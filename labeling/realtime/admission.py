"""Who may listen to a video, asked when a socket opens and again while it lives."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from labeling.accounts.authentication import find_user_by_header
from labeling.accounts.models import User
from labeling.problems import NotFound
from labeling.realtime.replay import read_last_seq
from labeling.videos.queries import find_video

NOT_SIGNED_IN: Final = 4401
REFUSED: Final = 4403
NOT_FOUND: Final = 4404


@dataclass(frozen=True)
class Admission:
    """A person who may listen, and the video's newest event."""

    user: User
    last_seq: int


@dataclass(frozen=True)
class Refusal:
    code: int


def is_own_origin(headers: dict[bytes, bytes]) -> bool:
    """Whether the page that opens the socket is ours. Programs send no Origin; browsers always do.

    The host must also be one we serve, or a page elsewhere could give our address a name of its own (DNS rebinding).
    """
    host = headers.get(b"host", b"").decode("latin-1")
    domain, _ = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    origin = headers.get(b"origin")
    if origin is None:
        return True
    text = origin.decode("latin-1")
    return urlsplit(text).netloc == host or text in settings.CSRF_TRUSTED_ORIGINS


def admit(scope: dict[str, Any], video_id: int) -> Admission | Refusal:
    """Ask the database who this is and whether they may listen now. Synchronous: runs in a thread."""
    user = _find_user(scope)
    if user is None:
        return Refusal(NOT_SIGNED_IN)
    try:
        find_video(user=user, video_id=video_id)
    except NotFound:
        return Refusal(NOT_FOUND)
    return Admission(user=user, last_seq=read_last_seq(video_id))


def _find_user(scope: dict[str, Any]) -> User | None:
    headers = dict(scope["headers"])
    if b"authorization" in headers:
        found = find_user_by_header(headers)
        return found if isinstance(found, User) else None
    user = scope.get("user")
    if user is None or not user.is_authenticated:
        return None
    session = scope["session"]
    if not session.session_key or not session.exists(session.session_key):
        return None
    return User.objects.filter(pk=user.pk, is_active=True).first()
