"""Writes events and task messages in the transaction of the change, and sends them after its commit."""

import logging
from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.db import connection, transaction
from django.utils import timezone

from labeling.accounts.models import User
from labeling.events.models import Event, OutboxRow, VideoStream
from labeling.events.schema import EventPayload
from labeling.metrics import EVENTS_PUBLISHED
from labeling.rooms import name_video_room, send_many_to_room, send_to_room
from labeling.tracing import current_request_id

logger = logging.getLogger(__name__)


def record_event(*, video_id: int, actor: User | None, payload: EventPayload) -> Event:
    """Append an event to the video's stream and send it after the commit.

    Must run inside a transaction. Locks the video's counter row until the commit, so call it after every other lock is
    taken. Numbers are consecutive: a rolled back transaction gives its number back.
    """
    seq = _next_seq(video_id)
    event = Event.objects.create(
        video_id=video_id,
        seq=seq,
        type=payload.type,
        actor=actor,
        at=timezone.now(),
        payload=payload.model_dump(mode="json", exclude={"type"}),
    )
    row = OutboxRow.objects.create(kind=OutboxRow.Kind.EVENT, target=str(video_id), message=describe_event(event))
    transaction.on_commit(lambda: send_rows([row]))
    return event


def enqueue_task(*, name: str, args: list[int | str], queue: str, expires_s: float | None = None) -> None:
    """Send a task by name after the commit; the job's row, not this message, is the truth about the work."""
    message = {"name": name, "args": args, "expires_s": expires_s, "request_id": current_request_id()}
    row = OutboxRow.objects.create(kind=OutboxRow.Kind.TASK, target=queue, message=message)
    transaction.on_commit(lambda: send_rows([row]))


def send_to_video(*, video_id: int, message: dict[str, Any]) -> None:
    """Send an ephemeral message to everyone on the video; never stored, never raises."""
    send_to_room(name_video_room(video_id), {"type": "room.message", "message": message})


def send_masks(*, video_id: int, frames: list[bytes]) -> None:
    """Send masks, encoded by `labeling.events.wire`, to everyone on the video; never raises."""
    if frames:
        send_to_room(name_video_room(video_id), {"type": "room.masks", "frames": frames})


def describe_event(event: Event) -> dict[str, Any]:
    """The event as it stands on the wire."""
    return {
        "seq": event.seq,
        "type": event.type,
        "actor": event.actor_id,
        "at": event.at.isoformat(),
        **event.payload,
    }


def send_rows(rows: Iterable[OutboxRow]) -> int:
    """Send outbox rows and delete those that left; the rest wait for `events.publish_outbox`."""
    sent = [row.pk for row in rows if _send_and_count(row)]
    OutboxRow.objects.filter(pk__in=sent).delete()
    return len(sent)


def _send_and_count(row: OutboxRow) -> bool:
    is_sent = _send(row)
    EVENTS_PUBLISHED.labels(kind=row.kind, outcome="sent" if is_sent else "kept").inc()
    return is_sent


def _send(row: OutboxRow) -> bool:
    if row.kind == OutboxRow.Kind.EVENT:
        room = name_video_room(int(row.target))
        return send_many_to_room(room, [{"type": "room.event", "event": row.message}])
    try:
        current_app.send_task(
            row.message["name"],
            args=row.message["args"],
            queue=row.target,
            expires=row.message["expires_s"],
            headers={"request_id": row.message.get("request_id", "")},
            retry=False,
        )
    except Exception as error:  # noqa: BLE001 - the broker is down; the row stays and is sent again
        logger.warning("task %s not sent to %s: %r", row.message["name"], row.target, error)
        return False
    return True


def _next_seq(video_id: int) -> int:
    seq = _count_on(video_id)
    if seq is None:
        VideoStream.objects.get_or_create(video_id=video_id)
        seq = _count_on(video_id)
    if seq is None:
        raise VideoStream.DoesNotExist(f"video {video_id} has no stream")
    return seq


def _count_on(video_id: int) -> int | None:
    """One statement, since everyone on the video waits for the row until the commit."""
    table = connection.ops.quote_name(VideoStream._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET last_seq = last_seq + 1 WHERE video_id = %s RETURNING last_seq",  # noqa: S608
            [video_id],
        )
        row = cursor.fetchone()
    return None if row is None else int(row[0])
