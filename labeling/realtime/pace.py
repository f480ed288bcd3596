"""How often a socket may speak."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

Start = Callable[[Coroutine[Any, Any, None]], None]


class Pace:
    """Calls `work` at most once in `every_s`; what is asked for in between becomes one call at the end."""

    def __init__(self, work: Callable[[], Awaitable[None]], *, every_s: float, start: Start) -> None:
        self.every_s = every_s
        self._work = work
        self._start = start
        self._waits = False

    def ask(self) -> None:
        if not self._waits:
            self._waits = True
            self._start(self._run())

    async def _run(self) -> None:
        await asyncio.sleep(self.every_s)
        self._waits = False
        await self._work()


class Budget:
    """A token bucket: `burst` messages at once, `per_s` in the long run."""

    def __init__(self, *, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._left = float(burst)
        self._at = time.monotonic()
        self.refused = 0.0
        """How many there was nothing left for; forgiven as fast as messages may come."""

    def take(self) -> bool:
        now = time.monotonic()
        earned = (now - self._at) * self._per_s
        self._left = min(self._burst, self._left + earned)
        self.refused = max(0.0, self.refused - earned)
        self._at = now
        if self._left < 1:
            self.refused += 1
            return False
        self._left -= 1
        return True
