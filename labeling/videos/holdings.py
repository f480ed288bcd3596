"""Which stored files the rows refer to."""

from collections.abc import Iterator
from dataclasses import dataclass

from labeling.videos.models import Ingest, Upload, Video
from labeling.videos.storage import original_name


@dataclass(frozen=True)
class Holding:
    """A stored file that a video names; the digest is empty where no row knows it."""

    name: str
    sha256: str = ""


def list_holdings(*, using: str = "default") -> Iterator[Holding]:
    """What all videos name, deleted ones too."""
    fields = ("original", "original_sha256", "proxy", "proxy_digest", "poster")
    rows = Video.objects.using(using).order_by("pk").values_list(*fields)
    for original, original_sha256, proxy, proxy_digest, poster in rows.iterator():
        for holding in (Holding(original, original_sha256), Holding(proxy, proxy_digest), Holding(poster)):
            if holding.name:
                yield holding


def list_unfinished_uploads(*, using: str = "default") -> Iterator[Upload]:
    """Uploads whose first `offset` bytes are to be kept, for nobody has made a video of them yet."""
    yield from Upload.objects.using(using).filter(consumed_at=None).order_by("created_at", "pk").iterator()


class References:
    """What is referred to at this moment, also by what is just being made."""

    def __init__(self) -> None:
        # An upload that is just becoming a video has its bytes in the storage before the row says so.
        uploads = {original_name(key) for key in Upload.objects.filter(consumed_at=None).values_list("pk", flat=True)}
        running = Ingest.objects.filter(status=Ingest.Status.RUNNING).values_list("video_id", "lease_token")
        self._making = tuple(f"videos/{video}/{token}-" for video, token in running)
        self._names = uploads | {holding.name for holding in list_holdings()}

    def holds(self, name: str) -> bool:
        return name in self._names or name.startswith(self._making)
