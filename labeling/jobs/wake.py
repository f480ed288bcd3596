"""Wakes gpu workers through Postgres itself: the word leaves with the commit of the job, and with nothing else."""

from django.db import connection

# Postgres keeps one queue for all channels; a worker that hears this looks into the job tables.
GPU_CHANNEL = "maskloop_gpu"


def wake_gpu_workers() -> None:
    """Tell every gpu worker, when the surrounding transaction commits, that there is something to do.

    Sends one notification a transaction however often it is called. A worker that does not listen just now finds the
    job by its next poll.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [GPU_CHANNEL])
