"""The Celery application: messages are hints, the job rows in Postgres are the truth."""

import os
from contextlib import AbstractContextManager
from logging.config import dictConfig
from typing import Any

from celery import Celery, Task, signals
from django.conf import settings

from labeling.tracing import Trace, accept_request_id, traced

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

# Redis' broker URLs spell a unix socket differently from redis-py.
_broker = settings.REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)

app = Celery("maskloop", broker=_broker, set_as_current=True)
app.conf.update(
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,
    broker_connection_retry_on_startup=True,
    # Redis may be away for longer than Celery's hundred tries, and a gpu worker works without it.
    broker_connection_max_retries=None,
    broker_transport_options={"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 5},
    task_default_queue="media",
    timezone="UTC",
    enable_utc=True,
)


@signals.setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Celery would give its own loggers handlers and forms of their own."""
    dictConfig(settings.LOGGING)


@signals.worker_init.connect
@signals.beat_init.connect
def serve_metrics(**_kwargs: Any) -> None:
    # Models can be imported only now; the server's socket is the first process's alone.
    from backend.metrics import serve_worker_metrics

    server = serve_worker_metrics()
    if server is None:
        return
    first = os.getpid()

    # The solo pool says so in the first process itself.
    @signals.worker_process_init.connect(weak=False)
    def leave_the_socket(**_kwargs: Any) -> None:
        if os.getpid() != first:
            server.socket.close()


_traces: dict[str, AbstractContextManager[Trace]] = {}


@signals.task_prerun.connect
def begin_trace(*, task_id: str, task: Task, **_kwargs: Any) -> None:
    """A task's lines carry the id of the request that queued it."""
    _traces[task_id] = traced(accept_request_id(task.request.get("request_id") or task_id))
    _traces[task_id].__enter__()


@signals.task_postrun.connect
def end_trace(*, task_id: str, **_kwargs: Any) -> None:
    if (trace := _traces.pop(task_id, None)) is not None:
        trace.__exit__(None, None, None)


# `current_app` is thread-local; web requests run in threads that did not import this module.
app.set_default()

TASK_MODULES = (
    "labeling.jobs.tasks",
    "labeling.events.tasks",
    "labeling.videos.tasks",
    "labeling.propagation.tasks",
)
GPU_TASK_MODULES = ("labeling.propagation.gpu_tasks",)

# Modules with torch are loaded only by the process whose role is gpu.
app.conf.include = GPU_TASK_MODULES if settings.MASKLOOP_ROLE == "gpu" else TASK_MODULES

app.conf.beat_scheduler = "backend.upkeep:UpkeepScheduler"
app.conf.beat_schedule = {
    "note-beat": {"task": "jobs.note_beat", "schedule": 5.0},
    "publish-outbox": {"task": "events.publish_outbox", "schedule": 2.0},
    "reap-ingests": {"task": "videos.reap_ingests", "schedule": 10.0},
    "purge-uploads": {"task": "videos.purge_uploads", "schedule": 3600.0},
    "ask-for-garbage": {"task": "videos.ask_for_garbage", "schedule": 24 * 3600.0},
    "reap-propagations": {"task": "propagation.reap", "schedule": 5.0},
}

_pulses: list[Any] = []


@signals.worker_init.connect
def start_pulse(*, sender: Any, **_kwargs: Any) -> None:
    """A media worker says that it lives; a gpu worker has a row of its own, with its model and device."""
    if settings.MASKLOOP_ROLE != "media":
        return
    from labeling.jobs.pulses import PulseThread  # models, which are there only once Django's apps are loaded

    _pulses.append(PulseThread(name=f"{sender.hostname} {os.getpid()}", kind="media"))
    _pulses[-1].start()


@signals.worker_shutdown.connect
def stop_pulse(**_kwargs: Any) -> None:
    while _pulses:
        _pulses.pop().stop()
