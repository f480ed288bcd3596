"""Answers with a stored file, or the part of it that a Range header names (RFC 9110), streamed in pieces."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from labeling.media.store import media

ONE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")


@dataclass(frozen=True)
class ByteRange:
    """Bytes [start, stop) of a file."""

    start: int
    stop: int


class NotSatisfiable(Exception):
    """The range begins behind the end of the file."""


def answer_stored(request: HttpRequest, name: str, *, content_type: str, etag: str) -> HttpResponseBase:
    """200, 206, 304 or 416 for a GET or HEAD of a stored file. `etag` is strong, with its quotes.

    Raises MediaUnavailable and MediaMissing before the first byte, so that a refusal is a problem with its sentence.
    """
    headers = {"ETag": etag, "Accept-Ranges": "bytes"}
    if etag in _split_tags(request.headers.get("If-None-Match", "")):
        return HttpResponse(status=304, headers=headers)
    size = media().count_bytes(name)
    try:
        part = _choose_range(request, size=size, etag=etag)
    except NotSatisfiable:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    whole = part or ByteRange(0, size)
    headers["Content-Length"] = str(whole.stop - whole.start)
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    status = 200 if part is None else 206
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    pieces = media().read(name, whole.start, whole.stop)
    # A synchronous iterator would be read whole into memory under ASGI, an asynchronous one under WSGI.
    body = _hand_on(pieces) if isinstance(request, ASGIRequest) else pieces
    return StreamingHttpResponse(body, status=status, headers=headers, content_type=content_type)


def parse_range(header: str, size: int) -> ByteRange | None:
    """The one range that `header` names, or None where it is to be ignored. Raises NotSatisfiable."""
    match = ONE_RANGE.match(header.strip())
    if match is None or match.group(1) == match.group(2) == "":
        return None
    first, last = match.groups()
    if first == "":
        if int(last) == 0:
            raise NotSatisfiable(header)
        return ByteRange(max(0, size - int(last)), size)
    start = int(first)
    stop = min(size, int(last) + 1) if last else size
    if last and int(last) < start:
        return None
    if start >= size:
        raise NotSatisfiable(header)
    return ByteRange(start, stop)


def _choose_range(request: HttpRequest, *, size: int, etag: str) -> ByteRange | None:
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", etag) != etag:
        return None
    return parse_range(header, size)


def _split_tags(header: str) -> set[str]:
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}


async def _hand_on(pieces: Generator[bytes, None, None]) -> AsyncIterator[bytes]:
    with contextlib.closing(pieces):
        while piece := await asyncio.to_thread(next, pieces, b""):
            yield piece
