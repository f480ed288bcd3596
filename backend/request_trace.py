"""Gives every request and every websocket its id, and writes one line for each when it is over."""

import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from labeling.metrics import HTTP_REQUEST_SECONDS, WEBSOCKETS_OPEN
from labeling.tracing import HEADER, Trace, accept_request_id, hide_secrets_in_path, traced

logger = logging.getLogger("maskloop.access")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

# Asked every few seconds by machines.
QUIET_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
# What nginx logs where nobody waited for the answer.
GONE_STATUS = 499
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_HEADER = HEADER.lower().encode()


class RequestTrace:
    """The outermost application. The id is the caller's where it is well-formed; it is answered in the same header."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._application(scope, receive, send)
            return
        asked = next((value for name, value in scope["headers"] if name == _HEADER), b"")
        with traced(accept_request_id(asked.decode("latin-1"))) as trace:
            serve = self._serve_http if scope["type"] == "http" else self._serve_socket
            await serve(trace, scope, receive, send)

    async def _serve_http(self, trace: Trace, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        began = time.monotonic()
        status = GONE_STATUS

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (_HEADER, trace.request_id.encode())]
            await send(message)

        try:
            await self._application(scope, receive, send_with_id)
        finally:
            seconds = time.monotonic() - began
            _measure(scope["method"], scope["path"], status, seconds, trace)
            _log(scope["method"], scope["path"], status, seconds, trace)

    async def _serve_socket(self, trace: Trace, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        began = time.monotonic()
        code = 1006

        async def note_end(message: Message) -> None:
            nonlocal code
            if message["type"] == "websocket.close":
                code = message.get("code", 1000)
            await send(message)

        async def receive_and_note() -> Message:
            nonlocal code
            message = await receive()
            if message["type"] == "websocket.disconnect":
                code = message.get("code", 1005)
            return message

        WEBSOCKETS_OPEN.inc()
        try:
            await self._application(scope, receive_and_note, note_end)
        finally:
            WEBSOCKETS_OPEN.dec()
            _log("WEBSOCKET", scope["path"], code, time.monotonic() - began, trace)


def _measure(method: str, path: str, status: int, seconds: float, trace: Trace) -> None:
    """By the route's template and known methods alone: what callers make up must not make new series."""
    route = "page" if trace.route.startswith("^") else trace.route
    route = route or ("static" if path.startswith("/static/") else "other")
    HTTP_REQUEST_SECONDS.labels(method if method in METHODS else "OTHER", route, str(status)).observe(seconds)


def _log(method: str, path: str, status: int, seconds: float, trace: Trace) -> None:
    level = logging.DEBUG if path in QUIET_PATHS else logging.INFO
    if not logger.isEnabledFor(level):
        return
    shown, ms = hide_secrets_in_path(path), round(seconds * 1000, 1)
    fields = {"method": method, "path": shown, "route": trace.route, "status": status, "ms": ms}
    logger.log(level, "%s %s %d %.1f ms", method, shown, status, ms, extra=fields)
