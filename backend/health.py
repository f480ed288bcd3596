"""Whether the process is up, whether it can serve, and what of the rest answers."""

import logging
from typing import Any

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from labeling.propagation.queries import count_queued_jobs, describe_gpu_workers

logger = logging.getLogger(__name__)

BROKER_QUEUES = ("media",)


def answer_health(request: HttpRequest) -> JsonResponse:
    del request
    return JsonResponse({"status": "up"})


def answer_readiness(request: HttpRequest) -> JsonResponse:
    """200 once Postgres answers and is migrated, else 503 with a sentence."""
    del request
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        logger.exception("readiness: Postgres does not answer")
        return JsonResponse({"status": "down", "detail": "Postgres does not answer."}, status=503)
    if pending:
        detail = f"{len(pending)} migrations are not applied; run ./maskloop manage migrate."
        return JsonResponse({"status": "down", "detail": detail}, status=503)
    return JsonResponse({"status": "ready"})


def answer_status(request: HttpRequest) -> JsonResponse:
    """What of Redis, the queues and the gpu workers answers; names nothing of anybody's work."""
    del request
    try:
        workers: list[dict[str, Any]] | None = describe_gpu_workers()
        waiting = {"gpu": count_queued_jobs()}
    except Exception:
        logger.exception("status: Postgres does not answer")
        workers, waiting = None, {}
    queues = _measure_queues()
    return JsonResponse(
        {
            "postgres": workers is not None,
            "redis": queues is not None,
            "queues": {**(queues or {}), **waiting},
            "gpu_workers": workers or [],
        }
    )


def _measure_queues() -> dict[str, int] | None:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        return {name: int(client.llen(name)) for name in BROKER_QUEUES}  # type: ignore[arg-type]
    except redis.RedisError:
        return None
    finally:
        client.close()
