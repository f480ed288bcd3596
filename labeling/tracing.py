"""Which request a log line, a job or a message belongs to: one id from a click to the worker that answers it."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

HEADER = "X-Request-Id"
MAX_CHARS = 64
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
# Invitations and the like have a secret in their address; ids of uploads, which are UUIDs, help and open nothing.
_SECRET_SEGMENT = re.compile(
    r"(?<=/)(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:/|$))(?=[^/]*[0-9A-Z])[A-Za-z0-9_.~:=-]{20,}(?=/|$)"
)
_FILE_NAME = re.compile(r"[^/]+\.(?:css|html|ico|jpg|js|json|map|mp4|png|svg|txt|wasm|webmanifest|woff2)$")


@dataclass
class Trace:
    """A request or job under way; `user_id` and `route` are noted as they become known."""

    request_id: str
    user_id: int | None = None
    route: str = ""


_current: ContextVar[Trace | None] = ContextVar("maskloop_trace", default=None)


def current_trace() -> Trace | None:
    return _current.get()


def current_request_id() -> str:
    """The id of the request under way, empty outside of one; what a job's row keeps."""
    trace = _current.get()
    return "" if trace is None else trace.request_id


def accept_request_id(word: str) -> str:
    """`word` where it may stand in a log line (8 to 64 letters, digits, dots, dashes), else an id of our own."""
    return word if _WELL_FORMED.fullmatch(word) else uuid.uuid4().hex


@contextmanager
def traced(request_id: str, *, user_id: int | None = None) -> Iterator[Trace]:
    """Everything logged, queued and sent inside belongs to this request."""
    trace = Trace(request_id=request_id, user_id=user_id)
    with resumed(trace):
        yield trace


@contextmanager
def resumed(trace: Trace | None) -> Iterator[None]:
    """The same for a request that began elsewhere, such as on the thread that handed the work over."""
    token = _current.set(trace)
    try:
        yield
    finally:
        _current.reset(token)


def note_user(user_id: int | None) -> None:
    if (trace := _current.get()) is not None:
        trace.user_id = user_id


def note_route(route: str) -> None:
    if (trace := _current.get()) is not None:
        trace.route = route


def hide_secrets_in_path(path: str) -> str:
    """The path without its query and with an ellipsis for each segment that looks like a secret."""
    plain = path.partition("?")[0]
    return plain if _FILE_NAME.search(plain) else _SECRET_SEGMENT.sub("…", plain)
