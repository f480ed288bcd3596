"""The archive of an export as a stream: nothing of it is ever whole in memory or on disk."""

from collections.abc import AsyncIterator, Generator, Iterator

from asgiref.sync import sync_to_async
from zipstream import ZIP_DEFLATED, ZipStream

from labeling.exchange.models import Export
from labeling.exchange.queries import list_videos, pin_tracks, read_masks
from labeling.exchange.sav import name_files, write_sav
from labeling.videos.models import Video


def stream_archive(export: Export) -> Generator[bytes, None, None]:
    """A zip of `{video}_manual.json`, one for each video with an object in scope."""
    archive = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    videos = list_videos(export)
    for video, name in zip(videos, name_files(videos), strict=True):
        # Whether a video has anything in scope is known before its file is begun.
        if pin_tracks(export, video):
            archive.add(_write_video(export, video, name), arcname=f"{name}_manual.json")
    yield from archive


async def stream_archive_async(export: Export) -> AsyncIterator[bytes]:
    """The same for ASGI, where a synchronous stream would be read whole before its first byte left."""
    pieces = stream_archive(export)
    try:
        while (piece := await sync_to_async(_next)(pieces)) is not None:
            yield piece
    finally:
        pieces.close()


def _next(pieces: Iterator[bytes]) -> bytes | None:
    return next(pieces, None)


def _write_video(export: Export, video: Video, name: str) -> Iterator[bytes]:
    # Begun when its turn comes: pinned afresh, so that one file is of one moment however long the archive takes.
    tracks = pin_tracks(export, video)
    yield from write_sav(
        video=video,
        video_id=name,
        ann_every=export.ann_every,
        tracks=[pinned.track for pinned in tracks],
        masks=read_masks(video, export.ann_every, tracks),
    )
