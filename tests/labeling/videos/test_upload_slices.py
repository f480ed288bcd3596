"""Pieces as a real server gets them: in parts, slowly, cut off, several at once."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import numpy as np
import pytest

from backend.asgi import application
from labeling.accounts.actions import create_token
from labeling.accounts.models import User
from labeling.videos import actions, storage
from labeling.videos.api import slices
from labeling.videos.models import Upload

pytestmark = pytest.mark.django_db(transaction=True)

CUT = None
"""Among the parts of a piece: here the connection ends."""

SILENCE = b"silence"
"""Among the parts of a piece: nothing comes any more, and nobody hangs up."""

CONTENT = np.random.default_rng(7).bytes(10_000)
Answer = tuple[int, int | None]


@pytest.fixture(autouse=True)
def _small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_BYTES", 1000)


@pytest.fixture
def token(alice: User) -> str:
    return create_token(user=alice, name="script")[1]


@pytest.fixture
def upload(alice: User) -> Upload:
    return actions.create_upload(actor=alice, file=actions.FileFacts(length=len(CONTENT)))


def patch(upload: Upload, token: str, offset: int, parts: list[bytes | None], **headers: str) -> Awaitable[Answer]:
    """Status and new offset as the client sees them; (0, None) where it has gone."""
    sent = {
        "authorization": f"Token {token}",
        "tus-resumable": "1.0.0",
        "content-type": "application/offset+octet-stream",
        "upload-offset": str(offset),
        "host": "testserver",
        **headers,
    }
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PATCH",
        "path": f"/api/uploads/{upload.pk}/",
        "raw_path": f"/api/uploads/{upload.pk}/".encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
    }
    return _ask(scope, parts)


async def _ask(scope: dict[str, Any], parts: list[bytes | None]) -> Answer:
    waiting = list(parts)
    said: list[Any] = []

    async def receive() -> Any:
        part = waiting.pop(0) if waiting else SILENCE
        if part is SILENCE:
            await asyncio.Event().wait()
        if part is CUT:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message: Any) -> None:
        said.append(message)

    await application(scope, receive, send)
    if not said:
        return 0, None
    headers = dict(said[0]["headers"])
    return said[0]["status"], int(headers[b"Upload-Offset"]) if b"Upload-Offset" in headers else None


def stored(upload: Upload) -> bytes:
    upload.refresh_from_db()
    return storage.upload_path(upload.pk).read_bytes()[: upload.offset]


def split(content: bytes, size: int) -> list[bytes | None]:
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [64, 999, 1000, 2500, 10_000])
def test_long_piece_arrives_whole_however_the_line_parts_it(upload: Upload, token: str, size: int):
    assert asyncio.run(patch(upload, token, 0, split(CONTENT, size))) == (204, len(CONTENT))
    assert stored(upload) == CONTENT


@pytest.mark.parametrize("arrived", [1, 500, 1000, 4321])
def test_what_arrived_of_a_piece_that_is_cut_is_kept(upload: Upload, token: str, arrived: int):
    assert asyncio.run(patch(upload, token, 0, [*split(CONTENT[:arrived], 300), CUT])) == (0, None)

    assert stored(upload) == CONTENT[:arrived]
    assert asyncio.run(patch(upload, token, arrived, [CONTENT[arrived:]])) == (204, len(CONTENT))
    assert stored(upload) == CONTENT


def test_piece_with_a_checksum_that_is_cut_leaves_nothing(upload: Upload, token: str):
    checksum = {"upload-checksum": "sha1 2jmj7l5rSw0yVb/vlWAYkK/YBwk="}

    asyncio.run(patch(upload, token, 0, [*split(CONTENT[:4321], 300), CUT], **checksum))

    assert stored(upload) == b""


def test_piece_is_kept_on_a_line_that_went_silent(upload: Upload, token: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(slices, "SILENT_S", 0.05)

    assert asyncio.run(patch(upload, token, 0, [CONTENT[:700], SILENCE])) == (0, None)

    assert stored(upload) == CONTENT[:700]


def test_pieces_at_once_for_one_place_are_stored_once(upload: Upload, token: str):
    """As when a browser comes back while its lost connection still stands."""

    async def race() -> list[Answer]:
        return await asyncio.gather(*(patch(upload, token, 0, split(CONTENT, 300)) for _ in range(4)))

    answers = asyncio.run(race())

    assert stored(upload) == CONTENT
    # Whose slices fell between another's is told where to go on.
    assert {status for status, _ in answers} <= {204, 409}
    assert 409 in {status for status, _ in answers}


def test_many_uploads_at_once_arrive_each_as_its_own(alice: User, token: str):
    contents = [np.random.default_rng(seed).bytes(5000 + seed) for seed in range(10)]
    uploads = [actions.create_upload(actor=alice, file=actions.FileFacts(length=len(each))) for each in contents]

    async def send_all() -> list[Answer]:
        pieces = zip(uploads, contents, strict=True)
        return await asyncio.gather(*(patch(upload, token, 0, split(each, 700)) for upload, each in pieces))

    assert asyncio.run(send_all()) == [(204, len(each)) for each in contents]
    assert [stored(upload) for upload in uploads] == contents


def test_refused_piece_is_answered_at_its_first_slice(upload: Upload, token: str):
    assert asyncio.run(patch(upload, token, 5, split(CONTENT, 300)))[0] == 409
    assert asyncio.run(patch(upload, "nobody's", 0, split(CONTENT, 300)))[0] == 401
    assert asyncio.run(patch(upload, token, 0, [CONTENT, b"one too many"]))[0] == 400
    assert stored(upload) == CONTENT


def test_piece_of_nothing_is_answered(upload: Upload, token: str):
    assert asyncio.run(patch(upload, token, 0, [b""])) == (204, 0)
