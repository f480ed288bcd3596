"""Stores long pieces of uploads while they arrive.

Django reads a whole request before a view sees it, and drops it when the connection is cut. Here a `PATCH` of an upload
is handed on in slices, each a request of its own through every check, so that what arrived is kept, memory stays
small, and after a crash only the last slice comes again.
"""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

SLICE_BYTES = 4 * 1024**2
SLICE_S = 3.0
"""On a slow line a slice ends after this long, if it has something."""

SILENT_S = 60.0
"""A connection that brings nothing for that long is taken for cut; a browser behind it has gone elsewhere."""

PATH = re.compile(r"^/api/uploads/[0-9a-f-]{36}/$")


class SlicedUploads:
    """Wraps Django's application. A piece with a checksum is all or nothing and passes as it is."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        offset = _read_offset(scope)
        if offset is None:
            await self._application(scope, receive, send)
            return
        answer = await self._store(scope, _Body(receive), offset)
        for message in answer or []:
            await send(message)

    async def _store(self, scope: Any, body: "_Body", offset: int) -> list[Message] | None:
        """The answer to the piece; None where nobody waits for one any more."""
        while True:
            slice_ = await body.read_slice()
            if slice_ is None:
                return None
            answer = await self._hand_on(scope, slice_, offset)
            offset += len(slice_)
            if body.is_over or answer[0]["status"] != 204:
                return None if body.is_cut else answer

    async def _hand_on(self, scope: Any, slice_: bytes, offset: int) -> list[Message]:
        said: list[Message] = []
        unread = [slice_]

        async def receive() -> Message:
            if not unread:
                # Whoever asks again wants to know whether the client has gone; the slice is stored all the same.
                await asyncio.Event().wait()
            return {"type": "http.request", "body": unread.pop(), "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self._application(_describe_slice(scope, len(slice_), offset), receive, send)
        return said


class _Body:
    """What a client sends, cut into slices."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.is_over = False
        self.is_cut = False

    async def read_slice(self) -> bytes | None:
        """The next slice; None where the connection was cut and nothing is left."""
        slice_ = bytearray()
        began = time.monotonic()
        while not self.is_over and len(slice_) < SLICE_BYTES:
            message = await self._next()
            if message["type"] == "http.disconnect":
                self.is_over = self.is_cut = True
                break
            slice_ += message.get("body", b"")
            self.is_over = not message.get("more_body", False)
            if slice_ and time.monotonic() - began > SLICE_S:
                break
        return None if self.is_cut and not slice_ else bytes(slice_)

    async def _next(self) -> Message:
        try:
            return await asyncio.wait_for(self._receive(), SILENT_S)
        except TimeoutError:
            return {"type": "http.disconnect"}


def _read_offset(scope: Any) -> int | None:
    """Where a piece begins that may be sliced; None for every other request."""
    if scope["type"] != "http" or scope["method"] != "PATCH" or not PATH.match(scope["path"]):
        return None
    headers = dict(scope["headers"])
    word = headers.get(b"upload-offset", b"")
    return int(word) if word.isdigit() and len(word) <= 18 and b"upload-checksum" not in headers else None


def _describe_slice(scope: Any, num_bytes: int, offset: int) -> Any:
    replaced = {
        b"content-length": str(num_bytes).encode(),
        b"upload-offset": str(offset).encode(),
    }
    dropped = {b"transfer-encoding", b"expect", *replaced}
    headers = [(name, value) for name, value in scope["headers"] if name not in dropped]
    return {**scope, "headers": [*headers, *replaced.items()]}
