"""The archive of an export as a stream: nothing of it is ever whole in memory or on disk."""

from collections.abc import AsyncIterator, Generator, Iterator

from asgiref.sync import sync_to_async
from zipstream import ZIP_DEFLATED, ZipStream

from labeling.exchange.models import Export
from labeling.exchange.objects import write_objects
from labeling.exchange.queries import PinnedTrack, list_videos, pin_tracks, read_masks
from labeling.exchange.sav import name_files, write_sav
from labeling.videos.models import Video


def stream_archive(export: Export) -> Generator[bytes, None, None]:
    """A zip of `{video}_manual.json` and `{video}_objects.json`, two for each video with an object in scope."""
    archive = ZipStream(compress_type=ZIP_DEFLATED, compress_level=6)
    videos = list_videos(export)
    for video, name in zip(videos, name_files(videos), strict=True):
        # Whether a video has anything in scope is known before its file is begun.
        if pin_tracks(export, video):
            pinned = _Pinned(export, video)
            archive.add(_write_video(pinned, name), arcname=f"{name}_manual.json")
            archive.add(_write_objects(pinned, name), arcname=f"{name}_objects.json")
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


class _Pinned:
    """A video's tracks, pinned afresh when its turn comes and let go with its second file.

    So the two files are of one moment however long the archive takes, and no more than one video is in memory.
    """

    def __init__(self, export: Export, video: Video) -> None:
        self.export = export
        self.video = video
        self._tracks: list[PinnedTrack] | None = None

    def read(self) -> list[PinnedTrack]:
        if self._tracks is None:
            self._tracks = pin_tracks(self.export, self.video)
        return self._tracks

    def let_go(self) -> None:
        self._tracks = None


def _write_video(pinned: _Pinned, name: str) -> Iterator[bytes]:
    tracks = pinned.read()
    yield from write_sav(
        video=pinned.video,
        video_id=name,
        ann_every=pinned.export.ann_every,
        tracks=[entry.track for entry in tracks],
        masks=read_masks(pinned.video, pinned.export.ann_every, tracks),
    )


def _write_objects(pinned: _Pinned, name: str) -> Iterator[bytes]:
    yield write_objects(video_id=name, masklets=[entry.masklet for entry in pinned.read()])
    pinned.let_go()
