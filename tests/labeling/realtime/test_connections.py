"""A served Maskloop keeps no connection to Postgres for a request or a socket that is over."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets
from django.db import connection

from labeling.accounts.actions import create_token
from labeling.accounts.models import User
from labeling.videos.models import Video
from tests.collaboration.served import serve

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# No other test's process has this name.
SERVED = "served for connections"
REQUESTS = 1000
RECONNECTS = 200
AT_ONCE = 20
SETTLE_S = 30
QUIET_SAMPLES = 5


@pytest.fixture
def address(video: Video, tmp_path: Path) -> Iterator[str]:
    with serve(tmp_path, name=SERVED) as address:
        yield address


def list_connections() -> list[str]:
    """The served Maskloop's connections to Postgres, by what each was last asked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, state, left(query, 200), now() - backend_start FROM pg_stat_activity"
            " WHERE application_name = %s",
            [SERVED],
        )
        return [" ".join(map(str, row)) for row in cursor.fetchall()]


def list_left_when_quiet() -> list[str]:
    """What is left once nothing was there for a second, or when SETTLE_S are over.

    The server's part of a connection that was closed is shown until its process has ended, on a busy machine for
    seconds: the same number twice is not yet quiet.
    """
    deadline = time.monotonic() + SETTLE_S
    quiet = 0
    while quiet < QUIET_SAMPLES:
        left = list_connections()
        if left and time.monotonic() > deadline:
            return left
        quiet = 0 if left else quiet + 1
        time.sleep(0.2)
    return []


async def make_requests(address: str, token: str, video: Video, count: int) -> list[int]:
    headers = {"Authorization": f"Token {token}"}
    limits = asyncio.Semaphore(AT_ONCE)
    async with httpx.AsyncClient(base_url=f"http://{address}", headers=headers, trust_env=False, timeout=60) as client:

        async def ask(number: int) -> int:
            async with limits:
                path = f"/api/videos/{video.pk}/" if number % 2 else f"/api/videos/{video.pk}/snapshot/"
                return (await client.get(path)).status_code

        return await asyncio.gather(*[ask(number) for number in range(count)])


async def reconnect(address: str, token: str, video: Video, count: int) -> int:
    """Open a socket so many times, some of them without a good-bye; how many were greeted."""
    url = f"ws://{address}/ws/videos/{video.pk}/"
    headers = {"Authorization": f"Token {token}"}
    limits = asyncio.Semaphore(AT_ONCE)

    async def open_once(number: int) -> int:
        async with limits:
            socket = await websockets.connect(url, additional_headers=headers, proxy=None)
            greeting = await socket.recv()
            if number % 3:
                await socket.close()
            else:
                socket.transport.abort()
            return int('"hello"' in str(greeting))

    return sum(await asyncio.gather(*[open_once(number) for number in range(count)]))


def test_connections_stay_flat_over_requests_and_reconnects(address: str, video: Video, bob: User) -> None:
    token = create_token(user=bob, name="script")[1]
    assert asyncio.run(make_requests(address, token, video, REQUESTS)) == [200] * REQUESTS
    assert list_left_when_quiet() == []
    assert asyncio.run(reconnect(address, token, video, RECONNECTS)) == RECONNECTS
    assert list_left_when_quiet() == []
