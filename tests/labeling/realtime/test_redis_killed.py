"""A socket outlives the Redis it listens to: events come from Postgres meanwhile, and by the room again afterwards."""

import asyncio
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from backend.services.programs import find_redis_server
from labeling.accounts.models import User
from labeling.masklets import actions
from labeling.masklets.models import Masklet
from labeling.realtime import consumers
from labeling.videos.models import Video
from tests.factories.masklets import make_square
from tests.labeling.realtime.sockets import Socket, opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

START_S = 10


class OwnRedis:
    """A Redis of this test alone, which may be killed."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [str(find_redis_server()), "--unixsocket", str(self.socket), "--port", "0", "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=self.socket.parent)
        deadline = time.monotonic() + START_S
        while not self.socket.exists():
            assert time.monotonic() < deadline, "redis-server did not start"
            time.sleep(0.02)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.socket.unlink(missing_ok=True)


@pytest.fixture
def redis(settings: Any) -> Iterator[OwnRedis]:
    # The path of a unix socket may have 107 characters, fewer than pytest's own folders need.
    with tempfile.TemporaryDirectory(prefix="maskloop-") as folder:
        server = OwnRedis(Path(folder))
        server.start()
        url = f"unix://{server.socket}"
        settings.REDIS_URL = url
        layer = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [url]}}
        settings.CHANNEL_LAYERS = {"default": layer}
        yield server
        server.kill()


async def draw_and_time(socket: Socket, masklet: Masklet, frame: int) -> tuple[int, float]:
    """The number of the event that a drawing makes, and the seconds until it has come."""
    began = time.monotonic()
    await sync_to_async(actions.draw_frame)(masklet_id=masklet.pk, actor=masklet.author, frame=frame, rle=make_square())
    message = await socket.receive()
    return message["event"]["seq"], time.monotonic() - began


async def test_socket_outlives_a_killed_redis(
    redis: OwnRedis, masklet: Masklet, video: Video, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "TICK_WITHOUT_ROOM_S", 0.5)
    async with opened(video, bob) as socket:
        assert (await draw_and_time(socket, masklet, 1))[0] == 1
        await sync_to_async(redis.kill)()
        await asyncio.sleep(0.2)
        assert (await draw_and_time(socket, masklet, 2))[0] == 2
        async with opened(video, bob, after=0) as late:
            assert [(await late.receive())["event"]["seq"] for _ in range(2)] == [1, 2]
        await sync_to_async(redis.start)()
        # From here only the room can be quick.
        monkeypatch.setattr(consumers, "TICK_WITHOUT_ROOM_S", 60)
        await asyncio.sleep(2)
        seq, took_s = await draw_and_time(socket, masklet, 3)
        assert seq == 3
        assert took_s < 2
