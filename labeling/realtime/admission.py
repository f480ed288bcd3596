"""Who may listen to a video, asked when a socket opens and again while it lives."""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from types import SimpleNamespace
from typing import Any, Final, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host

from labeling.accounts.authentication import find_token, is_token_header
from labeling.accounts.models import BrowserSession, User, list_scopes
from labeling.problems import NotFound
from labeling.projects.models import Membership
from labeling.realtime.replay import read_last_seq
from labeling.videos.models import Video
from labeling.videos.queries import find_video

NOT_SIGNED_IN: Final = 4401
REFUSED: Final = 4403
NOT_FOUND: Final = 4404
GONE: Final = 4410
TOO_MANY: Final = 4429


@dataclass(frozen=True)
class Key:
    """What a socket was opened with: a token or a browser's session."""

    user: User
    scopes: frozenset[str]
    expires_at: datetime | None


@dataclass(frozen=True)
class Admission:
    """A person who may listen, the video's project, its newest event and the project's newest change."""

    user: User
    scopes: frozenset[str]
    expires_at: datetime | None
    project_id: int
    last_seq: int
    last_change: int


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
    try:
        return urlsplit(text).netloc == host or text in settings.CSRF_TRUSTED_ORIGINS
    except ValueError:  # such as http://[
        return False


def admit(scope: dict[str, Any], video_id: int) -> Admission | Refusal:
    """Ask the database who this is and whether they may listen now. Synchronous: runs in a thread."""
    key = _find_key(scope)
    if key is None:
        return Refusal(NOT_SIGNED_IN)
    user = key.user
    try:
        _, access = find_video(user=user, video_id=video_id)
    except NotFound:
        return Refusal(GONE if _was_deleted_for(user, video_id) else NOT_FOUND)
    return Admission(
        user=user,
        scopes=key.scopes,
        expires_at=key.expires_at,
        project_id=access.project.pk,
        last_seq=read_last_seq(video_id),
        last_change=access.project.last_change,
    )


def _was_deleted_for(user: User, video_id: int) -> bool:
    """Whether the video or its project was deleted while this person is a member; outsiders are told nothing."""
    video = Video.objects.select_related("project").filter(pk=video_id).first()
    if video is None or (video.deleted_at is None and video.project.deleted_at is None):
        return False
    return Membership.objects.filter(user=user, project=video.project, deleted_at=None).exists()


def _find_key(scope: dict[str, Any]) -> Key | None:
    header = dict(scope["headers"]).get(b"authorization", b"")
    if is_token_header(header):
        token = find_token(header)
        return None if token is None else Key(token.user, frozenset(token.scopes), token.expires_at)
    session_key = scope["session"].session_key if "session" in scope else None
    return _find_session(session_key) if session_key else None


def _find_session(session_key: str) -> Key | None:
    """A session as it is now: one that was ended, has expired or is of an old password lets nobody in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(cast(HttpRequest, SimpleNamespace(session=session)))
    if not isinstance(user, User) or not user.is_active:
        return None
    expires_at = BrowserSession.objects.filter(pk=session_key).values_list("expire_date", flat=True).first()
    return Key(user, frozenset(list_scopes()), expires_at)
