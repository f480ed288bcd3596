from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from labeling.events.models import OutboxRow
from labeling.events.publish import send_rows

# Rows younger than this are still being sent by the process that wrote them.
GRACE = timedelta(seconds=2)
BATCH = 500


@shared_task(name="events.publish_outbox")
def publish_outbox() -> None:
    """Send again what could not be sent after its commit, oldest first."""
    with transaction.atomic():
        rows = OutboxRow.objects.select_for_update(skip_locked=True).order_by("id")
        send_rows(rows.filter(created_at__lt=timezone.now() - GRACE)[:BATCH])
