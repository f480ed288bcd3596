"""Serves what the processes counted, and what Postgres and Redis know, to Prometheus."""

import hmac
import ipaddress
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIServer

import psutil
import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector

from labeling.events.models import OutboxRow
from labeling.http.failures import answer_not_found
from labeling.jobs.models import LeasedJob
from labeling.masklets.models import Prediction
from labeling.propagation.models import GpuWorker, Propagation
from labeling.propagation.previews import WORKER_ALIVE
from labeling.videos.models import Ingest

logger = logging.getLogger(__name__)

QUEUES: tuple[type[LeasedJob], ...] = (Prediction, Propagation, Ingest)
MULTIPROCESS_DIR = "PROMETHEUS_MULTIPROC_DIR"


def answer_metrics(request: HttpRequest) -> HttpResponse:
    """This web process's figures and the queues, to those who may see them; to others there is no such page."""
    if not may_read(request):
        return answer_not_found(request)
    shared = CollectorRegistry()
    shared.register(SharedState())
    return HttpResponse(generate_latest(find_registry()) + generate_latest(shared), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """By the token where there is one; else whoever calls from this very machine and not through a proxy on it."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").encode()
        return hmac.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode())
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "")
    except ValueError:
        return False
    return address.is_loopback and not passed_on


def find_registry() -> CollectorRegistry:
    """The figures of all processes that share this one's folder where there are several, else its own."""
    if not os.environ.get(MULTIPROCESS_DIR):
        return REGISTRY
    _forget_dead(Path(os.environ[MULTIPROCESS_DIR]))
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def _forget_dead(folder: Path) -> None:
    """What a process that is gone had open is open no more; what it counted stays counted."""
    for path in folder.glob("gauge_live*.db"):
        pid = int(path.stem.rpartition("_")[2])
        if not psutil.pid_exists(pid):
            mark_process_dead(pid, str(folder))


def serve_worker_metrics() -> WSGIServer | None:
    """Serve this worker's figures from a thread; None where MASKLOOP_METRICS_PORT is not set."""
    if not settings.METRICS_PORT:
        return None
    server, _ = start_http_server(settings.METRICS_PORT, settings.METRICS_HOST, find_registry())
    logger.info("metrics at http://%s:%d/metrics", settings.METRICS_HOST, settings.METRICS_PORT)
    return server


class SharedState(Collector):
    """What is the same whichever web process is asked, so that dashboards take the greatest of several."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = [*_describe_queues(), *_describe_others()]
        except (DatabaseError, InterfaceError) as error:
            logger.warning("metrics: Postgres does not answer: %s", error)
            found = []
        yield from found
        yield GaugeMetricFamily("maskloop_postgres_up", "Whether Postgres answers.", value=float(bool(found)))
        yield GaugeMetricFamily("maskloop_redis_up", "Whether Redis answers.", value=float(_is_redis_up()))


def _describe_queues() -> list[Metric]:
    waiting = GaugeMetricFamily("maskloop_jobs_waiting", "Jobs that no worker has taken yet.", labels=["kind"])
    oldest = GaugeMetricFamily("maskloop_oldest_wait_seconds", "How long the oldest of them waits.", labels=["kind"])
    now = timezone.now()
    for model in QUEUES:
        kind = str(model._meta.model_name)
        queued = model._default_manager.filter(status=LeasedJob.Status.QUEUED)
        found = queued.aggregate(count=Count("id"), since=Min("created_at"))
        waiting.add_metric([kind], found["count"])
        oldest.add_metric([kind], (now - found["since"]).total_seconds() if found["since"] else 0.0)
    return [waiting, oldest]


def _describe_others() -> list[Metric]:
    alive = GpuWorker.objects.filter(seen_at__gt=timezone.now() - WORKER_ALIVE).count()
    unsent = OutboxRow.objects.count()
    return [
        GaugeMetricFamily("maskloop_gpu_workers_alive", "Gpu workers with a fresh heartbeat.", value=alive),
        GaugeMetricFamily("maskloop_outbox_rows", "Events and tasks that wait to be sent again.", value=unsent),
    ]


def _is_redis_up() -> bool:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
