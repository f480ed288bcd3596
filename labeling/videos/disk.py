"""How much room is left where media, uploads and unfinished ingests lie."""

import shutil
from pathlib import Path

from django.conf import settings

# From so many reserves down, people are told before anything is refused.
LOW_RESERVES = 4


def count_free_bytes() -> int:
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():  # nothing was ever uploaded
        folder = folder.parent
    return shutil.disk_usage(folder).free


def is_full() -> bool:
    """Whether only what Postgres may need is left."""
    return count_free_bytes() < settings.DISK_RESERVE_BYTES


def describe_disk() -> str:
    """`ok`, `low` or `full`."""
    reserves = count_free_bytes() / max(1, settings.DISK_RESERVE_BYTES)
    return "full" if reserves < 1 else "low" if reserves < LOW_RESERVES else "ok"
