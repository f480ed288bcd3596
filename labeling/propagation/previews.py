"""Hover previews: what a click would give, asked of one gpu worker and answered to one socket. Nothing is stored."""

import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from labeling.masklets.models import Masklet
from labeling.propagation.models import GpuWorker, SessionLease
from labeling.tracing import current_request_id

PREVIEW_CHANNEL = "maskloop_preview"
# A pointer has long moved on; the answer would show what nobody asks any more.
EXPIRES_S = 0.5
WORKER_ALIVE = timedelta(seconds=20)


@dataclass(frozen=True)
class Preview:
    """A point (x, y) in pixels with its label, on top of the prompts of the frame; `reply_to` names a socket."""

    masklet: int
    frame: int
    at: tuple[float, float]
    label: int
    reply_to: str
    request_id: str = field(default_factory=current_request_id)


def request_preview(*, video_id: int, preview: Preview) -> bool:
    """Ask the worker that has the video open, or the one seen last; False where there is none, or no such masklet."""
    if not Masklet.objects.filter(pk=preview.masklet, video_id=video_id, deleted_at=None).exists():
        return False
    worker = _find_worker(video_id)
    if worker is None:
        return False
    with connection.cursor() as cursor:
        message = json.dumps({"worker": worker, "preview": asdict(preview)})
        cursor.execute("SELECT pg_notify(%s, %s)", [PREVIEW_CHANNEL, message])
    return True


def read_preview(message: str, *, worker: str) -> Preview | None:
    """The preview of a notification, None where it is for another worker."""
    content: dict[str, Any] = json.loads(message)
    if content["worker"] != worker:
        return None
    asked = content["preview"]
    return Preview(**{**asked, "at": tuple(asked["at"])})


def _find_worker(video_id: int) -> str | None:
    now = timezone.now()
    alive = GpuWorker.objects.filter(seen_at__gt=now - WORKER_ALIVE)
    lease = SessionLease.objects.filter(video_id=video_id, expires_at__gt=now, worker__in=alive.values("name")).first()
    if lease is not None:
        return lease.worker
    return alive.order_by("-seen_at").values_list("name", flat=True).first()
