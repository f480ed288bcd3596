"""Whether the process is up, whether it can serve, and what of the rest answers."""

import logging
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from labeling.jobs.pulses import list_pulses
from labeling.propagation.queries import count_queued_jobs, describe_gpu_workers
from labeling.videos.disk import describe_disk

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
    """What of Postgres, Redis, the disk, the queues and the workers answers; names nothing of anybody's work.

    `media_workers` and `beat` are the seconds since each was seen, the newest first.
    """
    del request
    known = _ask_postgres()
    queues = _measure_queues()
    return JsonResponse(
        {
            "postgres": bool(known),
            "redis": queues is not None,
            "disk": describe_disk(),
            "queues": {**(queues or {}), **known.get("waiting", {})},
            "gpu_workers": known.get("gpu_workers", []),
            "media_workers": known.get("media", []),
            "beat": known.get("beat", []),
        }
    )


def _ask_postgres() -> dict[str, Any]:
    """Nothing where it does not answer."""
    try:
        return {"gpu_workers": describe_gpu_workers(), "waiting": {"gpu": count_queued_jobs()}, **list_pulses()}
    except (DatabaseError, InterfaceError) as error:
        logger.warning("status: Postgres does not answer: %s", error)
        return {}


def _measure_queues() -> dict[str, int] | None:
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)
    try:
        return {name: int(client.llen(name)) for name in BROKER_QUEUES}  # type: ignore[arg-type]
    except redis.RedisError:
        return None
    finally:
        client.close()
