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

SERVED = "served"
REQUESTS = 1000
RECONNECTS = 200
AT_ONCE = 20
SETTLE_S = 30


@pytest.fixture
def address(video: Video, tmp_path: Path) -> Iterator[str]:
    with serve(tmp_path, name=SERVED) as address:
        yield address


def count_connections() -> int:
    """The served Maskloop's connections to Postgres."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE application_name = %s", [SERVED])
        return int(cursor.fetchone()[0])


def settle() -> int:
    """The number of connections once it has not changed for a second."""
    deadline = time.monotonic() + SETTLE_S
    seen = [count_connections()]
    while len(seen) < 6 or len(set(seen[-5:])) > 1:
        assert time.monotonic() < deadline, f"the number of connections does not settle: {seen}"
        time.sleep(0.2)
        seen.append(count_connections())
    return seen[-1]


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
    asyncio.run(make_requests(address, token, video, AT_ONCE))
    asyncio.run(reconnect(address, token, video, 1))
    before = settle()
    assert asyncio.run(make_requests(address, token, video, REQUESTS)) == [200] * REQUESTS
    assert settle() == before
    assert asyncio.run(reconnect(address, token, video, RECONNECTS)) == RECONNECTS
    assert settle() == before
