import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pydantic import ValidationError

from labeling.events.models import Event, OutboxRow
from labeling.events.publish import describe_event, enqueue_task, record_event
from labeling.events.schema import MaskletDeleted, parse_payload
from labeling.events.tasks import GRACE, publish_outbox

VIDEO = 77


def record(masklet: int = 1) -> Event:
    with transaction.atomic():
        return record_event(video_id=VIDEO, actor=None, payload=MaskletDeleted(masklet=masklet))


@pytest.mark.django_db(transaction=True)
def test_events_written_at_once_are_numbered_without_gap_or_double():
    def write() -> None:
        for _ in range(10):
            record()
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(Event.objects.filter(video_id=VIDEO).order_by("seq").values_list("seq", flat=True)) == list(
        range(1, 41)
    )


@pytest.mark.django_db(transaction=True)
def test_rolled_back_event_gives_its_number_back():
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert record().seq == 1


@pytest.mark.django_db(transaction=True)
def test_outbox_is_empty_once_redis_took_the_messages():
    record()
    with transaction.atomic():
        enqueue_task(name="events.publish_outbox", args=[], queue="test-nobody-reads")
    assert OutboxRow.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_message_waits_in_the_outbox_while_redis_is_down_and_leaves_afterwards(settings):
    down = {
        "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": ["redis://127.0.0.1:1"]}}
    }
    layers = settings.CHANNEL_LAYERS
    settings.CHANNEL_LAYERS = down
    record()
    assert OutboxRow.objects.count() == 1
    settings.CHANNEL_LAYERS = layers
    OutboxRow.objects.update(created_at=timezone.now() - 2 * GRACE)
    publish_outbox()
    assert OutboxRow.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"type": "other"}, {"seq": 9}])
def test_event_cannot_be_changed_or_deleted_in_postgres(change):
    event = record()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(**change)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Event.objects.filter(pk=event.pk).delete()


@pytest.mark.django_db
def test_event_reads_back_from_the_wire_and_refuses_unknown_fields():
    wire = describe_event(record(masklet=5))
    assert parse_payload(wire) == MaskletDeleted(masklet=5)
    with pytest.raises(ValidationError):
        parse_payload({**wire, "colour": "red"})
