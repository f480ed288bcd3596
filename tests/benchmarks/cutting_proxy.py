"""A proxy on loopback that cuts every connection whenever so many bytes have passed, and counts what it took."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

READ_BYTES = 64 * 1024


@dataclass
class CuttingProxy:
    """At each of `cuts` (bytes from clients, ascending) everything that is open is cut off, in the middle of a packet.

    At each of `marks` `on_mark` is called, in a thread of its own.
    """

    target: str
    cuts: Sequence[int]
    marks: Sequence[int]
    on_mark: Callable[[], None]
    num_bytes: int = 0
    num_cuts: int = 0
    port: int = 0
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)
    _ends: list[threading.Thread] = field(default_factory=list)

    async def serve(self, is_up: threading.Event, is_over: asyncio.Event) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        is_up.set()
        await is_over.wait()
        server.close()
        self._cut()

    def wait_for_marks(self) -> None:
        for thread in self._ends:
            thread.join()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        address = urlsplit(self.target)
        try:
            far_reader, far_writer = await asyncio.open_connection(address.hostname, address.port)
        except OSError:
            writer.transport.abort()
            return
        self._writers.add(far_writer)
        back = asyncio.create_task(self._copy(far_reader, writer))
        await self._copy(reader, far_writer, self._count)
        await back
        self._writers -= {writer, far_writer}

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, count: Callable[[int], None] | None = None
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(READ_BYTES):
                writer.write(piece)
                await writer.drain()
                if count:
                    count(len(piece))
        writer.close()

    def _count(self, num_bytes: int) -> None:
        before, self.num_bytes = self.num_bytes, self.num_bytes + num_bytes
        if any(before < mark <= self.num_bytes for mark in self.marks):
            self._ends.append(threading.Thread(target=self.on_mark))
            self._ends[-1].start()
        if any(before < cut <= self.num_bytes for cut in self.cuts):
            self._cut()
            self.num_cuts += 1

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()


@contextmanager
def cutting_proxy(proxy: CuttingProxy) -> Iterator[CuttingProxy]:
    """The proxy in a thread of its own, on a port that it chose."""
    is_up = threading.Event()
    loop = asyncio.new_event_loop()
    is_over = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(proxy.serve(is_up, is_over),))
    thread.start()
    is_up.wait()
    try:
        yield proxy
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()
        loop.close()
