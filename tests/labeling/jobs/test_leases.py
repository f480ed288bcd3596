"""The leases of jobs, on the job that needs least around it: an ingest."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from labeling.jobs import leases
from labeling.videos.models import Ingest, Video
from tests.factories.projects import ProjectFactory


@pytest.fixture
def ingest(db: None) -> Ingest:
    return make_ingest()


def make_ingest() -> Ingest:
    project = ProjectFactory.create()
    return Ingest.objects.create(video=Video.objects.create(project=project, created_by=project.created_by))


def expire(job: Ingest) -> None:
    Ingest.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def test_claim_takes_the_job_once_and_raises_its_token(ingest):
    job = leases.claim_next(Ingest.objects.all(), owner="one")
    assert (job.pk, job.status, job.lease_token, job.attempts, job.lease_owner) == (ingest.pk, "running", 1, 1, "one")
    assert leases.claim_next(Ingest.objects.all(), owner="two") is None


def test_write_with_an_old_token_is_refused(ingest):
    first = leases.claim_next(Ingest.objects.all(), owner="one")
    expire(first)
    leases.reap_expired(Ingest)
    second = leases.claim_next(Ingest.objects.all(), owner="two")
    assert not leases.renew_lease(first)
    assert leases.renew_lease(second)
    with transaction.atomic(), pytest.raises(leases.LeaseLost):
        leases.lock_leased(Ingest, ingest.pk, first.lease_token)


def test_jobs_of_a_worker_that_is_gone_are_queued_at_once(ingest):
    leases.claim_next(Ingest.objects.all(), owner="one")
    assert leases.reap_expired(Ingest, gone="two") == []
    assert leases.reap_expired(Ingest, gone="one") == [ingest]
    assert leases.claim_next(Ingest.objects.all(), owner="two").attempts == 2


def test_job_fails_with_a_sentence_after_three_attempts(ingest):
    for _ in range(leases.MAX_ATTEMPTS):
        expire(leases.claim_next(Ingest.objects.all(), owner="one"))
        leases.reap_expired(Ingest)
    ingest.refresh_from_db()
    assert (ingest.status, ingest.attempts) == ("failed", 3)
    assert ingest.problem.startswith("The worker stopped 3 times")
    assert leases.claim_next(Ingest.objects.all(), owner="one") is None


def test_job_that_is_given_back_has_lost_no_attempt(ingest):
    assert leases.give_back(leases.claim_next(Ingest.objects.all(), owner="one"))
    job = leases.claim_next(Ingest.objects.all(), owner="two")
    assert (job.attempts, job.lease_token) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_share_the_jobs_without_a_double():
    expected = sorted(make_ingest().pk for _ in range(8))
    claimed: list[int] = []

    def work(name: str) -> None:
        while (job := leases.claim_next(Ingest.objects.all(), owner=name)) is not None:
            claimed.append(job.pk)
        connection.close()

    threads = [threading.Thread(target=work, args=(f"worker{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == expected
