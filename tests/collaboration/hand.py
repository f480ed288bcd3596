"""One person who makes one call after another, and watches over a websocket."""

import json
import socket
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.collaboration.client import Answer, Edit
from tests.labeling.realtime.reducer import State, follow, read_snapshot

# The server looks for events that the room lost every few seconds.
EVENT_WITHIN_S = 20


@dataclass
class Hand:
    username: str
    token: str
    address: str
    video: int
    answers: list[Answer] = field(default_factory=list)
    state: State = field(default_factory=dict)
    _http: httpx.Client = field(init=False)
    _socket: ClientConnection | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Token {self.token}"}
        self._http = httpx.Client(base_url=f"http://{self.address}", headers=headers, trust_env=False, timeout=60)

    def read(self, path: str, **params: Any) -> Any:
        response = self._http.get(path, params=params)
        assert response.status_code == 200, f"{path}: {response.status_code} {response.text[:300]}"
        return response.json()

    def send(self, edit: Edit, *, key: str | None = None) -> Answer:
        """Send an edit once; `key` that of an edit which was sent before."""
        key = key or uuid.uuid4().hex
        began = time.monotonic()
        response = self._http.request(edit.method, edit.path, json=edit.body, headers={"Idempotency-Key": key})
        assert response.status_code < 500, response.text[:300]
        body = response.json() if response.content else None
        return Answer(edit, key, self.username, response.status_code, body, began, time.monotonic() - began, 1)

    def take_snapshot(self) -> State:
        return read_snapshot(self.read(f"/api/videos/{self.video}/snapshot/"))

    def connect(self) -> None:
        """Open a socket that brings what happened after the last event seen."""
        self.drop()
        if not self.state:
            self.state = self.take_snapshot()
        opening = connect(
            f"ws://{self.address}/ws/videos/{self.video}/?after={self.state['last_seq']}",
            additional_headers={"Authorization": f"Token {self.token}"},
            proxy=None,
            max_size=None,
        )
        self._socket = self._open.enter_context(opening)

    def drop(self) -> None:
        """Lose the connection without a word."""
        if self._socket is not None:
            self._socket.socket.shutdown(socket.SHUT_RDWR)
            self._open.close()
            self._socket = None

    def listen(self, *, until: int) -> None:
        """Follow the events up to a number; raises ValueError where the socket leaves one out or brings one twice."""
        if self._socket is None:
            self.connect()
        assert self._socket is not None
        while self.state["last_seq"] < until:
            message = self._socket.recv(timeout=EVENT_WITHIN_S)
            if isinstance(message, str) and (said := json.loads(message))["type"] == "event":
                follow(self.state, said["event"])

    def close(self) -> None:
        self.drop()
        self._http.close()
