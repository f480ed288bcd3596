"""A browser's end of the websocket, against the whole ASGI application in this process."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from backend.asgi import application
from labeling.accounts.models import User
from labeling.videos.models import Video

# How long a test waits for what must come, also where other work keeps the machine busy.
WAIT_S = 30
Header = tuple[bytes, bytes]


class Socket:
    """An open websocket; what it receives is read in order. `hello` is the server's, once `opened` has read it."""

    hello: dict[str, Any]

    def __init__(self, video: Video, headers: list[Header], query: str) -> None:
        scope = {
            "type": "websocket",
            "path": f"/ws/videos/{video.pk}/",
            "query_string": query.encode(),
            "headers": [(b"host", b"testserver"), *headers],
            "subprotocols": [],
        }
        self._application = ApplicationCommunicator(application, scope)

    async def open(self) -> None:
        await self._application.send_input({"type": "websocket.connect"})
        accepted = await self._application.receive_output(WAIT_S)
        assert accepted["type"] == "websocket.accept", accepted

    async def close(self) -> None:
        await self._application.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._application.wait(WAIT_S)

    async def send_text(self, text: str) -> None:
        await self._application.send_input({"type": "websocket.receive", "text": text})

    async def send(self, message: dict[str, Any]) -> None:
        await self.send_text(json.dumps(message))

    async def receive_any(self) -> dict[str, Any] | bytes:
        """The next message: a parsed text, the bytes of a mask, or `{"type": "close", "code"}`."""
        output = await self._application.receive_output(WAIT_S)
        if output["type"] == "websocket.close":
            return {"type": "close", "code": output["code"]}
        if output.get("text") is None:
            found: bytes = output["bytes"]
            return found
        message: dict[str, Any] = json.loads(output["text"])
        return message

    async def receive(self) -> dict[str, Any]:
        """The next text; masks before it are left out."""
        while True:
            message = await self.receive_any()
            if isinstance(message, dict):
                return message

    async def is_silent(self) -> bool:
        silent: bool = await self._application.receive_nothing(0.2)
        return silent


def cookie_of(user: User) -> Header:
    client = Client()
    client.force_login(user)
    return (b"cookie", f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}".encode())


async def open_socket(video: Video, *headers: Header, after: int | None = None) -> Socket:
    socket = Socket(video, list(headers), "" if after is None else f"after={after}")
    await socket.open()
    return socket


@asynccontextmanager
async def opened(video: Video, user: User, after: int | None = None) -> AsyncIterator[Socket]:
    """A socket of a signed-in person, after its hello."""
    socket = await open_socket(video, await sync_to_async(cookie_of)(user), after=after)
    hello = await socket.receive()
    assert hello["type"] == "hello", hello
    socket.hello = hello
    try:
        yield socket
    finally:
        await socket.close()
