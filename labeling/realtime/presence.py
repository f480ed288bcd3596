"""Who has a video open, in Redis, where it may be lost: without Redis nobody is shown and nothing else changes."""

import asyncio
import json
import logging
import time
from weakref import WeakKeyDictionary

import redis.asyncio as redis
from django.conf import settings
from redis.exceptions import RedisError

from labeling.realtime.messages import PresentPerson

logger = logging.getLogger(__name__)

# Pages renew their entry every 10 s; one that died without a word is gone after this.
ENTRY_TTL_S = 30
SOCKET_TIMEOUT_S = 2.0

# A client belongs to the event loop that made its connections.
_clients: WeakKeyDictionary[asyncio.AbstractEventLoop, "redis.Redis"] = WeakKeyDictionary()


async def put_presence(video_id: int, person: PresentPerson) -> None:
    """Say, or say again, that a page is open."""
    entry = json.dumps({"seen_at": time.time(), "person": person.model_dump(mode="json")})
    try:
        async with _client().pipeline(transaction=False) as pipe:
            pipe.hset(_key(video_id), person.session, entry)
            pipe.expire(_key(video_id), ENTRY_TTL_S)
            await pipe.execute()
    except (RedisError, OSError) as error:
        logger.info("presence of video %s not stored: %r", video_id, error)


async def remove_presence(video_id: int, session: str) -> None:
    try:
        await _client().hdel(_key(video_id), session)  # type: ignore[misc]  # typed for both kinds of client
    except (RedisError, OSError) as error:
        logger.info("presence of video %s not removed: %r", video_id, error)


async def list_presence(video_id: int) -> list[PresentPerson]:
    """Everyone seen within ENTRY_TTL_S, by session; nobody where Redis does not answer."""
    try:
        entries = await _client().hgetall(_key(video_id))  # type: ignore[misc]  # typed for both kinds of client
    except (RedisError, OSError) as error:
        logger.info("presence of video %s not read: %r", video_id, error)
        return []
    since = time.time() - ENTRY_TTL_S
    parsed = [json.loads(entry) for _, entry in sorted(entries.items())]
    return [PresentPerson.model_validate(entry["person"]) for entry in parsed if entry["seen_at"] >= since]


def _key(video_id: int) -> str:
    return f"maskloop:presence:{video_id}"


def _client() -> "redis.Redis":
    loop = asyncio.get_running_loop()
    if loop not in _clients:
        _clients[loop] = redis.from_url(
            settings.REDIS_URL, socket_timeout=SOCKET_TIMEOUT_S, socket_connect_timeout=SOCKET_TIMEOUT_S
        )
    return _clients[loop]
