import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from labeling.jobs import heartbeat
from labeling.jobs.heartbeat import Heartbeat
from labeling.jobs.leases import claim_next
from labeling.videos.models import Ingest
from tests.factories.videos import IngestFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "HEARTBEAT_S", 0.05)


def claim() -> Ingest:
    IngestFactory()
    job = claim_next(Ingest.objects.all(), owner="test")
    assert job is not None
    return job


def wait_until(condition: Any) -> None:
    deadline = time.monotonic() + 20
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert condition()


def test_heartbeat_keeps_the_lease_of_a_job_that_is_being_done():
    job = claim()
    almost_over = timezone.now() + timedelta(seconds=1)
    Ingest.objects.filter(pk=job.pk).update(lease_expires_at=almost_over)

    with Heartbeat(job) as beat:
        wait_until(lambda: Ingest.objects.get(pk=job.pk).lease_expires_at > almost_over)

    assert not beat.is_lost


def test_heartbeat_notices_that_another_worker_has_the_job():
    job = claim()

    with Heartbeat(job) as beat:
        Ingest.objects.filter(pk=job.pk).update(lease_token=job.lease_token + 1)
        wait_until(lambda: beat.is_lost)
