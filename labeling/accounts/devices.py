"""A signed cookie by which a browser is known from earlier sign-ins: others' wrong passwords do not keep it out."""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "maskloop_device"
SALT = "labeling.accounts.devices"
MAX_AGE_S = 365 * 24 * 3600
# Of a shared machine's cookie, the people who used it last.
MAX_PEOPLE = 20


@dataclass(frozen=True)
class Device:
    """A browser and the people who have signed in with it; nobody for one that is new here."""

    id: str = ""
    user_ids: tuple[int, ...] = ()


NEW_DEVICE = Device()


def read_device(request: HttpRequest) -> Device:
    try:
        content = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE_S)
        return Device(id=content["id"], user_ids=tuple(content["users"]))
    except signing.BadSignature:
        return NEW_DEVICE


def remember_device(response: HttpResponse, device: Device, user_id: int) -> None:
    """Let the browser be known as this person's too."""
    others = [known for known in device.user_ids if known != user_id]
    content = {"id": device.id or secrets.token_hex(8), "users": [user_id, *others][:MAX_PEOPLE]}
    response.set_cookie(
        COOKIE,
        signing.dumps(content, salt=SALT),
        max_age=MAX_AGE_S,
        path="/api/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
