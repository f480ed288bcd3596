"""A person's REST calls as the browser makes them: one key for each edit, sent again until it is answered."""

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

RETRIED_STATUSES = frozenset({429, 502, 503, 504})
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 2.0
GIVE_UP_S = 120.0


@dataclass(frozen=True)
class Edit:
    """A mutating call; `kind` is that of the operation which it makes, empty where it makes none."""

    kind: str
    method: str
    path: str
    body: dict[str, Any] | None = None


@dataclass(frozen=True)
class Answer:
    """What an edit was answered, `took_s` after it was first sent; `status` 0 where nothing came in GIVE_UP_S."""

    edit: Edit
    key: str
    username: str
    status: int
    body: Any
    began_at: float
    took_s: float
    attempts: int

    @property
    def is_acknowledged(self) -> bool:
        """Whether the server has promised to keep the edit: as an operation, or beside it after a conflict."""
        if 200 <= self.status < 300:
            return True
        return self.status == 409 and isinstance(self.body, dict) and self.body.get("side_edit") is not None


@dataclass
class Client:
    """One person. `answers` keeps every answer for the books."""

    username: str
    http: httpx.AsyncClient
    answers: list[Answer] = field(default_factory=list)

    async def read(self, path: str, **params: Any) -> Any:
        """Read until the server answers."""
        deadline = time.monotonic() + GIVE_UP_S
        while True:
            try:
                response = await self.http.get(path, params=params)
                if response.status_code == 200:
                    return response.json()
                if response.status_code not in RETRIED_STATUSES:
                    raise RuntimeError(f"{path}: {response.status_code} {response.text[:200]}")
            except httpx.TransportError:
                pass
            if time.monotonic() > deadline:
                raise TimeoutError(path)
            await asyncio.sleep(FIRST_WAIT_S)

    async def send(self, edit: Edit, *, key: str | None = None) -> Answer:
        """Send an edit until it is answered, always under the same key."""
        key = key or uuid.uuid4().hex
        began_at = time.monotonic()
        wait_s, attempts, response = FIRST_WAIT_S, 0, None
        while response is None and time.monotonic() - began_at < GIVE_UP_S:
            attempts += 1
            response = await self._try(edit, key)
            if response is None:
                await asyncio.sleep(wait_s)
                wait_s = min(LONGEST_WAIT_S, wait_s * 2)
        answer = Answer(
            edit=edit,
            key=key,
            username=self.username,
            status=0 if response is None else response.status_code,
            body=response.json() if response is not None and response.content else None,
            began_at=began_at,
            took_s=time.monotonic() - began_at,
            attempts=attempts,
        )
        self.answers.append(answer)
        return answer

    async def _try(self, edit: Edit, key: str) -> httpx.Response | None:
        try:
            headers = {"Idempotency-Key": key}
            response = await self.http.request(edit.method, edit.path, json=edit.body, headers=headers)
        except httpx.TransportError:
            return None
        return None if response.status_code in RETRIED_STATUSES else response


def open_client(url: str, *, username: str, token: str) -> Client:
    headers = {"Authorization": f"Token {token}"}
    http = httpx.AsyncClient(base_url=url, headers=headers, timeout=20, trust_env=False)
    return Client(username=username, http=http)
