"""Files brought to this machine by threads of their own, for callers that may not wait for a large one to its end."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from labeling.media.problems import MediaUnavailable
from labeling.media.store import media

ON_ITS_WAY = (
    "The video is on its way from the media storage to the model's machine, which takes a while for a long one. A "
    "track goes on by itself; repeat a click in a moment."
)

_pool = ThreadPoolExecutor(max_workers=2, thread_name_prefix="fetch")
_lock = threading.Lock()
_running: dict[tuple[str, str], Future[Path]] = {}


def local_path_within(name: str, *, sha256: str, wait_s: float) -> Path:
    """Where this machine has a stored file. MediaUnavailable where bringing it takes longer than `wait_s`.

    It is then still being brought, and a later call finds it. Raises what the storage raises.
    """
    if not media().is_remote:
        return media().local_path(name, sha256=sha256)
    with _lock:
        fetch = _running.get((name, sha256))
        if fetch is None:
            fetch = _running[name, sha256] = _pool.submit(partial(media().local_path, name, sha256=sha256))
            fetch.add_done_callback(lambda _: _running.pop((name, sha256), None))
    try:
        return fetch.result(wait_s)
    except TimeoutError:
        raise MediaUnavailable(ON_ITS_WAY) from None
